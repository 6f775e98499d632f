package sqlite

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/opinion"
	"huiying/register"
)

// append writes events into the log, each sealed onto its case.
func appended(t *testing.T, s *Store, events ...opinion.Event) opinion.Case {
	t.Helper()
	var c opinion.Case
	for i, e := range events {
		if i > 0 {
			e = e.Seal(c)
		}
		if err := s.Append(t.Context(), c, e); err != nil {
			t.Fatal(err)
		}
		c = c.Apply(e)
	}
	return c
}

func TestACaseIsToldAsItStood(t *testing.T) {
	t.Parallel()
	b, s := newStore(t)
	at := func(h int) time.Time { return t0.Add(time.Duration(h) * time.Hour) }
	life := func(n int, more ...opinion.Event) opinion.Case {
		first := openEvent(n, at(0))
		c := fold(first)
		return appended(t, s, append([]opinion.Event{first, dispatchEvent(c, at(1))}, more...)...)
	}
	old := life(1)
	answered := life(2, opinion.Event{Type: opinion.MoveSign, At: at(2), By: "unit:u"}, opinion.Event{Type: opinion.MoveAnswer, At: at(10), By: "unit:u", URL: "https://a.gov.cn/2"},
		opinion.Event{Type: opinion.MoveVerify, At: at(11), By: "system", OK: true}, opinion.Event{Type: opinion.MoveClose, At: at(30), By: "unit:u"})
	late := appended(t, s, openEvent(3, at(20)))
	seen(t, b, s)

	for _, at := range []struct {
		hour int
		want map[string]opinion.State
	}{
		{0, nil}, // what happens at the moment is not before it
		{1, map[string]opinion.State{old.ID: opinion.Triage, answered.ID: opinion.Triage}},
		{10, map[string]opinion.State{old.ID: opinion.Dispatched, answered.ID: opinion.Signed}},
		{20, map[string]opinion.State{old.ID: opinion.Dispatched, answered.ID: opinion.Verified}},
		{31, map[string]opinion.State{old.ID: opinion.Dispatched, late.ID: opinion.Triage}},
	} {
		got := map[string]opinion.State{}
		if err := s.In("").OpenAt(t.Context(), t0.Add(time.Duration(at.hour)*time.Hour), func(c opinion.Case) error { got[c.ID] = c.State; return nil }); err != nil {
			t.Fatal(err)
		}
		if fmt.Sprint(got) != fmt.Sprint(map[string]opinion.State(at.want)) {
			t.Errorf("open in hour %d: %v, want %v", at.hour, got, at.want)
		}
	}
	if c, err := s.CaseAt(t.Context(), answered.ID, at(11)); err != nil || c.State != opinion.Answered || c.AnswerURL == "" {
		t.Errorf("%+v %v", c, err)
	}
	if _, err := s.CaseAt(t.Context(), late.ID, at(20)); !errors.Is(err, register.ErrNotFound) {
		t.Errorf("a case that is not open yet: %v", err)
	}
	events, err := s.In("").EventsOf(t.Context(), at(10), at(30), opinion.MoveAnswer, opinion.MoveVerify, opinion.MoveClose)
	if err != nil || len(events) != 2 || events[0].Type != opinion.MoveAnswer || !events[1].OK {
		t.Errorf("events: %+v %v", events, err)
	}
}

// What is open at any moment is what folding every case says, in order of ids.
func TestOpenAtIsWhatEveryFoldSays(t *testing.T) {
	t.Parallel()
	b, s := newStore(t)
	at := func(h int) time.Time { return t0.Add(time.Duration(h) * time.Hour) }
	var ids []string
	for n := range 24 {
		first := openEvent(n, at(n))
		c := fold(first)
		events := []opinion.Event{first, dispatchEvent(c, at(n+1))}
		if n%3 > 0 {
			events = append(events, opinion.Event{Type: opinion.MoveSign, At: at(n + 2), By: "unit:u"}, opinion.Event{Type: opinion.MoveAnswer, At: at(n + 5), By: "unit:u", URL: "https://a.gov.cn/2"},
				opinion.Event{Type: opinion.MoveVerify, At: at(n + 6), By: "system", OK: true}, opinion.Event{Type: opinion.MoveClose, At: at(n + 7), By: "unit:u"})
		}
		if n%3 == 2 {
			events = append(events, opinion.Event{Type: opinion.MoveReopen, At: at(n + 12), By: "coordinator", Reason: "又有人反映"})
		}
		ids = append(ids, appended(t, s, events...).ID)
	}
	seen(t, b, s)
	slices.Sort(ids)
	for h := range 40 {
		var want, got []string
		for _, id := range ids {
			if c, err := s.CaseAt(t.Context(), id, at(h)); err == nil && c.State.Open() {
				want = append(want, fmt.Sprint(c.ID, c.Version, c.State))
			}
		}
		if err := s.In("").OpenAt(t.Context(), at(h), func(c opinion.Case) error { got = append(got, fmt.Sprint(c.ID, c.Version, c.State)); return nil }); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("open in hour %d: %v, want %v", h, got, want)
		}
	}
}

