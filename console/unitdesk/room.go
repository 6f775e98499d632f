// Package unitdesk is the desk of a unit (承办台): what it has in hand, the text in the making and its
// review, deadlines as a calendar, and the list as a file.
package unitdesk

import (
	"embed"

	"huiying/console/kit"
	"huiying/console/saved"
)

//go:embed templates/*.html
var pages embed.FS

// Room is the room at work. A nil field whose comment allows it leaves its pages saying that this
// part does not run here.
type Room struct {
	kit.Head[*View]
	Cases    Cases
	Work     *Parts        // may be nil
	Duties   Duties        // may be nil
	Released Released      // may be nil: no earlier answers are offered
	Saved    *saved.Keeper // saved searches
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
