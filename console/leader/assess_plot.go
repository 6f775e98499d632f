package leader

import (
	"html/template"
	"slices"
	"strings"

	"huiying/console/facts"
	"huiying/console/plot"
	"huiying/opinion"
)

// sharesShown is how many groups a picture holds; the table has all of them.
const sharesShown = 12

// sharePlot is a picture of one measure: a bar for each group that has a share.
type sharePlot struct {
	Wide, Narrow template.HTML
	Title        string
	Left         int // groups with a share that the picture does not hold
}

func plotShares(v *View, t facts.RateTable, by string, m facts.Measure) (sharePlot, error) {
	at := slices.IndexFunc(t.Measures, func(x facts.Measure) bool { return x.ID == m.ID })
	p := sharePlot{Title: v.Say("assess.plot", v.Named(m))}
	if at < 0 {
		return p, nil
	}
	var values []float64
	var labels []string
	for _, r := range t.Rows {
		if s := r.Rates[at].Share; s != nil {
			values, labels = append(values, *s*100), append(labels, roomy(opinion.Clip(v.Group(by, r.Key), 14)))
		}
	}
	if len(values) == 0 {
		return p, nil
	}
	if more := len(values) - sharesShown; more > 0 {
		p.Left, values, labels = more, values[:sharesShown], labels[:sharesShown]
		if by == "week" || by == "month" {
			p.Title += " · " + v.Say("assess.plot.first", sharesShown)
		}
	}
	slices.Reverse(values) // the library draws from below
	slices.Reverse(labels)
	var err error
	if p.Wide, err = plot.Across(p.Title, values, labels, 760, 5); err == nil {
		p.Narrow, err = plot.Across(p.Title, values, labels, 340, 3)
	}
	return p, err
}

// roomy widens a label by what the library's own font, by which it measures, lacks: it has no
// Chinese characters, and the browser's are as wide as they are high.
func roomy(label string) string {
	wide := 0
	for _, r := range label {
		if r >= 0x2E80 {
			wide++
		}
	}
	return label + strings.Repeat("\u00A0", 2*wide)
}
