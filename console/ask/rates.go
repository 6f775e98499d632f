package ask

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/words"
)

// RateWays are the ways to group, in the order of the tabs.
var RateWays = []string{"unit", "division", "topic", "week", "month"}

// RateQuery reads the question from an address; pages, files and the API ask alike.
func RateQuery(q url.Values, now time.Time, lang string) (facts.RateQuery, error) {
	out := facts.RateQuery{By: q.Get("by"), Unit: q.Get("unit"), Topic: q.Get("topic"), Division: q.Get("division"), Rank: q.Get("rank")}
	if out.By == "" {
		out.By = RateWays[0]
	}
	if !slices.Contains(RateWays, out.By) {
		return out, kit.BadInput("bad_way", words.Say(lang, "error.bad_way"))
	}
	var err error
	out.From, out.To, err = SpanOf(q, kit.Midnight(now).AddDate(0, 0, 1), lang)
	return out, err
}

const turnsShown = 50

func TurnQuery(q url.Values, now time.Time, lang string) (facts.TurnQuery, error) {
	rates, err := RateQuery(q, now, lang)
	out := facts.TurnQuery{RateQuery: rates, Measure: q.Get("measure"), Verdict: q.Get("verdict"), Size: turnsShown}
	if err != nil {
		return out, err
	}
	if q.Has("key") {
		key := q.Get("key")
		out.Key = &key
	}
	if !slices.Contains([]string{"", "yes", "no"}, out.Verdict) {
		return out, kit.BadInput("bad_verdict", words.Say(lang, "error.bad_verdict"))
	}
	if c := q.Get("cursor"); c != "" {
		if out.Offset, err = strconv.Atoi(c); err != nil || out.Offset < 0 {
			return out, kit.BadInput("bad_cursor", words.Say(lang, "error.bad_cursor"))
		}
	}
	out.Size, err = SizeOf(q.Get("size"), turnsShown, lang)
	return out, err
}
