package briefings

import (
	"cmp"
	"context"
	"strings"
	"time"

	"huiying/analyzers/territory"
	"huiying/bus"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register/sqlite"
	"huiying/responders/briefing"
	"huiying/responders/briefing/pagedata"

	"go.uber.org/zap"
)

// Briefer writes briefings from the register, and sends those of what is over.
type Briefer struct {
	Parts
	recent briefing.Recent
}

// Parts are what briefings take of a process.
type Parts struct {
	Cfg      *configs.Config
	Bus      *bus.Bus    // its timers say when a briefing is due
	Kept     *bus.Bucket // periods that are over, written once
	Register *sqlite.Store
	CaughtUp func(context.Context) error                      // waits until the register has seen the log
	Sources  func(context.Context) ([]facts.SourceRow, error) // how each source does
	Names    Names
	Places   *territory.Table
	Unit     func(id string) (opinion.Unit, bool)
	Alerts   Alerts
	Items    Items           // may be nil
	Sender   briefing.Sender // takes briefings to who is to read them
	Now      func() time.Time
	Log      *zap.Logger
}

// New makes a briefer.
func New(p Parts) *Briefer { return &Briefer{Parts: p} }

// Names are what people call things.
type Names interface {
	Topic(id, lang string) string
	Division(code, lang string) string
}

// Briefing is the briefing of the period in which the moment lies, of a division and what is below
// it.
func (b *Briefer) Briefing(ctx context.Context, at time.Time, period, division string) (pagedata.Briefing, error) {
	p, err := briefing.ParsePeriod(period)
	if err != nil {
		return pagedata.Briefing{}, &kit.Error{Kind: kit.Invalid, Code: "bad_period", Words: err.Error(), Err: err}
	}
	part, ok := briefing.PartOf(division, b.Cfg.Region, b.Places)
	if !ok {
		return pagedata.Briefing{}, &kit.Error{Kind: kit.NotFound, Code: "no_division"}
	}
	got, err := b.recent.Of(p, part, at, b.Now(), func() (briefing.Briefing, error) {
		return b.book(part).Briefing(ctx, p, at)
	})
	if err != nil {
		return pagedata.Briefing{}, err
	}
	topic := func(id string) string { return b.Names.Topic(id, "zh") }
	return briefing.Page(got, briefing.Names{Place: b.placeName, Topic: topic}), nil
}

func (b *Briefer) book(division string) briefing.Editions {
	f := dayFacts{b, division, b.Register.In(division)}
	w := briefing.Writer{Division: division, Came: f, Cases: f.part, Issues: f, Sources: f, Alerts: f, Asked: f,
		Map:  briefing.Within{Code: cmp.Or(division, b.Cfg.Region), Places: b.Places},
		Unit: b.Unit, Place: b.placeName, Began: b.began, Now: b.Now}
	return briefing.Editions{Draft: w, Kept: keptBriefings{b.Kept}, Titles: b.Register,
		Ready: func(ctx context.Context) bool {
			ctx, stop := context.WithTimeout(ctx, 5*time.Second)
			defer stop()
			return b.CaughtUp(ctx) == nil
		}}
}

// placeName names a division from below the region on: everybody who reads knows the region.
func (b *Briefer) placeName(code string) string {
	n := b.Names
	full := n.Division(code, "zh")
	if below, ok := strings.CutPrefix(full, n.Division(b.Cfg.Region, "zh")); ok && below != "" {
		return below
	}
	return full
}

// keptBriefings keeps what was written once in a bucket of the log.
type keptBriefings struct{ bucket bucket }

type bucket interface {
	Get(ctx context.Context, key string) ([]byte, bool, error)
	PutNew(ctx context.Context, key string, value []byte) (bool, error)
}

func (k keptBriefings) Kept(ctx context.Context, key string) ([]byte, bool, error) {
	return k.bucket.Get(ctx, key)
}

func (k keptBriefings) Keep(ctx context.Context, key string, value []byte) ([]byte, error) {
	first, err := k.bucket.PutNew(ctx, key, value)
	if err != nil || first {
		return value, err
	}
	value, _, err = k.bucket.Get(ctx, key)
	return value, err
}
