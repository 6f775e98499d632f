package app

import (
	"context"
	"errors"
	"time"

	"go.uber.org/zap"
)

// forgetEvery is how often the process looks for words whose retention is over. The log drops
// its own by their age.
const forgetEvery = time.Hour

// forgetting drops words from the index and the register when their retention is over, until
// ctx ends (docs/promise.md, rule 7).
func (a *App) forgetting(ctx context.Context) error {
	tick := time.NewTicker(forgetEvery)
	defer tick.Stop()
	for {
		if n, err := a.forgetOld(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("words past their retention could not be dropped; it is tried again in an hour", zap.Error(err))
		} else if n > 0 {
			a.Log.Info("words past their retention were dropped", zap.Int("mentions", n))
		}
		if err := a.forgetPapers(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("working papers could not be dropped; it is tried again in an hour", zap.Error(err))
		}
		a.forgetArchived()
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// forgetOld drops what is due now. The index is first: a mention is only marked as done in
// the register when its words are gone everywhere else.
func (a *App) forgetOld(ctx context.Context) (dropped int, err error) {
	if err := a.index.DropBefore(ctx, a.Cfg.ForgetBefore(a.Now())); err != nil {
		return 0, err
	}
	for {
		ids, err := a.Store.Expired(ctx, a.Cfg.ForgetBefore(a.Now()), 500)
		if err != nil || len(ids) == 0 {
			return dropped, err
		}
		if err := a.index.Delete(ctx, ids...); err != nil {
			return dropped, err
		}
		if err := a.eraseCorrected(ctx, ids); err != nil {
			return dropped, err
		}
		if err := a.Store.Blank(ctx, ids); err != nil {
			return dropped, err
		}
		dropped += len(ids)
	}
}

// eraseCorrected takes corrected findings out of the log: each correction put the words there
// once more, and their age would keep them longer than they may be kept.
func (a *App) eraseCorrected(ctx context.Context, ids []string) error {
	corrected, err := a.Store.Corrected(ctx, ids)
	for _, id := range corrected {
		seqs, e := a.Store.Sequences(ctx, id)
		err = errors.Join(err, e)
		for _, seq := range seqs {
			err = errors.Join(err, a.Bus.Erase(ctx, "FINDINGS", seq))
		}
	}
	return err
}
