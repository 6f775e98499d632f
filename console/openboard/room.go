// Package openboard is the open board (公开看板): what was asked and answered in public, how units
// answer, what is listened to, and votes. None of its pages asks who the reader is.
package openboard

import (
	"context"
	"embed"

	"huiying/console/ask"
	"huiying/console/kit"
	"huiying/index"
)

//go:embed templates/*.html
var pages embed.FS

// Room is the room at work. A nil field whose comment allows it leaves its pages saying that this
// part does not run here.
type Room struct {
	kit.Head[*View]
	Board  ask.Board
	Voting Voting    // may be nil where the board is
	Codes  ask.Codes // query codes; may be nil

	Items ask.ItemBook // the duties to publish; may be nil
	Cut   index.Cutter // of words that are looked for; may be nil

	Suggests bool          // the office wants 建议与反映 here
	Counter  ask.Registrar // takes them down; may be nil

	ballots               ballots
	tries                 tries  // of query codes
	looks, shared, proven tries  // of suggestions: looked at, sent without a proof of work, and with one
	proofs                proofs // of work
}

// Voting takes votes on released answers.
type Voting interface {
	Vote(ctx context.Context, id string, satisfied bool) error
}

// View is what the templates of this room see: the kit's view, and the words of this room alone.
type View struct {
	*kit.View
}

// Open gives the room its kit and its pages.
func (a *Room) Open(k *kit.Kit) (err error) {
	a.Head, err = kit.NewHead(k, pages, func(v *kit.View) *View { return &View{v} })
	return err
}
