package counter

import (
	"context"
	"errors"
	"time"

	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register"
)

// patience is how long an entry waits to be judged before the page says that it is on its way.
const patience = 10 * time.Second

// look is how often it looks meanwhile.
const look = 40 * time.Millisecond

// Enter brings an entry in through the door of every mention, lets its clerk's own words stand over
// what was judged, and follows it to where it stands.
func (c Counter) Enter(ctx context.Context, e facts.Entry) (facts.Entered, error) {
	m, err := c.mention(e)
	if err != nil {
		return facts.Entered{}, err
	}
	out := facts.Entered{Mention: m.ID, Cases: []string{}}
	added, err := c.Publish(ctx, []opinion.Mention{m})
	if err != nil {
		return out, err
	}
	out.Known = added == 0
	wait, stop := context.WithTimeout(ctx, patience)
	defer stop()
	f, err := c.judged(wait, m.ID)
	if err != nil {
		if wait.Err() != nil && ctx.Err() == nil { // it is on disk, and will be judged
			return out, nil
		}
		return out, err
	}
	if !out.Known {
		f, out.Not = c.amend(ctx, f, e)
	}
	if err := errors.Join(c.Consider(ctx, []opinion.Finding{f}), c.Register.Abreast(ctx)); err != nil {
		return out, err
	}
	out.Judged, out.Danger = &f, f.Call()
	if out.Stands, err = c.Register.Stand(ctx, m.ID); err != nil {
		return out, err
	}
	out.Cases = append(out.Cases, out.Stands.Cases...)
	return out, nil
}

// judged waits for the finding of a mention.
func (c Counter) judged(ctx context.Context, id string) (opinion.Finding, error) {
	tick := time.NewTicker(look)
	defer tick.Stop()
	for {
		f, err := c.Register.Finding(ctx, id)
		if !errors.Is(err, register.ErrNotFound) {
			return f, err
		}
		select {
		case <-ctx.Done():
			return f, ctx.Err()
		case <-tick.C:
		}
	}
}

// amend corrects the finding as its clerk said. What is refused does not hold up the rest.
func (c Counter) amend(ctx context.Context, f opinion.Finding, e facts.Entry) (opinion.Finding, []error) {
	var not []error
	for _, x := range []struct {
		field opinion.Field
		is    string
	}{{opinion.FieldTopic, e.Topic}, {opinion.FieldPlace, e.Place}, {opinion.FieldUnit, e.Unit}} {
		if x.is == "" || x.is == f.Value(x.field) {
			continue
		}
		file, err := c.Correct.Correct(ctx, f.ID, facts.Correct{Field: x.field, Is: x.is, By: e.By})
		if err != nil {
			not = append(not, err)
			continue
		}
		f = file.Finding
	}
	return f, not
}
