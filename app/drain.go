package app

import (
	"context"
	"fmt"
	"io"
	"time"

	"huiying/internal/cli"
)

// Drain waits until everything on the log has been analysed, indexed and considered, with a
// bar by messages.
func (a *App) Drain(ctx context.Context, errOut io.Writer) error {
	bar := cli.NewBar(-1, "analysing and indexing", errOut, false)
	defer func() { _ = bar.Finish() }()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for nothing := 0; ; {
		left, total, err := a.progress.behind(ctx)
		if ctx.Err() == nil && err != nil {
			return err
		}
		bar.ChangeMax64(int64(max(total, 1)))
		_ = bar.Set64(int64(total - left))
		// The steps are asked one after the other: what one hands on in between can be missed
		// once, but not twice.
		if nothing++; left > 0 {
			nothing = 0
		} else if nothing == 2 && ctx.Err() == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("stopped with %d messages still to do; nothing is lost, run the same command again to go on", left)
		case <-tick.C:
		}
	}
}
