package sqlite

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"huiying/bus"
	"huiying/opinion"
	"huiying/register"
)

// put is a finding with one more correction.
func put(f opinion.Finding, field opinion.Field, is string) opinion.Finding {
	before := f.Judgement()
	f.Judged = &before
	f.Corrected = append(slices.Clip(f.Corrected), opinion.Correction{Field: field,
		Was: f.Value(field), Is: is, By: "monitor", At: t0})
	switch field {
	case opinion.FieldTopic:
		f.Topic = opinion.TopicFinding{ID: is, By: opinion.ByPerson, Confidence: 1}
	case opinion.FieldPlace:
		f.Territory = &opinion.Territory{Code: is, Confidence: 1}
	case opinion.FieldSeverity:
		f.Severity.Level = opinion.Severity(is)
	case opinion.FieldUnit:
		f.Route.Lead = is
	case opinion.FieldIssue:
		f.Issue = opinion.IssueRef{ID: is, Size: 1}
	}
	return f
}

func totals(t testing.TB, s *Store, by string) map[string]int {
	t.Helper()
	counts, err := s.Counts(t.Context(), time.Time{}, time.Time{}, by)
	check(t, err)
	out := map[string]int{}
	for _, c := range counts {
		out[c.Key] = c.N
	}
	return out
}

func TestACorrectionMovesTheCountersAndCountsNothingTwice(t *testing.T) {
	b, s := newStore(t)
	f, other := finding(4), finding(8) // both municipal/light
	publish(t, b, f, other, finding(1))
	seen(t, b, s)
	if got := totals(t, s, register.ByTopic); got["municipal/light"] != 2 || got["municipal/water"] != 1 {
		t.Fatalf("before: %v", got)
	}
	f.Division = "440106"
	f = put(put(f, opinion.FieldTopic, "municipal/water"), opinion.FieldPlace, "440103")
	f = put(put(f, opinion.FieldUnit, "unit9"), opinion.FieldSeverity, "I")
	publish(t, b, f, f)
	seen(t, b, s)
	if got := totals(t, s, register.ByTopic); got["municipal/light"] != 1 ||
		got["municipal/water"] != 2 || len(got) != 2 {
		t.Errorf("by topic: %v", got)
	}
	if got := totals(t, s, register.ByAll); got["all"] != 3 {
		t.Errorf("in all: %v", got)
	}
	if got := totals(t, s, register.ByUnit); got["unit9"] != 1 || got["unit0"] != 1 {
		t.Errorf("by unit: %v", got)
	}
	if got := totals(t, s, register.ByDivision); got["440103"] != 2 {
		t.Errorf("by place: %v", got)
	}
	if i, err := s.Issue(t.Context(), f.Issue.ID, t0); err != nil || i.Severity != "I" ||
		i.Topic != "municipal/water" || i.Mentions != 1 {
		t.Errorf("its issue: %+v, %v", i, err)
	}
	if st, err := s.Stats(t.Context()); err != nil || st.Findings != 3 {
		t.Errorf("stats %+v, %v", st, err)
	}
}

// A step that ran twice may bring the first judgement once more, behind the correction.
func TestWhatAPersonSaidIsNotOverwrittenByALateCopy(t *testing.T) {
	b, s := newStore(t)
	f := finding(4)
	fixed := put(f, opinion.FieldTopic, "edu")
	publish(t, b, f, fixed, f)
	seen(t, b, s)
	if got := totals(t, s, register.ByTopic); got["edu"] != 1 || len(got) != 1 {
		t.Errorf("by topic: %v", got)
	}
	got, err := s.Finding(t.Context(), f.ID)
	if err != nil || got.Topic.ID != "edu" || got.Text == "" || len(got.Corrected) != 1 {
		t.Errorf("finding: %+v, %v", got.Topic, err)
	}
	if seqs, err := s.Sequences(t.Context(), f.ID); err != nil || fmt.Sprint(seqs) != "[1 2 3]" {
		t.Errorf("purge would erase %v, %v", seqs, err)
	}
}

func TestAMentionMovedToAnotherIssue(t *testing.T) {
	b, s := newStore(t)
	first, second := finding(7), finding(14) // both of i0
	first.Issue.Copy, second.Issue.Copy = false, false
	publish(t, b, first, second)
	moved := put(first, opinion.FieldIssue, "inew")
	publish(t, b, moved)
	seen(t, b, s)
	old, err := s.Issue(t.Context(), "i0", t0)
	if err != nil || old.Reports != 1 || old.Title != second.Title {
		t.Errorf("the issue it left: %+v, %v", old, err)
	}
	if fresh, err := s.Issue(t.Context(), "inew", t0); err != nil || fresh.Reports != 1 || fresh.Title != first.Title {
		t.Errorf("the new one: %+v, %v", fresh, err)
	}
	publish(t, b, put(moved, opinion.FieldIssue, "i0"))
	seen(t, b, s)
	if old, err := s.Issue(t.Context(), "i0", t0); err != nil || old.Reports != 2 || old.Title != first.Title {
		t.Errorf("after the way back: %+v, %v", old, err)
	}
	if _, err := s.Issue(t.Context(), "inew", t0); !errors.Is(err, register.ErrNotFound) {
		t.Errorf("an empty issue stays: %v", err)
	}
}

