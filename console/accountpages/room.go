// Package accountpages is the way in and the accounts: signing in and out, one's own account, and
// the accounts of the office.
package accountpages

import (
	"embed"

	"huiying/console/access"
	"huiying/console/kit"
)

//go:embed templates/*.html
var pages embed.FS

// Room is the room at work. A nil field whose comment allows it leaves its pages saying that this
// part does not run here.
type Room struct {
	kit.Head[*View]
	Accounts *access.Accounts
	Guard    *access.Guard
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