func TestIssuesAreToldAsTheyStood(t *testing.T) {
	t.Parallel()
	b, s := newStore(t)
	day := time.Date(2026, 11, 20, 16, 0, 0, 0, time.UTC)
	for n, hours := range []int{-50, -20, 1, 5, 30} {
		f := finding(n)
		f.Issue, f.PublishedAt = opinion.IssueRef{ID: "i1"}, day.Add(time.Duration(hours)*time.Hour)
		publish(t, b, f)
	}
	other := finding(9)
	other.Issue, other.PublishedAt = opinion.IssueRef{ID: "i2"}, day.Add(40*time.Hour)
	publish(t, b, other)
	seen(t, b, s)
	got, err := s.In("").IssuesAt(t.Context(), day.AddDate(0, 0, -1), day, day.AddDate(0, 0, 1))
	if err != nil || len(got) != 1 || got[0].ID != "i1" || got[0].Size != 4 || got[0].Today != 2 || got[0].Before != 1 {
		t.Fatalf("%+v %v", got, err)
	}
	by, err := s.NamedBy(t.Context(), []string{"i1", "i2"})
	if err != nil || by["i1"] != "m0000" || by["i2"] != "m0009" {
		t.Errorf("named by %v %v", by, err)
	}
	if err := s.Purge(t.Context(), "m0009", day); err != nil {
		t.Fatal(err)
	}
	heads, err := s.Headings(t.Context(), []string{"m0000", "m0009", "m7777"})
	if err != nil || len(heads) != 1 || heads["m0000"] == "" {
		t.Errorf("headings %v %v", heads, err)
	}
}

// What is told of a part is what is told of everything, without what lies beside it.
func TestAPartIsEverythingThatLiesInIt(t *testing.T) {
	t.Parallel()
	b, s := newStore(t)
	at := func(h int) time.Time { return t0.Add(time.Duration(h) * time.Hour) }
	in := map[string]func(code string) bool{"": func(string) bool { return true }, "4401": func(c string) bool { return strings.HasPrefix(c, "4401") },
		"440106": func(c string) bool { return c == "440106" }, "33": func(string) bool { return false }}
	place := map[string]string{}
	for n := range 40 {
		f := finding(n)
		f.Issue.ID = fmt.Sprintf("i%d", n%5) // one place each
		publish(t, b, f)
		first := openEvent(n, at(n%12))
		c := appended(t, s, first, dispatchEvent(fold(first), at(n%12+1)))
		place[c.ID] = c.Division
	}
	seen(t, b, s)
	for part, has := range in {
		p := s.In(part)
		var want, got []string
		check(t, s.In("").OpenAt(t.Context(), at(8), func(c opinion.Case) error {
			if has(c.Division) {
				want = append(want, c.ID)
			}
			return nil
		}))
		check(t, p.OpenAt(t.Context(), at(8), func(c opinion.Case) error { got = append(got, c.ID); return nil }))
		if !slices.Equal(got, want) {
			t.Errorf("open in %q: %v, want %v", part, got, want)
		}
		all, err := s.In("").EventsOf(t.Context(), at(3), at(8), opinion.MoveOpen, opinion.MoveDispatch)
		check(t, err)
		mine, err := p.EventsOf(t.Context(), at(3), at(8), opinion.MoveOpen, opinion.MoveDispatch)
		check(t, err)
		all = slices.DeleteFunc(all, func(e opinion.Event) bool { return !has(place[e.Case]) })
		same := func(x, y opinion.Event) bool { return x.Case == y.Case && x.Type == y.Type && x.At.Equal(y.At) }
		if !slices.EqualFunc(mine, all, same) {
			t.Errorf("events of %q: %d, want %d", part, len(mine), len(all))
		}
		issues, err := s.In("").IssuesAt(t.Context(), at(0), at(2), at(9))
		check(t, err)
		issues = slices.DeleteFunc(issues, func(i register.IssueAt) bool { return !has(i.Division) })
		few, err := p.IssuesAt(t.Context(), at(0), at(2), at(9))
		check(t, err)
		if fmt.Sprint(few) != fmt.Sprint(issues) || (len(few) == 0) != (part == "33") {
			t.Errorf("issues of %q: %+v, want %+v", part, few, issues)
		}
	}
}
