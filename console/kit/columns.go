package kit

import "strings"

// Column is what stands above a column of a list, and what it can order the list by.
type Column struct {
	Name  string // key of its words; "" for a column of boxes to tick
	Order string // as an address names it; "" where a list cannot be ordered by it
	Falls bool   // the order begins with the most or the latest
	Once  bool   // it cannot be turned round
	Num   bool   // of figures, which stand at the right
}

// Heading is a column in its present state.
type Heading struct {
	Name, Link string
	Sort       string // of aria-sort: ascending, descending, none; "" where a list cannot be ordered by it
	Num        bool
}

// Headings are the columns of a list in the order that the address asks for. The usual order is that of
// an address without one. Following the heading that orders a list turns the order round.
func (v *View) Headings(columns []Column, usual string) []Heading {
	now := v.Param("order")
	if now == "" {
		now = usual
	}
	by, reversed := strings.CutPrefix(now, "-")
	out := make([]Heading, len(columns))
	for i, c := range columns {
		h := Heading{Num: c.Num}
		if c.Name != "" {
			h.Name = v.Say(c.Name)
		}
		if c.Order != "" {
			next := c.Order
			h.Sort = "none"
			if c.Order == by {
				h.Sort = "ascending"
				if c.Falls != reversed {
					h.Sort = "descending"
				}
				if !reversed && !c.Once {
					next = "-" + c.Order
				}
			}
			if next == now { // it would lead here
				out[i] = h
				continue
			}
			if next == usual {
				next = ""
			}
			h.Link = v.Link("order", next, "cursor")
		}
		out[i] = h
	}
	return out
}
