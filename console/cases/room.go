// Package cases is the shared files of matters: cases with their moves, issues, mentions with their
// findings, and search.
package cases

import (
	"embed"
	"net/http"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/index"
)

// Pages are the templates of this room, for kit.Add.
//
//go:embed templates/*.html
var Pages embed.FS

// Room is the room at work. A nil field whose comment allows it leaves its pages saying that this
// part does not run here.
type Room struct {
	*kit.Kit
	Cases   facts.CaseService
	Issues  facts.IssueReader
	Search  facts.Searcher  // may be nil
	Correct facts.Corrector // may be nil
	Regroup facts.Regrouper // may be nil
	Cut     index.Cutter    // for marking the words of a query; may be nil
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
