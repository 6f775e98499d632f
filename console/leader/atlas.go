package leader

import (
	"fmt"
	"html"
	"html/template"
	"slices"
	"strings"

	"huiying/console/plot"
	"huiying/responders/briefing/pagedata"
)

// Atlas is what an office brings to the map: the outlines of an approved map, and how many people
// live where. Both may be missing.
type Atlas struct {
	Outline *plot.Region
	People  map[string]int // by codes of divisions
}

// ReadAtlas reads an approved map, where there is one.
func ReadAtlas(raw []byte, approval string, people map[string]int) (Atlas, error) {
	a := Atlas{People: people}
	if raw == nil {
		return a, nil
	}
	var err error
	a.Outline, err = plot.ReadRegion(raw, approval)
	return a, err
}

// mapOf is the map on a page: outlines with the number of their approval, or tiles.
type mapOf struct {
	Tiles    []pagedata.BriefingPlace
	Shapes   template.HTML
	Approval string
	ByRate   bool   // shaded by letters for each 10,000 people
	Other    string // the way to the other shading; "" where people are not known
}

// draw makes the map of some divisions.
func (a Atlas) draw(v *View, grid []pagedata.BriefingPlace, byRate bool) mapOf {
	m := mapOf{Tiles: slices.Clone(grid)}
	if rates, ok := a.rates(grid); ok {
		m.ByRate, m.Other = byRate, v.With("by", "rate")
		if byRate {
			m.Other = v.With("by", "")
			most := slices.Max(rates)
			for i := range m.Tiles {
				m.Tiles[i].Shade = shadeOf(rates[i], most)
			}
		}
	}
	codes := make([]string, len(grid))
	for i, p := range grid {
		codes[i] = p.Code
	}
	if shapes, high, ok := a.Outline.Outlines(codes, mapWide); ok {
		m.Shapes, m.Approval, m.Tiles = shapesOf(v, m.Tiles, shapes, high), a.Outline.Approval, nil
	}
	return m
}

// rates are the letters for each 10,000 people, where all of the divisions have their number.
func (a Atlas) rates(grid []pagedata.BriefingPlace) (out []float64, ok bool) {
	for _, p := range grid {
		people := a.People[p.Code]
		if people <= 0 {
			return nil, false
		}
		out = append(out, float64(p.N)*10_000/float64(people))
	}
	return out, len(out) > 0
}

// shadeOf goes from 0 for nothing to 4 for the most, as that of counts does.
func shadeOf(n, most float64) int {
	if n <= 0 || most <= 0 {
		return 0
	}
	return min(4, 1+int(3*n/most))
}

// mapWide is the width of a drawn map, in the units of its picture.
const mapWide = 600.0

// shapesOf draws the outlines: each opens its list and says its numbers in words.
func shapesOf(v *View, places []pagedata.BriefingPlace, shapes map[string]plot.Outline, high float64) template.HTML {
	var b, names strings.Builder
	fmt.Fprintf(&b, `<svg class="outlines" viewBox="-2 -2 %.0f %.0f" role="group" aria-label="%s">`, mapWide+4, high+4,
		html.EscapeString(v.Say("briefing.map")))
	for _, p := range places {
		o, class := shapes[p.Code], fmt.Sprintf("shade-%d", p.Shade)
		said := v.Say("morning.place", p.Name, p.N)
		late := ""
		if p.Overdue > 0 {
			class += " shade-late"
			late = "▲ " + v.Say("briefing.late", p.Overdue)
			said += ", " + v.Say("briefing.late", p.Overdue)
		}
		fmt.Fprintf(&b, `<a href="%s" aria-label="%s"><path class="%s" d="%s"><title>%s</title></path></a>`,
			html.EscapeString(p.Link), html.EscapeString(said), class, o.Path, html.EscapeString(said))
		fmt.Fprintf(&names, `<text x="%.1f" y="%.1f">%s %d</text>`, o.X, o.Y, html.EscapeString(p.Name), p.N)
		if late != "" {
			fmt.Fprintf(&names, `<text x="%.1f" y="%.1f">%s</text>`, o.X, o.Y+14, html.EscapeString(late))
		}
	}
	b.WriteString(`<g aria-hidden="true">` + names.String() + `</g></svg>`)
	return template.HTML(b.String())
}
