package briefing

import (
	"slices"

	"huiying/opinion"
)

// Places knows divisions by their codes. Path is the codes from the province down to code itself,
// nil for an unknown one.
type Places interface {
	Division(code string) (opinion.Division, bool)
	Children(code string) []string
	Path(code string) []string
}

// Within is the Map of a division: what lies right below it, or it alone where nothing does.
type Within struct {
	Code   string
	Places Places
}

// Cells is Map.Cells.
func (w Within) Cells() []opinion.Division {
	var out []opinion.Division
	for _, code := range w.Places.Children(w.Code) {
		if d, ok := w.Places.Division(code); ok {
			out = append(out, d)
		}
	}
	if d, ok := w.Places.Division(w.Code); ok && len(out) == 0 {
		out = append(out, d)
	}
	return out
}

// CellOf is Map.CellOf. What lies in the division and in none right below it is in no cell.
func (w Within) CellOf(code string) string {
	path := w.Places.Path(code)
	i := slices.Index(path, w.Code)
	switch {
	case i < 0:
		return ""
	case i+1 < len(path):
		return path[i+1]
	case len(w.Places.Children(w.Code)) == 0:
		return w.Code
	}
	return ""
}

// PartOf is the Writer.Division of a briefing that is asked for: "" for the region itself, which is
// everything; and whether the division lies in the region.
func PartOf(division, region string, places Places) (part string, ok bool) {
	if division == "" || division == region {
		return "", true
	}
	return division, slices.Contains(places.Path(division), region)
}
