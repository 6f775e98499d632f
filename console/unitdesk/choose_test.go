package unitdesk

import (
	"testing"

	"huiying/register"
)

func TestTheFirstUnitsAreListedUnlessAllAreAskedFor(t *testing.T) {
	busy := make([]register.UnitLoad, mostBusy+5)
	for _, c := range []struct {
		of          int
		all         bool
		shown, more int
	}{{0, false, 0, 0}, {mostBusy, false, mostBusy, 0}, {mostBusy + 5, false, mostBusy, mostBusy + 5},
		{mostBusy + 5, true, mostBusy + 5, 0}} {
		if shown, more := firstOf(busy[:c.of], c.all); len(shown) != c.shown || more != c.more {
			t.Errorf("%d units, all %t: %d shown, %d told", c.of, c.all, len(shown), more)
		}
	}
}
