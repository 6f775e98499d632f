package ask

import (
	"testing"
	"time"

	"huiying/console/kit"
)

// testNow is the moment of these tests.
var testNow = time.Date(2026, 11, 22, 10, 30, 0, 0, kit.Shanghai)

func TestHeatIsShownWhereSomethingHappened(t *testing.T) {
	day := 24 * time.Hour
	today := kit.Midnight(testNow)
	for name, c := range map[string]struct {
		first, last, from, to time.Time
		by                    string
	}{
		"young": {testNow.Add(-5 * time.Hour), testNow, time.Date(2026, 11, 20, 11, 0, 0, 0, kit.Shanghai), time.Date(2026, 11, 22, 11, 0, 0, 0, kit.Shanghai), "hour"},
		"days":  {testNow.Add(-3 * day), testNow, today.Add(-13 * day), today.Add(day), "day"},
		"weeks": {testNow.Add(-40 * day), testNow.Add(-2 * day), today.Add(-40 * day), today.Add(day), "day"},
		"long":  {testNow.Add(-400 * day), testNow, today.Add(-89 * day), today.Add(day), "day"},
		"over":  {testNow.Add(-420 * day), testNow.Add(-400 * day), today.Add(-420 * day), today.Add(-399 * day), "day"},
	} {
		from, to, by := heatSpan(c.first, c.last, testNow)
		if !from.Equal(c.from) || !to.Equal(c.to) || by != c.by {
			t.Errorf("%s: %s to %s by %s, want %s to %s by %s", name, from, to, by, c.from, c.to, c.by)
		}
	}
}
