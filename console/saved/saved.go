// Package saved keeps saved searches (保存的检索): questions that an account, or everybody, asks of a list
// again and again. Each list of the console names what can be asked of it; a room shows them as queues.
package saved

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"huiying/console/kit"
	"huiying/opinion"
)

// Limits of saved searches.
const (
	Most     = 20 // of one account, and of everybody, for each list
	longName = 30 // characters
)

// Bucket keeps small facts by key. bus.Bucket is one.
type Bucket interface {
	Get(ctx context.Context, key string) ([]byte, bool, error)
	Put(ctx context.Context, key string, value []byte) error
}

// Queue is one saved search.
type Queue struct {
	Name  string `json:"name"`
	Query string `json:"query"` // as in an address
	// Shared: of everybody who works with the list, and not of one account.
	Shared bool `json:"-"`
}

// Asked is the question of a queue as parameters of an address.
func (q Queue) Asked() url.Values {
	asked, err := url.ParseQuery(q.Query)
	if err != nil {
		return url.Values{}
	}
	return asked
}

// List is what can be saved of a list.
type List struct {
	Name, Path string
	Keys       []string // parameters of its address that are kept
}

// The lists.
var (
	Triage = List{"", "/desk", []string{"q", "topic", "division", "severity", "source", "unit", "unsure", "from",
		"to", "order"}}
	Cases = List{"cases", "/cases", []string{"q", "topic", "division", "severity", "source", "unit", "state",
		"matter", "from", "to", "due_before", "overdue", "order"}}
	Issues = List{"issues", "/issues", []string{"q", "topic", "division", "severity", "unit", "from", "to",
		"order"}}
	Search = List{"search", "/search", []string{"q", "topic", "division", "severity", "demand", "source", "unit",
		"from", "to", "unsure", "corrected"}}
	Work = List{"work", "/work", []string{"unit", "due", "section", "post", "mine", "topic", "division",
		"severity", "q", "order"}}
)

// lists are those whose queues are saved at the door of this package; triage has its own.
var lists = map[string]List{Cases.Name: Cases, Issues.Name: Issues, Search.Name: Search, Work.Name: Work}

// Of keeps of an address what the list can be asked.
func (l List) Of(q url.Values) url.Values {
	out := url.Values{}
	for _, k := range l.Keys {
		if s := strings.TrimSpace(q.Get(k)); s != "" {
			out.Set(k, opinion.Clip(s, 400))
		}
	}
	return out
}

// keys are where the queues of a list are kept: those of everybody, and those of an account. A unit's desk
// is shared with the unit alone.
func (l List) keys(v *kit.View) (all, own string) {
	room := "queues/"
	if l.Name != "" {
		room += l.Name + "/"
	}
	me := v.Me()
	all = room + "desk"
	if l.Name == Work.Name && me.Unit != "" {
		all = room + "unit/" + me.Unit
	}
	if me.ID == "" {
		return all, all
	}
	return all, room + "of/" + me.ID
}

// Keeper reads and changes saved searches. Without Notes there are none.
type Keeper struct {
	Notes  Bucket // may be nil
	saving sync.Mutex
}

// Runs says whether searches can be saved.
func (k *Keeper) Runs() bool { return k != nil && k.Notes != nil }

// Queues are those of a list that the reader sees: everybody's, then its own.
func (k *Keeper) Queues(ctx context.Context, l List, v *kit.View) (out []Queue, err error) {
	if !k.Runs() {
		return nil, nil
	}
	all, own := l.keys(v)
	keys := []string{all}
	if own != all {
		keys = append(keys, own)
	}
	for _, key := range keys {
		list, err := k.read(ctx, key)
		if err != nil {
			return out, err
		}
		for _, q := range list {
			q.Shared = key == all
			out = append(out, q)
		}
	}
	return out, nil
}

func (k *Keeper) read(ctx context.Context, key string) ([]Queue, error) {
	var out []Queue
	raw, ok, err := k.Notes.Get(ctx, key)
	if err == nil && ok {
		err = json.Unmarshal(raw, &out)
	}
	return out, err
}

