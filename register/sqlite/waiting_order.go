package sqlite

import "huiying/register"

// waitingOrder is an order of the queue: by a word or a number, then by when it must be decided, then
// by id. Only the first of them may fall. There are never so many that sorting them costs.
type waitingOrder struct {
	first   string // an expression
	falling bool
	number  bool
}

// waitingOrderOf is the order that a question asks for: without a wish, by class.
func waitingOrderOf(f register.WaitingQuery) (o waitingOrder, known bool) {
	switch f.Order {
	case "":
		return waitingOrder{class, false, true}, true
	case register.BySeverity:
		o.first = "c.severity"
	case register.ByPlace:
		o.first = "c.path"
	case register.ByUnit:
		o.first = "c.unit"
	case register.ByDue:
		o = waitingOrder{"c.decide / 1000000000", false, true} // a cursor keeps whole seconds exactly
	case register.ByReports:
		o = waitingOrder{"c.reports", true, true}
	default:
		return o, false
	}
	o.falling = o.falling != f.Reversed
	return o, true
}

// sql orders rows of a table, whose name with a point is given.
func (o waitingOrder) sql(of string) string {
	direction := ""
	if o.falling {
		direction = " DESC"
	}
	return of + "first" + direction + ", " + of + "decide, " + of + "id"
}

// beyond is the condition of what follows a cursor.
func (o waitingOrder) beyond() string {
	if o.falling {
		return "(first < ? OR first = ? AND (decide, id) > (?, ?))"
	}
	return "(first > ? OR first = ? AND (decide, id) > (?, ?))"
}

// after are its arguments.
func (o waitingOrder) after(at cursor) []any {
	first := at.first(o.number)
	return []any{first, first, at.N, at.ID}
}
