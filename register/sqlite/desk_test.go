package sqlite

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"huiying/bus"
	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/register"
)

// BenchmarkDesk asks what a unit's desk asks, of 100,000 cases, a quarter of them one unit's.
func BenchmarkDesk(b *testing.B) {
	s, err := open(b.Context(), nil, filepath.Join(b.TempDir(), "r.db"), Options{patience: waittest.Limit})
	check(b, err)
	b.Cleanup(func() { check(b, s.Close()) })
	seq := uint64(0)
	for from := 0; from < 100_000; from += batchSize {
		var msgs []bus.Msg
		msgs = append(msgs, eventMsgs(b, from, batchSize, &seq)...)
		check(b, s.takeEvents(b.Context(), s.db, hear(msgs), everything))
	}
	ctx, at := b.Context(), t0.Add(48*time.Hour)
	for name, ask := range map[string]func() error{
		"section": func() error {
			p, err := s.Desk(ctx, register.DeskQuery{Unit: "unit1", Sections: []opinion.DeskSection{opinion.DeskSign}, Size: 30})
			if err == nil && len(p.Items) != 30 {
				err = errors.New("the bench is of an empty desk")
			}
			return err
		},
		"counts":   func() error { _, err := s.DeskCounts(ctx, "unit1", at); return err },
		"calendar": func() error { _, err := s.Deadlines(ctx, "unit1", at, at.AddDate(0, 1, 0), 1000); return err },
		"posts":    func() error { _, err := s.Posts(ctx, "unit1"); return err },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				check(b, ask())
			}
		})
	}
}
