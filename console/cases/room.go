// Package cases is the shared files of matters: cases with their moves, issues, mentions with their
// findings, and search.
package cases

import (
	"embed"

	"huiying/console/ask"
	"huiying/console/kit"
	"huiying/console/saved"
	"huiying/index"
)

//go:embed templates/*.html
var pages embed.FS

// Room is the room at work. A nil field whose comment allows it leaves its pages saying that this
// part does not run here.
type Room struct {
	kit.Head[*View]
	Cases   Cases
	Issues  ask.Issues
	Search  ask.Searcher  // may be nil
	Correct Corrector     // may be nil
	Regroup ask.Regrouper // may be nil
	Opens   ask.Opener    // may be nil
	Codes   ask.Codes     // query codes; may be nil
	Cut     index.Cutter  // for marking the words of a query; may be nil
	Saved   *saved.Keeper // saved searches
}

// View is what the templates of this room see: the kit's view, and the words of this room alone.
type View struct {
	*kit.View
	room *Room
}

// Open gives the room its kit and its pages.
func (a *Room) Open(k *kit.Kit) (err error) {
	a.Head, err = kit.NewHead(k, pages, func(v *kit.View) *View { return &View{View: v, room: a} })
	return err
}
