package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/opinion"
	"huiying/register"
)

// life is the events of a case up to the last of its moves, each an hour after the one before.
func life(f opinion.Finding, moves ...opinion.Event) []opinion.Event {
	id, at := opinion.CaseID(f.Issue.ID), t0
	first := opinion.Event{Type: opinion.MoveOpen, At: at, By: "system", Issue: f.Issue.ID, Mention: f.ID, Topic: f.Topic.ID,
		Division: f.Division, Severity: f.Severity.Level, Source: f.Source, SourceKind: f.Kind, Unit: f.Route.Lead, Route: &f.Route}.Seal(opinion.Case{ID: id})
	events := []opinion.Event{first}
	c := opinion.Case{}.Apply(first)
	for _, e := range moves {
		at = at.Add(time.Hour)
		e.At = at
		if e.By == "" {
			e.By = "console"
		}
		e = e.Seal(c)
		c = c.Apply(e)
		events = append(events, e)
	}
	return events
}

func reportOf(n int, kind opinion.SourceKind, title string) opinion.Finding {
	f := finding(n)
	f.Kind, f.Title, f.Issue.ID = kind, title, fmt.Sprint("released", n)
	return f
}

func write(t testing.TB, b *bus.Bus, s *Store, events []opinion.Event) {
	t.Helper()
	var msgs []bus.Message
	for _, e := range events {
		m, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		msgs = append(msgs, bus.Message{Subject: opinion.CaseSubject(e.Case), Data: m})
	}
	if _, err := b.Publish(t.Context(), msgs...); err != nil {
		t.Fatal(err)
	}
	seen(t, b, s)
}

var (
	toDispatch = opinion.Event{Type: opinion.MoveDispatch, Unit: "unit1", Reason: "INNERWORD"}
	toSign     = opinion.Event{Type: opinion.MoveSign}
	toAnswer   = opinion.Event{Type: opinion.MoveAnswer, Text: "水管已经修好，答复词独有", Kind: "解决公布", URL: "https://gov.example.org/a"}
	toVerify   = opinion.Event{Type: opinion.MoveVerify, OK: true}
	toClose    = opinion.Event{Type: opinion.MoveClose, Outcome: opinion.AnsweredInPublic, Solved: "yes", Text: "INNERWORD"}
	toReopen   = opinion.Event{Type: opinion.MoveReopen, Reason: "INNERWORD"}
)

