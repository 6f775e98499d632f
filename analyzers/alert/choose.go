package alert

import (
	"slices"

	"huiying/opinion"
)

// narrowest is the cell that says best where it happens: the smallest that has most of what is too much.
func (d *Detector) narrowest() crossing {
	most := 0.0
	for _, x := range d.crossed {
		if d.Cells[x.cell].Key.What != cellWatch {
			most = max(most, x.excess())
		}
	}
	best := d.crossed[0]
	for _, x := range d.crossed[1:] {
		fits, held := x.excess() >= mostOfIt*most, best.excess() >= mostOfIt*most
		switch {
		case fits && !held, fits == held && d.narrow(x.cell) > d.narrow(best.cell):
			best = x
		}
	}
	return best
}

// narrow is higher for cells that say more: an issue, a small place, an item of a field.
func (d *Detector) narrow(at int) int {
	c := d.Cells[at]
	switch {
	case c.Key.What == cellIssue:
		return 100
	case c.Key.What != cellTopic:
		return 0
	case c.Class >= classField:
		return 10 + 2*(c.Class-classField)
	}
	return 11 + 2*(c.Class-classItem)
}

// trend: where alerts of the same topic ring in other places of a wider one, the wider one rings.
func (d *Detector) trend(x crossing) (crossing, bool) {
	is := d.Cells[x.cell]
	topic := d.topicOf(is)
	if topic == "" {
		return x, false
	}
	for i := len(d.own) - 1; i >= 0; i-- { // the smallest places first
		at := d.own[i]
		c := d.Cells[at]
		if c.Key.What != cellTopic || c.Key.Of != topic || c.Alert != 0 || at == x.cell {
			continue
		}
		n := 0
		for _, a := range d.Ringing {
			if a != nil && a.Cell >= 0 && a.Alert.Kind == opinion.AlertSurge && a.Cell != x.cell &&
				d.lies(a, at) {
				n++
			}
		}
		if n < trendOf {
			continue
		}
		o := d.outlook(c, x.window, false)
		_, o.free, _ = c.counted(d.minute(), windows[x.window].hours)
		if p := AtLeast(o.free, o.mean, o.shape); p < trendChance {
			return crossing{at, x.window, o, p}, true
		}
	}
	return x, false
}

// topicOf is the topic of a cell; that of an issue is its latest report's.
func (d *state) topicOf(c *cell) string {
	if c.Key.What == cellTopic {
		return c.Key.Of
	}
	for _, seq := range slices.Backward(c.Last) {
		if r := d.record(seq); r != nil {
			return r.Topic
		}
	}
	return ""
}

// lies says whether an alert's latest report counts in a cell.
func (d *state) lies(a *ringing, at int) bool {
	for _, seq := range slices.Backward(d.Cells[a.Cell].Last) {
		if r := d.record(seq); r != nil {
			return slices.Contains(r.Cells, at)
		}
	}
	return false
}
