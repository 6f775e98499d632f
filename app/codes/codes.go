// Package codes hands query codes (受理码) out, and lets whoever holds one follow and judge a case. A
// code's HMAC leads to a mention, in a bucket of its own that is asked by key alone; no event, page,
// answer of the API or log has either.
package codes

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"time"

	"huiying/bus"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/querycode"
	"huiying/words"
)

// Register leads from a mention to its cases and their histories. register/sqlite is one.
type Register interface {
	CasesOf(ctx context.Context, mention string) ([]string, error)
	// Replaced says which of the mentions have a newer text of the same report, and its mention.
	Replaced(ctx context.Context, mentions []string) (map[string]string, error)
	File(ctx context.Context, id string) (register.CaseFile, error)
}

// Mover makes moves on cases.
type Mover interface {
	Do(ctx context.Context, id string, cmd opinion.Command) (opinion.Case, error)
}

// Codes is the book of codes at work.
type Codes struct {
	Bucket   *bus.Bucket
	Key      *querycode.Key
	Random   io.Reader
	Register Register
	Cases    Mover
	Now      func() time.Time
}

// note is what is kept of a code, under its HMAC. Judged is when the answer was given that it has
// judged.
type note struct {
	Mention string    `json:"mention"`
	Judged  time.Time `json:"judged,omitzero"`
}

// The keys of the bucket beside the HMACs.
const (
	handed = "handed/" // + mention: it has a code, which one nobody can tell
	mark   = "mark"    // of the key that codes are known by
)

// ErrOtherKey says that the key file is not the one by which codes were handed out.
var ErrOtherKey = errors.New("the key file of query codes is not the one by which codes were handed out: put that one back, or the codes are lost")

// Check refuses a key that is not that of the codes which were handed out.
func (c Codes) Check(ctx context.Context) error {
	if _, err := c.Bucket.PutNew(ctx, mark, []byte(c.Key.Mark())); err != nil {
		return err
	}
	was, _, err := c.Bucket.Get(ctx, mark)
	if err == nil && string(was) != c.Key.Mark() {
		err = ErrOtherKey
	}
	return err
}

// ErrHanded says that a mention has its code.
var ErrHanded = refused("code_handed", "error.code.handed")

// Mark is that of the key under which codes were handed out, "" where none was.
func Mark(ctx context.Context, b *bus.Bucket) (string, error) {
	was, _, err := b.Get(ctx, mark)
	return string(was), err
}

// Hand makes the code of a mention, once: nobody of the office can have a second one and speak by it.
func (c Codes) Hand(ctx context.Context, mention string) (string, error) {
	if err := c.Check(ctx); err != nil {
		return "", err
	}
	code, err := querycode.New(c.Random)
	if err != nil {
		return "", err
	}
	first, err := c.Bucket.PutNew(ctx, handed+mention, []byte("1"))
	if err == nil && !first {
		err = ErrHanded
	}
	if err != nil {
		return "", err
	}
	value, err := json.Marshal(note{Mention: mention})
	if err == nil {
		err = c.Bucket.Put(ctx, c.Key.Of(code), value)
	}
	if err != nil {
		return "", errors.Join(err, c.Bucket.Delete(context.WithoutCancel(ctx), handed+mention))
	}
	return code.String(), nil
}

// ticketFor is how long a page may hold what a verdict needs.
const ticketFor = 20 * time.Minute

// Follow shows the case of a code, with a ticket for a verdict.
func (c Codes) Follow(ctx context.Context, typed string) (facts.Followed, error) {
	code, ok := querycode.Parse(typed)
	if !ok {
		return facts.Followed{}, refused("code_mistyped", "error.code.mistyped")
	}
	of := c.Key.Of(code)
	out, err := c.follow(ctx, of)
	if err == nil {
		out.Ticket, err = c.Key.Seal(of, c.Now().Add(ticketFor))
	}
	return out, err
}

