// Package triage is the triage desk (研判台): the queue of what a person must decide, moves on one or
// several cases at once, corrections in place, saved searches, who has which case open, and the
// line of events that keeps open desks up to date.
package triage

import (
	"embed"

	"huiying/console/ask"
	"huiying/console/kit"
	"huiying/console/saved"
)

//go:embed templates/*.html
var pages embed.FS

// Room is the room at work. A nil field whose comment allows it leaves its pages saying that this
// part does not run here.
type Room struct {
	kit.Head[*View]
	Triage   Queue // the queue; may be nil
	Cases    Cases
	Issues   Heats           // for the reports of the last days
	Ledger   LedgerBook      // what is in no case; may be nil
	Balance  ask.BalanceBook // what became of what was received; may be nil
	Correct  Corrector       // may be nil
	Opens    ask.Opener      // opens cases by hand; may be nil
	Near     Nearness        // what a case may be joined with; may be nil
	Codes    ask.Codes       // query codes; may be nil
	Saved    *saved.Keeper   // saved searches
	Shifts   Shifts          // hand-overs of the desk
	Presence *Presence       // who has which case open
	Hub      *Hub            // tells open desks what happens; may be nil
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
