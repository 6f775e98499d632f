package usual

import (
	"fmt"
	"slices"
	"strings"

	"huiying/opinion"
)

// Listed is a department as a list of the office names it.
type Listed struct {
	Line   int
	Name   string
	Duties string // in the office's words; may be empty
}

// What a proposal changes.
const (
	Renamed = "renamed" // a unit is called otherwise here
	Added   = "added"   // there is a unit more
	Moved   = "moved"   // another unit is in charge of a topic
)

// Proposal is one change of the units of a place, with its evidence. A person takes it or refuses it.
type Proposal struct {
	What   string
	Unit   opinion.Unit // as it is; Added: as it would be
	Name   string       // Renamed: how it is called here
	Topic  string       // Moved
	From   string       // Moved: id of the unit in charge now; "" where there is none
	Line   int          // of the list; 0: past orders say it
	Words  string       // Moved: the words of its duties
	Orders int          // Moved by past orders: so many of them went to the unit
	Of     int          // of so many about the topic
}

// Compare proposes what a list of the place's own departments would change: names, units that there are
// more, topics that the words of duties give to another unit. unknown are lines of units that nothing is
// known to be in charge of.
func Compare(places Places, t *Table, division string, units []opinion.Unit, topics []opinion.Topic,
	listed []Listed) (out []Proposal, unknown []Listed, err error) {
	p, err := mainland(places, division)
	if err != nil {
		return nil, nil, err
	}
	f := filler{place: p, kinds: t.of(p.province), have: units,
		here: slices.DeleteFunc(slices.Clone(units), func(u opinion.Unit) bool { return u.Division != p.Code })}
	given := map[string]bool{} // topics that a line before has
	for _, l := range listed {
		u, found := f.called(l.Name)
		spoken := said(topics, l.Duties)
		if !found {
			made := opinion.Unit{ID: f.free(fmt.Sprintf("own-%d-%s", l.Line, p.Code)), Name: f.full(l.Name),
				Division: p.Code, Level: p.Level, Superior: f.office()}
			for _, s := range spoken {
				if !given[s.topic] {
					made.Topics = append(made.Topics, s.topic)
					given[s.topic] = true
				}
			}
			if len(made.Topics) == 0 {
				unknown = append(unknown, l)
				continue
			}
			f.have = append(f.have, made)
			out = append(out, Proposal{What: Added, Unit: made, Line: l.Line, Words: wordsOf(spoken)})
			continue
		}
		if name := f.full(l.Name); !shortens(name, u.Name) {
			out = append(out, Proposal{What: Renamed, Unit: u, Name: name, Line: l.Line})
		}
		for _, s := range spoken {
			from := lead(f.here, s.topic)
			if from != u.ID && !given[s.topic] {
				out = append(out, Proposal{What: Moved, Unit: u, Topic: s.topic, From: from, Line: l.Line, Words: s.words})
			}
			given[s.topic] = true
		}
	}
	return out, unknown, nil
}

// called is the unit of the place that a list means: by its name, with or without the place; else the one
// of the kind whose name that is.
func (f *filler) called(name string) (opinion.Unit, bool) {
	for _, u := range f.here {
		if u.Name == name || u.Name == f.full(name) {
			return u, true
		}
	}
	kind, _ := f.kindOf(name)
	if kind == "" {
		return opinion.Unit{}, false
	}
	for _, u := range f.here {
		if strings.TrimSuffix(u.ID, "-"+u.Division) == kind {
			return u, true
		}
	}
	for _, u := range f.here {
		if k, _ := f.kindOf(u.Name); k == kind {
			return u, true
		}
	}
	return opinion.Unit{}, false
}

// shortens says whether a name is another one, or that with characters left out: 住建局.
func shortens(short, name string) bool {
	rest := []rune(name)
	for _, r := range short {
		at := slices.Index(rest, r)
		if at < 0 {
			return false
		}
		rest = rest[at+1:]
	}
	return true
}

// full is a name with the place before it, where it does not name one.
func (f *filler) full(name string) string {
	for _, d := range f.place.path {
		if strings.Contains(name, stem(d.Name)) {
			return name
		}
	}
	return f.place.full + name
}

// spoken is a topic that duties name, by their words.
type spoken struct{ topic, words string }

