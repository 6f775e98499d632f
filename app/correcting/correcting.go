package correcting

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"time"

	"go.uber.org/zap"

	"huiying/analyzers/territory"
	"huiying/bus"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register"
	"huiying/register/sqlite"
	"huiying/responders/casework"
	"huiying/responders/correct"
)

// Corrector lets persons put findings right: the finding is published again under its
// mention's id, with what was corrected, and every projection lets it take the place of the
// one before.
type Corrector struct {
	Parts
	one *sync.Mutex // correction at a time, and none while a mention is purged
}

// Parts are what corrections take of a process.
type Parts struct {
	Cfg      *configs.Config
	Bus      *bus.Bus
	Register *sqlite.Store
	Desk     *casework.Executor
	Places   *territory.Table
	Route    func(opinion.RouteRequest) opinion.Route
	// Consider does at once what the step that opens cases would do in a moment.
	Consider func(ctx context.Context, findings []opinion.Finding) error
	Now      func() time.Time
	Log      *zap.Logger
}

// New makes a corrector.
func New(p Parts) *Corrector { return &Corrector{Parts: p, one: new(sync.Mutex)} }

// Anew is a corrector of other parts, in turn with the one that it follows.
func (c *Corrector) Anew(p Parts) *Corrector { return &Corrector{Parts: p, one: c.one} }

// Hold keeps corrections away until release: one publishes the words again.
func (c *Corrector) Hold() (release func()) {
	c.one.Lock()
	return c.one.Unlock
}

// Mention is one mention with its finding as it holds now.
func (c *Corrector) Mention(ctx context.Context, id string) (facts.MentionFile, error) {
	f, err := c.Register.Finding(ctx, id)
	if err != nil {
		return facts.MentionFile{}, err
	}
	return c.file(ctx, f)
}

func (c *Corrector) file(ctx context.Context, f opinion.Finding) (facts.MentionFile, error) {
	out := facts.MentionFile{Finding: f}
	stands, err := c.Register.Stand(ctx, f.ID)
	if err != nil && !errors.Is(err, register.ErrNotFound) {
		return out, err
	}
	out.Stands = stands
	if out.Matters, err = register.Matters(ctx, c.Register, f); err != nil {
		return out, err
	}
	later, err := c.Register.Replaced(ctx, []string{f.ID})
	if err != nil {
		return out, err
	}
	out.Later = later[f.ID]
	if f.Replaces != "" {
		a, err := Amendment(ctx, c.Register, f.ID, f.Replaces, f.CollectedAt)
		if err != nil {
			return out, err
		}
		out.Amended = &a
	}
	k, err := c.Register.Case(ctx, opinion.CaseID(f.Issue.ID))
	if errors.Is(err, register.ErrNotFound) {
		return out, nil
	}
	out.Case, out.State = k.ID, k.State
	return out, err
}

// Correct puts one thing right.
func (c *Corrector) Correct(ctx context.Context, id string, what facts.Correct) (facts.MentionFile, error) {
	return c.do(ctx, id, correct.Change{Field: what.Field, Is: what.Is}, what)
}

// Undo takes the latest correction back.
func (c *Corrector) Undo(ctx context.Context, id string, what facts.Correct) (facts.MentionFile, error) {
	return c.do(ctx, id, correct.Change{Undo: true, Field: what.Field}, what)
}

func (c *Corrector) do(ctx context.Context, id string, cmd correct.Change,
	what facts.Correct) (facts.MentionFile, error) {
	cmd.By, cmd.Reason, cmd.Seen = what.By, what.Reason, -1
	if what.Seen != nil {
		cmd.Seen = *what.Seen
	}
	f, err := c.amend(ctx, id, cmd)
	if err == nil && (f.Asks == opinion.AsksCase || cmd.Field == opinion.FieldOther && !cmd.Undo) {
		err = c.openNow(ctx, f)
	}
	if err != nil {
		return facts.MentionFile{}, err
	}
	return c.file(ctx, f)
}

// amend decides a correction and publishes the finding again. One at a time in this process; of
// two processes the log takes the first, since both give the same id to the same place in the
// list of corrections.
func (c *Corrector) amend(ctx context.Context, id string, cmd correct.Change) (opinion.Finding, error) {
	c.one.Lock()
	defer c.one.Unlock()
	f, err := c.Register.Finding(ctx, id)
	if err != nil {
		return f, err
	}
	if correct.Forgotten(f, c.Cfg.ForgetBefore(c.Now())) {
		return f, &register.Missing{What: "mention", ID: id}
	}
	if !cmd.Undo && (cmd.Field == opinion.FieldAsks || cmd.Field == opinion.FieldOther) {
		if err = c.standsIn(ctx, f, &cmd); err != nil {
			return f, err
		}
	}
	next, err := correct.Decide(f, cmd, c.env(), c.Now())
	if err != nil {
		return f, err
	}
	return next, c.publishAgain(ctx, next)
}

// publishAgain stores corrected findings and waits until the register has seen them.
func (c *Corrector) publishAgain(ctx context.Context, findings ...opinion.Finding) error {
	out := make([]bus.Message, len(findings))
	for i, f := range findings {
		data, err := json.Marshal(f)
		if err != nil {
			return err
		}
		out[i] = bus.Message{Subject: opinion.FindingSubject(f), ID: correct.VersionID(f), Data: data}
	}
	ack, err := c.Bus.Publish(ctx, out...)
	if err != nil {
		return err
	}
	last := slices.Max(ack.Seqs)
	if ack.Duplicates > 0 {
		if last, err = c.Bus.LastSubjectSeq(ctx, "FINDINGS", "finding.*"); err != nil {
			return err
		}
	}
	wait, stop := context.WithTimeout(ctx, 10*time.Second)
	defer stop()
	if err := c.Register.WaitFor(wait, "FINDINGS", last); err != nil {
		c.Log.Warn("correction stored, register behind", zap.Error(err))
	}
	if ack.Duplicates > 0 {
		return c.sameAs(ctx, findings)
	}
	return nil
}

// sameAs says whether what holds now is what was to be published: then somebody only asked
// twice.
func (c *Corrector) sameAs(ctx context.Context, findings []opinion.Finding) error {
	for _, f := range findings {
		now, err := c.Register.Finding(ctx, f.ID)
		if err == nil {
			err = correct.AskedTwice(f, now)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// env is what corrections may look up.
func (c *Corrector) env() correct.Env {
	return correct.Env{
		Topic: c.Cfg.Topic,
		Unit:  c.Desk.Env.Unit,
		Route: c.Route,
		Place: func(code string) (opinion.Territory, bool) {
			d, ok := c.Places.Division(code)
			return opinion.Territory{Code: d.Code, Name: d.Name, Level: d.Level, Confidence: 1,
				Evidence: []string{}, Path: c.Places.Path(code)}, ok
		},
		Named: func(name string) *opinion.Territory { return c.Places.Judge("", name, c.Cfg.Region) },
	}
}
