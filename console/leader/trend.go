package leader

import (
	"fmt"
	"html"
	"html/template"
	"slices"
	"strings"
	"time"

	"huiying/console/plot"
)

// trend is a figure of a day with the line that leads to it.
type trend struct {
	ID, Name, Link string
	Bad            bool // the fewer the better
	Open           bool // its last day is not over
	Points         []point
}

// point is a day, with the same weekday of the weeks before it, the last week first.
type point struct {
	Day  time.Time
	N    int
	Past []int
}

// any says whether there is anything to show.
func (t trend) any() bool {
	return slices.ContainsFunc(t.Points, func(p point) bool { return p.N > 0 || slices.Max(append(p.Past, 0)) > 0 })
}

// Last is the day that the figure is of.
func (t trend) Last() point { return t.Points[len(t.Points)-1] }

// Latest are the points, latest first, for the table.
func (t trend) Latest() []point {
	out := slices.Clone(t.Points)
	slices.Reverse(out)
	return out
}

// Mean is what the same weekday of the weeks before had on average; of no week there is none.
func (p point) Mean() float64 {
	sum := 0
	for _, n := range p.Past {
		sum += n
	}
	return float64(sum) / float64(max(1, len(p.Past)))
}

// Low and High bound the weeks before.
func (p point) Low() int  { return slices.Min(p.Past) }
func (p point) High() int { return slices.Max(p.Past) }

// Against says how a figure compares with the same weekday a week before and the weeks before that.
func (v *View) Against(t trend) string {
	p := t.Last()
	if len(p.Past) == 0 {
		return v.Say("morning.alone")
	}
	change := v.Say("morning.same")
	switch d := p.N - p.Past[0]; {
	case d > 0:
		change = v.Say("morning.more", d)
	case d < 0:
		change = v.Say("morning.less", -d)
	}
	if t.Open && t.ID != "overdue" { // half a day says nothing against a whole one
		change = v.Say("morning.sofar", p.Past[0])
	}
	return v.Say("morning.against", change, len(p.Past), p.Mean())
}

// Measures of a line in the units of its picture.
const (
	lineWide, lineHigh        = 320, 96
	lineLeft, lineTop         = 26, 8
	lineRight, lineFoot       = lineWide - 8, lineHigh - 16
	lineInner, lineInnerHeigh = lineRight - lineLeft, lineFoot - lineTop
)

// Line draws a trend: the days as a line, and the same weekday of the weeks before as a band from the
// least to the most, with its middle dashed. Inks differ in light, so that a grey print tells them apart.
// Each day says its value to a pointer; the table beside it has all.
func (v *View) Line(t trend) template.HTML {
	most := 0
	for _, p := range t.Points {
		most = max(most, p.N, slices.Max(append(p.Past, 0)))
	}
	top := plot.NiceTop(float64(most))
	n := len(t.Points)
	x := func(i int) float64 {
		return lineRight - float64(n-1-i)*lineInner/float64(shownDays-1)
	}
	y := func(k float64) float64 { return lineFoot - k*lineInnerHeigh/float64(top) }
	var b strings.Builder
	put := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	put(`<svg class="trend" viewBox="0 0 %d %d" role="img" aria-label="%s" tabindex="0">`, lineWide, lineHigh,
		html.EscapeString(v.Say("morning.line", t.Name, n, t.Last().N, v.Against(t))))
	for _, k := range []int{0, top / 2, top} {
		put(`<path class="axis" d="M%d %.1fH%d"></path><text x="%d" y="%.1f" text-anchor="end">%d</text>`,
			lineLeft, y(float64(k)), lineRight, lineLeft-4, y(float64(k))+3, k)
	}
	b.WriteString(band(t.Points, x, y))
	var line []string
	for i, p := range t.Points {
		line = append(line, fmt.Sprintf("%.1f %.1f", x(i), y(float64(p.N))))
	}
	put(`<path class="now" d="M%s"></path>`, strings.Join(line, "L"))
	if n > 1 {
		put(`<text x="%.1f" y="%d">%s</text>`, max(lineLeft, x(0)-8), lineHigh-4, t.Points[0].Day.Format("1-2"))
	}
	put(`<text x="%d" y="%d" text-anchor="end">%s</text>`, lineRight, lineHigh-4, t.Last().Day.Format("1-2"))
	for i, p := range t.Points {
		b.WriteString(v.spot(p, x(i), y(float64(p.N)), i == n-1))
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}

// band is the weeks before: an area from the least to the most, and their mean.
func band(points []point, x func(int) float64, y func(float64) float64) string {
	var up, down, mean []string
	for i, p := range points {
		if len(p.Past) == 0 {
			continue
		}
		up = append(up, fmt.Sprintf("%.1f %.1f", x(i), y(float64(p.High()))))
		down = append(down, fmt.Sprintf("%.1f %.1f", x(i), y(float64(p.Low()))))
		mean = append(mean, fmt.Sprintf("%.1f %.1f", x(i), y(p.Mean())))
	}
	if len(mean) < 2 {
		return ""
	}
	slices.Reverse(down)
	return fmt.Sprintf(`<path class="band" d="M%sL%sZ"></path><path class="mean" d="M%s"></path>`,
		strings.Join(up, "L"), strings.Join(down, "L"), strings.Join(mean, "L"))
}

// spot is a day on the line: what it says shows while a pointer is on it; the last one's always.
func (v *View) spot(p point, x, y float64, last bool) string {
	said := fmt.Sprintf("%s %s", p.Day.Format("1-2"), v.Num(p.N))
	if len(p.Past) > 0 {
		said = v.Say("morning.spot", p.Day.Format("1-2"), p.N, p.Low(), p.High())
	}
	class, at, anchor := "spot", y-6, "middle"
	if last {
		class = "spot spot-last"
	}
	if at < 12 {
		at = y + 14
	}
	switch {
	case x > lineWide-70:
		x0 := fmt.Sprintf(`<text x="%d" y="%.1f" text-anchor="end">`, lineRight, at)
		return wrapSpot(class, x, y, x0, said)
	case x < 90:
		anchor = "start"
	}
	return wrapSpot(class, x, y, fmt.Sprintf(`<text x="%.1f" y="%.1f" text-anchor="%s">`, x, at, anchor), said)
}

func wrapSpot(class string, x, y float64, text, said string) string {
	wide := float64(lineInner) / (shownDays - 1)
	said = html.EscapeString(said)
	return fmt.Sprintf(`<g class="%s"><title>%s</title><rect x="%.1f" y="0" width="%.1f" height="%d"></rect><circle cx="%.1f" cy="%.1f" r="3"></circle>%s%s</text></g>`,
		class, said, x-wide/2, wide, lineFoot, x, y, text, said)
}