func TestForgettingACorrectedMention(t *testing.T) {
	b, s := newStore(t)
	f := finding(4)
	publish(t, b, f, put(f, opinion.FieldTopic, "edu"))
	seen(t, b, s)
	check(t, s.Purge(t.Context(), f.ID, t0))
	if got := totals(t, s, register.ByTopic); len(got) != 0 {
		t.Errorf("counts stay: %v", got)
	}
}

func TestWhatPersonsPutRightComesInOrder(t *testing.T) {
	b, s := newStore(t)
	var want []string
	for i := range 600 {
		f := finding(i)
		publish(t, b, f)
		if i%2 == 0 {
			publish(t, b, put(f, opinion.FieldTopic, "edu"))
			want = append(want, f.ID)
		}
	}
	seen(t, b, s)
	var got []string
	err := s.PutRight(t.Context(), func(f opinion.Finding) error {
		got = append(got, f.ID)
		return nil
	})
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%d findings, want %d; %v", len(got), len(want), err)
	}
	if ids, err := s.Corrected(t.Context(), []string{finding(0).ID, finding(2).ID, finding(21).ID,
		"x"}); err != nil || len(ids) != 2 {
		t.Errorf("corrected: %v, %v", ids, err)
	}
	broken := errors.New("no more")
	if err := s.PutRight(t.Context(), func(opinion.Finding) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("the reader's error is lost: %v", err)
	}
}

// Whatever is corrected, moved and brought twice, the counters are those of a register that
// only ever saw each mention as it is now, and a rebuilt register is the same.
func TestCorrectedRegisterHoldsInAnyOrder(t *testing.T) {
	for seed := range uint64(4) {
		b, s := newStore(t)
		r := rand.New(rand.NewPCG(seed, 1))
		pick := func(of ...string) string { return of[r.IntN(len(of))] }
		now := map[string]opinion.Finding{}
		for i := range 80 {
			f := finding(r.IntN(12))
			if have, ok := now[f.ID]; ok {
				f = have
			}
			switch r.IntN(5) {
			case 0:
				f = put(f, opinion.FieldTopic, pick("edu", "municipal/water"))
			case 1:
				f = put(f, opinion.FieldIssue, pick("i1", "i2", "x"))
			case 2:
				f = put(f, opinion.FieldSeverity, pick("I", "IV"))
			}
			now[f.ID] = f
			publish(t, b, f)
			if i%20 == 0 {
				seen(t, b, s) // so that batches end here and there
			}
		}
		seen(t, b, s)
		topics, sizes := map[string]int{}, map[string]int{}
		for _, f := range now {
			if f.Topic.ID != "" {
				topics[f.Topic.ID]++
			}
			sizes[f.Issue.ID]++
		}
		if got := totals(t, s, register.ByTopic); fmt.Sprint(got) != fmt.Sprint(topics) {
			t.Fatalf("%d: by topic %v, want %v", seed, got, topics)
		}
		for id, n := range sizes {
			if i, err := s.Issue(t.Context(), id, t0); err != nil || i.Mentions != n {
				t.Fatalf("%d: issue %s has %d mentions, want %d; %v", seed, id, i.Mentions, n, err)
			}
		}
		before := dump(t, s)
		check(t, s.Rebuild(t.Context()))
		seen(t, b, s)
		if got := dump(t, s); got != before {
			t.Fatalf("%d: rebuilt: %s", seed, firstDifference(got, before))
		}
		for id := range now {
			check(t, s.Purge(t.Context(), id, t0))
		}
		if got := totals(t, s, register.ByAll); len(got) != 0 {
			t.Fatalf("%d: all forgotten, counts stay: %v", seed, got)
		}
	}
}

var _ log = (*bus.Bus)(nil)

func TestWhichOfAnIssueWereCorrected(t *testing.T) {
	b, s := newStore(t)
	second, first := finding(7), finding(14) // both of i0
	publish(t, b, first, second, put(second, opinion.FieldTopic, "edu"), put(first, opinion.FieldTopic, "edu"))
	seen(t, b, s)
	if ids, err := s.CorrectedIn(t.Context(), "i0"); err != nil || !slices.Equal(ids, []string{first.ID, second.ID}) {
		t.Errorf("%v, %v", ids, err)
	}
	if ids, err := s.CorrectedIn(t.Context(), "i1"); err != nil || len(ids) != 0 {
		t.Errorf("%v, %v", ids, err)
	}
}
