package triage

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"huiying/console/saved"
	"huiying/register"
)

// queueTab is one queue with its length.
type queueTab struct {
	Name, Link string
	N          int
	Now        bool
	Drop       string // what to send to forget it; "" for those that always are
	Shared     bool
}

// queueTabs are the queues of the desk: everything, what nobody is sure of, what is contested, letters
// that are in no case, and the saved ones. A count that cannot be had leaves its tab without one.
func (a *Room) queueTabs(ctx context.Context, v *View, p *deskPage) ([]queueTab, error) {
	tabs := []queueTab{{Name: v.Say("desk.all"), Link: "/desk"}, {Name: v.Say("desk.unsure"),
		Link: "/desk?unsure=true"}, {Name: v.Say("desk.of.contested"), Link: "/desk?of=" + contestedQueue}}
	questions := []register.WaitingQuery{{}, {Unsure: true}, {Contested: true}}
	list, err := a.Saved.Queues(ctx, saved.Triage, v.View)
	if err != nil {
		a.Failed("saved searches", err)
	}
	for _, s := range list {
		q, err := waitingQuery(s.Asked(), v.Lang)
		if err != nil {
			continue
		}
		tabs = append(tabs, queueTab{Name: s.Name, Link: "/desk?" + s.Query, Drop: s.Name, Shared: s.Shared})
		questions = append(questions, q)
	}
	counts, err := a.Triage.CountWaiting(ctx, questions)
	if err != nil {
		return nil, err
	}
	for i := range tabs {
		tabs[i].N = counts[i]
		tabs[i].Now = strings.TrimPrefix(strings.TrimPrefix(tabs[i].Link, "/desk"), "?") == p.Asked
	}
	p.Waits = counts[0] + counts[2]
	letters, waiting, err := a.letterTabs(ctx, v, p)
	if err != nil {
		return nil, err
	}
	p.Waits += waiting
	return slices.Insert(tabs, 3, letters...), nil
}

// KeepQueue saves the present question under a name, or forgets one.
func (a *Room) KeepQueue(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	if !a.Parsed(w, r, v) {
		return
	}
	back, err := a.Saved.Change(r.Context(), saved.Triage, v.View, r.PathValue("act"), r.PostForm)
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
}
