package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// hasten begins to build without syncing, and says so in the file (building): killed meanwhile,
// the register is dropped and begun again; ended in order, it is synced and goes on.
func (d *database) hasten(ctx context.Context) error {
	if d.fast.Load() {
		return nil
	}
	if err := d.mark(ctx, building); err != nil {
		return err
	}
	d.fast.Store(true)
	d.releasing.Store(true)
	return d.pragmas(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`, `PRAGMA synchronous = OFF`,
		`PRAGMA cache_size = -131072`, `PRAGMA wal_autocheckpoint = 16384`)
}

// mindReleases looks whether a building that was broken off left answers to be released.
func (d *database) mindReleases(ctx context.Context) error {
	var left bool
	err := d.w.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM unreleased)`).Scan(&left)
	if left {
		d.releasing.Store(true)
	}
	return err
}

// settle syncs what was built, and from then on all that is written.
func (d *database) settle(ctx context.Context) error {
	if !d.fast.Load() {
		return nil
	}
	if err := d.pragmas(ctx, `PRAGMA synchronous = NORMAL`, `PRAGMA wal_checkpoint(TRUNCATE)`,
		`PRAGMA cache_size = -32768`, fmt.Sprint(`PRAGMA wal_autocheckpoint = `,
			mostJournal)); err != nil {
		return err
	}
	d.fast.Store(false)
	return d.mark(ctx, "0")
}

// leave notes that the file is whole and that nobody writes any more.
func (d *database) leave(ctx context.Context) error {
	if err := d.settle(ctx); err != nil {
		return err
	}
	return d.mark(ctx, "1")
}

func (d *database) mark(ctx context.Context, clean string) error {
	_, err := d.w.ExecContext(ctx, `UPDATE meta SET value = ? WHERE key = 'clean'`, clean)
	return err
}

func (d *database) pragmas(ctx context.Context, texts ...string) error {
	for _, text := range texts {
		if _, err := d.w.ExecContext(ctx, text); err != nil {
			return err
		}
	}
	return nil
}

// checkpointEvery is how often what was written is carried from SQLite's journal into the file.
const checkpointEvery = time.Second

// checkpoints carries it beside the work, on a connection of the readers: it syncs, which takes up
// to a tenth of a second, and the writer would do so within somebody's change. While much is
// written the journal grows all the same, for SQLite begins it anew only where nobody writes
// meanwhile: at 256 MB the writer carries what is left himself.
func (s *follower) checkpoints(ctx context.Context, file *database) error {
	tick := time.NewTicker(checkpointEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		err := s.read(func(db *sql.DB) error {
			if s.db != file {
				return errRebuilt
			}
			if file.fast.Load() {
				return nil
			}
			_, err := db.ExecContext(context.WithoutCancel(ctx), `PRAGMA wal_checkpoint(PASSIVE)`)
			return err
		})
		if err != nil && !errors.Is(err, errRebuilt) {
			return err
		}
	}
}
