package casework

import (
	"testing"

	"huiying/opinion"
)

// letterOfTwo raises two matters: the lamps, and the water that a unit of its own has.
func letterOfTwo(n int, issue string) opinion.Finding {
	f := finding(n, issue)
	f.Also = []opinion.OtherMatter{{Topic: opinion.TopicFinding{ID: "municipal/water"}, Why: "order",
		Demand:   opinion.DemandFinding{ID: opinion.Complaint},
		Severity: opinion.SeverityFinding{Level: opinion.SeverityIV},
		Route:    opinion.Route{Lead: "water"}}}
	return f
}

func otherOf(f opinion.Finding) string { return f.Others()[0].Issue.ID }

// No matter of a letter is without a duty: each gets a case with a unit and a clock of its own.
func TestEachMatterOfALetterBecomesACase(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{Dispatch: true})
	f := letterOfTwo(1, "i1")
	consider(t, w, f)
	first, other := load(t, m, "i1"), load(t, m, otherOf(f))
	if first.Lead != "county" || first.Topic != "municipal" || first.Part {
		t.Errorf("the first matter's case: %+v", first)
	}
	if other.Lead != "water" || other.Topic != "municipal/water" || !other.Part || other.State != opinion.Dispatched ||
		len(other.Mentions) != 1 || other.Mentions[0] != f.ID {
		t.Errorf("the other matter's case: %+v", other)
	}
	if other.Clock == nil || first.Clock == nil || other.Clock.Profile == first.Clock.Profile {
		t.Errorf("clocks %+v and %+v", first.Clock, other.Clock)
	}
	if got := moves(m.events[other.ID]); got != "open dispatch" {
		t.Errorf("history of the other: %s", got)
	}
}

// A person who puts the first matter right does not lose the other, and moves it nowhere.
func TestACorrectionOfTheFirstMatterLeavesTheOther(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{})
	f := letterOfTwo(1, "i1")
	consider(t, w, f)
	before := load(t, m, otherOf(f))
	f = corrected(f, opinion.FieldTopic, "municipal/water")
	f = corrected(f, opinion.FieldIssue, "i7")
	consider(t, w, f)
	if after := load(t, m, otherOf(f)); after.Version != before.Version || after.Lead != "water" {
		t.Errorf("the other matter's case became %+v", after)
	}
	if len(m.events) != 3 { // the first's, where it was taken to, the other's
		t.Errorf("%d cases", len(m.events))
	}
}

// A copy of the letter is a copy in each of its cases, and a newer text takes the older one's place.
func TestCopiesAndNewerTextsMeetTheSameCases(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{})
	f := letterOfTwo(1, "i1")
	consider(t, w, f)
	again := letterOfTwo(2, "i1")
	again.Issue.Copy = true
	newer := letterOfTwo(3, "i1")
	newer.Replaces = f.ID
	consider(t, w, again)
	consider(t, w, newer)
	c := load(t, m, otherOf(f))
	if c.Reports != 1 || len(c.Mentions) != 2 || c.Mentions[0] != "m3" {
		t.Errorf("reports %d of %v", c.Reports, c.Mentions)
	}
	if len(m.events) != 2 {
		t.Errorf("%d cases", len(m.events))
	}
}

// Where the letter waits, its matters wait with it; what was found in public opens none by itself.
func TestAnotherMatterFollowsItsLetter(t *testing.T) {
	praise := letterOfTwo(1, "i1")
	praise.Demand = opinion.DemandFinding{ID: opinion.NoDemand}
	nothing := letterOfTwo(2, "i2")
	nothing.Asks = opinion.AsksNothing
	public := letterOfTwo(3, "i3")
	public.Kind, public.Issue.Size = opinion.KindNews, 9
	for name, c := range map[string]struct {
		f    opinion.Finding
		want int
	}{"a letter that waits": {praise, 0}, "one that asks nothing": {nothing, 0}, "found in public": {public, 1}} {
		m := newMemory()
		w, _ := worker(t, m, Policy{})
		consider(t, w, c.f)
		if len(m.events) != c.want {
			t.Errorf("%s: %d cases, want %d", name, len(m.events), c.want)
		}
	}
	m := newMemory()
	w, _ := worker(t, m, Policy{})
	public.Also[0].Asks = opinion.AsksCase
	public.Corrected = []opinion.Correction{{Field: opinion.FieldOther, Is: "municipal/water", By: "monitor", At: t0}}
	consider(t, w, public)
	c := load(t, m, otherOf(public))
	if e := m.events[c.ID]; len(e) == 0 || e[0].By != "monitor" || !c.Part {
		t.Errorf("a person opened a case for the other matter: %+v", e)
	}
}
