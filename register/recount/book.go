package recount

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/register"
)

// Book is a balance that is being counted. Hand it every message of the log, the streams in any
// order, each of them from its beginning; then ask. Messages that cannot be read are left out: the
// register names them.
type Book struct {
	dispose func(opinion.Finding) opinion.Disposed
	arrived map[string]Arrival             // what came in, by mention
	found   map[string]versions            // as the findings say
	kept    map[string]opinion.LedgerLine  // what retention left; of several that which still waited
	purged  map[string]*opinion.LedgerLine // what a purge left; nil where nothing was known
	cases   map[string]map[string]bool     // in which cases a mention is, or was when it was purged
	later   map[string]string              // mentions that a newer text replaced, and by which
	outside map[register.Entry]int         // known before and refused, by an entry that counts none
}

// Arrival is a mention that came in.
type Arrival struct {
	Mention, Source string
	Received        time.Time
}

// versions are the line of a mention by its first finding and by its last.
type versions struct{ first, last opinion.LedgerLine }

// New begins a count. dispose says what a finding is due that is in no case.
func New(dispose func(opinion.Finding) opinion.Disposed) *Book {
	return &Book{dispose: dispose, arrived: map[string]Arrival{}, found: map[string]versions{},
		kept: map[string]opinion.LedgerLine{}, purged: map[string]*opinion.LedgerLine{},
		cases: map[string]map[string]bool{}, later: map[string]string{}, outside: map[register.Entry]int{}}
}

// Mention takes a message of what came in.
func (b *Book) Mention(data []byte) {
	var m opinion.Mention
	if json.Unmarshal(data, &m) == nil && m.ID != "" {
		if _, again := b.arrived[m.ID]; !again {
			b.arrived[m.ID] = Arrival{m.ID, m.Source, m.Received()}
		}
	}
}

// Finding takes a message of what was found. Source and day are those of the first version.
func (b *Book) Finding(data []byte) {
	var f opinion.Finding
	if json.Unmarshal(data, &f) != nil || f.ID == "" {
		return
	}
	due := b.dispose(f)
	l := opinion.LedgerLine{Mention: f.ID, Source: f.Source, Received: f.Received(), Rule: due.Rule, By: due.By}
	v, again := b.found[f.ID]
	if again {
		l.Source, l.Received = v.first.Source, v.first.Received
	} else {
		v.first = l
	}
	v.last = l
	b.found[f.ID] = v
	if f.Replaces != "" {
		b.replace(f.Replaces, f.ID)
	}
}

// replace lets a mention take the place of an older one. Of two that replace the same, the one that
// the log tells of last holds.
func (b *Book) replace(older, later string) {
	if older = b.newest(older); older != b.newest(later) {
		b.later[older] = later
	}
}

func (b *Book) newest(mention string) string {
	for b.later[mention] != "" {
		mention = b.later[mention]
	}
	return mention
}

// Purged takes the fact of a purge.
func (b *Book) Purged(data []byte) {
	var p opinion.Purged
	if json.Unmarshal(data, &p) == nil && p.Mention != "" && b.purged[p.Mention] == nil {
		b.purged[p.Mention] = p.Line
		for _, older := range p.Replaces {
			b.replace(older, p.Mention)
		}
	}
}

// Event takes an event of a case. A mention that is purged stays counted in it.
func (b *Book) Event(data []byte) {
	var e opinion.Event
	if json.Unmarshal(data, &e) != nil || e.Mention == "" {
		return
	}
	if e.Type == opinion.MoveAmend {
		delete(b.cases[e.Replaces], e.Case)
	}
	in := b.cases[e.Mention]
	switch {
	case e.Type == opinion.MoveSplit:
		delete(in, e.Case)
	case e.Type != opinion.MoveOpen && e.Type != opinion.MoveJoin && e.Type != opinion.MoveAmend:
	case in == nil:
		b.cases[e.Mention] = map[string]bool{e.Case: true}
	default:
		in[e.Case] = true
	}
}

