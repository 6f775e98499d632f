package sqlite

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/opinion"
	"huiying/register"
)

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
			f := reportOf(100*n+i, rapid.SampledFrom([]opinion.SourceKind{opinion.KindBoard,
				opinion.KindHotline}).Draw(rt, "kind"), fmt.Sprint("第几条", i))
			f.Issue.ID = first.Issue.ID
			said = append(said, f)
		}
		publish(t, b, said...)
		moves := []opinion.Event{toDispatch, toSign, toAnswer, toVerify}
		for range rapid.IntRange(1, 12).Draw(rt, "moves") {
			e := rapid.SampledFrom([]opinion.Event{{Type: opinion.MovePurge},
				{Type: opinion.MovePurge}, {Type: opinion.MoveJoin}, {Type: opinion.MoveJoin},
				toReopen, toSign, toAnswer, toVerify, toClose}).Draw(rt, "move")
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

// BenchmarkReleased asks a board of 10,000 answers its usual questions.
func BenchmarkReleased(b *testing.B) {
	_, s := newStore(b)
	if err := s.write(b.Context(), func(ctx context.Context, tx txn) error {
		for n := range 10_000 {
			f := finding(n)
			if err := s.putReleased(ctx, tx, register.Released{ID: opinion.CaseID(fmt.Sprint(n)),
				Title: fmt.Sprint("样例标题", n), Topic: f.Topic.ID, Division: f.Division,
				Unit: f.Route.Lead, State: opinion.Closed, Released: t0.Add(time.Duration(n) * time.Minute),
				Answer: fmt.Sprintf("【样例答复】经核查，第 %d 处水管已于当日修好，停水期间安排送水车。路灯%d 同日恢复。", n, n%97)}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	for name, f := range map[string]register.ReleasedQuery{"all": {}, "rare": {Q: "路灯13"},
		"common": {Q: "水管"}, "place": {Q: "水管", Division: "4401", Topic: "municipal"}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if p, err := s.Released(b.Context(), f); err != nil || p.Total == 0 {
					b.Fatal(err, p.Total)
				}
			}
		})
	}
}
