package casework

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/opinion"
)

func TestWhatBecomesOfAReport(t *testing.T) {
	hotline := func(f *opinion.Finding) { f.Kind = opinion.KindHotline }
	none := func(f *opinion.Finding) { f.Demand = opinion.DemandFinding{ID: opinion.NoDemand, Confidence: 0.6} }
	praise := func(sure float64) func(f *opinion.Finding) {
		return func(f *opinion.Finding) { f.Demand = opinion.DemandFinding{ID: opinion.Praise, Confidence: sure} }
	}
	news := func(f *opinion.Finding) { f.Kind = opinion.KindNews }
	grave := func(f *opinion.Finding) { f.Severity.Level = opinion.SeverityII }
	danger := func(f *opinion.Finding) { f.Danger = &opinion.DangerFinding{Now: true, Call: []string{"119"}} }
	same := func(f *opinion.Finding) { f.Issue.Copy, f.Issue.Same = true, true }
	like := func(f *opinion.Finding) { f.Issue.Copy = true }
	size := func(f *opinion.Finding) { f.Issue.Size = 5 }
	noMatter := func(k opinion.NoMatter) func(f *opinion.Finding) {
		return func(f *opinion.Finding) { none(f); f.Demand.NoMatter = k }
	}
	said := func(what opinion.Asked) func(f *opinion.Finding) {
		return func(f *opinion.Finding) {
			f.Asks = what
			f.Corrected = []opinion.Correction{{Field: opinion.FieldAsks, Is: string(what), By: "monitor"}}
		}
	}
	type is []func(*opinion.Finding)
	for name, c := range map[string]struct {
		is   is
		want opinion.DispositionRule
	}{
		"a complaint to the hotline":          {is{hotline}, opinion.RuleOpens},
		"nothing heard in a call":             {is{hotline, none}, opinion.RuleUnclear},
		"a food poisoning in a call":          {is{hotline, none, grave}, opinion.RuleOpens},
		"thanks":                              {is{hotline, praise(0.9)}, opinion.RulePraise},
		"thanks, perhaps":                     {is{hotline, praise(0.6)}, opinion.RuleUnclear},
		"thanks for those who put out a fire": {is{hotline, praise(0.9), grave}, opinion.RuleOpens},
		"the same letter again":               {is{none, same}, opinion.RuleCopy},
		"the same complaint again":            {is{same}, opinion.RuleOpens},
		"a letter like another":               {is{none, like}, opinion.RuleUnclear},
		"an advertisement in the mailbox": {is{noMatter(opinion.NoMatterAdvertisement)},
			opinion.RuleAdvertisement},
		"an office's answer": {is{noMatter(opinion.NoMatterAnswer), grave},
			opinion.RuleOfficeAnswer},
		"a complaint in a forum":                   {is{news}, opinion.RuleNotAsked},
		"much complained of in the news":           {is{news, size}, opinion.RuleOpens},
		"much said in the news, and nothing asked": {is{news, none, size}, opinion.RuleNotAsked},
		"an explosion in the news":                 {is{news, none, grave}, opinion.RuleOpens},
		"somebody on a roof, in the news":          {is{news, none, danger}, opinion.RuleOpens},
		"an answer that tells of danger now":       {is{noMatter(opinion.NoMatterAnswer), danger}, opinion.RuleOpens},
		"a person says nothing is asked": {is{hotline, grave, said(opinion.AsksNothing)},
			opinion.RuleByPerson},
		"a person opens what is in the news": {is{news, none, said(opinion.AsksCase)}, opinion.RuleOpens},
		"unreadable": {is{none,
			func(f *opinion.Finding) { f.Skipped = "language" }}, opinion.RuleOpens},
	} {
		f := finding(1, "i1")
		for _, change := range c.is {
			change(&f)
		}
		got := Policy{}.Dispose(f)
		if got.Rule != c.want || (got.By != "") != (f.Asks != "") {
			t.Errorf("%s: %+v, want %s", name, got, c.want)
		}
	}
	by := Policy{Kinds: []opinion.SourceKind{opinion.KindBoard}}
	if got := by.Dispose(func() opinion.Finding {
		f := finding(1,
			"i1")
		hotline(&f)
		return f
	}()); got.Rule != opinion.RuleByHand {
		t.Errorf("a hotline whose cases persons open: %+v", got)
	}
}

// Whatever a text says: who spoke to the office is in a case, in a queue, or dismissed by a rule
// that stands in a list where it can be taken back.
func TestNothingThatWasAskedIsDropped(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		f := finding(1, "i1")
		f.Kind = rapid.SampledFrom(opinion.SourceKinds).Draw(r, "kind")
		f.Demand.ID = rapid.SampledFrom(opinion.Demands).Draw(r, "demand")
		f.Demand.Confidence = rapid.Float64Range(0, 1).Draw(r, "sure")
		f.Severity.Level = rapid.SampledFrom(opinion.Severities).Draw(r, "level")
		f.Issue.Copy, f.Issue.Size = rapid.Bool().Draw(r, "copy"), rapid.IntRange(1, 9).Draw(r, "size")
		f.Issue.Same = f.Issue.Copy && rapid.Bool().Draw(r, "same")
		f.Demand.NoMatter = rapid.SampledFrom([]opinion.NoMatter{"", "", opinion.NoMatterAnswer,
			opinion.NoMatterAdvertisement}).Draw(r, "no matter")
		f.Asks = rapid.SampledFrom([]opinion.Asked{"", "", opinion.AsksCase, opinion.AsksNothing}).Draw(r, "asks")
		p := Policy{Size: rapid.IntRange(0, 4).Draw(r, "least"),
			Kinds: rapid.SampledFrom([][]opinion.SourceKind{nil, {}, {opinion.KindNews}}).Draw(r,
				"open")}
		got := p.Dispose(f).Rule
		switch {
		case got.Disposition() == "":
			r.Fatalf("%q is no rule", got)
		case f.Kind.Asked() && got.Disposition() == opinion.DispositionDismissed && !got.Reviewed():
			r.Fatalf("it asked the office and %s drops it unseen", got)
		case f.Severity.Level.Grave() && f.Demand.NoMatter == "" && f.Asks != opinion.AsksNothing &&
			got != opinion.RuleOpens:
			r.Fatalf("severity %s waits by %s", f.Severity.Level, got)
		}
	})
}

