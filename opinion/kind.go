package opinion

import "strings"

// kinds is one kind of thing (the demands, say): its values in the order in which pages list
// them, each with everything that the values differ in. Whoever adds a value adds a row; what
// a page, a check or a rule needs to know of it is a column, never a list elsewhere. A test
// holds the rows against the constants of the type.
type kinds[ID ~string, Traits any] []kindOf[ID, Traits]

type kindOf[ID ~string, Traits any] struct {
	id ID
	is Traits
}

// all are the values, in order.
func (k kinds[ID, Traits]) all() []ID {
	out := make([]ID, len(k))
	for i, row := range k {
		out[i] = row.id
	}
	return out
}

// those are the values whose row says so, in order.
func (k kinds[ID, Traits]) those(say func(Traits) bool) []ID {
	var out []ID
	for _, row := range k {
		if say(row.is) {
			out = append(out, row.id)
		}
	}
	return out
}

// of finds the row of a value; the zero Traits for one that does not exist.
func (k kinds[ID, Traits]) of(id ID) (Traits, bool) {
	for _, row := range k {
		if row.id == id {
			return row.is, true
		}
	}
	var none Traits
	return none, false
}

// Listed writes values for a sentence that names them: "hotline, board, news".
func Listed[ID ~string](ids []ID) string {
	var b strings.Builder
	for i, id := range ids {
		if i > 0 {
			b.WriteString(", ")
		}
		b.WriteString(string(id))
	}
	return b.String()
}
