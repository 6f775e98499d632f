// Package counter is the counter (登记台): a form for what a caller, a visitor or anybody else tells the
// office, with the judgement of the text in the making beside it.
package counter

import (
	"embed"

	"huiying/console/ask"
	"huiying/console/kit"
)

//go:embed templates/*.html
var pages embed.FS

// Room is the room at work. A nil field whose comment allows it leaves its pages saying that this
// part does not run here.
type Room struct {
	kit.Head[*View]
	Counter ask.Registrar // may be nil
	Codes   ask.Codes     // may be nil
	Cases   ask.Giver
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
