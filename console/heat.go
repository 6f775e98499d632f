package console

import (
	"context"
	"html/template"
	"math"
	"strconv"
	"strings"
	"time"
)

// sparkDays is how far back the small picture beside an issue goes.
const sparkDays = 14

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
		to = now.In(shanghai).Truncate(time.Hour).Add(time.Hour)
		return to.Add(-young), to, "hour"
	}
	end := midnight(now)
	if last.Before(end.AddDate(0, 0, -recently)) {
		end = midnight(last)
	}
	to = end.AddDate(0, 0, 1)
	from = midnight(first)
	if at := to.AddDate(0, 0, -leastDay); from.After(at) {
		from = at
	}
	if at := to.AddDate(0, 0, -mostDays); from.Before(at) {
		from = at
	}
	return from, to, "day"
}

// issueList is a page of issues, each with its last days.
func issueList(ctx context.Context, in IssueBook, now time.Time, q IssueQuery) (IssueList, error) {
	list, err := in.Issues(ctx, q)
	if err != nil || len(list.Items) == 0 {
		return list, err
	}
	ids := make([]string, len(list.Items))
	for i, row := range list.Items {
		ids[i] = row.ID
	}
	to := midnight(now).AddDate(0, 0, 1)
	from := to.AddDate(0, 0, -sparkDays)
	heat, err := in.Heat(ctx, ids, from, to, "day")
	for i, row := range list.Items {
		row.Days = daily(heat[row.ID], from)
		list.Items[i] = rounded(row)
	}
	return list, err
}

// rounded leaves two digits after the point, for readers.
func rounded(r IssueRow) IssueRow {
	r.Growth, r.Attention = math.Round(r.Growth*100)/100, math.Round(r.Attention*100)/100
	return r
}

// daily spreads beats over days, empty ones too.
func daily(beats []Beat, from time.Time) []int {
	days := make([]int, sparkDays)
	for _, b := range beats {
		if i := int(b.Time.Sub(from) / (24 * time.Hour)); i >= 0 && i < sparkDays {
			days[i] += b.Reports
		}
	}
	return days
}

// issueFile is one issue with its heat.
func issueFile(ctx context.Context, in IssueBook, now time.Time, id string) (IssueFile, error) {
	f, err := in.Issue(ctx, id)
	if err != nil {
		return f, err
	}
	from, to, by := heatSpan(f.Issue.First, f.Issue.Last, now)
	heat, err := in.Heat(ctx, []string{id}, from, to, by)
	f.Issue = rounded(f.Issue)
	f.Heat = Heat{By: by, From: from, To: to, Beats: orEmpty(heat[id])}
	f.Together.Words, f.Together.Sources, f.Together.Places = orEmpty(f.Together.Words), orEmpty(f.Together.Sources), orEmpty(f.Together.Places)
	return f, err
}

// heatPlot is an issue's picture and its table.
type heatPlot struct {
	plot
	Title  string
	Copies map[string]int // by the label of a row
}

func plotHeat(v *view, h Heat) (heatPlot, error) {
	step := func(t time.Time) time.Time { return t.AddDate(0, 0, 1) }
	row, label, key := "2006-01-02", "01-02", "heat.days"
	if h.By == "hour" {
		step = func(t time.Time) time.Time { return t.Add(time.Hour) }
		row, label, key = "01-02 15:00", "15:00", "heat.hours"
	}
	var at []time.Time
	for t := h.From; t.Before(h.To); t = step(t) {
		at = append(at, t)
	}
	counts := make([]TimeCount, len(h.Beats))
	p := heatPlot{Copies: map[string]int{}}
	for i, b := range h.Beats {
		counts[i] = TimeCount{Time: b.Time, N: b.Reports}
		p.Copies[b.Time.In(shanghai).Format(row)] += b.Copies
	}
	p.Title = v.Say(key, h.From.In(shanghai).Format(row), at[len(at)-1].In(shanghai).Format(row))
	var err error
	p.plot, err = draw(p.Title, at, counts, row, func(t time.Time) string { return t.Format(label) })
	return p, err
}

// Spark is a row of small bars, a day each, and their numbers in words.
func (v *view) Spark(days []int) template.HTML {
	most, said := 1, make([]string, len(days))
	for i, n := range days {
		most, said[i] = max(most, n), strconv.Itoa(n)
	}
	var b strings.Builder
	b.WriteString(`<svg class="spark" viewBox="0 0 ` + strconv.Itoa(len(days)*5) + ` 20" role="img" aria-label="` +
		template.HTMLEscapeString(v.Say("spark", strings.Join(said, " "))) + `" focusable="false">`)
	for i, n := range days {
		high := 1 // a day without a report is a dot on the ground
		if n > 0 {
			high = 2 + n*18/most
		}
		class := "part"
		if n == 0 {
			class = "rest"
		}
		b.WriteString(`<rect class="` + class + `" x="` + strconv.Itoa(i*5) + `" y="` + strconv.Itoa(20-high) + `" width="4" height="` + strconv.Itoa(high) + `"></rect>`)
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// Growth says in words how an issue grows against its own past.
func (v *view) Growth(i IssueRow) string {
	if i.Today == 0 {
		return v.Say("growth.today", 0)
	}
	how := v.Say("growth.few")
	switch {
	case i.Growth >= 1.05:
		how = v.Say("growth.times", strconv.FormatFloat(i.Growth, 'f', 1, 64))
	case i.Growth > 0.95:
		how = v.Say("growth.steady")
	case i.Growth > 0:
		how = v.Say("growth.cooling")
	}
	return v.Say("growth.today", i.Today) + " · " + how
}
