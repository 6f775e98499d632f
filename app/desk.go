package app

import (
	"context"
	"time"

	"huiying/app/pages"
	"huiying/console/facts"
	"huiying/responders/briefing/pagedata"
)

// desk is the office of a data directory that this process holds.
type desk struct{ h *App }

// Dead lists dead letters.
func (d desk) Dead(ctx context.Context, limit int) ([]facts.DeadLetter, error) {
	return pages.DeadLetters{Bus: d.h.bus}.Dead(ctx, limit)
}

// Replay puts a dead letter back.
func (d desk) Replay(ctx context.Context, seq uint64) error {
	return pages.DeadLetters{Bus: d.h.bus}.Replay(ctx, seq)
}

// Drop removes a dead letter.
func (d desk) Drop(ctx context.Context, seq uint64) error {
	return pages.DeadLetters{Bus: d.h.bus}.Drop(ctx, seq)
}

// Briefing writes the briefing of a day, week or month.
func (d desk) Briefing(ctx context.Context, day time.Time, period, division string) (pagedata.Briefing, error) {
	return d.h.briefings.Briefing(ctx, day, period, division)
}

// Case is one case with its clocks.
func (d desk) Case(ctx context.Context, id string) (facts.CaseFile, error) {
	return d.h.pages.Cases().Case(ctx, id)
}

// Purge removes a text everywhere.
func (d desk) Purge(ctx context.Context, what facts.Purge) (facts.Purged, error) {
	return d.h.forgetter.Purge(ctx, what)
}