// In every state of a case, the board holds it in those in which its answer was found published,
// and in no other.
func TestOnlyAVerifiedAnswerIsReleased(t *testing.T) {
	secondAnswer := opinion.Event{Type: opinion.MoveAnswer, Text: "更正答复", URL: "https://gov.example.org/b"}
	for name, c := range map[string]struct {
		moves []opinion.Event
		out   bool
	}{
		"triage":           {nil, false},
		"dismissed":        {[]opinion.Event{{Type: opinion.MoveDismiss, Outcome: opinion.NotGovernment, Reason: "INNERWORD"}}, false},
		"merged":           {[]opinion.Event{{Type: opinion.MoveMerge, Outcome: opinion.OutcomeMerged, Into: "x"}}, false},
		"referred":         {[]opinion.Event{{Type: opinion.MoveRefer, Outcome: opinion.OutcomeReferred, Channel: "信访"}}, false},
		"dispatched":       {[]opinion.Event{toDispatch}, false},
		"returned":         {[]opinion.Event{toDispatch, {Type: opinion.MoveReturn, Text: "INNERWORD"}}, false},
		"answered":         {[]opinion.Event{toDispatch, toSign, toAnswer}, false},
		"answer failed":    {[]opinion.Event{toDispatch, toSign, toAnswer, {Type: opinion.MoveVerify, Reason: "INNERWORD"}}, false},
		"answered anew":    {[]opinion.Event{toDispatch, toSign, toAnswer, secondAnswer}, false},
		"verified":         {[]opinion.Event{toDispatch, toSign, toAnswer, toVerify}, true},
		"closed":           {[]opinion.Event{toDispatch, toSign, toAnswer, toVerify, toClose}, true},
		"reopened":         {[]opinion.Event{toDispatch, toSign, toAnswer, toVerify, toClose, toReopen}, false},
		"answered again":   {[]opinion.Event{toDispatch, toSign, toAnswer, toVerify, toClose, toReopen, toSign, secondAnswer}, false},
		"closed again":     {[]opinion.Event{toDispatch, toSign, toAnswer, toVerify, toClose, toReopen, toSign, secondAnswer, toVerify, toClose}, true},
		"verified, empty":  {[]opinion.Event{toDispatch, toSign, {Type: opinion.MoveAnswer, Text: " ", URL: "https://gov.example.org/c"}, toVerify}, false},
		"failed, then out": {[]opinion.Event{toDispatch, toSign, toAnswer, {Type: opinion.MoveVerify, Reason: "INNERWORD"}, secondAnswer, toVerify}, true},
	} {
		t.Run(name, func(t *testing.T) {
			b, s := newStore(t)
			f := reportOf(1, opinion.KindBoard, "标题词独有")
			publish(t, b, f)
			events := life(f, c.moves...)
			for _, e := range events { // one by one: each move is a transaction of its own
				write(t, b, s, []opinion.Event{e})
			}
			page, err := s.Released(t.Context(), register.ReleasedQuery{})
			if err != nil || (page.Total == 1) != c.out || len(page.Items) != page.Total {
				t.Fatalf("released %d, want %v (%v)", page.Total, c.out, err)
			}
			if _, err := s.ReleasedCase(t.Context(), events[0].Case); (err == nil) != c.out || err != nil && !errors.Is(err, register.ErrNotFound) {
				t.Errorf("by id: %v", err)
			}
			for _, q := range []string{"标题词独有", "INNERWORD"} {
				got, err := s.Released(t.Context(), register.ReleasedQuery{Q: q})
				if want := c.out && q != "INNERWORD"; err != nil || (got.Total == 1) != want {
					t.Errorf("%s finds %d (%v)", q, got.Total, err)
				}
			}
			if counts, err := s.ReleasedCounts(t.Context(), "topic"); err != nil || (len(counts) == 1) != c.out {
				t.Errorf("counts %v %v", counts, err)
			}
			for _, r := range page.Items {
				if all := fmt.Sprint(r); strings.Contains(all, "INNERWORD") {
					t.Errorf("shows what is inside: %s", all)
				}
				if name != "closed" && name != "verified" && strings.Contains(r.Answer, "独有") {
					t.Errorf("shows an answer that was replaced: %s", r.Answer)
				}
			}
			// A register made anew from the log, whose streams come in any order, says the same.
			again := start(t, b, filepath.Join(t.TempDir(), "again.db"))
			seen(t, b, again)
			if one, two := strip(dump(t, s)), strip(dump(t, again)); one != two {
				t.Errorf("rebuilt otherwise:\n%s\n%s", one, two)
			}
		})
	}
}

