package correct

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/opinion"
	"huiying/words"
)

var now = time.Date(2026, 11, 22, 2, 0, 0, 0, time.UTC)

func env() Env {
	return Env{
		Topic: func(id string) (opinion.Topic, bool) {
			all := map[string]opinion.Topic{"water": {ID: "water", Name: "供水"},
				"noise": {ID: "noise", Name: "噪声"}, "petition": {ID: "petition", Name: "信访",
					Refer: "信访"}}
			t, ok := all[id]
			return t, ok
		},
		Place: func(code string) (opinion.Territory, bool) {
			return opinion.Territory{Code: code, Name: code, Level: opinion.County, Confidence: 1,
				Evidence: []string{}, Path: []string{code[:2], code}}, len(code) == 6
		},
		Unit: func(id string) (opinion.Unit, bool) {
			return opinion.Unit{ID: id, Name: "单位" + id}, strings.HasPrefix(id, "u-")
		},
		Route: func(r opinion.RouteRequest) opinion.Route {
			return opinion.Route{Lead: fmt.Sprintf("u-%s-%s-%s", r.Topic, r.Division, r.Severity),
				Co: []string{"u-help", "u-x"}, Rule: "sector", Refer: r.Refer,
				Why: []string{"step"}}
		},
	}
}

func judged(t testing.TB) opinion.Finding {
	m, err := opinion.NewMention(opinion.Draft{Source: "board", Title: "停水", Text: "三天没有水了", Division: "980101"})
	if err != nil {
		t.Fatal(err)
	}
	f := opinion.Finding{Mention: m, Topic: opinion.TopicFinding{ID: "water", Name: "供水",
		Confidence: .7, By: "rules", Evidence: []string{"停水"}, Also: []string{"noise"}},
		Demand:    opinion.DemandFinding{ID: opinion.Help, Confidence: .8},
		Severity:  opinion.SeverityFinding{Level: "III", Evidence: []string{"三天"}},
		Territory: &opinion.Territory{Code: "980101", Confidence: .9, Evidence: []string{}},
		Issue:     opinion.IssueRef{ID: "i1", Size: 2}}
	f.Route = env().Route(f.RouteRequest())
	return f
}

func do(t testing.TB, f opinion.Finding, cmd Change) opinion.Finding {
	t.Helper()
	if cmd.By == "" {
		cmd.By = "monitor"
	}
	cmd.Seen = len(f.Corrected)
	out, err := Decide(f, cmd, env(), now)
	if err != nil {
		t.Fatalf("%s: %v", cmd.Field, err)
	}
	return out
}

func TestCorrectionsChangeWhatTheyNameAndRouteAnew(t *testing.T) {
	f := do(t, judged(t), Change{Field: opinion.FieldTopic, Is: "noise", Reason: "说的是噪声，电话13912345678"})
	if f.Topic.ID != "noise" || f.Topic.By != opinion.ByPerson || f.Topic.Confidence != 1 ||
		len(f.Topic.Also) != 0 || f.Route.Lead != "u-noise-980101-III" {
		t.Errorf("topic: %+v, led by %s", f.Topic, f.Route.Lead)
	}
	if c := f.Corrected[0]; c.Was != "water" || c.Is != "noise" ||
		strings.Contains(c.Reason, "139") || !c.At.Equal(now) || c.By != "monitor" {
		t.Errorf("correction: %+v", c)
	}
	f = do(t, f, Change{Field: opinion.FieldPlace, Is: "980122"})
	f = do(t, f, Change{Field: opinion.FieldSeverity, Is: "I"})
	f = do(t, f, Change{Field: opinion.FieldDemand, Is: "complaint"})
	if f.Route.Lead != "u-noise-980122-I" || f.Place() != "980122" || f.Demand.ID != opinion.Complaint {
		t.Errorf("led by %s at %s: %+v", f.Route.Lead, f.Place(), f.Demand)
	}
	f = do(t, f, Change{Field: opinion.FieldUnit, Is: "u-x", By: "unit:u-help"})
	if f.Route.Lead != "u-x" || fmt.Sprint(f.Route.Co) != "[u-help]" {
		t.Errorf("unit: %+v", f.Route)
	}
	f = do(t, f, Change{Field: opinion.FieldPlace, Is: ""})
	if f.Route.Lead != "u-x" || f.Territory != nil || f.Place() != "980101" {
		t.Errorf("a unit that a person named gave way to %s; place %+v", f.Route.Lead, f.Territory)
	}
	if f.Judged.Topic.ID != "water" || f.Judged.Route.Lead != "u-water-980101-III" || f.Text == "" {
		t.Errorf("what the analyzers said is lost: %+v", f.Judged)
	}
}

func TestConfirmingATopicKeepsItsEvidence(t *testing.T) {
	f := do(t, judged(t), Change{Field: opinion.FieldTopic, Is: "water"})
	if f.Topic.By != opinion.ByPerson || fmt.Sprint(f.Topic.Evidence) != "[停水]" ||
		f.Route.Lead != "u-water-980101-III" {
		t.Errorf("%+v", f.Topic)
	}
	_, err := Decide(f, Change{Field: opinion.FieldTopic, Is: "water", By: "monitor", Seen: 1}, env(), now)
	if no := (*words.Refusal)(nil); !errors.As(err, &no) || no.Code != CodeNoChange {
		t.Errorf("confirmed twice: %v", err)
	}
}

