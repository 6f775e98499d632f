package casework

import (
	"slices"
	"testing"

	"huiying/opinion"
)

// corrected is the finding with one more correction.
func corrected(f opinion.Finding, field opinion.Field, is string) opinion.Finding {
	before := f.Judgement()
	f.Judged = &before
	c := opinion.Correction{Field: field, Was: f.Value(field), Is: is, By: "monitor", At: t0}
	switch field {
	case opinion.FieldTopic:
		f.Topic = opinion.TopicFinding{ID: is, By: opinion.ByPerson, Confidence: 1}
		f.Route.Lead = "water"
	case opinion.FieldPlace:
		f.Territory = &opinion.Territory{Code: is, Confidence: 1}
		f.Route.Lead = "city"
	case opinion.FieldSeverity:
		f.Severity.Level = opinion.Severity(is)
	case opinion.FieldIssue:
		f.Issue = opinion.IssueRef{ID: is, Size: 1}
	}
	f.Corrected = append(slices.Clip(f.Corrected), c)
	return f
}

func consider(t *testing.T, w *Worker, fs ...opinion.Finding) {
	t.Helper()
	for range 2 { // whatever comes twice changes nothing the second time
		if err := w.Consider(t.Context(), fs); err != nil {
			t.Fatal(err)
		}
	}
}

func load(t *testing.T, m *memory, issue string) opinion.Case {
	t.Helper()
	c, err := m.Load(t.Context(), opinion.CaseID(issue))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestACorrectionRoutesACaseInTriageAnew(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{})
	f := finding(1, "i1")
	consider(t, w, f)
	f = corrected(f, opinion.FieldTopic, "municipal/water")
	consider(t, w, f)
	c := load(t, m, "i1")
	if c.State != opinion.Triage || c.Lead != "water" || c.Route.Lead != "water" || c.Topic != "municipal/water" {
		t.Errorf("%s with %s about %s", c.State, c.Lead, c.Topic)
	}
	f = corrected(f, opinion.FieldPlace, "440103")
	consider(t, w, f)
	if c = load(t, m, "i1"); c.Lead != "city" || c.Division != "440103" {
		t.Errorf("with %s at %s", c.Lead, c.Division)
	}
	events := m.events[c.ID]
	if got := moves(events); got != "open correct correct" {
		t.Errorf("history: %s", got)
	}
	if e := events[1]; e.By != "monitor" || e.Correction.Is != "municipal/water" || e.Nth != 1 {
		t.Errorf("event: %+v", e)
	}
}

func TestACorrectionLeavesADispatchedCaseWithItsUnit(t *testing.T) {
	m := newMemory()
	w, b := worker(t, m, Policy{Dispatch: true})
	f := finding(1, "i1")
	consider(t, w, f)
	due := load(t, m, "i1").Due
	consider(t, w, corrected(f, opinion.FieldTopic, "municipal/water"))
	c := load(t, m, "i1")
	if c.State != opinion.Dispatched || c.Lead != "county" || c.Topic != "municipal/water" ||
		!c.Due.Equal(due) || len(b.at) != 1 {
		t.Errorf("%s with %s about %s, due %v", c.State, c.Lead, c.Topic, c.Due)
	}
	last := m.events[c.ID][len(m.events[c.ID])-1]
	if last.Type != opinion.MoveCorrect || last.Unit != "water" {
		t.Errorf("the history does not show the correction and who would be proposed now: %+v", last)
	}
	c = must(t, c, w.Env, t0, cmdSign, cmdReturn, opinion.Command{Move: opinion.MoveDispatch, Unit: "water"})
	if c.Lead != "water" {
		t.Errorf("after the return it is with %s", c.Lead)
	}
}

// What a case weighs is what its heaviest report weighs, corrections included.
func TestACorrectedSeverityMayWeighLess(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{})
	a, b, other := finding(1, "i1"), finding(2, "i1"), finding(3, "i1")
	a.Severity.Level, other.Severity.Level = opinion.SeverityI, opinion.SeverityIII
	all := []opinion.Finding{a, b, other}
	w.Register = &asked{known: all, log: all}
	consider(t, w, a, b, other)
	consider(t, w, corrected(a, opinion.FieldSeverity, "IV"))
	if c := load(t, m, "i1"); c.Severity != opinion.SeverityIII {
		t.Errorf("severity is %s, its heaviest report is III", c.Severity)
	}
	consider(t, w, corrected(b, opinion.FieldTopic, "municipal/water"))
	if c := load(t, m, "i1"); c.Topic != "municipal" || c.Lead != "county" {
		t.Errorf("a report that joined decides what the case is about: %s with %s", c.Topic, c.Lead)
	}
}

