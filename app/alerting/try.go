package alerting

import (
	"context"
	"slices"
	"time"

	"huiying/bus"
	"huiying/opinion"
	"huiying/responders/alerts"
)

// mostTried bounds the findings that watches are tried on, the newest.
const mostTried = 100_000

// Tried is what would have rung.
type Tried struct {
	From  time.Time
	Heard int             // findings
	Cut   bool            // there were more; From is that of the first
	Rang  []opinion.Alert // of watches, in the order of their time
}

// Try lets detection that knows nothing hear of what was said since a moment, each as if it had come when it
// was said, and tells what watches would have rung. Nothing is written.
func (f *Follower) Try(ctx context.Context, d Detector, from time.Time) (Tried, error) {
	out := Tried{From: from}
	last, err := f.Bus.LastSeq(ctx, findings)
	if err != nil {
		return out, err
	}
	first := uint64(1)
	if last > mostTried {
		first = last - mostTried + 1
	}
	var all []seen
	oldest := time.Time{}
	if _, err := f.Bus.Read(ctx, findings, "", first, func(m bus.Msg) error {
		s, ok := f.read(m)
		if oldest.IsZero() {
			oldest = m.Time
		}
		if ok && !s.at.Before(from) && s.Text != "" {
			all = append(all, s)
		}
		return nil
	}); err != nil {
		return out, err
	}
	if first > 1 && oldest.After(from) {
		out.Cut, out.From = true, oldest
	}
	slices.SortStableFunc(all, func(x, y seen) int { return x.at.Compare(y.at) })
	rang := func(changes []alerts.Change) {
		for _, c := range changes {
			if c.Did == alerts.Rang && c.Alert.Kind == opinion.AlertWatch {
				out.Rang = append(out.Rang, c.Alert)
			}
		}
	}
	for _, s := range all {
		out.Heard++
		rang(d.Observe(s.Finding, s.at))
	}
	rang(d.Tick(f.Now()))
	return out, ctx.Err()
}
