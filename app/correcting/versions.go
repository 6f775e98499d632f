package correcting

import (
	"context"
	"errors"
	"slices"
	"time"

	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register"
)

// reader reads findings as they hold now.
type reader interface {
	Finding(ctx context.Context, mention string) (opinion.Finding, error)
}

// Amendment compares a mention with the one that it replaces. Where words of one of them were
// dropped, there is nothing to compare.
func Amendment(ctx context.Context, r reader, mention, replaces string, at time.Time) (facts.Amendment, error) {
	out := facts.Amendment{Mention: mention, Replaces: replaces, At: at}
	var texts [2]string
	for i, id := range []string{replaces, mention} {
		f, err := r.Finding(ctx, id)
		if errors.Is(err, register.ErrNotFound) || err == nil && f.Title+f.Text == "" {
			return out, nil
		}
		if err != nil {
			return out, err
		}
		texts[i] = f.Title
		if f.Title != "" && f.Text != "" {
			texts[i] += "\n"
		}
		texts[i] += f.Text
	}
	out.Changes = opinion.Compare(texts[0], texts[1])
	return out, nil
}

// mostAmended bounds what a page shows of them.
const mostAmended = 5

// Amendments are those of a case's history, the latest first.
func Amendments(ctx context.Context, r reader, history []opinion.Event) (out []facts.Amendment, err error) {
	for _, e := range slices.Backward(history) {
		if e.Type != opinion.MoveAmend || len(out) == mostAmended {
			continue
		}
		a, err := Amendment(ctx, r, e.Mention, e.Replaces, e.At)
		if err != nil {
			return out, err
		}
		out = append(out, a)
	}
	return out, nil
}
