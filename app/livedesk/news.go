package livedesk

import (
	"time"

	"huiying/console/triage"
	"huiying/register"
	"huiying/responders/casework"
)

// newsFor is how long ago something may have happened and still be news: a register that is built
// again tells all of the past.
const newsFor = 5 * time.Minute

// Tell tells open desks what the register has just applied.
func Tell(hub *triage.Hub, now func() time.Time) func([]register.Applied) {
	return func(in []register.Applied) {
		var out []triage.News
		for _, a := range in {
			if now().Sub(a.Event.At) > newsFor {
				continue
			}
			switch casework.QueueChange(a.Was, a.Case.State) {
			case casework.QueueCame:
				out = append(out, triage.News{Kind: triage.NewsWaiting, Case: a.Case.ID})
			case casework.QueueLeft:
				out = append(out, triage.News{Kind: triage.NewsLeft, Case: a.Case.ID, State: string(a.Case.State)})
			case casework.QueueChanged:
				out = append(out, triage.News{Kind: triage.NewsChanged, Case: a.Case.ID})
			}
		}
		hub.Tell(out...)
	}
}
