package items

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"

	"huiying/bus"
	"huiying/console/facts"
	"huiying/opinion"
	rules "huiying/responders/items"
)

const stream = "ITEMS"

// Book is the register as it is now: the fold of its events, in memory. It reads on in the log whenever it
// is asked, and so knows what another process wrote.
type Book struct {
	Bus  *bus.Bus
	Path func(division string) []string // a place and all that it lies in

	mu     sync.Mutex
	at     uint64 // read up to this
	items  map[string]*opinion.Item
	last   map[string]uint64 // number in the log of an item's last event
	order  []*opinion.Item   // as a catalogue lists them; nil: to be made
	by     map[string][]*opinion.Item
	broken []string // items of which an event did not fit; counted and told

	finder *rules.Finder   // by their words; nil: nobody asked yet
	said   map[string]bool // items that say something else of themselves than the finder knows
}

// refresh reads what the log holds by now. mu is held.
func (b *Book) refresh(ctx context.Context) error {
	if b.items == nil {
		b.items, b.last, b.order = map[string]*opinion.Item{}, map[string]uint64{}, nil
	}
	at, err := b.Bus.Read(ctx, stream, "", b.at+1, func(m bus.Msg) error {
		b.take(m)
		b.at = m.Seq
		return nil
	})
	if errors.Is(err, bus.ErrAhead) { // the log was put back: begin anew
		b.at, b.items, b.broken, b.finder = 0, nil, nil, nil
		return b.refresh(ctx)
	}
	if err == nil {
		b.at = at
	}
	return err
}

// take folds one message. An event that does not follow is passed over, and is told of.
func (b *Book) take(m bus.Msg) {
	id := strings.TrimPrefix(m.Subject, "item.")
	b.last[id] = m.Seq // what follows goes behind it, whatever it is
	var e opinion.ItemEvent
	if json.Unmarshal(m.Data, &e) != nil || e.Item != id {
		b.broken = append(b.broken, id)
		return
	}
	was := b.items[e.Item]
	if was == nil {
		was = &opinion.Item{}
	}
	if e.Check(*was) != nil {
		b.broken = append(b.broken, e.Item)
		return
	}
	now := was.Apply(e)
	if b.finder != nil && e.Type != opinion.ItemProve {
		b.said[e.Item] = true
	}
	if b.items[e.Item] = &now; was.ID == "" || !sorted(was, &now) {
		b.order = nil
		return
	}
	b.replace(was, &now)
}

// sorted says whether an item stays where it stands in every list.
func sorted(x, y *opinion.Item) bool {
	return turn(x, y) == 0 && x.Unit == y.Unit
}

// replace puts an item in the place of what it was.
func (b *Book) replace(was, now *opinion.Item) {
	if b.order == nil {
		return
	}
	for _, list := range [][]*opinion.Item{b.order, b.by["u"+was.Unit], b.by["f"+was.Field]} {
		if i, ok := slices.BinarySearchFunc(list, was, turn); ok {
			list[i] = now
		}
	}
}

// turn is the order of a catalogue: place, field, kind, then as the office counts.
func turn(x, y *opinion.Item) int {
	return cmp.Or(cmp.Compare(x.Division, y.Division), cmp.Compare(x.Field, y.Field), cmp.Compare(x.Kind, y.Kind),
		cmp.Compare(len(x.Serial), len(y.Serial)), cmp.Compare(x.Serial, y.Serial), x.Added.Compare(y.Added),
		cmp.Compare(x.First, y.First), cmp.Compare(x.Name, y.Name), cmp.Compare(x.ID, y.ID))
}

// listed are the items among which what a question asks for is found, in order. mu is held.
func (b *Book) listed(q facts.ItemQuery) []*opinion.Item {
	if b.order == nil {
		b.order, b.by = make([]*opinion.Item, 0, len(b.items)), map[string][]*opinion.Item{}
		for _, i := range b.items {
			b.order = append(b.order, i)
		}
		slices.SortFunc(b.order, turn)
		for _, i := range b.order {
			b.by["u"+i.Unit] = append(b.by["u"+i.Unit], i)
			b.by["f"+i.Field] = append(b.by["f"+i.Field], i)
		}
	}
	switch {
	case q.ID != "":
		if i := b.items[q.ID]; i != nil {
			return []*opinion.Item{i}
		}
		return nil
	case q.Unit != "":
		return b.by["u"+q.Unit]
	case q.Field != "":
		return b.by["f"+q.Field]
	}
	return b.order
}

// Items lists what a question asks for, as a catalogue lists it; what is due first where it asks for what is
// due.
func (b *Book) Items(ctx context.Context, q facts.ItemQuery) (facts.ItemList, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.refresh(ctx); err != nil {
		return facts.ItemList{}, err
	}
	return b.list(q), nil
}

func (b *Book) list(q facts.ItemQuery) facts.ItemList {
	out := facts.ItemList{Items: []opinion.Item{}}
	var fit []*opinion.Item
	for _, i := range b.listed(q) {
		if q.Fits(i, b.Path) {
			fit = append(fit, i)
		}
	}
	if q.Late || !q.Due.IsZero() {
		slices.SortStableFunc(fit, func(x, y *opinion.Item) int { return x.Due.Compare(y.Due) })
	}
	out.Total = len(fit)
	fit = fit[min(q.From, len(fit)):]
	if q.Size > 0 && len(fit) > q.Size {
		fit, out.Next = fit[:q.Size], q.From+q.Size
	}
	for _, i := range fit {
		one := *i
		if q.Public {
			one = open(one)
		}
		out.Items = append(out.Items, one)
	}
	return out
}

