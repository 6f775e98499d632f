package app

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"huiying/console/kit"
	"huiying/opinion"
	"huiying/responders/briefing"
	"huiying/responders/briefing/pagedata"
)

// briefer writes briefings from the register and shows them as the console wants them.
type briefer struct{ h *House }

// Briefing is the briefing of the period in which the moment lies, of a division and what is below it.
func (b briefer) Briefing(ctx context.Context, at time.Time, period, division string) (pagedata.Briefing, error) {
	p, err := briefing.ParsePeriod(period)
	if err != nil {
		return pagedata.Briefing{}, &kit.Error{Kind: kit.Invalid, Code: "bad_period", Words: err.Error(), Err: err}
	}
	if division == b.h.Cfg.Region {
		division = ""
	}
	if division != "" && !slices.Contains(b.h.Judges.Places.Path(division), b.h.Cfg.Region) {
		return pagedata.Briefing{}, &kit.Error{Kind: kit.NotFound, Code: "no_division"}
	}
	got, err := b.h.briefs.of(drawn{p, division}, at.In(China), b.h.Now(), func() (briefing.Briefing, error) {
		return b.book(division).Briefing(ctx, p, at.In(China))
	})
	if err != nil {
		return pagedata.Briefing{}, err
	}
	return b.shown(got), nil
}

func (b briefer) book(division string) briefing.Book {
	f := dayFacts{b.h, division, b.h.Store.In(division)}
	w := briefing.Writer{Division: division, Said: f, Cases: f.part, Issues: f, Sources: f, Map: regionMap{cmp.Or(division, b.h.Cfg.Region), b.h.Judges.Places},
		Unit: b.h.Judges.Units.Unit, Place: b.placeName, Now: b.h.Now}
	return briefing.Book{Draft: w, Kept: keptBriefings{b.h.briefings}, Titles: b.h.Store, Ready: func(ctx context.Context) bool {
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

// recent keeps the last briefing of a period that is not over for a minute: many look at it in
// the same morning, and it asks much.
type recent struct {
	mu   sync.Mutex
	made map[drawn]written
}

// drawn is which briefing: of a period, of a division.
type drawn struct {
	period   briefing.Period
	division string
}

// written is a briefing of the period that begins at from, as it was at a moment.
type written struct {
	from, at time.Time
	b        briefing.Briefing
}

func (r *recent) of(which drawn, at, now time.Time, write func() (briefing.Briefing, error)) (briefing.Briefing, error) {
	from, to := which.period.Span(at)
	if !now.Before(to) {
		return write()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if m := r.made[which]; m.from.Equal(from) && now.Sub(m.at) >= 0 && now.Sub(m.at) < time.Minute {
		return m.b, nil
	}
	b, err := write()
	if err == nil && len(b.Missing) == 0 {
		if r.made == nil {
			r.made = map[drawn]written{}
		}
		r.made[which] = written{from, now, b}
	}
	return b, err
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

// regionMap shows the divisions right below one, or that alone where none is below it.
type regionMap struct {
	region string
	places interface {
		Division(code string) (opinion.Division, bool)
		Children(code string) []string
		Path(code string) []string
	}
}

func (m regionMap) Cells() []opinion.Division {
	var out []opinion.Division
	for _, code := range m.places.Children(m.region) {
		if d, ok := m.places.Division(code); ok {
			out = append(out, d)
		}
	}
	if d, ok := m.places.Division(m.region); ok && len(out) == 0 {
		out = append(out, d)
	}
	return out
}

func (m regionMap) CellOf(code string) string {
	path := m.places.Path(code)
	for i, c := range path {
		if c == m.region && i+1 < len(path) {
			return path[i+1]
		}
		if c == m.region && len(m.places.Children(c)) == 0 {
			return c
		}
	}
	return ""
}

func (h *House) topicName(id string) string { return names{h.Cfg, h.Judges}.Topic(id, "zh") }

// searchIn is the list of what was said in a period, of one place or source.
func searchIn(b briefing.Briefing, key, value string) string {
	q := url.Values{"from": {b.Date}, "to": {lastDay(b)}}
	if b.Division != "" {
		q.Set("division", b.Division)
	}
	if key != "" {
		q.Set(key, value)
	}
	return "/search?" + q.Encode()
}

func lastDay(b briefing.Briefing) string {
	return b.To.In(China).AddDate(0, 0, -1).Format(time.DateOnly)
}

// split tells ids of cases (c…) from those of issues (i…).
func split(ids []string) (out pagedata.BriefingRefs) {
	for _, id := range ids {
		switch {
		case strings.HasPrefix(id, "c"):
			out.Cases = append(out.Cases, id)
		case strings.HasPrefix(id, "i"):
			out.Issues = append(out.Issues, id)
		}
	}
	return out
}

func word(zh, en string) pagedata.BriefingCell { return pagedata.BriefingCell{Text: zh, TextEn: en} }

func count(n int) pagedata.BriefingCell { return pagedata.BriefingCell{Text: fmt.Sprint(n), Num: true} }

func mean(f float64) pagedata.BriefingCell {
	return pagedata.BriefingCell{Text: fmt.Sprintf("%.1f", f), Num: true}
}
