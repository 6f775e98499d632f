package correct

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/opinion"
	"huiying/words"
)

func refusedWith(err error) string {
	var no *words.Refusal
	if errors.As(err, &no) && words.Has(no.Key) {
		return no.Code
	}
	return fmt.Sprint(err)
}

func TestWhichMentionsLeaveAnIssue(t *testing.T) {
	all := []string{"a", "b", "c"}
	for name, x := range map[string]struct {
		chosen []string
		into   string
		want   Split
		code   string
	}{
		"one, to a matter of its own": {chosen: []string{"b"}, want: Split{Mentions: []string{"b"}}},
		"some, in the order of the issue": {chosen: []string{"c", "a"}, into: "i2",
			want: Split{Mentions: []string{"a", "c"}}},
		"strangers are left out": {chosen: []string{"b", "x"}, want: Split{Mentions: []string{"b"}}},
		"none":                   {into: "i2", code: CodeOneMatter},
		"strangers only":         {chosen: []string{"x"}, code: CodeOneMatter},
		"all, to nothing":        {chosen: all, code: CodeOneMatter},
		"all, to a known issue":  {chosen: all, into: "i2", want: Split{Mentions: all, Joins: true}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := DecideSplit(all, x.chosen, x.into)
			if x.code != "" {
				if code := refusedWith(err); code != x.code {
					t.Errorf("%s, want %s", code, x.code)
				}
				return
			}
			if err != nil || !slices.Equal(got.Mentions, x.want.Mentions) || got.Joins != x.want.Joins {
				t.Errorf("%+v, %v; want %+v", got, err, x.want)
			}
		})
	}
}

func TestSplittingAgainOpensAnotherIssue(t *testing.T) {
	f := judged(t)
	first := OpenedBy(f)
	f = do(t, f, Change{Field: opinion.FieldIssue, Is: first, Issue: opinion.IssueRef{ID: first, Size: 1, New: true}})
	f = do(t, f, Change{Undo: true})
	if again := OpenedBy(f); again == first || first == "" {
		t.Errorf("%s, then %s", first, again)
	}
}

func side(issue string, s opinion.State) Matter {
	if s == "" {
		return Matter{Issue: issue}
	}
	return Matter{issue, opinion.Case{ID: opinion.CaseID(issue), State: s, Version: 3}}
}

func TestWhichIssueStays(t *testing.T) {
	for name, x := range map[string]struct {
		asked, into opinion.State // of their cases, "" for none
		want        string        // goes>stays
		merges      bool
		why, code   string
	}{
		"no cases":                   {want: "a>b", why: WhyAsked},
		"no case joins one":          {into: opinion.Handling, want: "a>b", why: WhyAsked},
		"no case joins an ended one": {into: opinion.Closed, want: "a>b", why: WhyAsked},
		"a case cannot join none":    {asked: opinion.Handling, want: "b>a", why: WhyOnlyTheOne},
		"an ended case cannot join":  {asked: opinion.Closed, want: "b>a", why: WhyOnlyTheOne},
		"two in triage": {asked: opinion.Triage, into: opinion.Triage,
			want: "a>b", merges: true, why: WhyAsked},
		"triage joins what a unit has": {asked: opinion.Triage, into: opinion.Handling,
			want: "a>b", merges: true, why: WhyAsked},
		"what a unit has stays": {asked: opinion.Handling, into: opinion.Triage,
			want: "b>a", merges: true, why: WhyHasUnit},
		"two that units have": {asked: opinion.Signed, into: opinion.Handling,
			want: "a>b", merges: true, why: WhyAsked},
		"what was answered stays": {asked: opinion.Answered, into: opinion.Handling,
			want: "b>a", merges: true, why: WhyOnlyTheOne},
		"what is merged already": {asked: opinion.Merged, into: opinion.Handling,
			want: "a>b", why: WhyAsked},
		"what is merged already, the other way": {asked: opinion.Handling, into: opinion.Merged,
			want: "b>a", why: WhyOnlyTheOne},
		"two that were answered": {asked: opinion.Answered, into: opinion.Verified, code: CodeNotMerged},
		"two that ended":         {asked: opinion.Closed, into: opinion.Dismissed, code: CodeNotMerged},
		"triage into what ended": {asked: opinion.Triage, into: opinion.Closed, code: CodeNotMerged},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := DecideJoin(side("a", x.asked), side("b", x.into))
			if x.code != "" {
				if code := refusedWith(err); code != x.code {
					t.Errorf("%s, want %s (%+v)", code, x.code, got)
				}
				return
			}
			if way := got.Goes.Issue + ">" + got.Stays.Issue; err != nil || way != x.want ||
				got.Merges != x.merges || got.Why != x.why {
				t.Errorf("%s merges %v for %s, %v; want %s, %v for %s", way, got.Merges, got.Why,
					err, x.want, x.merges, x.why)
			}
		})
	}
	for _, into := range []string{"", "a"} {
		if _, err := DecideJoin(side("a", ""), side(into, "")); refusedWith(err) != CodeOneMatter {
			t.Errorf("joined with %q: %v", into, err)
		}
	}
}

