package cases

import (
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/console/plot"
	"huiying/register"
)

// heatPlot is an issue's picture and its table.
type heatPlot struct {
	plot.Plot
	Title  string
	Copies map[string]int // by the label of a row
}

func plotHeat(v *View, h facts.Heat) (heatPlot, error) {
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
	counts := make([]register.TimeCount, len(h.Beats))
	p := heatPlot{Copies: map[string]int{}}
	for i, b := range h.Beats {
		counts[i] = register.TimeCount{Time: b.Time, N: b.Reports}
		p.Copies[b.Time.In(kit.Shanghai).Format(row)] += b.Copies
	}
	p.Title = v.Say(key, h.From.In(kit.Shanghai).Format(row), at[len(at)-1].In(kit.Shanghai).Format(row))
	var err error
	p.Plot, err = plot.Draw(p.Title, at, counts, row, func(t time.Time) string { return t.Format(label) })
	return p, err
}
