package casework

import (
	"bufio"
	"encoding/json"
	"os"
	"testing"

	"huiying/opinion"
)

// TestOldHistoriesFoldAsEver reads events that the first form of this program wrote: their hashes
// hold, they lead where they led, and the case can go on from there.
func TestOldHistoriesFoldAsEver(t *testing.T) {
	file, err := os.Open("testdata/events_v0.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	cases := map[string]opinion.Case{}
	for in := bufio.NewScanner(file); in.Scan(); {
		var e opinion.Event
		if err := json.Unmarshal(in.Bytes(), &e); err != nil {
			t.Fatal(err)
		}
		c := cases[e.Case]
		if err := e.Check(c); err != nil {
			t.Fatalf("%s %d: %v", e.Type, e.Seq, err)
		}
		cases[e.Case] = c.Apply(e)
	}
	env := testEnv(t)
	one, two, three := cases[opinion.CaseID("i1")], cases[opinion.CaseID("i2")], cases[opinion.CaseID("i4")]
	if one.State != opinion.Dispatched || one.Lead != "city" || one.Reports != 2 || !one.Due.Equal(beijing("2026-12-18 23:59:59")) || one.Reopened != 1 || one.Overdue {
		t.Errorf("one: %+v", one)
	}
	if two.State != opinion.Dismissed || len(two.Running()) != 0 {
		t.Errorf("two: %+v", two)
	}
	if three.State != opinion.Signed || duties(three) != "answer:county" {
		t.Errorf("three: %s", duties(three))
	}
	three = must(t, three, env, t0.Add(day), cmdAnswer)
	if len(three.Running()) != 0 {
		t.Fatalf("answered: %s", duties(three))
	}
	three = must(t, three, env, t0.Add(day), opinion.Command{Move: opinion.MoveRecount})
	if duties(three) != "complete:county" {
		t.Errorf("a case without a clock gets one: %q", duties(three))
	}
}
