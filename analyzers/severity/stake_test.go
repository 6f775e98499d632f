package severity

import (
	"os"
	"slices"
	"strings"
	"testing"

	"huiying/analyzers/danger"
	"huiying/opinion"
)

// TestLifeAtStakeIsNeverOrdinary: severity reads the same harm as danger, so that what is dangerous
// now weighs III at least.
func TestLifeAtStakeIsNeverOrdinary(t *testing.T) {
	for _, file := range []string{"first", "second", "third"} {
		data, err := os.ReadFile("../danger/testdata/" + file + ".tsv")
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(string(data), "\n")[1:] {
			text := line[strings.LastIndexByte(line, '\t')+1:]
			for _, title := range []string{"", "请问", "快来人"} {
				got := judge(title, text)
				if danger.Judge(title, text).Now && opinion.SeverityIII.Heavier(got.Level) {
					t.Errorf("%q, %q: in danger, and weighs %s", title, text, got.Level)
				}
			}
		}
	}
}

// TestOwnTextsWeighAsAccepted: nine in ten of our own emergencies and look-alikes.
func TestOwnTextsWeighAsAccepted(t *testing.T) {
	n, accepted := 0, 0
	for _, file := range []string{"first", "second", "third"} {
		data, err := os.ReadFile("../danger/testdata/" + file + ".tsv")
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
			f := strings.Split(line, "\t")
			got := judge("", f[4])
			if n++; slices.Contains(strings.Fields(f[2]), string(got.Level)) {
				accepted++
			} else {
				t.Logf("%s weighs %s by %v, want %s", f[4], got.Level, got.Evidence, f[2])
			}
		}
	}
	if t.Logf("%d of %d", accepted, n); accepted*100 < n*90 {
		t.Errorf("%d of %d weigh as accepted", accepted, n)
	}
}
