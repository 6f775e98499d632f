package casework

import (
	"slices"
	"testing"
	"time"

	"huiying/opinion"
)

// newer is another text of the report that was told as number n.
func newer(n, older int, issue string) opinion.Finding {
	f := finding(n, issue)
	f.Replaces = finding(older, issue).ID
	return f
}

func TestASourcesCorrectionTakesThePlaceOfTheOlderText(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{})
	a, other := finding(1, "i1"), finding(2, "i1")
	consider(t, w, a, other)
	b := newer(3, 1, "i1")
	b.Severity.Level, b.Topic.ID, b.Route.Lead = opinion.SeverityII, "municipal/water", "water"
	w.Register = &asked{known: []opinion.Finding{b, other}, log: []opinion.Finding{b, other}}
	for range 2 { // whatever comes twice counts once
		consider(t, w, b)
	}
	c := load(t, m, "i1")
	if !slices.Equal(c.Mentions, []string{b.ID, other.ID}) || c.Reports != 2 {
		t.Errorf("the case holds %v, %d reports", c.Mentions, c.Reports)
	}
	if c.Severity != opinion.SeverityII || c.Topic != "municipal/water" || c.Lead != "water" {
		t.Errorf("%s, %s with %s: it is not judged by what is said now", c.Severity, c.Topic, c.Lead)
	}
	if got := moves(m.events[c.ID]); got != "open join amend" {
		t.Errorf("history: %s", got)
	}
	consider(t, w, a) // an acknowledgement was lost
	if got := load(t, m, "i1"); got.Version != c.Version {
		t.Errorf("the older text came back: %v", got.Mentions)
	}
}

func TestCorrectionsOfCorrectionsInOneBatch(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{Dispatch: true})
	consider(t, w, finding(1, "i1"), newer(2, 1, "i1"), newer(3, 2, "i1"))
	if c := load(t, m, "i1"); !slices.Equal(c.Mentions, []string{finding(3, "i1").ID}) || c.Reports != 1 {
		t.Errorf("the case holds %v, %d reports", c.Mentions, c.Reports)
	}
	if len(m.events) != 1 {
		t.Errorf("%d cases of one report", len(m.events))
	}
}

// A case that is with a unit stays with it, and what a person decided stays decided.
func TestASourcesCorrectionMovesNoCaseByItself(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{Dispatch: true})
	consider(t, w, finding(1, "i1"))
	b := newer(2, 1, "i1")
	b.Route.Lead = "water"
	consider(t, w, b)
	if c := load(t, m, "i1"); c.Lead != "county" || c.State != opinion.Dispatched {
		t.Errorf("%s with %s", c.State, c.Lead)
	}

	m = newMemory()
	w, _ = worker(t, m, Policy{})
	a := finding(1, "i1")
	consider(t, w, a, corrected(a, opinion.FieldTopic, "municipal/water"))
	consider(t, w, newer(2, 1, "i1"))
	if c := load(t, m, "i1"); c.Topic != "municipal/water" || c.Lead != "water" {
		t.Errorf("%s with %s: a person said otherwise", c.Topic, c.Lead)
	}
}

// In a case that has ended the newer text is noted, and no more; one that presses, where the older
// did not, opens it again.
func TestASourcesCorrectionOfAnEndedCase(t *testing.T) {
	for _, presses := range []bool{false, true} {
		m := newMemory()
		w, _ := worker(t, m, Policy{Reopen: 24 * time.Hour})
		a := finding(1, "i1")
		consider(t, w, a)
		c := load(t, m, "i1")
		dismissed, err := Decide(c, opinion.Command{Move: opinion.MoveDismiss, By: "coordinator",
			Reason: "样例"}, w.Env, t0)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Append(t.Context(), c, dismissed...); err != nil {
			t.Fatal(err)
		}
		b := newer(2, 1, "i1")
		want := opinion.Dismissed
		if presses {
			b.Danger = &opinion.DangerFinding{Now: true, Call: []string{"120"}}
			want = opinion.Triage
		}
		consider(t, w, b)
		if c := load(t, m, "i1"); c.State != want || !slices.Equal(c.Mentions, []string{b.ID}) {
			t.Errorf("presses %v: %s with %v", presses, c.State, c.Mentions)
		}
	}
}

func TestATextThatWasReplacedOpensNothing(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{})
	a := finding(1, "i1")
	w.Register = &asked{past: map[string]string{a.ID: "b"}}
	consider(t, w, a)
	if len(m.events) > 0 {
		t.Error("a case of its own was opened for it")
	}
}