// Two corrections come together, and the register has heard of neither.
func TestSeveritiesCorrectedTogether(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{})
	a, b := finding(1, "i1"), finding(2, "i1")
	a.Severity.Level, b.Severity.Level = opinion.SeverityI, opinion.SeverityI
	r := &asked{known: []opinion.Finding{a, b}, log: []opinion.Finding{a, b}}
	w.Register = r
	consider(t, w, a, b)
	a, b = corrected(a, opinion.FieldSeverity, "IV"), corrected(b, opinion.FieldSeverity, "IV")
	r.log = []opinion.Finding{a, b}
	consider(t, w, a, b)
	if c := load(t, m, "i1"); c.Severity != opinion.SeverityIV {
		t.Errorf("severity is %s, and both its reports are IV", c.Severity)
	}
}

func TestACorrectedFindingOpensItsCase(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{})
	f := finding(1, "i1")
	f.Demand.ID = opinion.NoDemand
	consider(t, w, f)
	if len(m.events) != 0 {
		t.Fatal("what asks for nothing opened a case")
	}
	f = corrected(f, opinion.FieldDemand, "complaint")
	f.Demand.ID = opinion.Complaint
	consider(t, w, f)
	if got := moves(m.events[opinion.CaseID("i1")]); got != "open correct" {
		t.Errorf("history: %s", got)
	}
}

func TestAReportThatIsAnotherMatterLeaves(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{})
	a, b := finding(1, "i1"), finding(2, "i1")
	consider(t, w, a, b)
	moved := corrected(b, opinion.FieldIssue, "i2")
	consider(t, w, moved)
	old, fresh := load(t, m, "i1"), load(t, m, "i2")
	if old.Reports != 1 || slices.Contains(old.Mentions, "m2") || fresh.Reports != 1 || fresh.State != opinion.Triage {
		t.Errorf("old: %d reports %v; new: %d reports, %s", old.Reports, old.Mentions, fresh.Reports, fresh.State)
	}
	back := corrected(moved, opinion.FieldIssue, "i1")
	back.Corrected[1].Undo = true
	consider(t, w, back)
	old, fresh = load(t, m, "i1"), load(t, m, "i2")
	if old.Reports != 2 || !slices.Contains(old.Mentions, "m2") {
		t.Errorf("after taking it back: %d reports %v", old.Reports, old.Mentions)
	}
	if fresh.State != opinion.Merged || fresh.Into != old.ID {
		t.Errorf("the emptied case is %s into %q", fresh.State, fresh.Into)
	}
}

// Join: the case is merged first, then the findings come with their new issue.
func TestMergedCasesKeepTheirReportsForTheWayBack(t *testing.T) {
	m := newMemory()
	w, b := worker(t, m, Policy{})
	desk := &Executor{Cases: m, Timers: b, Env: w.Env, Now: w.Now}
	a, x := finding(1, "i1"), finding(2, "i2")
	consider(t, w, a, x)
	into := opinion.CaseID("i1")
	if _, err := desk.Do(t.Context(), opinion.CaseID("i2"), opinion.Command{Move: opinion.MoveMerge,
		By: "monitor", Into: into, Reason: "同一件事"}); err != nil {
		t.Fatal(err)
	}
	moved := corrected(x, opinion.FieldIssue, "i1")
	consider(t, w, moved)
	if c := load(t, m, "i1"); c.Reports != 2 {
		t.Errorf("%d reports after the join", c.Reports)
	}
	if c := load(t, m, "i2"); c.State != opinion.Merged || len(c.Mentions) != 1 {
		t.Errorf("merged case: %s %v", c.State, c.Mentions)
	}
	if _, err := desk.Do(t.Context(), opinion.CaseID("i2"),
		opinion.Command{Move: opinion.MoveUnmerge, By: "monitor", Reason: "不是同一件事"}); err != nil {
		t.Fatal(err)
	}
	back := corrected(moved, opinion.FieldIssue, "i2")
	consider(t, w, back)
	if one, two := load(t, m, "i1"), load(t, m, "i2"); one.Reports != 1 ||
		two.State != opinion.Triage || len(two.Mentions) != 1 || two.Reports != 1 {
		t.Errorf("after the way back: %d and %d reports, %s", one.Reports, two.Reports, two.State)
	}
}

// What nobody is sure about waits, also when a report joins that is sure; the person's word
// lets it go.
func TestAnUnsureCaseWaitsForAPerson(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{Dispatch: true})
	f := finding(1, "i1")
	f.Topic.ID, f.Topic.Unsure, f.Topic.Guess = "", true, "municipal"
	consider(t, w, f)
	consider(t, w, finding(2, "i1"))
	if c := load(t, m, "i1"); c.State != opinion.Triage || !c.Unsure {
		t.Fatalf("it is %s, unsure %v", c.State, c.Unsure)
	}
	consider(t, w, corrected(f, opinion.FieldPlace, "440103"))
	if c := load(t, m, "i1"); c.State != opinion.Triage || !c.Unsure {
		t.Fatalf("a corrected place says nothing about the topic: %s, unsure %v", c.State, c.Unsure)
	}
	consider(t, w, corrected(corrected(f, opinion.FieldPlace, "440103"), opinion.FieldTopic, "municipal/water"))
	if c := load(t, m, "i1"); c.State != opinion.Dispatched || c.Lead != "water" || c.Unsure {
		t.Errorf("after a person's word it is %s with %s", c.State, c.Lead)
	}
}
