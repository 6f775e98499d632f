package app

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/configs"
	"huiying/opinion"
	"huiying/responders/archive"
)

// ArchiveDir is where the archive lies below a data directory.
func ArchiveDir(dir string) string { return filepath.Join(dir, "archive") }

// ArchiveOptions say what is archived: every stream that tells what happened. Timers are made
// again from cases and sources. A stream that keeps only the newest message of a subject (how each
// way of telling is) is a state and no history: it drops numbers by design. Dead letters are copies of what stands in other streams; a
// mention that died comes to its step once more after a restore. Working papers are no history:
// what counts of them is the answer, and their words go when it is published.
func ArchiveOptions(cfg *configs.Config, now func() time.Time, log *zap.Logger) archive.Options {
	o := archive.Options{Purges: "PURGED", Purged: purgedID, Now: now, Zone: China, Log: log}
	for _, s := range bus.Streams(cfg.Retention) {
		if s.Schedules || s.Once || s.LastOnly || s.Name == "DEAD" || s.Name == "PAPERS" {
			continue
		}
		o.Streams = append(o.Streams, s.Name)
		if s.MaxAge > 0 {
			o.Words = append(o.Words, s.Name)
		}
	}
	return o
}

func purgedID(data []byte) (string, bool) {
	var p opinion.Purged
	err := json.Unmarshal(data, &p)
	return p.Mention, err == nil && p.Mention != ""
}

// archives says whether this process keeps an archive: where cases are kept, and where a
// command holds the data directory.
func (a *App) archives() bool { return a.has(RoleRespond) || len(a.Roles) == 0 }

// forgetArchived drops words from the archive when their retention is over.
func (a *App) forgetArchived() {
	n, err := a.archive.DropBefore(a.Cfg.ForgetBefore(a.Now()))
	if err != nil {
		a.Log.Error("words past their retention could not be dropped from the archive; it is tried again in an hour", zap.Error(err))
	} else if n > 0 {
		a.Log.Info("words past their retention were dropped from the archive", zap.Int("records", n))
	}
}

// archiveFirst lets the archive see what is about to be erased from the log: a number that it
// never saw would look like a loss for ever.
func (a *App) archiveFirst(ctx context.Context) error {
	if !a.archives() {
		return nil
	}
	err := a.archive.CatchUp(ctx)
	if errors.Is(err, archive.ErrOtherLog) {
		a.Log.Warn("the archive is of another log", zap.Error(err))
		return nil
	}
	return err
}

// archiveBehind is how many events the archive has not seen yet.
func (a *App) archiveBehind(ctx context.Context) (uint64, error) {
	var behind uint64
	marks := a.archive.Marks()
	for _, stream := range a.archive.Streams() {
		last, err := a.Bus.LastSeq(ctx, stream)
		if err != nil {
			return 0, err
		}
		behind += last - min(last, marks[stream].Seq)
	}
	return behind, nil
}
