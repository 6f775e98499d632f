package sqlite

import "huiying/register"

// waitingOrderOf is the order that a question asks for: without a wish, by class.
func waitingOrderOf(f register.WaitingQuery) (o rowOrder, known bool) {
	switch f.Order {
	case "":
		return rowOrder{class, false, true}, true
	case register.BySeverity:
		o.first = "c.severity"
	case register.ByPlace:
		o.first = "c.path"
	case register.ByUnit:
		o.first = "c.unit"
	case register.ByDue:
		o = rowOrder{"c.decide / 1000000000", false, true} // a cursor keeps whole seconds exactly
	case register.ByReports:
		o = rowOrder{"c.reports", true, true}
	default:
		return o, false
	}
	o.falling = o.falling != f.Reversed
	return o, true
}