// Ledger takes what the log says of the balance beside the mentions themselves.
func (b *Book) Ledger(subject string, data []byte) {
	if subject == opinion.KeptSubject {
		var k opinion.Kept
		if json.Unmarshal(data, &k) == nil {
			for _, l := range k.Lines {
				if _, again := b.kept[l.Mention]; !again || waits(l) && !waits(b.kept[l.Mention]) {
					b.kept[l.Mention] = l
				}
			}
		}
		return
	}
	var d opinion.Door
	if json.Unmarshal(data, &d) != nil || d.Source == "" || d.Known < 0 {
		return
	}
	e := register.Entry{Source: d.Source, Day: dayOf(d.At), Is: opinion.DispositionKnown}
	b.outside[e] += d.Known
	for why, n := range d.Refused {
		if e.Is, e.Why = opinion.DispositionRefused, why; n > 0 {
			b.outside[e] += n
		}
	}
}

func waits(l opinion.LedgerLine) bool { return l.Rule.Disposition() == opinion.DispositionWaiting }

// dayOf is the beginning of the day of Beijing in which a moment lies.
func dayOf(t time.Time) time.Time {
	return opinion.Midnight(t).UTC()
}

// line is a mention's line as it was last known; false where nothing is.
func (b *Book) line(mention string) (l opinion.LedgerLine, gone, known bool) {
	left, purged := b.purged[mention]
	f, found := b.found[mention]
	k, kept := b.kept[mention]
	switch {
	case purged && left != nil:
		return *left, true, true
	case kept && waits(k):
		k.Rule, k.By = opinion.RuleForgotten, ""
		return k, purged, true
	case found && purged:
		return f.first, true, true // brought once more, and nobody judges it any more
	case found:
		return f.last, false, true
	}
	return k, purged, kept
}

// Stand says where a mention is by the log; false where the log has no line of it.
func (b *Book) Stand(mention string) (e register.Entry, known bool) {
	l, gone, known := b.line(mention)
	if !known {
		return e, false
	}
	e = register.Entry{Source: l.Source, Day: dayOf(l.Received), Is: l.Rule.Disposition(),
		Why: string(l.Rule), By: l.By}
	switch {
	case b.later[mention] != "":
		e.Is, e.Why, e.By = opinion.DispositionKnown, string(opinion.RuleReplaced), ""
	case len(b.cases[mention]) > 0:
		e.Is, e.Why, e.By = opinion.DispositionCase, "", ""
	case gone && e.Is == opinion.DispositionWaiting:
		e.Is, e.Why = opinion.DispositionDismissed, string(opinion.RulePurged)
	}
	return e, true
}

// mentions are all that the log has a line of.
func (b *Book) mentions() map[string]bool {
	all := map[string]bool{}
	for id := range b.found {
		all[id] = true
	}
	for id := range b.kept {
		all[id] = true
	}
	for id, l := range b.purged {
		if l != nil {
			all[id] = true
		}
	}
	return all
}

// Entries are the balance, by day, source, and reason.
func (b *Book) Entries() []register.Entry {
	sum := map[register.Entry]int{}
	maps.Copy(sum, b.outside)
	for id := range b.mentions() {
		e, _ := b.Stand(id)
		sum[e]++
	}
	var out []register.Entry
	for e, n := range sum {
		if e.N = n; n > 0 {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, inOrder)
	return out
}

// Of are the mentions of a source and day, in order.
func (b *Book) Of(source string, day time.Time) (out []string) {
	for id := range b.mentions() {
		if l, _, _ := b.line(id); l.Source == source && dayOf(l.Received).Equal(day) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// Unjudged are mentions that came in and of which the log has no line: on their way, or lost.
func (b *Book) Unjudged() (out []Arrival) {
	for id, a := range b.arrived {
		_, purged := b.purged[id]
		if _, _, known := b.line(id); !known && !purged {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(x, y Arrival) int { return strings.Compare(x.Mention, y.Mention) })
	return out
}
