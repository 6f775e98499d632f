// Package system is what keeps the system running: sources, what could not be processed, notices,
// the office's record, and the promise.
package system

import (
	"embed"

	"huiying/console/accounts"
	"huiying/console/ask"
	"huiying/console/kit"
)

//go:embed templates/*.html
var pages embed.FS

// Room is the room at work. A nil field whose comment allows it leaves its pages saying that this
// part does not run here.
type Room struct {
	kit.Head[*View]
	Sources ask.Sources              // may be nil
	Trials  Trials                   // may be nil
	Dead    DeadLetters              // may be nil
	Notices Notices                  // may be nil
	Log     accounts.Log             // the office's record; nil where nobody signs in
	Promise func(lang string) string // in Markdown; may be nil
}

// View is what the templates of this room see: the kit's view, and the words of this room alone.
type View struct {
	*kit.View
	Tries bool // addresses can be tried here
}

// Open gives the room its kit and its pages.
func (a *Room) Open(k *kit.Kit) (err error) {
	a.Head, err = kit.NewHead(k, pages, func(v *kit.View) *View { return &View{v, a.Trials != nil} })
	return err
}
