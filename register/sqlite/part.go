package sqlite

// Part is the register's past as it is told of one division and what lies below it. A case or an
// issue belongs where it stands now: what was moved elsewhere since is told there.
type Part struct {
	*Store
	division, path string
}

// In is the past of a division; "" is everything.
func (s *Store) In(division string) Part { return Part{s, division, s.pathOf(division)} }

// within bounds a column that holds a path. Nothing lies in a division that nobody knows.
func (p Part) within(w *where, column string) *where {
	switch {
	case p.division == "":
	case p.path == "":
		w.and("0")
	default:
		w.below(column, p.path)
	}
	return w
}
