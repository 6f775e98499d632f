package facts

import (
	"context"
	"time"

	"huiying/responders/briefing/pagedata"
)

// Briefer writes the briefing of the period ("day", "week", "month") in which a day (its 00:00 in
// +08:00) lies, of a division and what is below it; "" is the whole region.
type Briefer interface {
	Briefing(ctx context.Context, day time.Time, period, division string) (pagedata.Briefing, error)
}
