package leader

import (
	"fmt"
	"html/template"
	"slices"

	"github.com/go-analyze/charts"

	"huiying/console/plot"
	"huiying/responders/briefing/pagedata"
)

// BriefPlot draws a plot of a briefing for a wide and a narrow screen.
func (v *View) BriefPlot(p pagedata.BriefingPlot) (plot.Plot, error) {
	out := plot.Plot{}
	for _, b := range p.Bars {
		out.Total += b.N
		out.Rows = append(out.Rows, plot.PlotRow{Label: b.Date, N: b.N})
	}
	slices.Reverse(out.Rows)
	if out.Total == 0 {
		return out, nil
	}
	title := v.In(p.Title, p.TitleEn)
	if p.Now > 0 {
		title += " · " + v.Say("briefing.plot")
	}
	wide, err := pastBars(p, charts.ChartOutputSVG, 680, 170, 1, 14)
	if err != nil {
		return out, err
	}
	narrow, err := pastBars(p, charts.ChartOutputSVG, 340, 160, 1, 4)
	out.Wide, out.Narrow = template.HTML(plot.PlainSVG(string(wide), title)), template.HTML(plot.PlainSVG(string(narrow), title))
	return out, err
}

// MapOf are the tiles of a map row by row; nil where none stands.
func (v *View) MapOf(grid []pagedata.BriefingPlace) [][]*pagedata.BriefingPlace {
	return pagedata.MapOf(grid)
}

// spread is how many bars share a label: one each where there is room, else whole weeks.
func spread(bars, marks int) int {
	if bars <= marks {
		return 1
	}
	return max(7, (bars+marks-1)/marks)
}

// pastBars draws the days of a period in dark ink and those before it in light grey, apart in a
// grey print too. Labels are figures, so that the library's own font writes them everywhere.
func pastBars(p pagedata.BriefingPlot, format string, width, height int, scale float64, marks int) ([]byte, error) {
	now, past := make([]float64, len(p.Bars)), make([]float64, len(p.Bars))
	labels := make([]string, len(p.Bars))
	most := 0.0
	for i, b := range p.Bars {
		if i >= p.Now {
			now[i] = float64(b.N)
		} else {
			past[i] = float64(b.N)
		}
		if step := spread(len(p.Bars), marks); (len(p.Bars)-1-i)%step == 0 { // counted from the last, which must have one
			labels[i] = b.Date[min(len(b.Date), len("2026-")):]
		}
		most = max(most, float64(b.N))
	}
	grey, dark, light := charts.Color{R: 84, G: 94, B: 99, A: 255}, charts.Color{R: 23, G: 72, B: 90, A: 255}, charts.Color{R: 176, G: 187, B: 191, A: 255}
	paper := charts.ColorTransparent
	if format == charts.ChartOutputPNG {
		paper = charts.ColorWhite
	}
	theme := charts.GetTheme(charts.ThemeLight).WithBackgroundColor(paper).WithTextColor(grey).WithSeriesColors([]charts.Color{light, dark})
	small := charts.FontStyle{FontSize: 9 * scale, FontColor: grey}
	edge := func(n float64) int { return int(n * scale) }
	pen := charts.NewPainter(charts.PainterOptions{OutputFormat: format, Width: width, Height: height})
	err := pen.BarChart(charts.BarChartOption{
		Theme:        theme,
		Padding:      charts.NewBox(edge(4), edge(10), edge(10), edge(2)),
		SeriesList:   charts.NewSeriesListBar([][]float64{past, now}),
		StackSeries:  charts.Ptr(true),
		Legend:       charts.LegendOption{Show: charts.Ptr(false)},
		CategoryAxis: charts.CategoryAxisOption{Labels: labels, LabelCount: len(labels), LabelFontStyle: small},
		ValueAxis: []charts.ValueAxisOption{{
			Min: charts.Ptr(0.0), Max: charts.Ptr(float64(plot.NiceTop(most))), LabelCount: 3, LabelFontStyle: small,
			RangeValuePaddingScale: charts.Ptr(0.0), ValueFormatter: func(f float64) string { return fmt.Sprintf("%.0f", f) },
		}},
	})
	if err != nil {
		return nil, fmt.Errorf("draw plot: %w", err)
	}
	raw, err := pen.Bytes()
	if err != nil {
		return nil, fmt.Errorf("draw plot: %w", err)
	}
	return raw, nil
}
