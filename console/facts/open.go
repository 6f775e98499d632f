package facts

import (
	"context"
	"time"

	"huiying/register"
)

// OpenCount is how many answers lie at or below a topic or place.
type OpenCount struct {
	Key   string
	Depth int // 0 at the top
	N     int
}

// PublicCases reads what was released and nothing else, and takes votes on it.
type PublicCases interface {
	Released(ctx context.Context, q register.ReleasedQuery) (register.ReleasedList, error)
	ReleasedCase(ctx context.Context, id string) (register.Released, error)
	// Tree counts answers by "topic" or "division", each before what lies below it.
	Tree(ctx context.Context, by string) ([]OpenCount, error)
	// Votes sums what readers said since a moment; 0 and 0 where too few did.
	Votes(ctx context.Context, id string, since time.Time) (satisfied, unsatisfied int, err error)
	Vote(ctx context.Context, id string, satisfied bool) error
}
