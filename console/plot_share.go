package console

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/go-analyze/charts"

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

func plotShares(v *view, t RateTable, by string, m Measure) (sharePlot, error) {
	at := slices.IndexFunc(t.Measures, func(x Measure) bool { return x.ID == m.ID })
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
	if p.Wide, err = across(p.Title, values, labels, 760, 5); err == nil {
		p.Narrow, err = across(p.Title, values, labels, 340, 3)
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

// across draws shares in percent as bars from left to right, for names are long.
func across(title string, values []float64, labels []string, width, marks int) (template.HTML, error) {
	grey, ink := charts.Color{R: 84, G: 94, B: 99, A: 255}, charts.Color{R: 31, G: 90, B: 110, A: 255}
	theme := charts.GetTheme(charts.ThemeLight).WithBackgroundColor(charts.ColorTransparent).WithTextColor(grey).WithSeriesColors([]charts.Color{ink})
	small := charts.FontStyle{FontSize: 9, FontColor: grey}
	p := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputSVG, Width: width, Height: 44 + 26*len(values)})
	percent := func(f float64) string { return fmt.Sprintf("%.0f%%", f) }
	err := p.BarChart(charts.BarChartOption{
		Theme: theme, Horizontal: true, BarSize: 0.6,
		Padding:      charts.NewBox(4, 6, 16, 2),
		SeriesList:   charts.NewSeriesListBar([][]float64{values}),
		CategoryAxis: charts.CategoryAxisOption{Labels: labels, LabelCount: len(labels), LabelFontStyle: small},
		ValueAxis: []charts.ValueAxisOption{{
			Min: charts.Ptr(0.0), Max: charts.Ptr(100.0), LabelCount: marks, LabelFontStyle: small,
			RangeValuePaddingScale: charts.Ptr(0.0), ValueFormatter: percent,
		}},
	})
	return drawn(p, err, title)
}
