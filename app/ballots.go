package app

import (
	"context"
	"time"

	"go.uber.org/zap"

	"huiying/register/sqlite"
	"huiying/responders/votes"
)

// ballots are the votes of the open board since the last full hour, and where they go.
type ballots struct {
	votes.Box
	register *sqlite.Store
	log      *zap.Logger
}

// run writes the sums of each hour into the log when it is over, and what is there at the
// end.
func (b *ballots) run(ctx context.Context) error {
	for {
		hour := votes.Hour(time.Now())
		select {
		case <-time.After(time.Until(hour.Add(time.Hour))):
			b.write(ctx, hour)
		case <-ctx.Done():
			last, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer stop()
			b.write(last, hour)
			return nil
		}
	}
}

func (b *ballots) write(ctx context.Context, hour time.Time) {
	if err := b.Write(ctx, b.register, hour); err != nil {
		b.log.Error("votes of the open board could not be written; it is tried again at the next full hour", zap.Error(err))
	}
}
