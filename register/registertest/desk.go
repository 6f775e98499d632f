package registertest

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"huiying/bus"
	"huiying/opinion"
	"huiying/register"
)

// onDesk writes a case that unit0 leads, unit9 assists, and that is as far as moves say.
func onDesk(t testing.TB, s Register, n int, moves ...opinion.Event) opinion.Case {
	t.Helper()
	o := OpenEvent(n, Start)
	c := Fold(o)
	k := opinion.Clock{Profile: "opinion", Start: Start, Limit: 48 * time.Hour, Calendar: "24x7"}
	in := func(d time.Duration) time.Time { return Start.Add(d + time.Duration(n)*time.Minute) }
	d := opinion.Event{Type: opinion.MoveDispatch, At: Start, By: "system", Unit: "unit0", Co: []string{"unit9"},
		Clock: &k, Due: in(48 * time.Hour), Clocks: []opinion.Timed{
			{Duty: opinion.DutySign, Unit: "unit0", Clock: k, Due: in(2 * time.Hour)},
			{Duty: opinion.DutyAssist, Unit: "unit9", Clock: k, Due: in(24 * time.Hour)}}}.Seal(c)
	events := []opinion.Event{o, d}
	for _, e := range moves {
		e.At = Start.Add(time.Hour)
		events = append(events, e.Seal(Fold(events...)))
	}
	check(t, Retry(func() error { return s.Append(t.Context(), opinion.Case{}, events...) }))
	return Fold(events...)
}

var (
	signed   = opinion.Event{Type: opinion.MoveSign, By: "unit:unit0"}
	handled  = opinion.Event{Type: opinion.MoveHandle, By: "unit:unit0"}
	answered = opinion.Event{Type: opinion.MoveAnswer, By: "unit:unit0", Text: "已修好", Kind: "解决公布"}
	refused  = opinion.Event{Type: opinion.MoveVerify, By: "coordinator", Reason: "网址打不开"}
	askedFor = opinion.Event{Type: opinion.MoveAsk, By: "unit:unit0", Limit: time.Hour, Reason: "等配件"}
)

