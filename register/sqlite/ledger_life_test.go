package sqlite

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/bus"
	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/register"
	"huiying/register/recount"
)

// letters is what a test knows of texts that came in, beside the register that it tells of them.
type letters struct {
	t   testing.TB
	r   *rapid.T
	s   *Store
	log []bus.Msg // all that was told, in order; the subject of a case's event says so

	seq   map[string]uint64
	said  map[string]opinion.Finding
	cases map[string]opinion.Case
	in    map[string]map[string]bool // in which cases a mention is
	gone  map[string]bool            // purged
	kept  map[string]bool            // waited when its retention ended
	later map[string]string          // mentions that were replaced, and by which
	door  map[register.Entry]int     // known before and refused
}

// Whatever happens to texts (they come, are corrected by persons and by their source, decided, put
// into cases, taken out, purged, forgotten by retention, known before, refused), each of them that
// came in stands in exactly one place, and the sums are those of a count by hand (对账). The log
// alone comes to the same sums, in whichever order its streams are read.
func TestTheBalanceClosesAfterAnyLife(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := bare(t, Options{patience: waittest.Limit, Dispose: byDemand})
		defer s.Close()
		l := &letters{t: t, r: r, s: s, seq: map[string]uint64{}, said: map[string]opinion.Finding{},
			cases: map[string]opinion.Case{}, in: map[string]map[string]bool{}, gone: map[string]bool{},
			kept: map[string]bool{}, later: map[string]string{}, door: map[register.Entry]int{}}
		steps := map[string]func(opinion.Finding){"hear": l.hear, "place": l.place, "split": l.split,
			"amend": l.amend, "purge": l.purge, "door": l.knock, "keep": l.keep}
		for range rapid.IntRange(1, 40).Draw(r, "steps") {
			f := finding(rapid.IntRange(0, 9).Draw(r, "text"))
			steps[rapid.SampledFrom([]string{"hear", "hear", "hear", "hear", "place", "place", "split",
				"amend", "amend", "purge", "door", "keep"}).Draw(r, "step")](f)
		}
		l.stand()
		l.sums()
	})
}

// tell writes one message of a stream into the log and applies it as the follower would.
func (l *letters) tell(stream, subject string, what any) {
	l.t.Helper()
	data, err := json.Marshal(what)
	check(l.t, err)
	l.seq[stream]++
	m := bus.Msg{Subject: subject, Data: data, Seq: l.seq[stream]}
	l.log = append(l.log, m)
	if stream == streamCases {
		check(l.t, l.s.takeEvents(l.t.Context(), l.s.db, hear([]bus.Msg{m}), everything))
		return
	}
	apply := map[string]func(context.Context, txn, []bus.Msg) error{streamFindings: l.s.applyFindings,
		streamPurged: l.s.applyPurged, streamLedger: l.s.applyLedger}[stream]
	check(l.t, l.s.write(l.t.Context(), func(ctx context.Context, tx txn) error {
		return apply(ctx, tx, []bus.Msg{m})
	}))
}

// happens writes an event of a case.
func (l *letters) happens(key string, e opinion.Event) {
	l.t.Helper()
	c := l.cases[key]
	e = e.Seal(c)
	l.cases[key] = c.Apply(e)
	l.tell(streamCases, "case."+e.Case, e)
}

func (l *letters) newest(id string) string {
	for l.later[id] != "" {
		id = l.later[id]
	}
	return id
}

// hear lets a text be judged, once more, decided or undone, or be the newer text of another.
func (l *letters) hear(f opinion.Finding) {
	f.Demand.ID = rapid.SampledFrom([]opinion.Demand{opinion.NoDemand, opinion.Praise}).Draw(l.r, "demand")
	f.Kind = rapid.SampledFrom([]opinion.SourceKind{opinion.KindBoard, opinion.KindNews}).Draw(l.r, "kind")
	f.Asks = rapid.SampledFrom([]opinion.Asked{"", opinion.AsksNothing}).Draw(l.r, "asks")
	if before := l.said[f.ID].Corrected; f.Asks != "" || len(before) > 0 {
		f.Corrected = append(slices.Clone(before),
			opinion.Correction{Field: opinion.FieldAsks, Is: string(f.Asks), By: "monitor"})
	}
	if n := rapid.IntRange(-8, 9).Draw(l.r, "replaces"); n >= 0 {
		f.Replaces = finding(n).ID
	}
	l.tell(streamFindings, "finding.x", f)
	if older := l.newest(f.Replaces); f.Replaces != "" && older != l.newest(f.ID) {
		l.later[older] = f.ID
	}
	if !l.gone[f.ID] || l.said[f.ID].ID == "" {
		l.said[f.ID] = f
	}
}

