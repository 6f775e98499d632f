package items

import (
	"cmp"
	"slices"
	"strings"

	"huiying/console/facts"
	"huiying/opinion"
)

// pilotFields is how many fields the national catalogue has; they come first in the service catalogue.
const pilotFields = 26

// MostUnits is how many columns a matrix has; those with the most items come first.
const MostUnits = 40

// matrix is what units owe by field: which cells are empty though the unit is in charge.
type matrix struct {
	Units []string
	Rows  []matrixRow
	Gaps  int // cells without an item though the unit is in charge of the field
	Bare  int // pilot fields of which nobody has an item
	More  int // units that have no column
}

type matrixRow struct {
	Field string
	Bare  bool // nobody has an item of it
	Sum   facts.ItemCell
	Cells []matrixCell
}

type matrixCell struct {
	facts.ItemCell
	Gap bool
}

// matrixOf lays counts out by field and unit. Columns are the units that have items, and those of the same
// places that are in charge of a field.
func matrixOf(cells []facts.ItemCell, units []opinion.Unit, fields []opinion.Topic, q facts.ItemQuery) (m matrix) {
	by, sums, size := map[[2]string]facts.ItemCell{}, map[string]facts.ItemCell{}, map[string]int{}
	for _, c := range cells {
		by[[2]string{c.Field, c.Unit}] = c
		sums[c.Field] = sum(sums[c.Field], c)
		size[c.Unit] += c.All
	}
	heads := headsOf(size, units)
	if m.More = max(len(heads)-MostUnits, 0); m.More > 0 {
		heads = heads[:MostUnits]
	}
	m.Units = heads
	leads := map[string][]string{}
	for _, u := range units {
		leads[u.ID] = u.Topics
	}
	ids := []string{}
	for i, f := range fields {
		if _, has := sums[f.ID]; has || i < pilotFields && q.Field == "" && q.Unit == "" && !q.Unowned {
			ids = append(ids, f.ID)
		}
	}
	if _, has := sums[""]; has {
		ids = append(ids, "")
	}
	for _, id := range ids {
		row := matrixRow{Field: id, Sum: sums[id], Bare: sums[id].All == 0}
		for _, u := range heads {
			c := matrixCell{ItemCell: by[[2]string{id, u}]}
			c.Field, c.Unit = id, u
			if c.Gap = c.All == 0 && inCharge(leads[u], id); c.Gap {
				m.Gaps++
			}
			row.Cells = append(row.Cells, c)
		}
		if row.Bare {
			m.Bare++
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// headsOf are the units with items, and those beside them in the same places that are in charge of a field
// as a whole.
func headsOf(size map[string]int, units []opinion.Unit) (out []string) {
	places := map[string]bool{}
	for _, u := range units {
		if size[u.ID] > 0 {
			places[u.Division] = true
		}
	}
	for _, u := range units {
		whole := slices.ContainsFunc(u.Topics, func(t string) bool { return !strings.Contains(t, "/") })
		if size[u.ID] > 0 || places[u.Division] && whole {
			out = append(out, u.ID)
		}
	}
	if size[""] > 0 {
		out = append(out, "")
	}
	slices.SortStableFunc(out, func(x, y string) int { return cmp.Compare(size[y], size[x]) })
	return out
}

func inCharge(topics []string, field string) bool {
	return field != "" && slices.Contains(topics, field)
}

func sum(x, c facts.ItemCell) facts.ItemCell {
	x.All, x.Published, x.Waiting = x.All+c.All, x.Published+c.Published, x.Waiting+c.Waiting
	x.Late, x.Faulty = x.Late+c.Late, x.Faulty+c.Faulty
	return x
}
