package forgetting

import (
	"context"
	"errors"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/configs"
	"huiying/register/sqlite"
	"huiying/responders/archive"
	"huiying/responders/casework"
)

// Forgetter drops words when their retention is over, and what is purged by name.
type Forgetter struct{ Parts }

// Parts are what forgetting takes of a process.
type Parts struct {
	Cfg         *configs.Config
	Bus         *bus.Bus
	Register    *sqlite.Store
	Index       Index
	Archive     *archive.Archive
	Archives    bool // whether this process keeps the archive
	Desk        *casework.Executor
	Corrections func() (release func()) // keeps corrections away: one publishes the words again
	Judging     func() (release func()) // keeps findings away: one that is in hand has the words
	Now         func() time.Time
	Log         *zap.Logger
}

// Index forgets the words of mentions.
type Index interface {
	Delete(ctx context.Context, ids ...string) error
	DropBefore(ctx context.Context, before time.Time) error
}

// forgetEvery is how often the process looks for words whose retention is over. The log drops
// its own by their age. remainsEvery is how often it looks for words that a purge left in the log.
const (
	forgetEvery  = time.Hour
	remainsEvery = time.Minute
)

// Run drops words from the index and the register when their retention is over, and what remained
// of purges, until ctx ends (docs/promise.md, rule 7).
func (f Forgetter) Run(ctx context.Context) error {
	tick, often := time.NewTicker(forgetEvery), time.NewTicker(remainsEvery)
	defer tick.Stop()
	defer often.Stop()
	f.dropOld(ctx)
	for {
		if err := f.Remains(ctx); err != nil && ctx.Err() == nil {
			f.Log.Error("words of a purged mention could not be taken out of the log; it is tried again in a minute", zap.Error(err))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-often.C:
		case <-tick.C:
			f.dropOld(ctx)
		}
	}
}

// dropOld drops everything whose retention is over, and says what it could not.
func (f Forgetter) dropOld(ctx context.Context) {
	if n, err := f.Old(ctx); err != nil && ctx.Err() == nil {
		f.Log.Error("words past their retention could not be dropped; it is tried again in an hour", zap.Error(err))
	} else if n > 0 {
		f.Log.Info("words past their retention were dropped", zap.Int("mentions", n))
	}
	if err := f.Papers(ctx); err != nil && ctx.Err() == nil {
		f.Log.Error("working papers could not be dropped; it is tried again in an hour", zap.Error(err))
	}
	if err := f.Replies(ctx); err != nil && ctx.Err() == nil {
		f.Log.Error("found replies could not be dropped; it is tried again in an hour", zap.Error(err))
	}
	f.archived()
}

// Old drops what is due now. The index is first: a mention is only marked as done in
// the register when its words are gone everywhere else.
func (f Forgetter) Old(ctx context.Context) (dropped int, err error) {
	if err := f.Index.DropBefore(ctx, f.Cfg.ForgetBefore(f.Now())); err != nil {
		return 0, err
	}
	for {
		ids, err := f.Register.Expired(ctx, f.Cfg.ForgetBefore(f.Now()), 500)
		if err != nil || len(ids) == 0 {
			return dropped, err
		}
		if err := f.Index.Delete(ctx, ids...); err != nil {
			return dropped, err
		}
		if err := f.eraseCorrected(ctx, ids); err != nil {
			return dropped, err
		}
		if err := f.Register.Blank(ctx, ids); err != nil {
			return dropped, err
		}
		dropped += len(ids)
	}
}

// Replies drops replies that were found on pages when their retention is over.
func (f Forgetter) Replies(ctx context.Context) error {
	return f.Register.ForgetReplies(ctx, f.Cfg.ForgetBefore(f.Now()))
}

// eraseCorrected takes corrected findings out of the log: each correction put the words there
// once more, and their age would keep them longer than they may be kept.
func (f Forgetter) eraseCorrected(ctx context.Context, ids []string) error {
	corrected, err := f.Register.Corrected(ctx, ids)
	for _, id := range corrected {
		seqs, e := f.Register.Sequences(ctx, id)
		err = errors.Join(err, e)
		for _, seq := range seqs {
			err = errors.Join(err, f.Bus.Erase(ctx, "FINDINGS", seq))
		}
	}
	return err
}

// Papers drops drafts that nobody needs any more, and papers whose retention is over.
func (f Forgetter) Papers(ctx context.Context) error {
	spare, err := f.Register.SparePapers(ctx, 1000)
	if err != nil {
		return err
	}
	for _, p := range spare {
		if err := f.Register.DropPaper(ctx, p, f.Now()); err != nil {
			return err
		}
	}
	for {
		n, err := f.Register.ForgetPapers(ctx, f.Cfg.ForgetBefore(f.Now()))
		if err != nil || n == 0 {
			return err
		}
	}
}

// archived drops words from the archive when their retention is over.
func (f Forgetter) archived() {
	n, err := f.Archive.DropBefore(f.Cfg.ForgetBefore(f.Now()))
	if err != nil {
		f.Log.Error("words past their retention could not be dropped from the archive; it is tried again in an hour", zap.Error(err))
	} else if n > 0 {
		f.Log.Info("words past their retention were dropped from the archive", zap.Int("records", n))
	}
}
