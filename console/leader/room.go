// Package leader is what leaders read: the overview, briefings on the page and as files, and how
// units answer (考核).
package leader

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
	Cases   Cases
	Issues  Issues
	Numbers facts.Numbers
	Sources ask.Sources // may be nil
	Units   Units
	Balance ask.BalanceBook // may be nil
	Brief   ask.Briefer     // may be nil
	Notices Channels        // may be nil

	Alerts   Alerts   // may be nil
	Specials Specials // special reports of issues; may be nil

	// BriefFont is the file of the font that briefings are written with as PDF; "": the usual
	// places. BriefLink is the console's address in their files; "": as the reader reached it.
	BriefFont, BriefLink string

	Atlas Atlas // what the office brings to the map

	BriefPaper Paper // how the documents are headed and ended
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
