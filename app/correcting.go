package app

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/correct"
)

// corrector lets persons put findings right: the finding is published again under its
// mention's id, with what was corrected, and every projection lets it take the place of the
// one before.
type corrector struct{ h *App }

// Mention is one mention with its finding as it holds now.
func (c corrector) Mention(ctx context.Context, id string) (facts.MentionFile, error) {
	f, err := c.h.Store.Finding(ctx, id)
	if err != nil {
		return facts.MentionFile{}, err
	}
	return c.file(ctx, f)
}

func (c corrector) file(ctx context.Context, f opinion.Finding) (facts.MentionFile, error) {
	out := facts.MentionFile{Finding: f}
	k, err := c.h.Store.Case(ctx, opinion.CaseID(f.Issue.ID))
	if errors.Is(err, register.ErrNotFound) {
		return out, nil
	}
	out.Case, out.State = k.ID, k.State
	return out, err
}

// Correct puts one thing right.
func (c corrector) Correct(ctx context.Context, id string, what facts.Correct) (facts.MentionFile, error) {
	return c.do(ctx, id, correct.Command{Field: what.Field, Is: what.Is}, what)
}

// Undo takes the latest correction back.
func (c corrector) Undo(ctx context.Context, id string, what facts.Correct) (facts.MentionFile, error) {
	return c.do(ctx, id, correct.Command{Undo: true}, what)
}

func (c corrector) do(ctx context.Context, id string, cmd correct.Command, what facts.Correct) (facts.MentionFile, error) {
	cmd.By, cmd.Reason, cmd.Seen = what.By, what.Reason, -1
	if what.Seen != nil {
		cmd.Seen = *what.Seen
	}
	f, err := c.h.amend(ctx, id, cmd)
	if err != nil {
		return facts.MentionFile{}, err
	}
	return c.file(ctx, f)
}

// amend decides a correction and publishes the finding again. One at a time in this process; of
// two processes the log takes the first, since both give the same id to the same place in the
// list of corrections.
func (a *App) amend(ctx context.Context, id string, cmd correct.Command) (opinion.Finding, error) {
	a.correcting.Lock()
	defer a.correcting.Unlock()
	f, err := a.Store.Finding(ctx, id)
	if err != nil {
		return f, err
	}
	if correct.Forgotten(f, a.Cfg.ForgetBefore(a.Now())) {
		return f, &register.Missing{What: "mention", ID: id}
	}
	next, err := correct.Decide(f, cmd, a.correctEnv(), a.Now())
	if err != nil {
		return f, err
	}
	return next, a.publishAgain(ctx, next)
}

// publishAgain stores corrected findings and waits until the register has seen them.
func (a *App) publishAgain(ctx context.Context, findings ...opinion.Finding) error {
	out := make([]bus.Message, len(findings))
	for i, f := range findings {
		data, err := json.Marshal(f)
		if err != nil {
			return err
		}
		out[i] = bus.Message{Subject: opinion.FindingSubject(f), ID: correct.VersionID(f), Data: data}
	}
	ack, err := a.Bus.Publish(ctx, out...)
	if err != nil {
		return err
	}
	last := slices.Max(ack.Seqs)
	if ack.Duplicates > 0 {
		if last, err = a.lastKept(ctx, "FINDINGS"); err != nil {
			return err
		}
	}
	wait, stop := context.WithTimeout(ctx, 10*time.Second)
	defer stop()
	if err := a.Store.WaitFor(wait, "FINDINGS", last); err != nil {
		a.Log.Warn("correction stored, register behind", zap.Error(err))
	}
	if ack.Duplicates > 0 {
		return a.sameAs(ctx, findings)
	}
	return nil
}

// sameAs says whether what holds now is what was to be published: then somebody only asked
// twice.
func (a *App) sameAs(ctx context.Context, findings []opinion.Finding) error {
	for _, f := range findings {
		now, err := a.Store.Finding(ctx, f.ID)
		if err == nil {
			err = correct.AskedTwice(f, now)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// correctEnv is what corrections may look up.
func (a *App) correctEnv() correct.Env {
	return correct.Env{
		Topic: a.Cfg.Topic,
		Unit:  a.desk.Env.Unit,
		Route: a.Judges.Units.Route,
		Place: func(code string) (opinion.Territory, bool) {
			d, ok := a.Judges.Places.Division(code)
			return opinion.Territory{Code: d.Code, Name: d.Name, Level: d.Level, Confidence: 1, Evidence: []string{}, Path: a.Judges.Places.Path(code)}, ok
		},
		Named: func(name string) *opinion.Territory { return a.Judges.Places.Judge("", name, a.Cfg.Region) },
	}
}