func TestAReferredTopicIsReferred(t *testing.T) {
	if f := do(t, judged(t), Change{Field: opinion.FieldTopic, Is: "petition"}); f.Route.Refer != "信访" {
		t.Errorf("%+v", f.Route)
	}
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		cmd  Change
		code string
	}{
		"stale":          {Change{Field: opinion.FieldTopic, Is: "noise", By: "monitor", Seen: 3}, CodeStale},
		"a person":       {Change{Field: opinion.FieldTopic, Is: "noise", By: "张三"}, CodeNeedsBy},
		"a number":       {Change{Field: opinion.FieldTopic, Is: "noise", By: "m13912345678"}, CodeNeedsBy},
		"the system":     {Change{Field: opinion.FieldTopic, Is: "noise", By: "system"}, CodeNeedsBy},
		"no such unit":   {Change{Field: opinion.FieldTopic, Is: "noise", By: "unit:x"}, CodeNeedsBy},
		"no such field":  {Change{Field: "title", Is: "x", By: "monitor"}, CodeUnknownField},
		"no such topic":  {Change{Field: opinion.FieldTopic, Is: "", By: "monitor"}, CodeUnknownValue},
		"no such place":  {Change{Field: opinion.FieldPlace, Is: "99", By: "monitor"}, CodeUnknownValue},
		"no such demand": {Change{Field: opinion.FieldDemand, Is: "delete", By: "monitor"}, CodeUnknownValue},
		"no such level":  {Change{Field: opinion.FieldSeverity, Is: "V", By: "monitor"}, CodeUnknownValue},
		"unit unknown":   {Change{Field: opinion.FieldUnit, Is: "x", By: "monitor"}, CodeUnknownValue},
		"no issue given": {Change{Field: opinion.FieldIssue, Is: "i2", By: "monitor"}, CodeUnknownValue},
		"nothing new":    {Change{Field: opinion.FieldSeverity, Is: "III", By: "monitor"}, CodeNoChange},
		"nothing undone": {Change{Undo: true, By: "monitor"}, CodeNothing},
		"no reason":      {Change{Field: opinion.FieldAsks, Is: "nothing", By: "monitor"}, CodeNeedsReason},
		"in a case": {Change{Field: opinion.FieldAsks, Is: "nothing", By: "monitor",
			Reason: "样例", Case: "c1"}, CodeInCase},
		"asks what": {Change{Field: opinion.FieldAsks, Is: "perhaps", By: "monitor"}, CodeUnknownValue},
		"long": {Change{Field: opinion.FieldTopic, Is: "noise", By: "monitor",
			Reason: strings.Repeat("长", 501)}, CodeTooLong},
	} {
		f := judged(t)
		got, err := Decide(f, c.cmd, env(), now)
		var no *words.Refusal
		if !errors.As(err, &no) || no.Code != c.code || !words.Has(no.Key) {
			t.Errorf("%s: %v", name, err)
		}
		if text(t, got) != text(t, f) {
			t.Errorf("%s: the finding changed", name)
		}
	}
}

// Whatever was corrected, taking everything back gives what the analyzers said, and each
// finding on the way is left as it was.
func TestEverythingCanBeTakenBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := judged(noT{})
		f, want := first, text(t, first)
		var story []string
		for range rapid.IntRange(0, 12).Draw(t, "n") {
			before := text(t, f)
			cmd := rapid.SampledFrom([]Change{
				{Field: opinion.FieldTopic, Is: "noise"}, {Field: opinion.FieldTopic, Is: "water"},
				{Field: opinion.FieldPlace, Is: "980122"},
				{Field: opinion.FieldPlace}, {Field: opinion.FieldSeverity, Is: "I"},
				{Field: opinion.FieldSeverity, Is: "III"}, {Field: opinion.FieldUnit,
					Is: "u-x"},
				{Field: opinion.FieldDemand, Is: "praise"}, {Field: opinion.FieldIssue, Is: "i7",
					Issue: opinion.IssueRef{ID: "i7", Size: 1, New: true}},
				{Field: opinion.FieldIssue, Is: "i8", Issue: opinion.IssueRef{ID: "i8", Size: 4}}, {Undo: true},
				{Field: opinion.FieldAsks, Is: "nothing", Reason: "样例"}, {Field: opinion.FieldAsks,
					Is: "case"}, {Undo: true, Field: opinion.FieldAsks},
			}).Draw(t, "cmd")
			cmd.By, cmd.Seen = "monitor", len(f.Corrected)
			next, err := Decide(f, cmd, env(), now)
			if text(t, f) != before {
				t.Fatal("the finding that was corrected changed")
			}
			if err == nil {
				if !cmd.Undo && next.Value(cmd.Field) != cmd.Is {
					// no place named leaves the source's home, which is no certain place
					t.Fatalf("%s is %q, not %q", cmd.Field, next.Value(cmd.Field), cmd.Is)
				}
				f, story = next, append(story, string(cmd.Field))
			}
		}
		for len(opinion.Standing(f.Corrected)) > 0 {
			f = do(noT{}, f, Change{Undo: true})
		}
		f.Corrected, f.Judged = nil, nil
		if got := text(t, f); got != want {
			t.Fatalf("after %v and all taken back:\n%s\n%s", story, got, want)
		}
	})
}

type noT struct{ testing.TB }

func (noT) Helper()                   {}
func (noT) Fatal(a ...any)            { panic(fmt.Sprint(a...)) }
func (noT) Fatalf(s string, a ...any) { panic(fmt.Sprintf(s, a...)) }

func text(t interface{ Fatal(...any) }, f opinion.Finding) string {
	b, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