// open is an item as it stands before the public: not what is being made of it, and who works on it.
func open(i opinion.Item) opinion.Item {
	i.ItemFacts, i.Shown = i.Shown, opinion.ItemFacts{}
	i.Sent, i.Passed, i.Reason = "", "", ""
	if !i.State.Public() {
		i.State = opinion.ItemPublished
	}
	return i
}

// Item is one item with its history, read from the log, and what it is linked with.
func (b *Book) Item(ctx context.Context, id string) (out facts.ItemFile, ok bool, err error) {
	b.mu.Lock()
	err = b.refresh(ctx)
	i := b.items[id]
	if i != nil {
		out.Item, out.Links = *i, b.linked(i, func(i *opinion.Item) []string { return i.Links })
	}
	b.mu.Unlock()
	if err != nil || i == nil {
		return out, false, err
	}
	_, err = b.Bus.Read(ctx, stream, opinion.ItemSubject(id), 1, func(m bus.Msg) error {
		var e opinion.ItemEvent
		if err := m.Decode(&e); err != nil {
			return err
		}
		out.History = append(out.History, e)
		return nil
	})
	return out, true, err
}

// linked are the items that one names, and those of the kind it belongs to that name it; links is whom an
// item names. mu is held.
func (b *Book) linked(i *opinion.Item, links func(*opinion.Item) []string) (out []opinion.Item) {
	own := links(i)
	for _, l := range own {
		if other := b.items[l]; other != nil {
			out = append(out, *other)
		}
	}
	if of := i.Kind.Of(); of != "" {
		for _, other := range b.listed(facts.ItemQuery{}) {
			if other.Kind == of && slices.Contains(links(other), i.ID) && !slices.Contains(own, other.ID) {
				out = append(out, *other)
			}
		}
	}
	return out
}

// beside are the items before the public that one is linked with there, whichever of the two names the other.
func (b *Book) beside(ctx context.Context, i opinion.Item) ([]opinion.Item, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.refresh(ctx); err != nil {
		return nil, err
	}
	all := b.linked(&i, func(i *opinion.Item) []string { return i.Shown.Links })
	return slices.DeleteFunc(all, func(i opinion.Item) bool { return !i.Public() }), nil
}

// published are those of some items that stand before the public; what does not is left out.
func (b *Book) published(ctx context.Context, ids []string) (out []opinion.Item, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	err = b.refresh(ctx)
	for _, id := range ids {
		if i := b.items[id]; i != nil && i.Public() {
			out = append(out, *i)
		}
	}
	return out, err
}

// free is the id of an item that the register does not have yet.
func (b *Book) free(ctx context.Context, f opinion.ItemFacts) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	err := b.refresh(ctx)
	return rules.FreeID(f, func(id string) bool { return b.items[id] != nil }), err
}

// decide writes the event that a decision on an item as it is now comes to; where it went on meanwhile, it
// is decided again.
func (b *Book) decide(ctx context.Context, id string,
	how func(opinion.Item) (opinion.ItemEvent, error)) (opinion.Item, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for {
		if err := b.refresh(ctx); err != nil {
			return opinion.Item{}, err
		}
		was := opinion.Item{}
		if i := b.items[id]; i != nil {
			was = *i
		}
		e, err := how(was)
		if err != nil {
			return was, err
		}
		m, err := b.message(e)
		if err == nil {
			_, err = b.Bus.Publish(ctx, m)
		}
		if errors.Is(err, bus.ErrConflict) {
			continue
		}
		if err == nil {
			err = b.refresh(ctx)
		}
		if now := b.items[id]; err == nil && now != nil {
			return *now, nil
		}
		return was, err
	}
}

func (b *Book) message(e opinion.ItemEvent) (bus.Message, error) {
	data, err := json.Marshal(e)
	after := b.last[e.Item]
	return bus.Message{Subject: opinion.ItemSubject(e.Item), Data: data, Expect: &after}, err
}

// Prove writes what was seen at an item's address.
func (b *Book) Prove(ctx context.Context, id string, p opinion.ItemProof, r rules.Rules) (opinion.Item, error) {
	return b.decide(ctx, id, func(i opinion.Item) (opinion.ItemEvent, error) { return r.Proved(i, p, "system") })
}

// lot is how many events go to the log at once: they are stored together or not at all.
const lot = 500

// write stores events of different items, lot by lot. What was stored before a failure stays, and asking
// again goes on from there. mu is held.
func (b *Book) write(ctx context.Context, events []opinion.ItemEvent) error {
	for piece := range slices.Chunk(events, lot) {
		var out []bus.Message
		for _, e := range piece {
			m, err := b.message(e)
			if err != nil {
				return err
			}
			out = append(out, m)
		}
		if _, err := b.Bus.Publish(ctx, out...); err != nil {
			return err
		}
	}
	return b.refresh(ctx)
}
