package briefing

import (
	"context"
	"encoding/json"
	"fmt"
	"time"
)

// Keeper keeps what was written once. Keep does nothing where the key is there already, and
// returns what then is kept.
type Keeper interface {
	Kept(ctx context.Context, key string) ([]byte, bool, error)
	Keep(ctx context.Context, key string, value []byte) ([]byte, error)
}

// Titler knows the headings of mentions; a forgotten one is missing.
type Titler interface {
	Headings(ctx context.Context, mentions []string) (map[string]string, error)
}

// settled is how long after its end a period is written for good: what was said late at night
// is collected and judged by then.
const settled = time.Hour

// Editions writes a period once and from then on tells the same of it. What is kept are facts and
// ids, without a word of a mention: headings are looked up whenever it is read, so that what is
// forgotten is gone from past briefings too.
type Editions struct {
	Draft  Writer
	Kept   Keeper                         // nil: nothing is kept
	Titles Titler                         // nil: issues and cases have no headings
	Ready  func(ctx context.Context) bool // the register has seen all that happened; nil: it has
}

// Briefing is the briefing of the period in which a moment lies.
func (k Editions) Briefing(ctx context.Context, p Period, at time.Time) (Briefing, error) {
	from, _ := p.Span(at)
	key := string(p) + "-" + from.Format(time.DateOnly)
	if k.Draft.Division != "" {
		key += "/" + k.Draft.Division
	}
	if k.Kept != nil {
		raw, ok, err := k.Kept.Kept(ctx, key)
		if err != nil {
			return Briefing{}, fmt.Errorf("the kept briefing %s: %w", key, err)
		}
		if ok {
			return k.read(ctx, raw)
		}
	}
	b, err := k.Draft.Write(ctx, p, at)
	if err != nil {
		return b, err
	}
	if !k.final(ctx, b) {
		return k.named(ctx, b)
	}
	raw, err := json.Marshal(b)
	if err == nil {
		raw, err = k.Kept.Keep(ctx, key, raw)
	}
	if err != nil {
		return Briefing{}, fmt.Errorf("keep the briefing %s: %w", key, err)
	}
	return k.read(ctx, raw)
}

// final says whether nothing more can come to a briefing: its time is over and no part failed.
func (k Editions) final(ctx context.Context, b Briefing) bool {
	if k.Kept == nil || k.Draft.Now == nil || k.Draft.Now().Before(b.To.Add(settled)) {
		return false
	}
	for _, m := range b.Missing {
		if m.Part != partStates {
			return false
		}
	}
	return k.Ready == nil || k.Ready(ctx)
}

func (k Editions) read(ctx context.Context, raw []byte) (Briefing, error) {
	var b Briefing
	if err := json.Unmarshal(raw, &b); err != nil {
		return b, fmt.Errorf("a kept briefing is unreadable: %w", err)
	}
	if b.No == 0 { // kept before papers were counted
		no, err := k.Draft.number(ctx, b.Period, b.From)
		if err != nil {
			return b, err
		}
		b.No = no
	}
	return k.named(ctx, b)
}

// named puts the headings in that are still known, and says the day in sentences.
func (k Editions) named(ctx context.Context, b Briefing) (Briefing, error) {
	type entry struct {
		mention string
		title   *string
	}
	var all []entry
	for _, list := range [][]Issue{b.Heavy, b.Growing} {
		for i := range list {
			all = append(all, entry{list[i].Mention, &list[i].Title})
		}
	}
	for i := range b.Answered {
		all = append(all, entry{b.Answered[i].Mention, &b.Answered[i].Title})
	}
	for i := range b.Decide {
		all = append(all, entry{b.Decide[i].Mention, &b.Decide[i].Title})
	}
	var ids []string
	for _, e := range all {
		if e.mention != "" {
			ids = append(ids, e.mention)
		}
	}
	if k.Titles != nil && len(ids) > 0 {
		titles, err := k.Titles.Headings(ctx, ids)
		if err != nil {
			return b, err
		}
		for _, e := range all {
			*e.title = titles[e.mention]
		}
	}
	b.Sentences = sentences(b)
	return b, nil
}
