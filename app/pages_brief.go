package app

import (
	"cmp"
	"context"
	"strings"
	"time"

	"huiying/console/kit"
	"huiying/responders/briefing"
	"huiying/responders/briefing/pagedata"
)

// briefer writes briefings from the register and shows them as the console wants them.
type briefer struct{ h *App }

// Briefing is the briefing of the period in which the moment lies, of a division and what is below
// it.
func (b briefer) Briefing(ctx context.Context, at time.Time, period, division string) (pagedata.Briefing, error) {
	p, err := briefing.ParsePeriod(period)
	if err != nil {
		return pagedata.Briefing{}, &kit.Error{Kind: kit.Invalid, Code: "bad_period", Words: err.Error(), Err: err}
	}
	part, ok := briefing.PartOf(division, b.h.Cfg.Region, b.h.Judges.Places)
	if !ok {
		return pagedata.Briefing{}, &kit.Error{Kind: kit.NotFound, Code: "no_division"}
	}
	got, err := b.h.briefs.Of(p, part, at, b.h.Now(), func() (briefing.Briefing, error) {
		return b.book(part).Briefing(ctx, p, at)
	})
	if err != nil {
		return pagedata.Briefing{}, err
	}
	topic := func(id string) string { return names{b.h.Cfg, b.h.Judges}.Topic(id, "zh") }
	return briefing.Page(got, briefing.Names{Place: b.placeName, Topic: topic}), nil
}

func (b briefer) book(division string) briefing.Editions {
	f := dayFacts{b.h, division, b.h.Store.In(division)}
	w := briefing.Writer{Division: division, Said: f, Cases: f.part, Issues: f, Sources: f, Map: briefing.Within{Code: cmp.Or(division, b.h.Cfg.Region), Places: b.h.Judges.Places},
		Unit: b.h.Judges.Units.Unit, Place: b.placeName, Now: b.h.Now}
	return briefing.Editions{Draft: w, Kept: keptBriefings{b.h.briefings}, Titles: b.h.Store, Ready: func(ctx context.Context) bool {
		ctx, stop := context.WithTimeout(ctx, 5*time.Second)
		defer stop()
		return b.h.CaughtUp(ctx) == nil
	}}
}

// placeName names a division from below the region on: everybody who reads knows the region.
func (b briefer) placeName(code string) string {
	n := names{b.h.Cfg, b.h.Judges}
	full := n.Division(code, "zh")
	if below, ok := strings.CutPrefix(full, n.Division(b.h.Cfg.Region, "zh")); ok && below != "" {
		return below
	}
	return full
}

// keptBriefings keeps what was written once in a notebook of the log.
type keptBriefings struct{ book notebook }

type notebook interface {
	Get(ctx context.Context, key string) ([]byte, bool, error)
	PutNew(ctx context.Context, key string, value []byte) (bool, error)
}

func (k keptBriefings) Kept(ctx context.Context, key string) ([]byte, bool, error) {
	return k.book.Get(ctx, key)
}

func (k keptBriefings) Keep(ctx context.Context, key string, value []byte) ([]byte, error) {
	first, err := k.book.PutNew(ctx, key, value)
	if err != nil || first {
		return value, err
	}
	value, _, err = k.book.Get(ctx, key)
	return value, err
}
