package openboard

import (
	"net/netip"
	"testing"
	"time"

	"huiying/console/kit"
)

// testNow is the moment of these tests.
var testNow = time.Date(2026, 11, 22, 10, 30, 0, 0, kit.Shanghai)

func TestOneAddressCannotFillTheBox(t *testing.T) {
	var b ballots
	a := netip.MustParseAddr("192.0.2.1")
	n := 0
	for i := range 100 {
		if counts, _ := b.take(a, string(rune('a'+i)), testNow); counts {
			n++
		}
	}
	if n != votesADay {
		t.Errorf("%d votes from one address", n)
	}
	one := b.hash(a, "x")
	b.take(a, "x", testNow.Add(24*time.Hour))
	if len(b.cast) != 2 || one == b.hash(a, "x") {
		t.Error("yesterday's hashes or salt are still there")
	}
}
