package facts

import (
	"context"
	"time"

	"huiying/register"
)

// Stats are the totals of GET /api/v1/stats.
type Stats struct {
	Mentions uint64      `json:"mentions"`
	Findings uint64      `json:"findings"`
	Cases    uint64      `json:"cases"`
	Dead     uint64      `json:"dead"`
	Sources  SourceTally `json:"sources"`
}

// Numbers are the counters of the register.
type Numbers interface {
	Stats(ctx context.Context) (Stats, error)
	// Series counts findings from..to by "hour" or "day" (days of +08:00). Missing buckets
	// count as zero, the caller fills them.
	Series(ctx context.Context, from, to time.Time, by string) ([]register.TimeCount, error)
	// Tallies counts findings from..to by each of "topic", "division" or "unit" (the proposed lead)
	// that is asked for, the greatest first.
	Tallies(ctx context.Context, from, to time.Time, by ...string) (map[string][]register.KeyCount, error)
}
