// Package leader is what leaders read: the overview, briefings on the page and as files, and how
// units answer (考核).
package leader

import (
	"embed"
	"net/http"

	"huiying/console/facts"
	"huiying/console/kit"
)

// Pages are the templates of this room, for kit.Add.
//
//go:embed templates/*.html
var Pages embed.FS

// Room is the room at work. A nil field whose comment allows it leaves its pages saying that this
// part does not run here.
type Room struct {
	*kit.Kit
	Cases   Cases
	Issues  facts.IssueReader
	Numbers facts.Numbers
	Sources facts.SourceLister // may be nil
	Units   facts.UnitReader
	Brief   facts.Briefer // may be nil
	Notices Channels      // may be nil

	// BriefFont is the file of the font that briefings are written with as PDF; "": the usual
	// places. BriefLink is the console's address in their files; "": as the reader reached it.
	BriefFont, BriefLink string
}

// View is what the templates of this room see: the kit's view, and the words of this room alone.
type View struct {
	*kit.View
}

func (a *Room) view(w http.ResponseWriter, r *http.Request) *View {
	return &View{View: a.Kit.View(w, r)}
}

// Pair hands a partial template the view beside its item.
func (v *View) Pair(x any) kit.Pair { return kit.Pair{V: v, X: x} }

// Page makes a handler of what fills the view of a page and names its template.
func (a *Room) Page(fill func(*http.Request, *View) (string, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v := a.view(w, r)
		name, err := fill(r, v)
		a.Answer(w, r, v, name, err)
	}
}
