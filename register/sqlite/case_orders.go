package sqlite

import (
	"math"
	"strings"

	"huiying/register"
)

// neverDue is the due time of a case of which nothing is owed: it is last in a list.
const neverDue = math.MaxInt64

// caseOrder is an order of a list of cases: by a word or a number where there is one, then by a time,
// then by id. Index has it, and for the usual orders all that filters ask for.
type caseOrder struct {
	first, time string // columns
	falling     bool
	index       string
	narrow      bool // the index has nothing but the order
}

var caseOrders = map[string]caseOrder{
	"":                  {"", "c.opened", true, "cases_opened", false},
	register.ByOpened:   {"", "c.opened", true, "cases_opened", false},
	register.ByUpdated:  {"", "c.updated", true, "cases_updated", false},
	register.ByDue:      {"", "c.due", false, "cases_due", false},
	register.BySeverity: {"c.severity", "c.opened", false, "cases_severity", true},
	register.ByPlace:    {"c.path", "c.opened", false, "cases_place", true},
	register.ByUnit:     {"c.unit", "c.opened", false, "cases_lead", true},
	register.ByReports:  {"c.reports", "c.opened", true, "cases_reports", true},
}

func (o caseOrder) columns() []string {
	if o.first == "" {
		return []string{o.time, "c.id"}
	}
	return []string{o.first, o.time, "c.id"}
}

// sql is what orders rows, and what is beyond the last row of a page.
func (o caseOrder) sql() (order, beyond string) {
	columns := o.columns()
	direction, more := "", " > "
	if o.falling {
		direction, more = " DESC", " < "
	}
	return strings.Join(columns, direction+", ") + direction,
		"(" + strings.Join(columns, ", ") + ")" + more + "(?" + strings.Repeat(", ?", len(columns)-1) + ")"
}

// key is what a cursor must say of a row.
func (o caseOrder) key() string {
	if o.first == "" {
		return "NULL, " + o.time
	}
	return o.first + ", " + o.time
}

// after are the arguments of what is beyond a cursor.
func (o caseOrder) after(at cursor) []any {
	if o.first == "" {
		return []any{at.N, at.ID}
	}
	return []any{at.first(o.first == "c.reports"), at.N, at.ID}
}

// orderOf is the order that a question asks for.
func orderOf(f register.CaseQuery) (caseOrder, bool) {
	o, known := caseOrders[f.Order]
	o.falling = o.falling != f.Reversed
	return o, known
}

// walks are the conditions of the walks that give a list one after the other. What is not due stays
// last when the order by due time is reversed.
func walks(f register.CaseQuery, at cursor) []string {
	switch {
	case f.Order != register.ByDue || !f.Reversed:
		return []string{""}
	case at.ID != "" && at.N == neverDue:
		return []string{"c.owed = 0"}
	}
	return []string{"c.owed = 1", "c.owed = 0"}
}