// long: the life of one desk, told in order
func deskOfAUnit(t *testing.T, b *bus.Bus, s Register) {
	sign := onDesk(t, s, 1)
	work := onDesk(t, s, 2, signed)
	redo := onDesk(t, s, 3, signed, handled, answered, refused)
	done := onDesk(t, s, 4, signed, handled, answered)
	asked := onDesk(t, s, 5, signed, askedFor)
	p, err := s.WritePaper(t.Context(), opinion.Paper{Case: work.ID, Unit: "unit0"},
		opinion.PaperEvent{Case: work.ID, Unit: "unit0", Act: opinion.PaperAssign, Post: "一科", To: "li"})
	check(t, err)

	want := func(unit string, section opinion.DeskSection, ids ...string) []register.DeskRow {
		t.Helper()
		Seen(t, b, s)
		page, err := s.Desk(t.Context(), register.DeskQuery{Unit: unit, Sections: []opinion.DeskSection{section}})
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
	if rows[0].Back.Reason != "网址打不开" || rows[1].Back.Type != "" ||
		rows[1].Post != "一科" || rows[1].Officer != "li" {
		t.Errorf("%+v", rows)
	}
	want("unit0", opinion.DeskAnswered, done.ID)
	want("unit0", opinion.DeskAsked, asked.ID)
	// its part of the redo was dropped with the answer
	rows = want("unit9", opinion.DeskWorking, sign.ID, work.ID, asked.ID, redo.ID)
	if !rows[0].Assists || !rows[3].DueTo("unit9").IsZero() {
		t.Errorf("%+v", rows)
	}
	counts, err := s.DeskCounts(t.Context(), "unit0", Start.Add(3*time.Hour))
	check(t, err)
	if fmt.Sprint(counts) != "[{answered 1 0 0} {asked 1 0 0} {sign 1 1 0} {working 2 0 0}]" {
		t.Error(counts)
	}
	due, err := s.Deadlines(t.Context(), "unit0", Start, Start.Add(30*time.Hour), 10)
	check(t, err)
	if len(due) != 1 || due[0].Case != sign.ID || due[0].Duty != opinion.DutySign {
		t.Errorf("%+v", due)
	}

	// a draft that waits for its review lies with those that do, and survives a rebuild
	draft := opinion.PaperEvent{Act: opinion.PaperSave, By: "li", Text: "已修", TextHash: opinion.TextHash("已修")}
	for _, e := range []opinion.PaperEvent{draft, {Act: opinion.PaperSubmit, By: "li"}} {
		e.Case, e.Unit, e.At = work.ID, "unit0", Start
		p, err = s.WritePaper(t.Context(), p, e)
		check(t, err)
	}
	want("unit0", opinion.DeskReview, work.ID)
	check(t, s.Rebuild(t.Context()))
	Seen(t, b, s)

	// what was published needs no draft: its words are gone from log and register, the officer
	// stays
	further(t, s, work.ID, handled)
	Seen(t, b, s)
	if spare, err := s.SparePapers(t.Context(), 10); err != nil || len(spare) != 0 {
		t.Error("in use: ", spare, err)
	}
	further(t, s, work.ID, answered)
	Seen(t, b, s)
	spare, err := s.SparePapers(t.Context(), 10)
	check(t, err)
	if len(spare) != 1 {
		t.Fatal(spare)
	}
	check(t, s.DropPaper(t.Context(), spare[0], Start))
	p, err = s.Paper(t.Context(), work.ID, "unit0")
	check(t, err)
	if p.State != "" || len(p.Drafts) != 0 || p.To != "li" || p.Post != "一科" {
		t.Errorf("%+v", p)
	}
	msgs, err := b.History(t.Context(), "PAPERS", opinion.PaperSubject(work.ID, "unit0"))
	check(t, err)
	if len(msgs) != 1 || strings.Contains(string(msgs[0].Data), "已修") {
		t.Errorf("words stay in the log: %d messages", len(msgs))
	}
	check(t, s.Rebuild(t.Context()))
	Seen(t, b, s)
	n, err := s.ForgetPapers(t.Context(), Start.Add(time.Hour))
	check(t, err)
	if p, err := s.Paper(t.Context(), work.ID, "unit0"); err != nil || n != 1 || p.To != "" {
		t.Errorf("%d %+v %v", n, p, err)
	}
}

// further moves a case on.
func further(t testing.TB, s Register, id string, e opinion.Event) {
	t.Helper()
	c, err := s.Load(t.Context(), id)
	check(t, err)
	e.At = Start.Add(2 * time.Hour)
	check(t, s.Append(t.Context(), c, e.Seal(c)))
}

func papersOfTwoWritersConflict(t *testing.T, b *bus.Bus, s Register) {
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

// deskIsAsked narrows and orders a desk, and counts what it is asked of.
func deskIsAsked(t *testing.T, b *bus.Bus, s Register) {
	for i := range 6 {
		onDesk(t, s, i, signed)
	}
	onDesk(t, s, 6, signed, handled, answered)
	Seen(t, b, s)
	mine := []opinion.DeskSection{opinion.DeskSign, opinion.DeskWorking}
	ask := func(q register.DeskQuery) (out []register.DeskRow) {
		t.Helper()
		for q.Unit, q.Size = "unit0", 2; ; {
			page, err := s.Desk(t.Context(), q)
			check(t, err)
			out = append(out, page.Items...)
			if q.Cursor = page.Next; q.Cursor == "" {
				return out
			}
		}
	}
	all := ask(register.DeskQuery{})
	if len(all) != 7 {
		t.Fatalf("%d of 7 lie on the desk", len(all))
	}
	middle := ask(register.DeskQuery{Sections: mine})[3].DueTo("unit0")
	for name, x := range map[string]struct {
		q    register.DeskQuery
		fits func(register.DeskRow) bool
	}{
		"sections": {register.DeskQuery{Sections: mine}, func(r register.DeskRow) bool { return r.State == opinion.Signed }},
		"until": {register.DeskQuery{Sections: mine, To: middle}, func(r register.DeskRow) bool {
			return r.State == opinion.Signed && r.DueTo("unit0").Before(middle)
		}},
		"from": {register.DeskQuery{Sections: mine, From: middle}, func(r register.DeskRow) bool {
			return r.State == opinion.Signed && !r.DueTo("unit0").Before(middle)
		}},
		"severity": {register.DeskQuery{Severity: all[0].Severity},
			func(r register.DeskRow) bool { return r.Severity == all[0].Severity }},
		"topic": {register.DeskQuery{Topic: all[0].Topic},
			func(r register.DeskRow) bool { return r.Topic == all[0].Topic }},
		"nothing": {register.DeskQuery{Topic: "no.such"}, func(register.DeskRow) bool { return false }},
		"id":      {register.DeskQuery{Q: all[2].ID}, func(r register.DeskRow) bool { return r.ID == all[2].ID }},
	} {
		want := 0
		for _, r := range all {
			if x.fits(r) {
				want++
			}
		}
		got := ask(x.q)
		for _, r := range got {
			if !x.fits(r) {
				t.Errorf("%s: %s does not fit", name, r.ID)
			}
		}
		x.q.Unit = "unit0"
		n, err := s.CountDesk(t.Context(), []register.DeskQuery{x.q})
		check(t, err)
		if len(got) != want || n[0] != want {
			t.Errorf("%s: %d found, %d counted, want %d", name, len(got), n[0], want)
		}
	}
	for _, order := range []string{register.ByDue, register.BySeverity, register.ByPlace, register.ByReports} {
		for _, reversed := range []bool{false, true} {
			if got := ask(register.DeskQuery{Order: order, Reversed: reversed}); len(got) != len(all) {
				t.Errorf("by %s, reversed %v: %d of %d", order, reversed, len(got), len(all))
			}
		}
	}
	rows := ask(register.DeskQuery{Sections: mine, Order: register.ByDue, Reversed: true})
	for i := 1; i < len(rows); i++ {
		if rows[i-1].DueTo("unit0").Before(rows[i].DueTo("unit0")) {
			t.Error("by due time, the last first, is not")
		}
	}
}

func deskIsPaged(t *testing.T, b *bus.Bus, s Register) {
	for i := range 7 {
		if i%3 == 0 {
			onDesk(t, s, i, signed, handled, answered, refused)
		} else {
			onDesk(t, s, i, signed)
		}
	}
	Seen(t, b, s)
	whole, err := s.Desk(t.Context(), register.DeskQuery{Unit: "unit0", Sections: []opinion.DeskSection{opinion.DeskWorking}})
	check(t, err)
	var got, want []string
	for _, r := range whole.Items {
		want = append(want, r.ID)
	}
	for next := ""; ; {
		q := register.DeskQuery{Unit: "unit0", Sections: []opinion.DeskSection{opinion.DeskWorking}, Size: 2, Cursor: next}
		page, err := s.Desk(t.Context(), q)
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
	q := register.DeskQuery{Unit: "unit0", Sections: []opinion.DeskSection{opinion.DeskWorking}, Cursor: "mine"}
	if _, err := s.Desk(t.Context(), q); !errors.Is(err, register.ErrCursor) {
		t.Error(err)
	}
}
