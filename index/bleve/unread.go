package bleve

import (
	"context"
	"errors"
	"fmt"

	"github.com/blevesearch/bleve/v2"

	"huiying/index"
)

// unread names what could not be read. The files are mapped into memory, so that reading fails by what
// stands in them alone, unless the asker gave up or the index was closed: that is damage.
func unread(what string, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) ||
		errors.Is(err, bleve.ErrorIndexClosed) {
		return fmt.Errorf("%s: %w", what, err)
	}
	return fmt.Errorf("%w: %s: %w", index.ErrDamaged, what, err)
}
