package registertest

import (
	"fmt"
	"time"

	"huiying/opinion"
)

// Start is when what is made here begins.
var Start = time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)

// Finding is one of any number of findings, whose places, topics, units and issues repeat.
func Finding(n int) opinion.Finding {
	var f opinion.Finding
	f.ID, f.Source, f.Kind = fmt.Sprintf("m%04d", n), fmt.Sprintf("s%d", n%3), opinion.KindBoard
	f.Title, f.URL = fmt.Sprintf("路灯不亮%d", n), fmt.Sprintf("https://a.gov.cn/%d", n)
	f.Text = "正文不进台账"
	f.PublishedAt = Start.Add(time.Duration(n) * 17 * time.Minute)
	f.CollectedAt = f.PublishedAt.Add(time.Hour)
	f.Division = []string{"440106", "440103", "4401", "110101", ""}[n%5]
	f.Topic = opinion.TopicFinding{ID: []string{"municipal/light", "municipal/water", "edu", ""}[n%4], Name: "市政"}
	f.Severity.Level = []opinion.Severity{"IV", "III", "II", "IV", ""}[n%5]
	f.Demand.ID = opinion.Complaint
	f.Issue = opinion.IssueRef{ID: fmt.Sprintf("i%d", n%7), Copy: n%4 == 3, New: n < 7,
		Why: []string{"路灯", fmt.Sprintf("样例路%d", n%7)}}
	f.Route.Lead = fmt.Sprintf("unit%d", n%4)
	return f
}

// OpenEvent opens the case of an issue of its own.
func OpenEvent(n int, at time.Time) opinion.Event {
	f := Finding(n)
	id := opinion.CaseID(fmt.Sprint("issue", n))
	return opinion.Event{Type: opinion.MoveOpen, At: at, By: "system", Issue: fmt.Sprint("issue", n), Mention: f.ID,
		Topic: f.Topic.ID, Division: f.Division, Severity: f.Severity.Level, Demand: f.Demand.ID, Source: f.Source,
		Unit: f.Route.Lead, Route: &opinion.Route{Lead: f.Route.Lead, Rule: "属地"}}.Seal(opinion.Case{ID: id})
}

// DispatchEvent hands a case to its lead, with 48 hours to answer.
func DispatchEvent(c opinion.Case, at time.Time) opinion.Event {
	k := opinion.Clock{Profile: "opinion", Start: at, Limit: 48 * time.Hour, Calendar: "24x7", Version: "1"}
	return opinion.Event{Type: opinion.MoveDispatch, At: at, By: "system", Unit: c.Lead,
		Clock: &k, Due: at.Add(k.Limit)}.Seal(c)
}

// Next is an event behind what the case has.
func Next(c opinion.Case, e opinion.Event) opinion.Event { return e.Seal(c) }

// Fold is the case that events lead to.
func Fold(events ...opinion.Event) opinion.Case {
	var c opinion.Case
	for _, e := range events {
		c = c.Apply(e)
	}
	return c
}

// Life is the events of a case up to the last of its moves, each an hour after the one before.
func Life(f opinion.Finding, moves ...opinion.Event) []opinion.Event {
	id, at := opinion.CaseID(f.Issue.ID), Start
	first := opinion.Event{Type: opinion.MoveOpen, At: at, By: "system", Issue: f.Issue.ID, Mention: f.ID,
		Topic: f.Topic.ID, Division: f.Division, Severity: f.Severity.Level, Source: f.Source,
		SourceKind: f.Kind, Unit: f.Route.Lead, Route: &f.Route}.Seal(opinion.Case{ID: id})
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

// ReportOf is a finding with an issue of its own.
func ReportOf(n int, kind opinion.SourceKind, title string) opinion.Finding {
	f := Finding(n)
	f.Kind, f.Title, f.Issue.ID = kind, title, fmt.Sprint("released", n)
	return f
}

// Moves that lead to a released answer and back, for Life. INNERWORD may not come out.
var (
	ToDispatch = opinion.Event{Type: opinion.MoveDispatch, Unit: "unit1", Reason: "INNERWORD"}
	ToSign     = opinion.Event{Type: opinion.MoveSign}
	ToAnswer   = opinion.Event{Type: opinion.MoveAnswer, Text: "水管已经修好，答复词独有", Kind: "解决公布",
		URL: "https://gov.example.org/a"}
	ToVerify = opinion.Event{Type: opinion.MoveVerify, OK: true}
	ToClose  = opinion.Event{Type: opinion.MoveClose, Outcome: opinion.AnsweredInPublic,
		Solved: "yes", Text: "INNERWORD"}
	ToReopen = opinion.Event{Type: opinion.MoveReopen, Reason: "INNERWORD"}
)