// place puts a text into one of some cases.
func (l *letters) place(f opinion.Finding) {
	n := rapid.IntRange(0, 3).Draw(l.r, "case")
	e := opinion.Event{Type: opinion.MoveJoin, At: t0, By: "system", Mention: f.ID, Source: f.Source}
	c := l.cases[fmt.Sprint(n)]
	if c.Version == 0 {
		c.ID, e.Type, e.Issue = fmt.Sprint("c", n), opinion.MoveOpen, fmt.Sprint("i", n)
		l.cases[fmt.Sprint(n)] = c
	}
	if c.State != "" && !c.State.Open() || slices.Contains(c.Mentions, f.ID) {
		return
	}
	l.happens(fmt.Sprint(n), e)
	l.stands(f.ID)[c.ID] = true
}

func (l *letters) stands(mention string) map[string]bool {
	if l.in[mention] == nil {
		l.in[mention] = map[string]bool{}
	}
	return l.in[mention]
}

// holding are the keys of the cases that have a mention, in order.
func (l *letters) holding(mention string) (keys []string) {
	for key, c := range l.cases {
		if slices.Contains(c.Mentions, mention) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

func (l *letters) split(f opinion.Finding) {
	for _, key := range l.holding(f.ID) {
		l.happens(key, opinion.Event{Type: opinion.MoveSplit, At: t0, By: "monitor", Mention: f.ID})
		delete(l.in[f.ID], l.cases[key].ID)
	}
}

// amend lets a text take the place of an older one in its cases.
func (l *letters) amend(f opinion.Finding) {
	older := finding(rapid.IntRange(0, 9).Draw(l.r, "older")).ID
	for _, key := range l.holding(older) {
		c := l.cases[key]
		if slices.Contains(c.Mentions, f.ID) {
			continue
		}
		l.happens(key, opinion.Event{Type: opinion.MoveAmend, At: t0, By: "system", Mention: f.ID,
			Replaces: older, Source: f.Source})
		delete(l.in[older], c.ID)
		l.stands(f.ID)[c.ID] = true
	}
}

func (l *letters) purge(f opinion.Finding) {
	lines, err := l.s.linesOf(l.t.Context(), f.ID)
	check(l.t, err)
	for _, key := range l.holding(f.ID) {
		l.happens(key, opinion.Event{Type: opinion.MovePurge, At: t0, By: "system", Mention: f.ID})
	}
	fact := opinion.Purged{Mention: f.ID, At: t0}
	for older, id := range l.later {
		if id == f.ID {
			fact.Replaces = append(fact.Replaces, older)
		}
	}
	if len(lines) > 0 {
		fact.Line = &lines[0]
	}
	l.tell(streamPurged, "purged.x", fact)
	l.gone[f.ID] = true
}

// knock is what comes to a door and is not let in: known before, or refused for a reason.
func (l *letters) knock(opinion.Finding) {
	d := opinion.Door{Source: rapid.SampledFrom([]string{"s1", "board"}).Draw(l.r, "source"),
		At:    t0.Add(time.Duration(rapid.IntRange(0, 50).Draw(l.r, "hours")) * time.Hour),
		Known: rapid.IntRange(0, 3).Draw(l.r, "known"), Refused: map[string]int{}}
	e := register.Entry{Source: d.Source, Day: beginningOf(dayIn(d.At)), Is: opinion.DispositionKnown}
	l.door[e] += d.Known
	for range rapid.IntRange(0, 3).Draw(l.r, "reasons") {
		why := rapid.SampledFrom([]string{"no_text", "status_404", "attachment"}).Draw(l.r, "why")
		d.Refused[why] = rapid.IntRange(0, 3).Draw(l.r, "refused")
	}
	e.Is = opinion.DispositionRefused
	for why, n := range d.Refused {
		e.Why = why
		l.door[e] += n
	}
	l.tell(streamLedger, opinion.DoorSubject(d.Source), d)
}

// keep ends the retention of a text that the register has.
func (l *letters) keep(f opinion.Finding) {
	if l.gone[f.ID] {
		return
	}
	lines, err := l.s.linesOf(l.t.Context(), f.ID)
	check(l.t, err)
	l.tell(streamLedger, opinion.KeptSubject, opinion.Kept{Lines: lines})
	if len(lines) > 0 && lines[0].Rule.Disposition() == opinion.DispositionWaiting {
		l.kept[f.ID] = true
	}
}

// is says where a text must stand.
func (l *letters) is(id string) opinion.Disposition {
	is := byDemand(l.said[id]).Rule.Disposition()
	switch {
	case l.later[id] != "":
		return opinion.DispositionKnown
	case len(l.in[id]) > 0:
		return opinion.DispositionCase
	case l.kept[id], l.gone[id] && is == opinion.DispositionWaiting:
		return opinion.DispositionDismissed // nobody can decide about it any more
	}
	return is
}

// stand holds the place of each text, and what lists and issues count, against what is known.
func (l *letters) stand() {
	counted, waiting := map[string]int{}, 0
	for id, f := range l.said {
		is := l.is(id)
		if got, err := l.s.Stand(l.t.Context(), id); err != nil || got.Is != is {
			l.r.Fatalf("%s stands as %+v, %v; want %s", id, got, err, is)
		}
		if is == opinion.DispositionWaiting {
			waiting++
		}
		if !l.gone[id] && l.later[id] == "" {
			counted[f.Issue.ID]++
		}
	}
	for issue, n := range counted {
		if got, err := l.s.Issue(l.t.Context(), issue, t0); err != nil || got.Mentions != n {
			l.r.Fatalf("issue %s counts %d mentions, %v; want %d", issue, got.Mentions, err, n)
		}
	}
	if n, err := l.s.CountLedger(l.t.Context(), []register.LedgerQuery{{}}); err != nil || n[0] != waiting {
		l.r.Fatalf("%v on the tab of %d that wait; %v", n, waiting, err)
	}
}

// sums holds the balance of the register against a count by hand, and against the log's own.
func (l *letters) sums() {
	entries, err := l.s.Balance(l.t.Context(), register.BalanceQuery{})
	check(l.t, err)
	var want register.Balance
	for id := range l.said {
		want.Add(l.is(id), 1)
	}
	atDoor := map[register.Entry]int{}
	for e, n := range l.door {
		if want.Add(e.Is, n); n > 0 {
			atDoor[e] = n
		}
	}
	for _, e := range entries {
		if e.N <= 0 {
			l.r.Fatalf("an empty entry is left behind: %+v", e)
		}
		n := e.N
		if e.N = 0; e.Is == opinion.DispositionRefused && atDoor[e] != n {
			l.r.Fatalf("refused are %d of %+v, want %d", n, e, atDoor[e])
		}
	}
	if got := register.Sum(entries); got != want {
		l.r.Fatalf("the balance says %+v, want %+v", got, want)
	}
	for _, order := range [][]string{nil, rapid.Permutation([]string{"case.", "finding.", "ledger.",
		"purged."}).Draw(l.r, "streams")} {
		for _, d := range recount.Differ(l.recounted(order).Entries(), entries) {
			l.r.Fatalf("streams read as %v: %s", order, d)
		}
	}
}

// recounted is the log's own count, its streams read one after the other; in the order in which
// everything happened for none.
func (l *letters) recounted(streams []string) *recount.Book {
	book := recount.New(byDemand)
	if streams == nil {
		streams = []string{""}
	}
	for _, stream := range streams {
		for _, m := range l.log {
			if len(m.Subject) >= len(stream) && m.Subject[:len(stream)] == stream {
				enterInto(book, m)
			}
		}
	}
	return book
}

func enterInto(book *recount.Book, m bus.Msg) {
	switch m.Subject[:5] {
	case "case.":
		book.Event(m.Data)
	case "findi":
		book.Finding(m.Data)
	case "purge":
		book.Purged(m.Data)
	default:
		book.Ledger(m.Subject, m.Data)
	}
}
