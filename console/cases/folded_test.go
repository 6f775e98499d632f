package cases

import (
	"slices"
	"testing"

	"huiying/register"
)

// The reports of an issue stand open up to ten; what is folded is the rest, in its order.
func TestReportsBeyondTheTenthAreFolded(t *testing.T) {
	var rows []register.MentionRow
	for n := range 2*shownReports + 1 {
		var p issuePage
		p.Rows = rows
		if len(p.Shown()) != min(n, shownReports) || len(p.Shown())+len(p.Folded()) != n ||
			!slices.EqualFunc(append(slices.Clone(p.Shown()), p.Folded()...), rows,
				func(a, b register.MentionRow) bool { return a.ID == b.ID }) {
			t.Errorf("%d reports: %d open, %d folded", n, len(p.Shown()), len(p.Folded()))
		}
		rows = append(rows, register.MentionRow{ID: string(rune('a' + n))})
	}
}
