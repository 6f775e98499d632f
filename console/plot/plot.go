package plot

import (
	"fmt"
	"html"
	"html/template"
	"regexp"
	"strings"
	"time"

	"github.com/go-analyze/charts"

	"huiying/register"
)

// Plot is a picture of counts over time with the table behind it. It is drawn twice, for a
// wide and for a narrow screen, since letters of one picture would shrink with it.
type Plot struct {
	Wide, Narrow template.HTML
	Rows         []PlotRow // latest first
	Total        int
}

type PlotRow struct {
	Label string
	N     int
}

// Draw fills the gaps with zero and makes both pictures. No counts at all give no picture:
// an empty state says more than an empty axis.
func Draw(title string, at []time.Time, got []register.TimeCount, row string, label func(time.Time) string) (Plot, error) {
	n := map[int64]int{}
	for _, c := range got {
		n[c.Time.Unix()] += c.N
	}
	p := Plot{Rows: make([]PlotRow, len(at))}
	values, labels := make([]float64, len(at)), make([]string, len(at))
	for i, t := range at {
		k := n[t.Unix()]
		p.Total += k
		values[i], labels[i] = float64(k), label(t)
		p.Rows[len(at)-1-i] = PlotRow{t.Format(row), k}
	}
	if p.Total == 0 {
		return p, nil
	}
	var err error
	if p.Wide, err = bars(title, values, labels, 560, 180, 8); err == nil {
		p.Narrow, err = bars(title, values, labels, 340, 180, 4)
	}
	return p, err
}

// bars draws one picture. The library gives SVG without fonts of its own, so the browser's
// CJK fonts write the words; its style attributes, which the page's policy forbids, become
// presentation attributes of the same meaning.
func bars(title string, values []float64, labels []string, width, height, marks int) (template.HTML, error) {
	most := 0.0
	for _, x := range values {
		most = max(most, x)
	}
	grey, ink := charts.Color{R: 84, G: 94, B: 99, A: 255}, charts.Color{R: 31, G: 90, B: 110, A: 255}
	theme := charts.GetTheme(charts.ThemeLight).WithBackgroundColor(charts.ColorTransparent).WithTextColor(grey).WithSeriesColors([]charts.Color{ink})
	small := charts.FontStyle{FontSize: 9, FontColor: grey}
	p := charts.NewPainter(charts.PainterOptions{OutputFormat: charts.ChartOutputSVG, Width: width, Height: height})
	top := NiceTop(most)
	err := p.BarChart(charts.BarChartOption{
		Theme:        theme,
		Padding:      charts.NewBox(4, 10, 10, 2),
		SeriesList:   charts.NewSeriesListBar([][]float64{values}),
		CategoryAxis: charts.CategoryAxisOption{Labels: labels, LabelCount: marks, LabelFontStyle: small},
		ValueAxis: []charts.ValueAxisOption{{
			Min: charts.Ptr(0.0), Max: charts.Ptr(float64(top)), LabelCount: 3, LabelFontStyle: small,
			RangeValuePaddingScale: charts.Ptr(0.0),
			ValueFormatter:         func(f float64) string { return fmt.Sprintf("%.0f", f) },
		}},
	})
	return Finish(p, err, title)
}

// Finish is the picture of a painter, or why there is none.
func Finish(p *charts.Painter, err error, title string) (template.HTML, error) {
	if err != nil {
		return "", fmt.Errorf("draw plot: %w", err)
	}
	b, err := p.Bytes()
	if err != nil {
		return "", fmt.Errorf("draw plot: %w", err)
	}
	return template.HTML(PlainSVG(string(b), title)), nil
}

// NiceTop is the least even 1, 2 or 5 times a power of ten that is not below n, so that
// the middle mark is a whole number too.
func NiceTop(n float64) int {
	for step := 1; ; step *= 10 {
		for _, k := range []int{2, 4, 10} {
			if float64(k*step) >= n {
				return k * step
			}
		}
	}
}

var styleAttr = regexp.MustCompile(`style="([^"]*)"`)

// PlainSVG turns style attributes into presentation attributes, leaves the font to the
// style sheet, and says in words what the picture shows.
func PlainSVG(svg, title string) string {
	svg = styleAttr.ReplaceAllStringFunc(svg, func(m string) string {
		var out []string
		for decl := range strings.SplitSeq(styleAttr.FindStringSubmatch(m)[1], ";") {
			k, val, ok := strings.Cut(decl, ":")
			if k = strings.TrimSpace(k); ok && k != "font-family" {
				out = append(out, k+`="`+strings.TrimSpace(val)+`"`)
			}
		}
		return strings.Join(out, " ")
	})
	return strings.Replace(svg, "<svg ", `<svg class="plot" role="img" aria-label="`+html.EscapeString(title)+`" focusable="false" `, 1)
}
