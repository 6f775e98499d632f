package main

import (
	"context"
	"encoding/json"
	"fmt"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

	"huiying/app"
	"huiying/app/tour"
	"huiying/bus"
	"huiying/opinion"
	"huiying/register/sqlite"
	"huiying/responders/casework"
)

// filled is an App over data that holds as much as a region does after two months. What it holds
// follows from two numbers alone, so that whoever asks it knows what is there.
type filled struct {
	*app.App
	mentions, cases int
	indexed         bool      // the index is not filled
	start           time.Time // of its two months
	samples         []opinion.Finding
	env             casework.Env
}

const (
	filledSpan = 60 * 24 * time.Hour
	waitMost   = 2000 // cases in triage
	heavies    = 20   // issues of which everybody speaks
)

func (f *filled) mentionID(i int) string { return fmt.Sprintf("%032x", i+1) }
func (f *filled) issueOf(k int) string   { return opinion.IssueID(f.mentionID(f.firstOf(k))) }
func (f *filled) caseID(k int) string    { return opinion.CaseID(f.issueOf(k)) }

// firstOf is the mention for which a case is opened.
func (f *filled) firstOf(k int) int { return k * f.mentions / f.cases / 5 * 5 }

// said is when a mention was published.
func (f *filled) said(i int) time.Time {
	return f.start.Add(time.Duration(float64(filledSpan) / float64(f.mentions) * float64(i))).Truncate(time.Second)
}

// mention is the i-th finding: two of five belong to the issue of a case, one of fifty to what
// everybody speaks of, the others to small issues.
func (f *filled) mention(i int) opinion.Finding {
	x := f.samples[i%len(f.samples)]
	x.ID, x.TextHash = f.mentionID(i), f.mentionID(i)
	x.Title, x.Source, x.Kind = fmt.Sprintf("%s（%d）", x.Title, i%997), fmt.Sprintf("bench-%d", i%12), opinion.KindBoard
	x.URL = fmt.Sprintf("https://bench.example/%d", i)
	x.PublishedAt = f.said(i)
	x.CollectedAt = x.PublishedAt
	switch {
	case i%5 < 2:
		x.Issue = opinion.IssueRef{ID: f.issueOf(min(i*f.cases/f.mentions, f.cases-1)), Size: 2}
	case i%50 == 7:
		x.Issue = opinion.IssueRef{ID: opinion.IssueID(fmt.Sprint("heavy", i/50%heavies)), Size: i / 50 / heavies}
	default:
		x.Issue = opinion.IssueRef{ID: opinion.IssueID(fmt.Sprint("small", i/7)), Size: 1}
	}
	return x
}

// history is what happened to the k-th case: the latest wait in triage, a tenth is in hand and one
// of a hundred of the older ones too, the rest came to their end.
func (f *filled) history(k int) ([]opinion.Event, error) {
	first := f.mention(f.firstOf(k))
	first.Issue.ID = f.issueOf(k)
	lead := first.Route.Lead
	if k%5 == 0 {
		lead = app.SampleUnit(f.Config())
	}
	cmds := []opinion.Command{{Move: opinion.MoveOpen, Finding: &first}, {Move: opinion.MoveDispatch, Unit: lead},
		{Move: opinion.MoveSign}, {Move: opinion.MoveHandle}, {Move: opinion.MoveInform,
			Text: "已到现场", URL: "https://bench.example/1"},
		{Move: opinion.MoveAnswer, Text: tour.Answer(f.samples[f.firstOf(k)%len(f.samples)].Title),
			Kind: "解决公布", URL: fmt.Sprintf("https://bench.example/a/%d", k)},
		{Move: opinion.MoveVerify, OK: true, Reason: "已公布"}, {Move: opinion.MoveClose,
			Outcome: opinion.AnsweredInPublic, Solved: "yes"}}
	switch young := f.cases - 1 - k; {
	case young < f.waiting():
		cmds = cmds[:1]
	case young < f.waiting()+f.cases/10 || k%100 == 7:
		cmds = cmds[:2+k%4]
	}
	return benchStory(f.env, f.said(f.firstOf(k)), time.Minute, cmds)
}

func (f *filled) waiting() int { return min(waitMost, f.cases/5) }

// judged are texts of the tour as the analyzers see them: the words of what it is filled with.
func (f *filled) judged(ctx context.Context) error {
	for _, s := range tour.Stream(11, f.start, time.Minute, 400) {
		m, err := opinion.NewMention(opinion.Draft{Source: "bench", Ref: fmt.Sprint(s.N),
			Kind: opinion.KindBoard, Title: s.Title, Text: s.Text, PublishedAt: s.At})
		if err != nil {
			return err
		}
		x, err := f.Judges().Analyzer.Analyze(ctx, m)
		if err != nil {
			return err
		}
		f.samples = append(f.samples, x)
	}
	return nil
}

// fill writes both logs, in atomic batches.
func (f *filled) fill(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2 * runtime.NumCPU())
	for from := 0; from < f.mentions && ctx.Err() == nil; from += 1000 {
		g.Go(func() error { return f.writeFindings(ctx, from, min(from+1000, f.mentions)) })
	}
	for from := 0; from < f.cases && ctx.Err() == nil; from += 100 {
		g.Go(func() error { return f.writeCases(ctx, from, min(from+100, f.cases)) })
	}
	return g.Wait()
}

func (f *filled) writeFindings(ctx context.Context, from, to int) error {
	out := make([]bus.Message, 0, to-from)
	for i := from; i < to; i++ {
		x := f.mention(i)
		data, err := json.Marshal(x)
		if err != nil {
			return err
		}
		out = append(out, bus.Message{Subject: opinion.FindingSubject(x), ID: x.ID, Data: data})
	}
	_, err := f.Bus().Publish(ctx, out...)
	return err
}

func (f *filled) writeCases(ctx context.Context, from, to int) error {
	before, events := make([]opinion.Case, to-from), make([][]opinion.Event, to-from)
	for i := range events {
		var err error
		if events[i], err = f.history(from + i); err != nil {
			return err
		}
	}
	return f.Register().AppendAll(ctx, before, events)
}

// follow lets the register and the index follow the log until ctx ends.
func (f *filled) follow(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return f.Register().Run(ctx) })
	g.Go(func() error {
		if f.indexed {
			return nil
		}
		return f.Bus().Run(ctx, f.Step("index"))
	})
	return g.Wait()
}

// settled returns when both have seen all there is.
func (f *filled) settled(ctx context.Context) error {
	err := f.CaughtUp(ctx)
	if err == nil {
		err = built(ctx, f.Register())
	}
	if err != nil || f.indexed {
		return err
	}
	for {
		n, err := f.Bus().Pending(ctx, "FINDINGS", "index")
		if err == nil && n == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// built waits until a register that was built has released its answers too.
func built(ctx context.Context, s *sqlite.Store) error {
	for s.Building() {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
	return nil
}

// empty tells a new directory from one that was filled before.
func (f *filled) empty(ctx context.Context) (bool, error) {
	n, err := f.Bus().Count(ctx, "FINDINGS")
	return n == 0, err
}
