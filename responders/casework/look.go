package casework

import (
	"context"
	"errors"
	"time"

	"go.uber.org/zap"

	"huiying/opinion"
)

// LookKey is the timer under which the published answer of a case is looked at.
func LookKey(id string) string { return "verify." + id }

// lookLater is when an answer is looked at whose desk died before it could say so.
const lookLater = time.Minute

// Waits says whether a case has a published answer that nobody has judged yet.
func Waits(c opinion.Case) bool { return c.State == opinion.Answered && c.AnswerURL != "" }

// looks says whether a command gave the case an answer that is to be looked at.
func looks(cmd opinion.Command, after opinion.Case) bool {
	return cmd.Move == opinion.MoveAnswer && after.AnswerURL != ""
}

// armLook sets the timer for a look, before the answer is stored: a desk that dies between the two
// leaves no answer unread. A timer that finds no answer does nothing.
func (d *Executor) armLook(ctx context.Context, id string) error {
	return d.Timers.Schedule(ctx, LookKey(id), d.Now().Add(lookLater), nil)
}

// lookNow brings the look forward once the answer is stored.
func (d *Executor) lookNow(ctx context.Context, id string) {
	if err := d.Timers.Schedule(ctx, LookKey(id), d.Now(), nil); err != nil && d.Log != nil {
		d.Log.Warn("an answer is looked at later than usual", zap.String("case", id), zap.Error(err))
	}
}

// Look is what was seen of a published answer: at its address, and in its words.
type Look struct {
	Reading
	OK       bool   // it stands at its address
	Doubtful bool   // it does, and its words raise doubt
	Unseen   string // nobody can see it but by hand, and why; "" otherwise
	Again    bool   // its page did not open now and may later
	Reason   string // for what was found
}

// AfterLook is the command that follows from a look at the answer of c, and whether one does: an
// answer that is to be looked at again stays as it is. An answer that raises doubt, and one that
// nobody but a person can see, waits for a person.
func AfterLook(c opinion.Case, l Look) (opinion.Command, bool) {
	cmd := opinion.Command{By: System, Expected: c.Version, Doubts: l.Doubts, Pledges: l.Pledges}
	switch {
	case l.Unseen != "":
		cmd.Move, cmd.Doubts = opinion.MoveDoubt, append([]string{l.Unseen}, l.Doubts...)
	case l.Doubtful:
		cmd.Move = opinion.MoveDoubt
	case l.Again:
		return opinion.Command{}, false
	default:
		cmd.Move, cmd.OK, cmd.Reason, cmd.Doubts = opinion.MoveVerify, l.OK, opinion.Clip(l.Reason, maxReason-1), nil
	}
	return cmd, true
}

// Looked makes the move that follows from a look at the answer of c, and says whether it must be
// looked at again. Where somebody was faster, nothing follows.
func (d *Executor) Looked(ctx context.Context, c opinion.Case, l Look) (again bool, err error) {
	cmd, ok := AfterLook(c, l)
	if !ok {
		return true, nil
	}
	if cmd.Move == opinion.MoveDoubt && d.Log != nil {
		d.Log.Info("an answer raises doubt and waits for a person", zap.String("case", c.ID))
	}
	_, err = d.Do(ctx, c.ID, cmd)
	if no := (*MoveRefusal)(nil); errors.As(err, &no) {
		return false, nil
	}
	return false, err
}
