// Package openboard is the open board (公开看板): what was asked and answered in public, how units
// answer, what is listened to, and votes. None of its pages asks who the reader is.
package openboard

import (
	"embed"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
)

//go:embed templates/*.html
var pages embed.FS

// Room is the room at work. A nil field whose comment allows it leaves its pages saying that this
// part does not run here.
type Room struct {
	kit.Head[*View]
	Board ask.Board
	Codes facts.Codes // query codes; may be nil

	ballots ballots
	tries   tries
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
