package facts

import (
	"context"

	"huiying/index"
)

// Searcher asks the index.
type Searcher interface {
	Search(ctx context.Context, q index.Query) (index.Page, error)
}
