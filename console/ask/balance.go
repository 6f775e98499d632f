package ask

import (
	"context"
	"time"

	"huiying/console/access"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

// Days are the balances of the last n days of arrival, the last of them today. All come of one
// question, so that the numbers of a page are of one moment.
func Days(ctx context.Context, book BalanceBook, now time.Time, n int) ([]kit.DayBalance, error) {
	today := kit.Midnight(now)
	out := make([]kit.DayBalance, n)
	for i := range out {
		out[i] = kit.DayBalance{Day: today.AddDate(0, 0, i+1-n), Bound: access.ScopeOf(ctx) != nil}
	}
	entries, err := book.Balance(ctx, register.BalanceQuery{From: out[0].Day, To: today.AddDate(0, 0, 1)})
	for _, e := range entries {
		for i := range out {
			if !out[i].Day.Equal(e.Day) {
				continue
			}
			out[i].Add(e.Is, e.N)
			if e.Is == opinion.DispositionRefused {
				if out[i].Unread == nil {
					out[i].Unread = map[string]int{}
				}
				out[i].Unread[e.Why] += e.N
			}
			//exhaustive:ignore these two have a figure of their own
			switch opinion.DispositionRule(e.Why) {
			case opinion.RuleOpens:
				out[i].Opening += e.N
			case opinion.RuleNotAsked:
				out[i].NotAsked += e.N
			}
		}
	}
	return out, err
}
