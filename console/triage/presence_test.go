package triage

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"huiying/console/kit"
)

// testNow is the moment of these tests.
var testNow = time.Date(2026, 11, 22, 10, 30, 0, 0, kit.Shanghai)

func TestPresenceIsForgotten(t *testing.T) {
	var m Presence
	for i := range 1500 {
		m.set(fmt.Sprint(i), "me", "x", testNow)
	}
	m.set("last", "me", "x", testNow.Add(time.Hour))
	if len(m.of) != 1 || !slices.Contains([]string{m.On("last", "you", testNow)}, "x") {
		t.Errorf("%d cases are marked", len(m.of))
	}
}