// said are the topics whose names stand in the words of duties; a field before its items, which are left
// out where it stands there.
func said(topics []opinion.Topic, duties string) (out []spoken) {
	for _, t := range topics {
		field, _, item := strings.Cut(t.ID, "/")
		at := strings.Index(duties, t.Name)
		if at < 0 || t.Name == "" || t.Refer != "" ||
			item && slices.ContainsFunc(out, func(s spoken) bool { return s.topic == field }) {
			continue
		}
		out = append(out, spoken{t.ID, around(duties, at, at+len(t.Name))})
	}
	return out
}

// around are the words between marks of a text that a part of it stands in.
func around(text string, from, to int) string {
	const marks = "。；;，,、\n"
	begin := strings.LastIndexAny(text[:from], marks)
	if begin >= 0 {
		begin += len(string([]rune(text[begin:])[0]))
	}
	end := strings.IndexAny(text[to:], marks)
	if end < 0 {
		end = len(text) - to
	}
	return strings.TrimSpace(text[max(begin, 0) : to+end])
}

func wordsOf(list []spoken) string {
	var out []string
	for _, s := range list {
		if !slices.Contains(out, s.words) {
			out = append(out, s.words)
		}
	}
	return strings.Join(out, "；")
}

// lead is the unit of a place that is in charge of a topic: of the topic itself before its field.
func lead(units []opinion.Unit, topic string) string {
	field, _, _ := strings.Cut(topic, "/")
	for _, t := range []string{topic, field} {
		for _, u := range units {
			if slices.Contains(u.Topics, t) {
				return u.ID
			}
		}
	}
	return ""
}

// Tally is how often past orders about a topic went to a unit.
type Tally map[string]map[string]int // topic -> unit -> orders

// Limits of what past orders propose.
const (
	leastOrders = 5   // about a topic
	mostShare   = 0.6 // of them to one unit
)

// ByOrders proposes the units that past orders went to, where most orders about a topic went to another
// unit than the one in charge.
func ByOrders(units []opinion.Unit, division string, topics []opinion.Topic, tally Tally) (out []Proposal) {
	here := slices.DeleteFunc(slices.Clone(units), func(u opinion.Unit) bool { return u.Division != division })
	for _, t := range topics {
		all, best, most := 0, "", 0
		for _, n := range tally[t.ID] {
			all += n
		}
		for _, u := range here {
			if n := tally[t.ID][u.ID]; n > most {
				best, most = u.ID, n
			}
		}
		from := lead(here, t.ID)
		if all < leastOrders || float64(most) < mostShare*float64(all) || best == from || t.Refer != "" {
			continue
		}
		i := slices.IndexFunc(here, func(u opinion.Unit) bool { return u.ID == best })
		if here[i].Office {
			continue // it takes what nobody is in charge of
		}
		out = append(out, Proposal{What: Moved, Unit: here[i], Topic: t.ID, From: from, Orders: most, Of: all})
	}
	return out
}

// Named finds the unit of a place that past orders or lists mean by a name.
func Named(places Places, t *Table, division string, units []opinion.Unit) (func(name string) (string, bool), error) {
	p, err := mainland(places, division)
	if err != nil {
		return nil, err
	}
	f := filler{place: p, kinds: t.of(p.province), have: units,
		here: slices.DeleteFunc(slices.Clone(units), func(u opinion.Unit) bool { return u.Division != p.Code })}
	return func(name string) (string, bool) {
		u, ok := f.called(name)
		return u.ID, ok
	}, nil
}

// Taken are the units as they are with proposals.
func Taken(units []opinion.Unit, taken []Proposal) []opinion.Unit {
	out := slices.Clone(units)
	at := func(id string) *opinion.Unit {
		for i := range out {
			if out[i].ID == id {
				return &out[i]
			}
		}
		return nil
	}
	move := func(to *opinion.Unit, topic string) {
		for i := range out {
			if out[i].Division == to.Division && out[i].ID != to.ID {
				out[i].Topics = slices.DeleteFunc(slices.Clone(out[i].Topics), func(t string) bool { return t == topic })
			}
		}
		if !slices.Contains(to.Topics, topic) {
			to.Topics = append(slices.Clone(to.Topics), topic)
		}
	}
	for _, p := range taken {
		switch u := at(p.Unit.ID); {
		case p.What == Added:
			out = append(out, p.Unit)
			for _, t := range p.Unit.Topics {
				move(&out[len(out)-1], t)
			}
		case u == nil:
		case p.What == Renamed:
			u.Name = p.Name
		case p.What == Moved:
			move(u, p.Topic)
		}
	}
	return out
}
