package triage

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

// Limits of saved searches.
const (
	MostSaved = 20 // of one account, and of the desk
	longName  = 30 // characters
)

// savedQueue (保存的检索) is a question that a desk asks again and again.
type savedQueue struct {
	Name  string `json:"name"`
	Query string `json:"query"` // as in an address
}

// queueTab is one queue with its length.
type queueTab struct {
	Name, Link string
	N          int
	Now        bool
	Drop       string // what to send to forget it; "" for those that always are
	Shared     bool
}

// Where saved searches are kept: one list for each account, one for the whole desk.
const deskQueues = "queues/desk"

func ownQueues(v *View) string {
	if id := v.Me().ID; id != "" {
		return "queues/of/" + id
	}
	return deskQueues
}

func (a *Room) saved(ctx context.Context, key string) ([]savedQueue, error) {
	var out []savedQueue
	if a.Notes == nil {
		return nil, nil
	}
	raw, ok, err := a.Notes.Get(ctx, key)
	if err == nil && ok {
		err = json.Unmarshal(raw, &out)
	}
	return out, err
}

// queueTabs are the queues of the desk: everything, what nobody is sure of, what is contested, letters
// that are in no case, and the saved ones. A count that cannot be had leaves its tab without one.
func (a *Room) queueTabs(ctx context.Context, v *View, p *deskPage) ([]queueTab, error) {
	tabs := []queueTab{{Name: v.Say("desk.all"), Link: "/desk"}, {Name: v.Say("desk.unsure"),
		Link: "/desk?unsure=true"}, {Name: v.Say("desk.of.contested"), Link: "/desk?of=" + contestedQueue}}
	questions := []register.WaitingQuery{{}, {Unsure: true}, {Contested: true}}
	keys := []string{deskQueues}
	if own := ownQueues(v); own != deskQueues {
		keys = append(keys, own)
	}
	for _, key := range keys {
		list, err := a.saved(ctx, key)
		if err != nil {
			a.Failed("saved searches", err)
		}
		for _, s := range list {
			asked, err := url.ParseQuery(s.Query)
			if err != nil {
				continue
			}
			q, err := waitingQuery(asked, v.Lang)
			if err != nil {
				continue
			}
			tabs = append(tabs, queueTab{Name: s.Name, Link: "/desk?" + s.Query, Drop: s.Name,
				Shared: key == deskQueues})
			questions = append(questions, q)
		}
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
	back, err := a.changeQueues(r, v)
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
}

func (a *Room) changeQueues(r *http.Request, v *View) (back string, err error) {
	if a.Notes == nil {
		return "", kit.Away("no_notes", v.Say("desk.away.notes"))
	}
	key, name := ownQueues(v), strings.Join(strings.Fields(opinion.Typed(r.PostForm.Get("name"))), " ")
	if r.PostForm.Get("shared") == "yes" {
		key = deskQueues
	}
	a.saving.Lock()
	defer a.saving.Unlock()
	list, err := a.saved(r.Context(), key)
	if err != nil {
		return "", err
	}
	list = slices.DeleteFunc(list, func(s savedQueue) bool { return s.Name == name })
	back = "/desk"
	switch r.PathValue("act") {
	case "drop":
	case "save":
		asked, err := url.ParseQuery(r.PostForm.Get("asked"))
		kept := askedOf(asked)
		kept.Del("of")
		if err != nil || len(kept) == 0 || name == "" || utf8.RuneCountInString(name) > longName {
			return "", kit.BadInput("bad_queue", v.Say("desk.error.queue", longName))
		}
		for _, asked := range kept {
			if slices.ContainsFunc(asked, opinion.TellsPerson) {
				return "", kit.BadInput("person_queue", v.Say("desk.error.queue.person"))
			}
		}
		if len(list) >= MostSaved {
			return "", &kit.Error{Kind: kit.Refused, Code: "too_many_queues",
				Words: v.Say("desk.error.queues", MostSaved)}
		}
		list = append(list, savedQueue{name, kept.Encode()})
		back += "?" + kept.Encode()
	default:
		return "", &kit.Error{Kind: kit.NotFound}
	}
	raw, err := json.Marshal(list)
	if err != nil {
		return "", err
	}
	if err := a.Notes.Put(r.Context(), key, raw); err != nil {
		return "", fmt.Errorf("keep saved searches: %w", err)
	}
	return back, nil
}