// Change saves the question of a form under a name, or forgets one ("save", "drop"), and says where to go on.
func (k *Keeper) Change(ctx context.Context, l List, v *kit.View, act string, form url.Values) (string, error) {
	if !k.Runs() {
		return "", kit.Away("no_notes", v.Say("desk.away.notes"))
	}
	all, key := l.keys(v)
	name := strings.Join(strings.Fields(opinion.Typed(form.Get("name"))), " ")
	if form.Get("shared") == "yes" {
		key = all
	}
	k.saving.Lock()
	defer k.saving.Unlock()
	list, err := k.read(ctx, key)
	if err != nil {
		return "", err
	}
	list = slices.DeleteFunc(list, func(q Queue) bool { return q.Name == name })
	back := l.Path
	switch act {
	case "drop":
		if unit := form.Get("unit"); unit != "" {
			back += "?unit=" + url.QueryEscape(unit)
		}
	case "save":
		kept, err := l.saves(v, name, form.Get("asked"))
		if err != nil {
			return "", err
		}
		if len(list) >= Most {
			return "", &kit.Error{Kind: kit.Refused, Code: "too_many_queues", Words: v.Say("desk.error.queues", Most)}
		}
		list = append(list, Queue{Name: name, Query: kept.Encode()})
		back += "?" + kept.Encode()
	default:
		return "", &kit.Error{Kind: kit.NotFound}
	}
	raw, err := json.Marshal(list)
	if err != nil {
		return "", err
	}
	if err := k.Notes.Put(ctx, key, raw); err != nil {
		return "", fmt.Errorf("keep saved searches: %w", err)
	}
	return back, nil
}

// saves is what is kept of a question: nothing that tells of a person.
func (l List) saves(v *kit.View, name, question string) (url.Values, error) {
	asked, err := url.ParseQuery(question)
	kept := l.Of(asked)
	if err != nil || len(kept) == 0 || name == "" || utf8.RuneCountInString(name) > longName {
		return nil, kit.BadInput("bad_queue", v.Say("desk.error.queue", longName))
	}
	for _, words := range kept {
		if slices.ContainsFunc(words, opinion.TellsPerson) {
			return nil, kit.BadInput("person_queue", v.Say("desk.error.queue.person"))
		}
	}
	return kept, nil
}

// Bar shows the saved searches of a list as queues, and a form that saves the present question.
func (k *Keeper) Bar(ctx context.Context, l List, v *kit.View, count func(url.Values) (int, bool)) (b kit.SavedBar) {
	if !k.Runs() {
		return b
	}
	asked := l.Of(v.Here.Query())
	b = kit.SavedBar{V: v, List: l.Name, Asked: asked.Encode(), Saves: len(asked) > 0}
	queues, err := k.Queues(ctx, l, v)
	if err != nil {
		b.Err = err
	}
	for _, q := range queues {
		tab := kit.SavedTab{Name: q.Name, Link: l.Path + "?" + q.Query, N: -1, Shared: q.Shared, Now: q.Query == b.Asked}
		if n, ok := count(q.Asked()); ok {
			tab.N = n
		}
		b.Saves = b.Saves && !tab.Now
		b.Tabs = append(b.Tabs, tab)
	}
	return b
}

// Room is the door by which lists keep their searches.
type Room struct {
	*kit.Kit
	Keeper *Keeper
}

// Keep takes the form of a list's bar and goes back to the list.
func (a *Room) Keep(w http.ResponseWriter, r *http.Request) {
	v := a.View(w, r)
	if !a.Parsed(w, r, v) {
		return
	}
	l, known := lists[r.PathValue("list")]
	back, err := "", error(&kit.Error{Kind: kit.NotFound})
	if known {
		back, err = a.Keeper.Change(r.Context(), l, v, r.PathValue("act"), r.PostForm)
	}
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
}
