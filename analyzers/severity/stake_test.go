package severity_test

import (
	"os"
	"strings"
	"testing"

	"huiying/analyzers/danger"
	"huiying/analyzers/severity"
	"huiying/opinion"
)

// TestLifeAtStakeIsNeverOrdinary: severity reads the same harm as danger, so that what is dangerous
// now weighs III at least.
func TestLifeAtStakeIsNeverOrdinary(t *testing.T) {
	data, err := os.ReadFile("../danger/testdata/first.tsv")
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(data), "\n")[1:] {
		text := line[strings.LastIndexByte(line, '\t')+1:]
		for _, title := range []string{"", "请问", "快来人"} {
			if got := severity.Judge(title, text); danger.Judge(title, text).Now && opinion.SeverityIII.Heavier(got.Level) {
				t.Errorf("%q, %q: in danger, and weighs %s", title, text, got.Level)
			}
		}
	}
}
