package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"huiying/app/integrity"
	"huiying/bus"
	"huiying/responders/archive"
)

// openIntegrity opens the archive and holds the log against what it had, before anything is built from it.
func openIntegrity(ctx context.Context, a *App) error {
	p := a.opt
	var err error
	if a.archive, err = archive.Open(ArchiveDir(p.Dir), a.bus, ArchiveOptions(p.Cfg, p.Now, p.Log)); err != nil {
		return err
	}
	a.onClose("archive", a.archive.Close)
	c := &integrity.Checker{Parts: integrity.Parts{Dir: p.Dir, Bus: a.bus, Marks: a.archive.Marks,
		Options: ArchiveOptions(p.Cfg, p.Now, p.Log), Retention: p.Cfg.Retention, Keeps: p.keeps,
		Passing: []string{streamOf(bucketSessions), streamOf(bucketPresence)}, Embedded: p.Nats == "",
		Now: p.Now, Log: p.Log}}
	if p.archives() {
		c.Archive = ArchiveDir(p.Dir)
	}
	a.integrity = c
	a.onClose("notes of where the log ends", func() error {
		ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer stop()
		c.Note(ctx)
		return nil
	})
	return c.Start(ctx)
}

// keeps says whether a stream never has fewer messages than it had: nothing in it ages or is taken out.
func (p Options) keeps(stream string) bool {
	if book, is := strings.CutPrefix(stream, streamOf("")); is {
		return slices.Contains(copiedBuckets, book)
	}
	for _, s := range bus.Streams(p.Cfg.Retention) {
		if s.Name == stream {
			return s.MaxAge == 0 && !s.Schedules && !s.Once
		}
	}
	return false // of somebody else
}

// Integrity looks whether the log is what it was.
func Integrity(a *App) *integrity.Checker { return a.integrity }
