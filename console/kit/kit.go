// Package kit is what the rooms of the console are built with: the page and its frame, the view
// that templates read, forms and filters, words of codes, moments and names, the time of a clock,
// errors as problem documents, and what every page loads.
//
// The kit knows no room. A room embeds a Head: the Kit with the pages of the room's own folder, and
// a View of its own around the kit's, with the words that its templates alone need.
package kit

import (
	"context"
	"html/template"
	"net/http"
	"time"

	"huiying/console/access"
	"huiying/opinion"
)

// Names turns codes into words. An unknown code comes back as it is.
type Names interface {
	Topic(id, lang string) string      // catalogue id
	Division(code, lang string) string // full name, such as 江苏省无锡市
	Source(id, lang string) string
}

// Units lists the responsible units.
type Units interface {
	Units(ctx context.Context) ([]opinion.Unit, error)
}

// Kit is what every page needs, handed in once.
type Kit struct {
	Names    Names
	Units    Units
	Topics   []opinion.Topic        // choices of a topic, fields before their items; may be empty
	Places   []opinion.Division     // choices of a place, those above before those below; may be empty
	Profiles []opinion.ClockProfile // of clocks, for their names; may be empty

	Loopback, Demo   bool
	Product, Version string
	Office           string   // id of the coordinating office, whose name stands above every page; may be ""
	Contact          string   // how the public reaches it; may be ""
	SiteCode         string   // 网站标识码; may be ""
	Emblem           []byte   // the office's, a PNG; may be nil
	Records          []string // numbers of record (备案号); may be empty
	Now              func() time.Time
	Failed           func(route string, err error) // hears of errors that became "internal"

	Runs    Runs
	Guide   bool                                       // the style guide is part of this console, and its styles of the style sheet
	Sources func(ctx context.Context) []string         // ids of the sources; may be nil
	Ringing func(ctx context.Context) int              // alerts that nobody has taken; may be nil
	Samples func(ctx context.Context) []access.Account // accounts of the tour, to switch between

	pages                 map[string]*template.Template // by name
	css, js, icon, emblem string                        // addresses, with the hash of their content
	alone                 map[string]string             // of scripts that one page alone loads, by name
}

// Site is what the foot of a government's site must show; any of it may be empty.
type Site struct {
	Code    string   // 网站标识码
	Records []string // 备案号
}

// Runs says which parts run in this process: the menu and the pages name no other.
type Runs struct {
	SignIn, Triage, Notices, Correct, Counter, Codes, Uploads, Settings, Specials, Suggests, Alerts, Items bool
}

// New completes a kit: it parses its own pages and serves what pages load.
func New(k Kit, mux *http.ServeMux) (*Kit, error) {
	k.pages = map[string]*template.Template{}
	k.static(mux)
	return &k, k.Add(files)
}
