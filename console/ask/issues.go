package ask

import (
	"context"
	"math"
	"net/url"
	"strings"
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
	"huiying/words"
)

// Bounds of an issue's own picture.
const (
	young    = 48 * time.Hour // an issue heard of first within them is shown by the hour
	leastDay = 14
	mostDays = 90
	recently = 30 // days; what was silent for longer is shown as of its last report
)

// heatSpan is the stretch of time in which an issue is shown, and by which step.
func heatSpan(first, last, now time.Time) (from, to time.Time, by string) {
	if now.Sub(first) < young {
		to = now.In(kit.Shanghai).Truncate(time.Hour).Add(time.Hour)
		return to.Add(-young), to, "hour"
	}
	end := kit.Midnight(now)
	if last.Before(end.AddDate(0, 0, -recently)) {
		end = kit.Midnight(last)
	}
	to = end.AddDate(0, 0, 1)
	from = kit.Midnight(first)
	if at := to.AddDate(0, 0, -leastDay); from.After(at) {
		from = at
	}
	if at := to.AddDate(0, 0, -mostDays); from.Before(at) {
		from = at
	}
	return from, to, "day"
}

// IssueList is a page of issues, each with its last days.
func IssueList(ctx context.Context, in Issues, now time.Time,
	q register.IssueQuery) (register.IssueList, error) {
	list, err := in.Issues(ctx, q)
	if err != nil || len(list.Items) == 0 {
		return list, err
	}
	ids := make([]string, len(list.Items))
	for i, row := range list.Items {
		ids[i] = row.ID
	}
	from, to := kit.SparkSpan(now)
	heat, err := in.Heat(ctx, ids, from, to, "day")
	for i, row := range list.Items {
		row.Days = kit.Daily(heat[row.ID], from)
		list.Items[i] = rounded(row)
	}
	return list, err
}

// rounded leaves two digits after the point, for readers.
func rounded(r register.IssueRow) register.IssueRow {
	r.Growth, r.Attention = math.Round(r.Growth*100)/100, math.Round(r.Attention*100)/100
	return r
}

// IssueFile is one issue with its heat.
func IssueFile(ctx context.Context, in Issues, now time.Time, id string) (facts.IssueFile, error) {
	f, err := in.Issue(ctx, id)
	if err != nil {
		return f, err
	}
	from, to, by := heatSpan(f.Issue.First, f.Issue.Last, now)
	heat, err := in.Heat(ctx, []string{id}, from, to, by)
	f.Issue = rounded(f.Issue)
	f.Heat = facts.Heat{By: by, From: from, To: to, Beats: OrEmpty(heat[id])}
	f.Together.Words, f.Together.Sources, f.Together.Places = OrEmpty(f.Together.Words),
		OrEmpty(f.Together.Sources), OrEmpty(f.Together.Places)
	return f, err
}

// IssueOrders are the orders of a list of issues, the usual one first.
var IssueOrders = []string{register.ByAttention, register.ByHeaviness, register.ByRecent, register.BySize}

// IssueQuery reads the question from an address; pages and the API ask alike.
func IssueQuery(q url.Values, lang string) (register.IssueQuery, error) {
	out := register.IssueQuery{
		Q: opinion.Clip(strings.TrimSpace(q.Get("q")), 400), Topic: q.Get("topic"), Division: q.Get("division"),
		Severity: opinion.Severity(q.Get("severity")), Unit: q.Get("unit"), Cursor: q.Get("cursor"),
	}
	var err error
	if out.Size, err = SizeOf(q.Get("size"), 20, lang); err != nil {
		return out, err
	}
	if out.From, err = MomentOf("from", q.Get("from"), false, lang); err != nil {
		return out, err
	}
	if out.To, err = MomentOf("to", q.Get("to"), true, lang); err != nil {
		return out, err
	}
	if out.Severity != "" && out.Severity.Rank() == 0 {
		return out, kit.BadInput("bad_severity", words.Say(lang, "error.bad_severity"))
	}
	out.Order, out.Reversed, err = OrderOf(q.Get("order"), IssueOrders, lang)
	if err == nil && out.Reversed && out.Order == register.ByAttention { // what nobody speaks of has no order
		err = kit.BadInput("bad_order", words.Say(lang, "error.bad_order", strings.Join(IssueOrders, ", ")))
	}
	return out, err
}
