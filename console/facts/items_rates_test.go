package facts

import (
	"reflect"
	"testing"
)

// Rates are sums of cells: that of all first, then whoever meets least; what owes nothing has none.
func TestOpennessRates(t *testing.T) {
	cells := []ItemCell{{Field: "a", Unit: "u1", Owed: 4, Published: 3, Met: 2, Looked: 2, Good: 1}, {Field: "b", Unit: "u1", Owed: 1, Published: 1, Met: 1},
		{Field: "a", Unit: "u2", Owed: 2}, {Field: "a", Unit: "u3", Owed: 3, Published: 3, Met: 3, Looked: 3, Good: 3}, {Field: "c", Unit: "u4", All: 2}}
	got := RatesOf(cells, func(c ItemCell) string { return c.Unit })
	want := []ItemRate{{"", 10, 7, 6, 5, 4}, {"u2", 2, 0, 0, 0, 0}, {"u1", 5, 4, 3, 2, 1}, {"u3", 3, 3, 3, 3, 3}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v\n%+v", got, want)
	}
	if got[0].Share(6, 10) == nil || *got[0].Share(6, 10) != 0.6 || got[1].Share(0, 0) != nil {
		t.Error("shares")
	}
}
