package sqlite

// rowOrder is an order of a list that is sorted: by a word or a number, then by when it must be decided,
// then by id. Only the first of them may fall. There are never so many that sorting them costs.
type rowOrder struct {
	first   string // an expression
	falling bool
	number  bool
}

// sql orders rows of a table, whose name with a point is given.
func (o rowOrder) sql(of string) string {
	direction := ""
	if o.falling {
		direction = " DESC"
	}
	return of + "first" + direction + ", " + of + "decide, " + of + "id"
}

// beyond is the condition of what follows a cursor.
func (o rowOrder) beyond() string {
	if o.falling {
		return "(first < ? OR first = ? AND (decide, id) > (?, ?))"
	}
	return "(first > ? OR first = ? AND (decide, id) > (?, ?))"
}

// after are its arguments.
func (o rowOrder) after(at cursor) []any {
	first := at.first(o.number)
	return []any{first, first, at.N, at.ID}
}
