// Package triage is the triage desk (研判台): the queue of what a person must decide, moves on one or
// several cases at once, corrections in place, saved searches, who has which case open, and the
// line of events that keeps open desks up to date.
package triage

import (
	"embed"
	"net/http"
	"sync"

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
	Triage   Queue // the queue; may be nil
	Cases    Cases
	Issues   facts.IssueReader // for the reports of the last days
	Search   facts.Searcher    // findings without a case; may be nil
	Correct  Corrector         // may be nil
	Notes    Bucket            // saved searches; may be nil
	Presence *Presence         // who has which case open
	Hub      *Hub              // tells open desks what happens; may be nil

	saving sync.Mutex // of saved searches, one at a time
}

// View is what the templates of this room see: the kit's view, and the words of this room alone.
type View struct {
	*kit.View
	room *Room
}

func (a *Room) view(w http.ResponseWriter, r *http.Request) *View {
	return &View{View: a.Kit.View(w, r), room: a}
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