// Whatever the cases are: a case that goes can be merged and the one that stays is open; and
// whichever issue is asked for, both ways are refused or neither is.
func TestNoCaseIsSwallowedThatCannotBeMerged(t *testing.T) {
	states := append([]opinion.State{""}, opinion.States...)
	rapid.Check(t, func(t *rapid.T) {
		a := side("a", rapid.SampledFrom(states).Draw(t, "a"))
		b := side("b", rapid.SampledFrom(states).Draw(t, "b"))
		one, err := DecideJoin(a, b)
		other, err2 := DecideJoin(b, a)
		if (err == nil) != (err2 == nil) {
			t.Fatalf("asked one way: %v, the other way: %v", err, err2)
		}
		if err != nil {
			return
		}
		for _, j := range []Join{one, other} {
			if j.Why == "" || j.Goes.Issue == j.Stays.Issue {
				t.Fatalf("%+v", j)
			}
			c := j.Goes.Case
			ends := c.Version > 0 && c.State != opinion.Merged // it must be merged, so that no duty is lost
			if _, can := opinion.After(c.State, opinion.MoveMerge); ends && (!can ||
				!j.Stays.Case.State.Open() || !j.Merges) {
				t.Fatalf("%s is swallowed by %s: %+v", c.State, j.Stays.Case.State, j)
			}
			if j.Merges && !ends {
				t.Fatalf("merges %s", c.State)
			}
		}
	})
}

func TestArrivalsAreCounted(t *testing.T) {
	report, copied := judged(t), judged(t)
	copied.Issue.Copy = true
	for name, x := range map[string]struct {
		reports int
		in      []opinion.Finding
		want    string
	}{
		"into a new issue":              {0, []opinion.Finding{report, report, copied}, "1 new, 2, 2 copy"},
		"a copy opens as its own":       {0, []opinion.Finding{copied, copied, report}, "1 new, 1 copy, 2"},
		"into a known issue":            {3, []opinion.Finding{report, copied, report}, "4, 4 copy, 5"},
		"a copy stays one where others": {1, []opinion.Finding{copied}, "1 copy"},
	} {
		place := Arrive("i9", x.reports)
		var got []string
		for _, f := range x.in {
			ref := place(f)
			s := fmt.Sprint(ref.Size)
			if ref.New {
				s += " new"
			}
			if ref.Copy {
				s += " copy"
			}
			if ref.ID != "i9" {
				t.Errorf("%s: %+v", name, ref)
			}
			got = append(got, s)
		}
		if s := strings.Join(got, ", "); s != x.want {
			t.Errorf("%s: %s, want %s", name, s, x.want)
		}
	}
}

func moved(id, was, is string, at time.Time, after ...opinion.Correction) opinion.Finding {
	f := opinion.Finding{Corrected: append([]opinion.Correction{{Field: opinion.FieldIssue,
		Was: was, Is: is, At: at}}, after...)}
	f.ID = id
	return f
}

