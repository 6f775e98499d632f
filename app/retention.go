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
func (h *App) forgetting(ctx context.Context) error {
	tick := time.NewTicker(forgetEvery)
	defer tick.Stop()
	for {
		if n, err := h.forgetOld(ctx); err != nil && ctx.Err() == nil {
			h.Log.Error("words past their retention could not be dropped; it is tried again in an hour", zap.Error(err))
		} else if n > 0 {
			h.Log.Info("words past their retention were dropped", zap.Int("mentions", n))
		}
		if err := h.forgetPapers(ctx); err != nil && ctx.Err() == nil {
			h.Log.Error("working papers could not be dropped; it is tried again in an hour", zap.Error(err))
		}
		h.forgetArchived()
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// forgetOld drops what is due now. The index is first: a mention is only marked as done in
// the register when its words are gone everywhere else.
func (h *App) forgetOld(ctx context.Context) (dropped int, err error) {
	if err := h.dropOldIndices(ctx); err != nil {
		return 0, err
	}
	for {
		ids, err := h.Store.Expired(ctx, h.Cfg.ForgetBefore(h.Now()), 500)
		if err != nil || len(ids) == 0 {
			return dropped, err
		}
		if err := h.index.Delete(ctx, ids...); err != nil {
			return dropped, err
		}
		if err := h.eraseCorrected(ctx, ids); err != nil {
			return dropped, err
		}
		if err := h.Store.Blank(ctx, ids); err != nil {
			return dropped, err
		}
		dropped += len(ids)
	}
}

// eraseCorrected takes corrected findings out of the log: each correction put the words there
// once more, and their age would keep them longer than they may be kept.
func (h *App) eraseCorrected(ctx context.Context, ids []string) error {
	corrected, err := h.Store.Corrected(ctx, ids)
	for _, id := range corrected {
		seqs, e := h.Store.Sequences(ctx, id)
		err = errors.Join(err, e)
		for _, seq := range seqs {
			err = errors.Join(err, h.Bus.Erase(ctx, "FINDINGS", seq))
		}
	}
	return err
}
