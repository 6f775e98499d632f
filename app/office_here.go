package app

import (
	"context"
	"time"

	"huiying/app/pages"
	"huiying/console/facts"
	"huiying/responders/briefing/pagedata"
)

// officeHere is the office of a data directory that this process holds.
type officeHere struct{ h *App }

// Dead lists dead letters.
func (d officeHere) Dead(ctx context.Context, limit int) ([]facts.DeadLetter, error) {
	return pages.DeadLetters{Bus: d.h.bus}.Dead(ctx, limit)
}

// Replay puts a dead letter back.
func (d officeHere) Replay(ctx context.Context, seq uint64) error {
	return pages.DeadLetters{Bus: d.h.bus}.Replay(ctx, seq)
}

// Drop removes a dead letter.
func (d officeHere) Drop(ctx context.Context, seq uint64) error {
	return pages.DeadLetters{Bus: d.h.bus}.Drop(ctx, seq)
}

// Briefing writes the briefing of a day, week or month.
func (d officeHere) Briefing(ctx context.Context, day time.Time, period, division string) (pagedata.Briefing, error) {
	return d.h.briefings.Briefing(ctx, day, period, division)
}

// Case is one case with its clocks.
func (d officeHere) Case(ctx context.Context, id string) (facts.CaseFile, error) {
	return d.h.pages.Cases().Case(ctx, id)
}

// Purge removes a text everywhere.
func (d officeHere) Purge(ctx context.Context, what facts.Purge) (facts.Purged, error) {
	return d.h.forgetter.Purge(ctx, what)
}
