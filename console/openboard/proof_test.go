package openboard

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// solve finds the number of a challenge, as the page's script does.
func solve(challenge string) string {
	for n := 0; ; n++ {
		if nonce := fmt.Sprint(n); zeros(challenge+"."+nonce) >= proofBits {
			return nonce
		}
	}
}

// A challenge of ours that was solved counts once, within its time.
func TestAProofOfWorkCountsOnce(t *testing.T) {
	var p, other proofs
	c := p.challenge(testNow)
	nonce := solve(c)
	if other.take(c, nonce, testNow) {
		t.Error("another console takes it")
	}
	for what, wrong := range map[string][2]string{"no number": {c, ""}, "a challenge of nobody": {"1.2.3", "4"},
		"one that was changed": {"0" + c, nonce}, "none": {"", "1"}, "one too long": {c, strings.Repeat("1", 200)}} {
		if p.take(wrong[0], wrong[1], testNow) {
			t.Errorf("%s is taken", what)
		}
	}
	bad := 0
	for zeros(c+"."+fmt.Sprint("x", bad)) >= proofBits {
		bad++
	}
	if p.take(c, fmt.Sprint("x", bad), testNow) {
		t.Error("a number that solves nothing is taken")
	}
	if !p.take(c, nonce, testNow) {
		t.Error("a solved challenge is not taken")
	}
	if p.take(c, nonce, testNow) {
		t.Error("it is taken twice")
	}
	old := p.challenge(testNow)
	if p.take(old, solve(old), testNow.Add(proofFor+time.Second)) {
		t.Error("an old one is taken")
	}
}

// What is open to everybody comes back within the hour.
func TestTheAllowanceComesBack(t *testing.T) {
	var a tries
	take := func(at time.Time) (n int) {
		for a.take(at, openAnHour, time.Hour/openAnHour) {
			n++
		}
		return n
	}
	if n := take(testNow); n != openAnHour {
		t.Errorf("%d at once", n)
	}
	if n := take(testNow.Add(30 * time.Minute)); n != openAnHour/2 {
		t.Errorf("%d after half an hour", n)
	}
}
