package sqlite

import (
	"fmt"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"huiying/bus/bustest"
	"huiying/internal/waittest"
	"huiying/opinion"
)

// TestRegisterIsAFoldOfTheLog writes whatever comes and builds the register a second time.
func TestRegisterIsAFoldOfTheLog(t *testing.T) {
	b := bustest.Start(t)
	n := 0
	rapid.Check(t, func(rt *rapid.T) {
		if n++; n > 6 { // each round costs durable writes
			return
		}
		s, err := Open(t.Context(), b, filepath.Join(t.TempDir(), "a.db"), Options{patience: waittest.Limit})
		check(t, err)
		stop := run(t, s)
		for range rapid.IntRange(1, 15).Draw(rt, "steps") {
			k := rapid.IntRange(0, 60).Draw(rt, "k")
			switch rapid.SampledFrom([]string{"finding", "finding", "correct", "open", "join",
				"forget"}).Draw(rt, "step") {
			case "finding":
				for _, f := range []opinion.Finding{finding(k), finding(k + 1), finding(k)} {
					publish(t, b, f)
				}
			case "correct":
				f := finding(k)
				f.Issue.ID, f.Issue.Copy, f.Severity.Level = fmt.Sprint("i", k%5), k%2 == 0, opinion.SeverityI
				publish(t, b, f)
			case "open":
				if err := s.Append(t.Context(), opinion.Case{}, openEvent(k, t0)); err != nil && !isConflict(err) {
					t.Fatal(err)
				}
			case "join":
				seen(t, b, s)
				c, err := s.Load(t.Context(), opinion.CaseID(fmt.Sprint("issue", k)))
				check(t, err)
				if c.State.Open() {
					check(t, s.Append(t.Context(), c,
						next(c, opinion.Event{Type: opinion.MoveJoin, At: t0, By: "system",
							Mention: fmt.Sprint("x", n, k)})))
				}
			case "forget":
				publish(t, b, finding(9000)) // an erased tail is never followed
				seen(t, b, s)
				seqs, err := s.Sequences(t.Context(), finding(k).ID)
				check(t, err)
				for _, seq := range seqs {
					check(t, b.Erase(t.Context(), streamFindings, seq))
				}
				check(t, s.Purge(t.Context(), finding(k).ID, t0))
			}
		}
		publish(t, b, finding(9001))
		seen(t, b, s)
		want := dump(t, s)
		stop()
		again, err := Open(t.Context(), b, filepath.Join(t.TempDir(), "b.db"), Options{patience: waittest.Limit})
		check(t, err)
		stopAgain := run(t, again)
		seen(t, b, again)
		got := dump(t, again)
		stopAgain()
		if got != want {
			rt.Fatalf("differs: %s", firstDifference(got, want))
		}
	})
}