func (c Codes) follow(ctx context.Context, of string) (facts.Followed, error) {
	n, err := c.note(ctx, of)
	if err != nil {
		return facts.Followed{}, err
	}
	mention, err := c.newest(ctx, n.Mention)
	if err != nil {
		return facts.Followed{}, err
	}
	cases, err := c.Register.CasesOf(ctx, mention)
	if err != nil {
		return facts.Followed{}, err
	}
	if len(cases) == 0 { // being judged, waiting for a look, or dismissed
		return facts.Followed{}, nil
	}
	at := len(cases) - 1
	file, err := c.whole(ctx, cases[at])
	for ; err == nil && file.Case.Part && at > 0; at-- { // of a letter's matters the first is followed
		file, err = c.whole(ctx, cases[at-1])
	}
	if err != nil {
		return facts.Followed{}, err
	}
	k := file.Case
	out := facts.Followed{Case: &k, Steps: steps(file.History)}
	out.Judged = !n.Judged.IsZero() && n.Judged.Equal(k.AnswerAt)
	return out, nil
}

// newest is the mention that holds of a report: a source's corrected text is in the case instead of the
// one for which the code was handed out.
func (c Codes) newest(ctx context.Context, mention string) (string, error) {
	for {
		by, err := c.Register.Replaced(ctx, []string{mention})
		if err != nil || by[mention] == "" {
			return mention, err
		}
		mention = by[mention]
	}
}

// whole is a case, or the one that it was merged into.
func (c Codes) whole(ctx context.Context, id string) (register.CaseFile, error) {
	for range 8 {
		f, err := c.Register.File(ctx, id)
		if err != nil || f.Case.Into == "" {
			return f, err
		}
		id = f.Case.Into
	}
	return c.Register.File(ctx, id)
}

func (c Codes) note(ctx context.Context, of string) (n note, err error) {
	raw, there, err := c.Bucket.Get(ctx, of)
	if err == nil && !there {
		return n, refused("code_unknown", "error.code.unknown")
	}
	if err == nil {
		err = json.Unmarshal(raw, &n)
	}
	return n, err
}

// Judge takes one verdict on the answer that stands: solved, or not and why. It is claimed in the
// bucket first, so that pressed twice it counts once, and let go where the case refuses it.
func (c Codes) Judge(ctx context.Context, ticket, solved, why string) (facts.Followed, error) {
	of, ok := c.Key.Unseal(ticket, c.Now())
	if !ok {
		return facts.Followed{}, refused("code_again", "error.code.again")
	}
	now, err := c.follow(ctx, of)
	switch {
	case err != nil:
		return now, err
	case now.Case == nil || !now.Judges():
		return now, refused("code_no_answer", "error.code.no_answer")
	}
	before, answer := note{}, now.Case.AnswerAt
	err = c.Bucket.Change(ctx, of, func(old []byte, _ bool) ([]byte, error) {
		var n note
		if err := json.Unmarshal(old, &n); err != nil {
			return nil, err
		}
		if before = n; n.Judged.Equal(answer) {
			return nil, refused("code_judged", "error.code.judged")
		}
		n.Judged = answer
		return json.Marshal(n)
	})
	if err != nil {
		return now, err
	}
	if solved == "yes" {
		why = ""
	}
	if _, err = c.Cases.Do(ctx, now.Case.ID, opinion.Command{Move: opinion.MoveConfirm, By: opinion.Asker,
		Solved: solved, Reason: why}); err != nil {
		back, _ := json.Marshal(before) // a note always can
		return now, errors.Join(err, c.Bucket.Put(context.WithoutCancel(ctx), of, back))
	}
	return c.follow(ctx, of)
}

// steps are what whoever asked may see of a case's way: what was done and by which unit, no reasons
// and no words of the office.
func steps(history []opinion.Event) (out []register.ReleasedStep) {
	for _, e := range history {
		step := register.ReleasedStep{Move: e.Type, At: e.At}
		switch e.Type {
		case opinion.MoveOpen, opinion.MoveClose, opinion.MoveReopen, opinion.MoveUphold, opinion.MoveDismiss,
			opinion.MoveRefer, opinion.MoveInform, opinion.MoveExtend, opinion.MoveMerge:
		case opinion.MoveDispatch, opinion.MoveArbitrate, opinion.MoveSign, opinion.MoveHandle, opinion.MoveAnswer:
			step.Unit = e.Unit
		case opinion.MoveVerify:
			if !e.OK {
				continue
			}
		default:
			continue
		}
		out = append(out, step)
	}
	return out
}

func refused(code, key string) error {
	return &kit.Error{Kind: kit.Refused, Code: code, Phrase: words.Of(key)}
}
