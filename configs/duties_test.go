package configs

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

func TestDutiesOfAProfileFitTogether(t *testing.T) {
	shipped, err := fs.ReadFile(Shipped(), "clocks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	const opinion = "limit: 48h, sign: 8h,"
	for change, code := range map[string]string{
		opinion:                               "",
		"limit: 48h, sign: 3d,":               "range",
		"limit: 48h, inform: 49h,":            "range",
		"limit: 48h, complete: 47h,":          "range",
		"limit: 48h, urge: 8d,":               "range",
		"limit: 48h, urge: 2d, escalate: 1d,": "range",
		"limit: 48h, sing: 8h,":               "unknown_key",
	} {
		_, err := LoadFS(fstest.MapFS{"clocks.yaml": {Data: []byte(strings.Replace(string(shipped),
			opinion, change, 1))}})
		got := ""
		if faults, ok := err.(Diagnostics); ok {
			got = faults[0].Code
		}
		if got != code {
			t.Errorf("%s: %v, want %q", change, err, code)
		}
	}
	_, err = LoadFS(fstest.MapFS{"clocks.yaml": {Data: []byte(strings.Replace(string(shipped),
		"holidays: []", "holidays: [2027.csv]", 1))}})
	if err == nil || !strings.Contains(err.Error(), "2027.csv") {
		t.Errorf("a holiday file that is not there: %v", err)
	}
}
