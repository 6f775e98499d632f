package plot

import (
	"fmt"
	"html/template"

	"github.com/go-analyze/charts"
)

// Across draws shares in percent as bars from left to right, for names are long.
func Across(title string, values []float64, labels []string, width, marks int) (template.HTML, error) {
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
	return Finish(p, err, title)
}