// strip leaves out the row numbers, which no answer shows, and the order that they give.
func strip(dump string) string {
	var out []string
	for line := range strings.Lines(dump) {
		if rest, ok := strings.CutPrefix(line, "released n="); ok {
			_, line, _ = strings.Cut(rest, " ")
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return strings.Join(out, "")
}

// A heading that nobody said in public stays inside, also when the first mention goes and another
// takes its place; purge and retention take headings and the words they are found by.
func TestReleasedHeadingsArePublicAndAreForgotten(t *testing.T) {
	b, s := newStore(t)
	hotline, board, second := reportOf(1, opinion.KindHotline, "热线原话"), reportOf(2, opinion.KindBoard, "留言板原话"), reportOf(3, opinion.KindBoard, "可清除的话")
	next := reportOf(4, opinion.KindHotline, "后来的热线原话")
	next.Issue.ID = board.Issue.ID
	publish(t, b, hotline, board, second, next)
	out := []opinion.Event{toDispatch, toSign, toAnswer, toVerify}
	write(t, b, s, life(hotline, out...))
	write(t, b, s, life(second, out...))
	joined := append([]opinion.Event{{Type: opinion.MoveJoin, Mention: next.ID, Issue: next.Issue.ID}}, out...)
	write(t, b, s, life(board, append(joined, opinion.Event{Type: opinion.MovePurge, Mention: board.ID})...))
	find := func(q string) int {
		p, err := s.Released(t.Context(), register.ReleasedQuery{Q: q})
		if err != nil {
			t.Fatal(err)
		}
		return p.Total
	}
	if find("答复词独有") != 3 || find("热线原话") != 0 || find("后来的") != 0 || find("留言板原话") != 0 || find("可清除的话") != 1 {
		t.Error("headings: wrong ones are found")
	}
	if err := s.Blank(t.Context(), []string{second.ID}); err != nil {
		t.Fatal(err)
	}
	if find("可清除的话") != 0 || find("答复词独有") != 3 {
		t.Error("a heading past its retention is still found")
	}
	for _, q := range []string{`"`, "*", "NEAR(", "标题 OR 水管", "words:水管", "，。", strings.Repeat("水", 5000), "'; DROP TABLE released; --", "\x00"} {
		if _, err := s.Released(t.Context(), register.ReleasedQuery{Q: q}); err != nil {
			t.Errorf("%q: %v", opinion.Clip(q, 20), err)
		}
	}
}

// A purge takes the first mention out of a case that the public reads: the case and its heading
// both change in that one transaction. It failed the register, and with it the responders, at each
// start.
func TestTheFirstMentionOfAReleasedCaseIsPurged(t *testing.T) {
	b, s := newStore(t)
	first, next := reportOf(1, opinion.KindBoard, "要清除的话"), reportOf(2, opinion.KindBoard, "留下的话")
	next.Issue.ID = first.Issue.ID
	publish(t, b, first, next)
	events := life(first, opinion.Event{Type: opinion.MoveJoin, Mention: next.ID, Issue: next.Issue.ID}, toDispatch, toSign, toAnswer, toVerify,
		opinion.Event{Type: opinion.MovePurge, Mention: first.ID})
	write(t, b, s, events[:len(events)-1])
	write(t, b, s, events[len(events)-1:])
	got, err := s.ReleasedCase(t.Context(), events[0].Case)
	if err != nil || got.Title != "留下的话" {
		t.Errorf("released as %q, %v; the mention that is left heads it", got.Title, err)
	}
	for q, want := range map[string]int{"要清除的话": 0, "留下的话": 1} {
		if page, err := s.Released(t.Context(), register.ReleasedQuery{Q: q}); err != nil || page.Total != want {
			t.Errorf("%s finds %d, %v", q, page.Total, err)
		}
	}
}

// Whatever comes upon a case, in one transaction or in many, is taken, and the board shows what may
// be shown and no more.
func TestTheBoardFollowsAnyLife(t *testing.T) {
	b, s := newStore(t)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		if n++; n > 12 { // each round costs durable writes
			return
		}
		first := reportOf(100*n, opinion.KindBoard, "第一条")
		said := []opinion.Finding{first}
		for i := 1; i < 5; i++ {
			f := reportOf(100*n+i, rapid.SampledFrom([]opinion.SourceKind{opinion.KindBoard, opinion.KindHotline}).Draw(rt, "kind"), fmt.Sprint("第几条", i))
			f.Issue.ID = first.Issue.ID
			said = append(said, f)
		}
		publish(t, b, said...)
		moves := []opinion.Event{toDispatch, toSign, toAnswer, toVerify}
		for range rapid.IntRange(1, 12).Draw(rt, "moves") {
			e := rapid.SampledFrom([]opinion.Event{{Type: opinion.MovePurge}, {Type: opinion.MovePurge}, {Type: opinion.MoveJoin}, {Type: opinion.MoveJoin}, toReopen, toSign, toAnswer, toVerify, toClose}).Draw(rt, "move")
			if e.Type == opinion.MovePurge || e.Type == opinion.MoveJoin {
				e.Mention, e.Issue = rapid.SampledFrom(said).Draw(rt, "mention").ID, first.Issue.ID
			}
			moves = append(moves, e)
		}
		events := life(first, moves...)
		for left := events; len(left) > 0; {
			now := rapid.IntRange(1, len(left)).Draw(rt, "together")
			write(t, b, s, left[:now])
			left = left[now:]
			c := fold(events[:len(events)-len(left)]...)
			got, err := s.ReleasedCase(t.Context(), c.ID)
			if releasable(c) != (err == nil) || err != nil && !errors.Is(err, register.ErrNotFound) {
				rt.Fatalf("a case %s is on the board: %v", c.State, err)
			}
			if want := headOf(said, events[:len(events)-len(left)], c); err == nil && got.Title != want {
				rt.Fatalf("%v heads the board as %q, want %q", c.Mentions, got.Title, want)
			}
		}
	})
	again := start(t, b, filepath.Join(t.TempDir(), "again.db"))
	seen(t, b, again)
	if one, two := strip(dump(t, s)), strip(dump(t, again)); one != two {
		t.Errorf("rebuilt otherwise: %s", firstDifference(one, two))
	}
}

