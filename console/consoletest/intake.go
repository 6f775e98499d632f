package consoletest

import (
	"context"
	"encoding/json"
	"errors"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// Parse reads like the real intake: unknown keys ignored, person keys dropped and counted.
func (w *World) Parse(raw json.RawMessage) (opinion.Draft, map[string]int, error) {
	var all map[string]any
	if err := json.Unmarshal(raw, &all); err != nil {
		return opinion.Draft{}, nil, errors.New("a mention is a JSON object")
	}
	str := func(k string) string { s, _ := all[k].(string); return s }
	dropped := map[string]int{}
	for _, k := range []string{"author", "nickname", "phone"} {
		if _, ok := all[k]; ok {
			dropped[k]++
		}
	}
	return opinion.Draft{Source: str("source"), URL: str("url"), Title: str("title"),
		Text: str("text"), CollectedAt: Now}, dropped, nil
}

func (w *World) Publish(_ context.Context, in []opinion.Mention) (int, error) {
	if w.Fail != nil {
		return 0, w.Fail
	}
	added := 0
	for _, m := range in {
		if !w.known[m.ID] {
			w.known[m.ID], added = true, added+1
			w.Taken = append(w.Taken, m)
		}
	}
	return added, nil
}

// Code knows one reason.
func (w *World) Code(error) string { return "other" }

// Refuse keeps what it is told in Refused.
func (w *World) Refuse(_ context.Context, _ string, why map[string]int) (n int, err error) {
	for code, more := range why {
		w.Refused[code] += more
		n += more
	}
	return n, w.Fail
}

// OutcomeOf lets all that was taken wait, and the rest be on its way.
func (w *World) OutcomeOf(_ context.Context, mentions []string) (out facts.Became, err error) {
	for _, id := range mentions {
		if w.known[id] {
			out.Waiting++
		} else {
			out.OnTheWay++
		}
	}
	return out, w.Fail
}

func (w *World) Purge(_ context.Context, what facts.Purge) (facts.Purged, error) {
	if what.ID == "unknown" {
		return facts.Purged{}, &kit.Error{Kind: kit.NotFound, Code: "nothing_to_purge"}
	}
	return facts.Purged{IDs: []string{what.ID}, Log: 2, Indexed: 1}, nil
}
