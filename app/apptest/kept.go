package apptest

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"huiying/app"
	"huiying/bus"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

// State is what an installation holds: every case whole, and every stream counted.
type State struct {
	Cases   map[string]string
	Streams map[string]string
	Found   int
}

// StateOf takes it down.
func StateOf(t testing.TB, h *app.App) State {
	t.Helper()
	CaughtUp(t, h)
	s := State{Cases: map[string]string{}, Streams: map[string]string{}}
	for f := (register.CaseQuery{Size: 200}); ; {
		page, err := h.Register().Cases(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Items {
			events, err := h.Register().Verify(t.Context(), c.ID)
			if err != nil {
				t.Errorf("case %s: %v", c.ID, err)
			}
			s.Cases[c.ID] = flowtest.Object("case", c, "events", events)
		}
		if f.Cursor = page.Next; f.Cursor == "" {
			break
		}
	}
	names, err := h.Bus().StreamNames(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		if name == "TIMERS" {
			s.Streams[name] = timersOf(t, h)
			continue
		}
		n, err := h.Bus().Count(t.Context(), name)
		last, e := h.Bus().LastSeq(t.Context(), name)
		if err = errors.Join(err, e); err != nil {
			t.Fatal(err)
		}
		s.Streams[name] = fmt.Sprintf("%d messages up to %d", n, last)
	}
	s.Found = len(Hits(t, h, index.Query{}))
	return s
}

// timersOf are the keys of all timers, whether they are due or to come: a server lets them fall due
// while nobody works.
func timersOf(t testing.TB, h *app.App) string {
	t.Helper()
	keys := map[string]bool{}
	if _, err := h.Bus().Read(t.Context(), "TIMERS", "", 0, func(m bus.Msg) error {
		_, key, _ := strings.Cut(m.Subject, ".")
		keys[key] = true
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return strings.Join(slices.Sorted(maps.Keys(keys)), " ")
}

// SameAs compares two states; skip names streams that may differ.
func (s State) SameAs(t testing.TB, other State, skip ...string) {
	t.Helper()
	if len(s.Cases) == 0 {
		t.Error("no cases to compare")
	}
	for id, c := range s.Cases {
		if other.Cases[id] != c {
			t.Errorf("case %s is\n%s\nwas\n%s", id, other.Cases[id], c)
		}
	}
	if len(s.Cases) != len(other.Cases) || s.Found != other.Found {
		t.Errorf("%d cases, %d texts; were %d and %d", len(other.Cases), other.Found, len(s.Cases), s.Found)
	}
	for name, n := range s.Streams {
		if !slices.Contains(skip, name) && other.Streams[name] != n {
			t.Errorf("stream %s has %s, had %s", name, other.Streams[name], n)
		}
	}
}

// Judged is a running installation that has judged and considered so many mentions.
func Judged(t testing.TB, n int) (flowtest.World, *Running) {
	t.Helper()
	w := flowtest.NewWorld(t, "")
	h := Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond)
	if _, err := h.Inbox().Publish(t.Context(), flowtest.Mentions(t, 1, n)); err != nil {
		t.Fatal(err)
	}
	h.Settled()
	return w, h
}

// WorkOn does things in an installation that leave every kind of trace: cases moved, answered, with
// timers, a dead letter, a purge.
func WorkOn(t testing.TB, h *Running, n int) {
	t.Helper()
	CaughtUp(t, h.App)
	cases, err := h.Register().Cases(t.Context(), register.CaseQuery{Open: true, Size: 200})
	if err != nil || len(cases.Items) < 5 {
		t.Fatalf("%d cases (%v)", len(cases.Items), err)
	}
	for i, c := range cases.Items[:5] {
		unit := "unit:" + c.Lead
		moves := []opinion.Command{{Move: opinion.MoveSign, By: unit}, {Move: opinion.MoveHandle, By: unit},
			{Move: opinion.MoveAnswer, By: unit, Text: "已派人到场处理，本周内完成。", Kind: "解决公布",
				URL: "https://gov.example.org/1"}}
		if c.State == opinion.Triage {
			moves = append([]opinion.Command{{Move: opinion.MoveDispatch, By: "coordinator", Unit: c.Lead}}, moves...)
		}
		for _, cmd := range moves[:len(moves)-i%3] {
			if _, err := h.Desk().Do(t.Context(), c.ID, cmd); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := h.Bus().Publish(t.Context(), bus.Message{Subject: "mention.broken",
		Data: fmt.Appendf(nil, "{not JSON %d", n)}); err != nil {
		t.Fatal(err)
	}
	flowtest.Until(t, "the letter is dead", func() bool {
		n, err := h.Bus().DeadLetters().Count(t.Context())
		return err == nil && n > 0
	})
	h.Settled()
}

// ArchiveSees waits until the archive has all that the log has.
func ArchiveSees(t testing.TB, a *app.App) {
	t.Helper()
	if err := a.Archive().CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// Holds are the names in a data directory beside its lock, if there is one.
func Holds(t testing.TB, dir string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(names, func(name string) bool { return filepath.Base(name) == "lock" })
}
