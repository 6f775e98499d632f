package app

import (
	"cmp"
	"context"
	"encoding/json"
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
	o := archive.Options{Purges: "PURGED", Purged: purgedID, Now: now, Zone: opinion.Beijing, Log: log}
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

// VerifyArchive walks the archive, every hash of it, and holds it against the log. It hands on each
// difference and how many bytes were read. waiting is how many events are not archived yet.
func VerifyArchive(ctx context.Context, a *App, differs func(archive.Difference), read func(int64)) (
	rep archive.Report, waiting int, err error) {
	opts := ArchiveOptions(a.opt.Cfg, a.opt.Now, a.opt.Log)
	c := archive.Compare(ctx, a.bus, opts, a.opt.Cfg.Retention, differs)
	rep, err = archive.Walk(ctx, ArchiveDir(a.opt.Dir), opts, c.Add, read)
	waiting, end := c.End(rep.Marks)
	return rep, waiting, cmp.Or(err, end)
}

func purgedID(data []byte) (string, bool) {
	var p opinion.Purged
	err := json.Unmarshal(data, &p)
	return p.Mention, err == nil && p.Mention != ""
}

// archives says whether this process keeps an archive: where cases are kept, and where a
// command holds the data directory.
func (p Options) archives() bool { return p.has(RoleRespond) || len(p.Roles) == 0 }
