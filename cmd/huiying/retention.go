package main

import (
	"context"
	"time"

	"go.uber.org/zap"
)

// forgetEvery is how often the house looks for words whose retention is over. The log drops
// its own by their age.
const forgetEvery = time.Hour

// forgetting drops words from the index and the register when their retention is over, until
// ctx ends (docs/promise.md, rule 7).
func (h *house) forgetting(ctx context.Context) error {
	tick := time.NewTicker(forgetEvery)
	defer tick.Stop()
	for {
		if n, err := h.forgetOld(ctx); err != nil && ctx.Err() == nil {
			h.log.Error("words past their retention could not be dropped; it is tried again in an hour", zap.Error(err))
		} else if n > 0 {
			h.log.Info("words past their retention were dropped", zap.Int("mentions", n))
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// forgetOld drops what is due now. The index is first: a mention is only marked as done in
// the register when its words are gone everywhere else.
func (h *house) forgetOld(ctx context.Context) (dropped int, err error) {
	if err := h.dropOldIndices(ctx); err != nil {
		return 0, err
	}
	for {
		ids, err := h.store.Expired(ctx, h.now().Add(-h.cfg.Retention), 500)
		if err != nil || len(ids) == 0 {
			return dropped, err
		}
		if err := h.index.Delete(ctx, ids...); err != nil {
			return dropped, err
		}
		if err := h.store.Blank(ctx, ids); err != nil {
			return dropped, err
		}
		dropped += len(ids)
	}
}
