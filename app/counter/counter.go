package counter

import (
	"context"
	"errors"
	"slices"
	"time"

	"huiying/analyzers/issue"
	"huiying/app/judging"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
	"huiying/words"
)

// Corrector puts right what was found about a mention, as a person says it.
type Corrector interface {
	Correct(ctx context.Context, id string, what facts.Correct) (facts.MentionFile, error)
}

// Parts are what the counter takes of a process.
type Parts struct {
	Cfg      *configs.Config
	Judges   *judging.Judges
	Dispose  func(opinion.Finding) opinion.Disposed
	Publish  func(context.Context, []opinion.Mention) (added int, err error)
	Register Register
	Correct  Corrector
	// Consider does at once what the step that opens cases would do in a moment.
	Consider func(ctx context.Context, findings []opinion.Finding) error
	Now      func() time.Time
}

// Register says what became of a mention. register/sqlite is one.
type Register interface {
	Finding(ctx context.Context, mention string) (opinion.Finding, error)
	Stand(ctx context.Context, mention string) (register.Stand, error)
	Issue(ctx context.Context, id string, at time.Time) (register.IssueRow, error)
	Abreast(ctx context.Context) error
}

// Counter is the counter at work.
type Counter struct{ Parts }

// alikeShown is how many issues a text in the making is shown beside.
const alikeShown = 5

// Sketch judges a text in the making. Nothing of it is kept, and grouping learns nothing from it.
func (c Counter) Sketch(ctx context.Context, e facts.Entry) (facts.Sketch, error) {
	m, err := c.mention(e)
	if err != nil {
		return facts.Sketch{}, err
	}
	f, near, err := c.Judges.Sketch(ctx, m, alikeShown)
	if err != nil {
		return facts.Sketch{}, err
	}
	out := facts.Sketch{Finding: f, Rule: c.Dispose(f).Rule}
	out.Alike, err = c.known(ctx, near)
	return out, err
}

// Near tells which other issues a mention that is here comes near, so that a person may join what
// grouping left apart.
func (c Counter) Near(ctx context.Context, mention string) ([]facts.Alike, error) {
	f, err := c.Register.Finding(ctx, mention)
	if err != nil || f.Text == "" {
		return nil, err
	}
	_, near, err := c.Judges.Sketch(ctx, f.Mention, alikeShown+1)
	if err != nil {
		return nil, err
	}
	near = slices.DeleteFunc(near, func(a issue.Alike) bool { return a.ID == f.Issue.ID })
	return c.known(ctx, near[:min(len(near), alikeShown)])
}

// known are the issues that the register has.
func (c Counter) known(ctx context.Context, near []issue.Alike) (out []facts.Alike, err error) {
	for _, a := range near {
		row, err := c.Register.Issue(ctx, a.ID, c.Now())
		if errors.Is(err, register.ErrNotFound) { // judged a moment ago
			continue
		}
		if err != nil {
			return out, err
		}
		out = append(out, alike(row, a))
	}
	return out, nil
}

func alike(row register.IssueRow, a issue.Alike) facts.Alike {
	return facts.Alike{IssueRow: row, Copy: a.Copy, Why: a.Why}
}

// mention redacts an entry.
func (c Counter) mention(e facts.Entry) (opinion.Mention, error) {
	if !e.Told.Known() {
		return opinion.Mention{}, refused("no_told", "error.counter.told")
	}
	d := e.Draft()
	d.CollectedAt = c.Now()
	if d.Division == "" {
		d.Division = c.Cfg.Region
	}
	m, err := opinion.NewMention(d)
	switch {
	case errors.Is(err, opinion.ErrNoText):
		return m, refused("no_text", "error.counter.text")
	case errors.Is(err, opinion.ErrTooLong):
		return m, refused("too_long", "error.counter.long")
	}
	return m, err
}

func refused(code, key string) error {
	return &kit.Error{Kind: kit.Invalid, Code: code, Phrase: words.Of(key)}
}