func TestTheLatestDecisionIsTakenBack(t *testing.T) {
	later := now.Add(time.Minute)
	undone := opinion.Correction{Field: opinion.FieldIssue, Was: "i", Is: "a", At: later, Undo: true}
	topic := opinion.Correction{Field: opinion.FieldTopic, Was: "x", Is: "y", At: later}
	first, second := moved("m1", "a", "i", now), moved("m2", "a", "i", now)
	for name, x := range map[string]struct {
		in   []opinion.Finding
		want string
	}{
		"none":                            {},
		"all of one decision":             {[]opinion.Finding{first, second}, "a: m1 m2"},
		"only the latest":                 {[]opinion.Finding{first, moved("m3", "b", "i", later), second}, "b: m3"},
		"in whatever order":               {[]opinion.Finding{moved("m3", "b", "i", later), first}, "b: m3"},
		"what was taken back is over":     {[]opinion.Finding{first, moved("m4", "a", "i", now, undone)}, "a: m1"},
		"what was corrected since is not": {[]opinion.Finding{moved("m5", "a", "i", now, topic)}, ""},
	} {
		got, err := DecideBack(x.in)
		if x.want == "" {
			if refusedWith(err) != CodeNothing {
				t.Errorf("%s: %+v, %v", name, got, err)
			}
			continue
		}
		if s := got.To + ": " + strings.Join(got.Mentions, " "); err != nil || s != x.want {
			t.Errorf("%s: %s, %v; want %s", name, s, err, x.want)
		}
	}
}

func TestOnlyItsOwnMergeIsTakenBack(t *testing.T) {
	for name, x := range map[string]struct {
		c    opinion.Case
		want bool
	}{
		"merged by this join": {opinion.Case{State: opinion.Merged, Into: opinion.CaseID("i")}, true},
		"merged elsewhere":    {opinion.Case{State: opinion.Merged, Into: opinion.CaseID("other")}, false},
		"its own again":       {opinion.Case{State: opinion.Triage, Into: opinion.CaseID("i")}, false},
		"no case":             {},
	} {
		if Unmerges(x.c, "i") != x.want {
			t.Errorf("%s: %v", name, !x.want)
		}
	}
}

func TestForgottenWordsStayAsTheyAre(t *testing.T) {
	f := judged(t)
	f.CollectedAt = now.Add(-time.Hour)
	if Forgotten(f, now.Add(-time.Hour)) || !Forgotten(f, now.Add(time.Second-time.Hour)) {
		t.Error("the end of the retention is elsewhere")
	}
	if refusedWith(NoneLeft()) != CodeForgotten {
		t.Error(NoneLeft())
	}
}

func TestTheSameDecisionTwiceIsOne(t *testing.T) {
	f := judged(t)
	mine := do(t, f, Change{Field: opinion.FieldTopic, Is: "noise"})
	again := do(t, f, Change{Field: opinion.FieldTopic, Is: "noise", Reason: "其他说法"})
	others := do(t, f, Change{Field: opinion.FieldTopic, Is: "petition"})
	if err := AskedTwice(mine, again); err != nil {
		t.Error(err)
	}
	if err := AskedTwice(mine, do(t, again, Change{Undo: true})); err != nil {
		t.Errorf("what came behind it: %v", err)
	}
	for name, holds := range map[string]opinion.Finding{"another": others, "none yet": f,
		"another role": do(t, f, Change{Field: opinion.FieldTopic, Is: "noise", By: "leader"})} {
		if err := AskedTwice(mine, holds); refusedWith(err) != CodeStale {
			t.Errorf("%s: %v", name, err)
		}
	}
	if VersionID(mine) != VersionID(others) || VersionID(mine) == VersionID(f) {
		t.Errorf("%s, %s, %s", VersionID(f), VersionID(mine), VersionID(others))
	}
}

func TestMoreCorrectionsComeLater(t *testing.T) {
	f := judged(t)
	once := do(t, f, Change{Field: opinion.FieldTopic, Is: "noise"})
	if Weight(once, 1) <= Weight(f, 1<<40) || Weight(f, 2) <= Weight(f, 1) {
		t.Error("a late copy of a judgement takes the place of a correction")
	}
}

func TestPlacesByTheirNames(t *testing.T) {
	e := env()
	e.Named = func(s string) *opinion.Territory {
		return map[string]*opinion.Territory{"甲乙区": {Code: "990108", Confidence: 1},
			"某某区": {Code: "990102", Confidence: .4}}[s]
	}
	for is, want := range map[string]string{"990105": "990105", "甲乙区": "990108", "": "",
		"某某区": CodeUnknownValue, "哪里呢": CodeUnknownValue} {
		got, err := Decide(judged(t), Change{Field: opinion.FieldPlace, Is: is, By: "monitor", Seen: -1}, e, now)
		if want == CodeUnknownValue {
			if refusedWith(err) != want {
				t.Errorf("%q: %v", is, err)
			}
			continue
		}
		if err != nil || got.Corrected[0].Is != want {
			t.Errorf("%q: %+v, %v", is, got.Corrected, err)
		}
	}
}
