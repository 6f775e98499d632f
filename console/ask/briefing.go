package ask

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"huiying/console/kit"
	"huiying/responders/briefing/pagedata"
	"huiying/words"
)

var Periods = []string{"day", "week", "month"}

// BriefAsked names a briefing: a day, the period in which it lies, and of which division; "" is all
// that the account sees.
type BriefAsked struct{ Date, Period, Division string }

// BriefOf reads which briefing a page asks for.
func BriefOf(r *http.Request) BriefAsked {
	q := r.URL.Query()
	return BriefAsked{Date: r.PathValue("date"), Period: q.Get("period"), Division: q.Get("division")}
}

// Brief fetches a period's briefing for the page, the files and the API.
func Brief(ctx context.Context, from Briefer, now time.Time, in BriefAsked,
	lang string) (pagedata.Briefing, time.Time, error) {
	period := in.Period
	day, err := DayOf(in.Date, lang)
	if err != nil {
		return pagedata.Briefing{}, day, err
	}
	if period = cmp.Or(period, "day"); !slices.Contains(Periods, period) {
		return pagedata.Briefing{}, day, kit.BadInput("bad_period", words.Say(lang, "error.bad_period"))
	}
	if from == nil {
		return pagedata.Briefing{}, day, kit.Away("no_briefing", words.Say(lang, "away.briefing"))
	}
	if day.After(now) {
		return pagedata.Briefing{}, day, &kit.Error{Kind: kit.NotFound, Code: "not_yet",
			Words: words.Say(lang, "error.not_yet")}
	}
	b, err := from.Briefing(ctx, day, period, in.Division)
	b.Date, b.Period = cmp.Or(b.Date, day.Format("2006-01-02")), cmp.Or(b.Period, period)
	b.Numbers, b.Sections = OrEmpty(b.Numbers), OrEmpty(b.Sections)
	return b, day, err
}