// headOf is the heading that the board may show: of the first mention, where it was said in public
// and nobody purged it.
func headOf(said []opinion.Finding, past []opinion.Event, c opinion.Case) string {
	head := slices.IndexFunc(said, func(f opinion.Finding) bool { return f.ID == firstOf(c) })
	gone := slices.ContainsFunc(past, func(e opinion.Event) bool { return e.Type == opinion.MovePurge && e.Mention == firstOf(c) })
	if head < 0 || gone || said[head].Kind != opinion.KindBoard {
		return ""
	}
	return said[head].Title
}

func TestVotesAreSumsFromFiveOn(t *testing.T) {
	b := bustest.Start(t)
	s := start(t, b, filepath.Join(t.TempDir(), "register.db"))
	f := reportOf(1, opinion.KindBoard, "标题")
	publish(t, b, f)
	events := life(f, toDispatch, toSign, toAnswer, toVerify, toClose)
	write(t, b, s, events)
	id, out := events[0].Case, events[4].At
	for i, step := range []struct{ yes, no, seenYes, seenNo int }{{3, 1, 0, 0}, {0, 1, 3, 2}, {2, 0, 5, 2}} {
		if err := s.Vote(t.Context(), []opinion.Votes{{Case: id, Hour: out.Add(time.Duration(i) * time.Hour), Satisfied: step.yes, Unsatisfied: step.no}}); err != nil {
			t.Fatal(err)
		}
		seen(t, b, s)
		if yes, no, err := s.Votes(t.Context(), id, out); err != nil || yes != step.seenYes || no != step.seenNo {
			t.Errorf("%d: %d %d %v", i, yes, no, err)
		}
	}
	if yes, no, _ := s.Votes(t.Context(), id, out.Add(2*time.Hour)); yes != 0 || no != 0 {
		t.Error("votes on an answer that was withdrawn count for the one after it")
	}
	if turns := turnsOf(t, s, []string{id}); len(turns) != 1 || turns[0].Satisfied != 5 || turns[0].Unsatisfied != 2 {
		t.Errorf("turns: %+v", turns)
	}
	again := start(t, b, filepath.Join(t.TempDir(), "again.db"))
	seen(t, b, again)
	if yes, no, err := again.Votes(t.Context(), id, out); yes != 5 || no != 2 || err != nil {
		t.Error("votes are lost when the register is made anew")
	}
}

// BenchmarkReleased asks a board of 10,000 answers its usual questions.
func BenchmarkReleased(b *testing.B) {
	_, s := newStore(b)
	if err := s.write(b.Context(), func(ctx context.Context, tx txn) error {
		for n := range 10_000 {
			f := finding(n)
			if err := s.putReleased(ctx, tx, register.Released{ID: opinion.CaseID(fmt.Sprint(n)), Title: fmt.Sprint("样例标题", n), Topic: f.Topic.ID, Division: f.Division,
				Unit: f.Route.Lead, State: opinion.Closed, Released: t0.Add(time.Duration(n) * time.Minute),
				Answer: fmt.Sprintf("【样例答复】经核查，第 %d 处水管已于当日修好，停水期间安排送水车。路灯%d 同日恢复。", n, n%97)}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	for name, f := range map[string]register.ReleasedQuery{"all": {}, "rare": {Q: "路灯13"}, "common": {Q: "水管"}, "place": {Q: "水管", Division: "4401", Topic: "municipal"}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if p, err := s.Released(b.Context(), f); err != nil || p.Total == 0 {
					b.Fatal(err, p.Total)
				}
			}
		})
	}
}
