package sqlite

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/bus"
	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/register"
)

// onDesk writes a case that unit0 leads, unit9 assists, and that is as far as moves say.
func onDesk(t testing.TB, s *Store, n int, moves ...opinion.Event) opinion.Case {
	t.Helper()
	o := openEvent(n, t0)
	c := fold(o)
	k := opinion.Clock{Profile: "opinion", Start: t0, Limit: 48 * time.Hour, Calendar: "24x7"}
	in := func(d time.Duration) time.Time { return t0.Add(d + time.Duration(n)*time.Minute) }
	d := opinion.Event{Type: opinion.MoveDispatch, At: t0, By: "system", Unit: "unit0", Co: []string{"unit9"}, Clock: &k, Due: in(48 * time.Hour), Clocks: []opinion.Timed{
		{Duty: opinion.DutySign, Unit: "unit0", Clock: k, Due: in(2 * time.Hour)}, {Duty: opinion.DutyAssist, Unit: "unit9", Clock: k, Due: in(24 * time.Hour)}}}.Seal(c)
	events := []opinion.Event{o, d}
	for _, e := range moves {
		e.At = t0.Add(time.Hour)
		events = append(events, e.Seal(fold(events...)))
	}
	check(t, retry(func() error { return s.Append(t.Context(), opinion.Case{}, events...) }))
	return fold(events...)
}

var (
	signed   = opinion.Event{Type: opinion.MoveSign, By: "unit:unit0"}
	handled  = opinion.Event{Type: opinion.MoveHandle, By: "unit:unit0"}
	answered = opinion.Event{Type: opinion.MoveAnswer, By: "unit:unit0", Text: "已修好", Kind: "解决公布"}
	refused  = opinion.Event{Type: opinion.MoveVerify, By: "coordinator", Reason: "网址打不开"}
	askedFor = opinion.Event{Type: opinion.MoveAsk, By: "unit:unit0", Limit: time.Hour, Reason: "等配件"}
)

func TestDeskOfAUnit(t *testing.T) {
	b, s := newStore(t)
	sign := onDesk(t, s, 1)
	work := onDesk(t, s, 2, signed)
	redo := onDesk(t, s, 3, signed, handled, answered, refused)
	done := onDesk(t, s, 4, signed, handled, answered)
	asked := onDesk(t, s, 5, signed, askedFor)
	p, err := s.WritePaper(t.Context(), opinion.Paper{Case: work.ID, Unit: "unit0"}, opinion.PaperEvent{Case: work.ID, Unit: "unit0", Act: opinion.PaperAssign, Post: "一科", To: "li"})
	check(t, err)

	want := func(unit string, section opinion.DeskSection, ids ...string) []register.DeskRow {
		t.Helper()
		page, err := s.Desk(t.Context(), register.DeskQuery{Unit: unit, Section: section})
		check(t, err)
		var got []string
		for _, r := range page.Items {
			got = append(got, r.ID)
		}
		if fmt.Sprint(got) != fmt.Sprint(ids) {
			t.Errorf("%s of %s: %v, want %v", section, unit, got, ids)
		}
		return page.Items
	}
	want("unit0", opinion.DeskSign, sign.ID)
	rows := want("unit0", opinion.DeskWorking, redo.ID, work.ID)
	if rows[0].Back.Reason != "网址打不开" || rows[1].Back.Type != "" || rows[1].Post != "一科" || rows[1].Officer != "li" {
		t.Errorf("%+v", rows)
	}
	want("unit0", opinion.DeskAnswered, done.ID)
	want("unit0", opinion.DeskAsked, asked.ID)
	rows = want("unit9", opinion.DeskWorking, sign.ID, work.ID, asked.ID, redo.ID) // its part of the redo was dropped with the answer
	if !rows[0].Assists || !rows[3].DueTo("unit9").IsZero() {
		t.Errorf("%+v", rows)
	}
	counts, err := s.DeskCounts(t.Context(), "unit0", t0.Add(3*time.Hour))
	check(t, err)
	if fmt.Sprint(counts) != "[{answered 1 0 0} {asked 1 0 0} {sign 1 1 0} {working 2 0 0}]" {
		t.Error(counts)
	}
	due, err := s.Deadlines(t.Context(), "unit0", t0, t0.Add(30*time.Hour), 10)
	check(t, err)
	if len(due) != 1 || due[0].Case != sign.ID || due[0].Duty != opinion.DutySign {
		t.Errorf("%+v", due)
	}

	// a draft that waits for its review lies with those that do, and survives a rebuild
	for _, e := range []opinion.PaperEvent{{Act: opinion.PaperSave, By: "li", Text: "已修", TextHash: opinion.TextHash("已修")}, {Act: opinion.PaperSubmit, By: "li"}} {
		e.Case, e.Unit, e.At = work.ID, "unit0", t0
		p, err = s.WritePaper(t.Context(), p, e)
		check(t, err)
	}
	want("unit0", opinion.DeskReview, work.ID)
	before := dump(t, s)
	check(t, s.Rebuild(t.Context()))
	seen(t, b, s)
	same(t, s, before, "the rebuilt register differs")

	// what was published needs no draft: its words are gone from log and register, the officer
	// stays
	further(t, s, work.ID, handled)
	if spare, err := s.SparePapers(t.Context(), 10); err != nil || len(spare) != 0 {
		t.Error("in use: ", spare, err)
	}
	further(t, s, work.ID, answered)
	spare, err := s.SparePapers(t.Context(), 10)
	check(t, err)
	if len(spare) != 1 {
		t.Fatal(spare)
	}
	check(t, s.DropPaper(t.Context(), spare[0], t0))
	p, err = s.Paper(t.Context(), work.ID, "unit0")
	check(t, err)
	if p.State != "" || len(p.Drafts) != 0 || p.To != "li" || p.Post != "一科" {
		t.Errorf("%+v", p)
	}
	msgs, err := b.History(t.Context(), streamPapers, opinion.PaperSubject(work.ID, "unit0"))
	check(t, err)
	if len(msgs) != 1 || strings.Contains(string(msgs[0].Data), "已修") {
		t.Errorf("words stay in the log: %d messages", len(msgs))
	}
	before = dump(t, s)
	check(t, s.Rebuild(t.Context()))
	seen(t, b, s)
	same(t, s, before, "rebuilt after a drop")
	n, err := s.ForgetPapers(t.Context(), t0.Add(time.Hour))
	check(t, err)
	if p, err := s.Paper(t.Context(), work.ID, "unit0"); err != nil || n != 1 || p.To != "" {
		t.Errorf("%d %+v %v", n, p, err)
	}
}

