package main

import (
	"context"
	"time"

	"huiying/bus"
)

// catchUp waits under load until the index is abreast again, or settle is over, and says how
// quick it was once it could: findings a second, beside those that arrived meanwhile.
func (w *world) catchUp(ctx context.Context) error {
	// a cluster that was away takes minutes until it answers; those are not the index's
	if err := answers(ctx, "http://"+elasticAddress(0)+":9200/_cluster/health?wait_for_status=yellow&timeout=3s", 2*w.settle); err != nil {
		return err
	}
	return w.look(ctx, func(b *bus.Bus) error {
		var most, left uint64
		var from time.Time // when the index began to catch up: the last time that most waited
		var arrived int    // by then
		until := time.Now().Add(w.settle)
		for time.Now().Before(until) {
			var err error
			if left, err = b.Pending(ctx, "FINDINGS", "index"); err != nil {
				return err
			}
			if left >= most {
				most, from, arrived = left, time.Now(), w.ledger.sum().mentions
			}
			if left < 100 {
				break
			}
			if !sleep(ctx, 200*time.Millisecond) {
				return ctx.Err()
			}
		}
		if most < 100 {
			w.say("   the index was behind by %d at most once it was mended", most)
			return nil
		}
		took := time.Since(from)
		came := w.ledger.sum().mentions - arrived
		w.say("   index: %d behind, %d of them left after %s in which %d more came: %.0f a second beside a load of %.1f",
			most, left, took.Round(100*time.Millisecond), came, (float64(most-left)+float64(came))/took.Seconds(), float64(came)/took.Seconds())
		return nil
	})
}