// A letter in which nothing was heard is not put into a case that has ended, where nobody would
// look; in one that is at work it is seen.
func TestAnUnclearLetterIsNotBuriedInAnEndedCase(t *testing.T) {
	for _, ended := range []bool{false, true} {
		m := newMemory()
		w, _ := worker(t, m, Policy{Reopen: time.Hour, Link: true})
		d := &Executor{Cases: m, Timers: w.Timers, Env: w.Env, Now: w.Now}
		if err := w.Consider(t.Context(), []opinion.Finding{finding(1, "i1")}); err != nil {
			t.Fatal(err)
		}
		if ended {
			if _, err := d.Do(t.Context(), opinion.CaseID("i1"),
				opinion.Command{Move: opinion.MoveDismiss, By: "coordinator",
					Reason: "样例"}); err != nil {
				t.Fatal(err)
			}
		}
		f := finding(2, "i1")
		f.Demand.ID, f.PublishedAt = opinion.NoDemand, t0.Add(time.Hour)
		if err := w.Consider(t.Context(), []opinion.Finding{f}); err != nil {
			t.Fatal(err)
		}
		if got := len(one(t, m).Mentions) == 2; got == ended {
			t.Errorf("the case has ended %v: the letter is in it %v", ended, got)
		}
		f.Asks, f.Corrected = opinion.AsksCase,
			[]opinion.Correction{{Field: opinion.FieldAsks, Is: "case", By: "monitor"}}
		if err := w.Consider(t.Context(), []opinion.Finding{f}); err != nil {
			t.Fatal(err)
		}
		if c := one(t, m); len(c.Mentions) != 2 || c.State != opinion.Triage {
			t.Errorf("the case had ended %v; after a person opened one for the letter it is %s with %v", ended, c.State, c.Mentions)
		}
	}
}

// What may cost lives and was said after a case was dismissed brings the case back to the desk.
func TestWhatPressesBringsADismissedCaseBack(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{})
	d := &Executor{Cases: m, Timers: w.Timers, Env: w.Env, Now: w.Now}
	if err := w.Consider(t.Context(), []opinion.Finding{finding(1, "i1")}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Do(t.Context(), opinion.CaseID("i1"), opinion.Command{Move: opinion.MoveDismiss,
		By: "coordinator", Reason: "样例"}); err != nil {
		t.Fatal(err)
	}
	f := finding(2, "i1")
	f.Severity.Level, f.Demand.ID, f.PublishedAt = opinion.SeverityI, opinion.NoDemand, t0.Add(time.Hour)
	for range 2 {
		if err := w.Consider(t.Context(), []opinion.Finding{f}); err != nil {
			t.Fatal(err)
		}
	}
	if c := one(t, m); c.State != opinion.Triage || c.Reopened != 1 || c.Severity != opinion.SeverityI {
		t.Errorf("%s, severity %s", c.State, c.Severity)
	}
}

// A person who opens a case by hand stands in its history.
func TestACaseOpenedByHandSaysWhoOpenedIt(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{})
	f := finding(1, "i1")
	f.Kind, f.Demand.ID, f.Asks = opinion.KindNews, opinion.NoDemand, opinion.AsksCase
	f.Corrected = []opinion.Correction{{Field: opinion.FieldAsks, Is: "case", By: "monitor", Reason: "样例"}}
	if err := w.Consider(t.Context(), []opinion.Finding{f}); err != nil {
		t.Fatal(err)
	}
	if got := m.events[opinion.CaseID("i1")]; len(got) == 0 || got[0].By != "monitor" || got[0].Reason != "样例" {
		t.Errorf("%+v", got)
	}
}

// TestALifeAtStakeWaitsForACall: the case is not dispatched by itself, and says whom to call.
func TestALifeAtStakeWaitsForACall(t *testing.T) {
	m := newMemory()
	w, _ := worker(t, m, Policy{Dispatch: true, Refer: true})
	f := finding(1, "i1")
	f.Danger = &opinion.DangerFinding{Now: true, Call: []string{"119"}}
	later := finding(2, "i1")
	later.Danger = &opinion.DangerFinding{Now: true, Call: []string{"119", "120"}}
	if err := w.Consider(t.Context(), []opinion.Finding{f, later}); err != nil {
		t.Fatal(err)
	}
	c, err := m.Load(t.Context(), opinion.CaseID("i1"))
	if err != nil {
		t.Fatal(err)
	}
	if c.State != opinion.Triage || !slices.Equal(c.Danger, []string{"119", "120"}) {
		t.Fatalf("%s, call %v", c.State, c.Danger)
	}
}
