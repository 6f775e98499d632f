package app

import (
	"context"
	"fmt"
	"time"
)

// leastFree is what must be left on the disk for the steps to work. They stop while there is
// still room to end well: a log, an index or a register that meets the end of the disk in the
// middle of a write comes back, but each in its own time and with its own words.
const leastFree = 16 << 20

// watchDisk ends with an error when the disk of the data directory is nearly full, and with
// nil when ctx ends.
func watchDisk(ctx context.Context, dir string) error {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		if left, known := freeBytes(dir); known && left < leastFree {
			return fmt.Errorf("the disk that holds %s is full (less than %d MiB are left): free some space and start again; nothing was lost", dir, leastFree>>20)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
