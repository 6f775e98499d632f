package casework

import (
	"context"
	"errors"
	"fmt"
	"time"

	"go.uber.org/zap"

	"huiying/opinion"
)

// The gate stands in Executor.Do before every decision, so that no page, API, form, tour or import
// makes a move without it. It holds what Decide cannot see in the case: the working papers of the
// unit, and what the checks read in an answer.

// Papers are the working papers (办理底稿) of units. The register keeps them.
type Papers interface {
	// Paper is what a unit has of a case; the zero Paper with its names when it has nothing.
	Paper(ctx context.Context, id, unit string) (opinion.Paper, error)
	// DropPaper takes the words of papers away for good.
	DropPaper(ctx context.Context, p opinion.Paper, at time.Time) error
}

// Reader reads the answer of a case beside what was asked.
type Reader interface {
	Read(ctx context.Context, c opinion.Case) (Reading, error)
}

// Reading is what the words of an answer say about it.
type Reading struct {
	Doubts  []string         // why it may be none; empty where nothing was found
	Pledges []opinion.Pledge // what it promises for a day
}

// errNoPapers: an answer that must be reviewed is refused by whoever cannot know whether it was.
var errNoPapers = errors.New("answers are reviewed here, and this desk has no working papers to look at")

// gate refuses an answer that is not fit to go out, and tells the decision on one that a person
// takes for good what the checks read in it. What the caller wrote there counts for nothing.
func (d *Executor) gate(ctx context.Context, c opinion.Case, cmd opinion.Command) (opinion.Command, error) {
	switch {
	case c.Version == 0: // Decide knows what such a case lacks
		return cmd, nil
	case cmd.Move == opinion.MoveAnswer:
		return cmd, d.fit(ctx, c, cmd.Text)
	case cmd.Move == opinion.MoveVerify && cmd.By != System:
		cmd.Doubts, cmd.Pledges = nil, nil
		if d.Reader == nil || !cmd.OK || c.State != opinion.Answered || c.Answer == "" {
			return cmd, nil
		}
		r, err := d.Reader.Read(ctx, c)
		if err != nil {
			return cmd, fmt.Errorf("read the answer of case %s: %w", c.ID, err)
		}
		cmd.Doubts, cmd.Pledges = r.Doubts, r.Pledges
	}
	return cmd, nil
}

// fit refuses an answer that still holds blanks, and, where answers are reviewed, one that no
// second person approved word for word.
func (d *Executor) fit(ctx context.Context, c opinion.Case, text string) error {
	if err := Ready(c, text); err != nil {
		return err
	}
	switch {
	case !d.Review:
		return nil
	case d.Papers == nil:
		return errNoPapers
	}
	p, err := d.Papers.Paper(ctx, c.ID, c.Lead)
	if err != nil {
		return err
	}
	return Reviewed(c, p, text)
}

// dropDraft takes the words of a draft away once they are published as the answer of before's unit.
// The answer stands by then: a draft that cannot be dropped now is found later among those that
// nobody needs.
func (d *Executor) dropDraft(ctx context.Context, before opinion.Case) {
	if d.Papers == nil {
		return
	}
	p, err := d.Papers.Paper(ctx, before.ID, before.Lead)
	if err == nil {
		err = d.Papers.DropPaper(ctx, p, d.Now())
	}
	if err != nil && d.Log != nil {
		d.Log.Warn("a published draft was not dropped; it is tried again within the hour",
			zap.String("case", before.ID), zap.Error(err))
	}
}
