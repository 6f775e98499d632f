package ask

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/words"
)

// Giver reads a case and makes moves on it.
type Giver interface {
	Case(ctx context.Context, id string) (facts.CaseFile, error)
	Do(ctx context.Context, id string, cmd opinion.Command) (opinion.Case, error)
}

// Counter is where entries are taken down.
type Counter struct {
	Registrar
	Codes Codes // may be nil
	Cases Giver
}

// Enter takes an entry down and, where its clerk wants that, hands out a query code and gives the case
// to the unit at once.
func Enter(ctx context.Context, c Counter, e facts.Entry) (facts.Entered, error) {
	e.Title, e.Text = strings.TrimSpace(e.Title), strings.TrimSpace(e.Text)
	cases := c.Cases
	out, err := c.Enter(ctx, e)
	if err == nil && e.Code && !out.Known {
		out.Code, err = Hand(ctx, c.Codes, out.Mention)
	}
	if err != nil || len(out.Cases) == 0 {
		return out, err
	}
	file, err := cases.Case(ctx, out.Cases[len(out.Cases)-1])
	var hidden *kit.Error
	if err = kit.OfRegister(err); errors.As(err, &hidden) && hidden.Kind == kit.NotFound {
		return out, nil // it belongs to others, who see it
	}
	if err != nil {
		return out, err
	}
	k := file.Case
	if e.Dispatch && k.State == opinion.Triage {
		if after, no := give(ctx, cases, k, e.By); no != nil {
			out.Not = append(out.Not, no)
		} else {
			k = after
		}
	}
	out.Case = &k
	return out, nil
}

// give dispatches a case, unless a person must look first: a case in danger is passed on by telephone,
// and of what nobody is sure the topic is said first.
func give(ctx context.Context, cases Giver, k opinion.Case, by string) (opinion.Case, error) {
	switch {
	case len(k.Danger) > 0:
		return k, &kit.Error{Kind: kit.Refused, Code: "danger",
			Phrase: words.Of("error.counter.danger", strings.Join(k.Danger, ", "))}
	case k.Unsure:
		return k, &kit.Error{Kind: kit.Refused, Code: "unsure", Phrase: words.Of("unsure.case")}
	}
	return cases.Do(ctx, k.ID, opinion.Command{Move: opinion.MoveDispatch, By: by, Unit: k.Lead,
		Co: k.Route.Co, Expected: k.Version})
}

// NewRef is a number for an entry that has none of its own: twenty letters that nobody can read
// anything into, and that redaction takes for no identifier.
func NewRef() string {
	var b [20]byte
	_, _ = rand.Read(b[:]) // it never fails: a machine without randomness ends the program
	for i, c := range b {
		b[i] = 'a' + c%16
	}
	return string(b[:])
}

// Hand makes the query code of a mention.
func Hand(ctx context.Context, codes Codes, mention string) (string, error) {
	if codes == nil {
		return "", &kit.Error{Kind: kit.Unavailable, Code: "no_codes", Phrase: words.Of("away.codes")}
	}
	return codes.Hand(ctx, mention)
}