// further moves a case on.
func further(t testing.TB, s *Store, id string, e opinion.Event) {
	t.Helper()
	c, err := s.Load(t.Context(), id)
	check(t, err)
	e.At = t0.Add(2 * time.Hour)
	check(t, s.Append(t.Context(), c, e.Seal(c)))
}

func TestPapersOfTwoWritersConflict(t *testing.T) {
	_, s := newStore(t)
	c := onDesk(t, s, 1, signed)
	start := opinion.Paper{Case: c.ID, Unit: "unit0"}
	e := opinion.PaperEvent{Case: c.ID, Unit: "unit0", Act: opinion.PaperAssign, Post: "一科"}
	_, err := s.WritePaper(t.Context(), start, e)
	check(t, err)
	var conflict *register.Conflict
	if _, err := s.WritePaper(t.Context(), start, e); !errors.As(err, &conflict) {
		t.Errorf("the second writer: %v", err)
	}
}

func TestDeskIsPaged(t *testing.T) {
	_, s := newStore(t)
	for i := range 7 {
		if i%3 == 0 {
			onDesk(t, s, i, signed, handled, answered, refused)
		} else {
			onDesk(t, s, i, signed)
		}
	}
	whole, err := s.Desk(t.Context(), register.DeskQuery{Unit: "unit0", Section: opinion.DeskWorking})
	check(t, err)
	var got, want []string
	for _, r := range whole.Items {
		want = append(want, r.ID)
	}
	for next := ""; ; {
		page, err := s.Desk(t.Context(), register.DeskQuery{Unit: "unit0", Section: opinion.DeskWorking, Size: 2, Cursor: next})
		check(t, err)
		for _, r := range page.Items {
			got = append(got, r.ID)
		}
		if next = page.Next; next == "" {
			break
		}
	}
	if len(want) != 7 || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("paged %v\nwhole %v", got, want)
	}
	if _, err := s.Desk(t.Context(), register.DeskQuery{Unit: "unit0", Section: opinion.DeskWorking, Cursor: cursor{N: 1, ID: "x"}.String()}); !errors.Is(err, register.ErrCursor) {
		t.Error(err)
	}
}

// BenchmarkDesk asks what a unit's desk asks, of 100,000 cases, a quarter of them one unit's.
func BenchmarkDesk(b *testing.B) {
	s, err := open(b.Context(), nil, filepath.Join(b.TempDir(), "r.db"), Options{patience: waittest.Limit})
	check(b, err)
	b.Cleanup(func() { check(b, s.Close()) })
	seq := uint64(0)
	for from := 0; from < 100_000; from += batchSize {
		var msgs []bus.Msg
		msgs = append(msgs, eventMsgs(b, from, batchSize, &seq)...)
		check(b, s.takeEvents(b.Context(), s.db, hear(msgs), everything))
	}
	ctx, at := b.Context(), t0.Add(48*time.Hour)
	for name, ask := range map[string]func() error{
		"section": func() error {
			p, err := s.Desk(ctx, register.DeskQuery{Unit: "unit1", Section: opinion.DeskSign, Size: 30})
			if err == nil && len(p.Items) != 30 {
				err = errors.New("the bench is of an empty desk")
			}
			return err
		},
		"counts":   func() error { _, err := s.DeskCounts(ctx, "unit1", at); return err },
		"calendar": func() error { _, err := s.Deadlines(ctx, "unit1", at, at.AddDate(0, 1, 0), 1000); return err },
		"posts":    func() error { _, err := s.Posts(ctx, "unit1"); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				check(b, ask())
			}
		})
	}
}
