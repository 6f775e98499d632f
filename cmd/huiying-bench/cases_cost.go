package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/prometheus/procfs"

	"huiying/bus"
)

// cost is what the process has spent, and what it holds.
type cost struct {
	at       time.Time
	cpu      time.Duration
	resident uint64 // MB: SQLite's own memory is not the Go runtime's, so that only the system knows all
	heap     uint64 // MB of it, the Go runtime's
}

func costNow() (c cost, err error) {
	c.at, c.cpu, c.heap = time.Now(), cpuTime(), memoryMB()
	p, err := procfs.Self()
	if err != nil {
		return c, err
	}
	s, err := p.Stat()
	if err != nil {
		return c, err
	}
	c.resident = uint64(s.ResidentMemory()) >> 20
	return c, nil
}

// step does one thing and prints what it cost. Of a shared machine the seconds of CPU say more than
// those on the wall.
func (b *caseBench) step(ctx context.Context, name string, do func(context.Context) (events uint64, err error)) error {
	before, err := costNow()
	if err != nil {
		return err
	}
	watch, stop := context.WithCancel(ctx)
	most := make(chan uint64)
	go func() { most <- highest(watch) }()
	n, err := do(ctx)
	stop()
	peak := <-most
	if err != nil {
		return err
	}
	after, err := costNow()
	if err != nil {
		return err
	}
	took, cpu, events := after.at.Sub(before.at), (after.cpu - before.cpu).Seconds(), float64(n)
	_, err = fmt.Fprintf(b.out, "%-36s %10s  %9d events, %7.0f a second  CPU %7.1f s, %6.1f µs an event  resident %d MB (Go %d), at most %d\n",
		name, took.Round(10*time.Millisecond), n, events/took.Seconds(), cpu, 1e6*cpu/events,
		after.resident, after.heap, peak)
	return err
}

// highest is the most memory that the process had resident until ctx ended.
func highest(ctx context.Context) (most uint64) {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		if c, err := costNow(); err == nil {
			most = max(most, c.resident)
		}
		select {
		case <-ctx.Done():
			return most
		case <-tick.C:
		}
	}
}

// benchRaw is how many events the raw parts are measured with.
const benchRaw = 1_000_000

// follow hands over the first events of CASES, as the register is handed them.
func (b *caseBench) follow(ctx context.Context, fn func([]bus.Msg) error) (uint64, error) {
	last, err := b.log.LastSeq(ctx, "CASES")
	if err != nil || last == 0 {
		return 0, err
	}
	last = min(last, benchRaw)
	done := errors.New("all read")
	err = b.log.Follow(ctx, "CASES", 1, 1000, 2*time.Millisecond, func(in []bus.Msg) error {
		if err := fn(in); err != nil {
			return err
		}
		if in[len(in)-1].Seq >= last {
			return done
		}
		return nil
	})
	if errors.Is(err, done) {
		err = nil
	}
	return last, err
}

// read is the log's own part of building a register.
func (b *caseBench) read(ctx context.Context) (uint64, error) {
	return b.follow(ctx, func([]bus.Msg) error { return nil })
}

// plain is what SQLite alone takes for as many rows: one table, in order, no index.
func (b *caseBench) plain(ctx context.Context) (uint64, error) {
	path := filepath.Join(b.dir, "plain.db")
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(NORMAL)")
	if err != nil {
		return 0, err
	}
	defer func() { _ = removeFiles(path + "*") }()
	defer db.Close()
	if _, err := db.ExecContext(ctx, `CREATE TABLE plain (seq INTEGER PRIMARY KEY, json TEXT NOT NULL)`); err != nil {
		return 0, err
	}
	return b.follow(ctx, func(in []bus.Msg) error {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		defer func() { _ = tx.Rollback() }()
		insert, err := tx.PrepareContext(ctx, `INSERT INTO plain VALUES (?, ?)`)
		if err != nil {
			return err
		}
		for _, m := range in {
			if _, err := insert.ExecContext(context.WithoutCancel(ctx), m.Seq, string(m.Data)); err != nil {
				return err
			}
		}
		return tx.Commit()
	})
}

func removeFiles(pattern string) error {
	found, err := filepath.Glob(pattern)
	for _, f := range found {
		err = errors.Join(err, os.Remove(f))
	}
	return err
}

// memoryMB is what the program has from the system and has not given back.
func memoryMB() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return (m.Sys - m.HeapReleased) >> 20
}
