package danger

import (
	"os"
	"strings"
	"testing"
)

type row struct {
	now        bool
	call       []string
	severities []string
	kind, text string
}

func rows(t testing.TB, file string) []row {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []row
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
		f := strings.Split(line, "\t")
		if len(f) != 5 {
			t.Fatalf("%s: %q has %d columns", file, line, len(f))
		}
		out = append(out, row{f[0] == "1", strings.Fields(f[1]), strings.Fields(f[2]), f[3], f[4]})
	}
	return out
}

func TestFirst(t *testing.T) {
	for _, r := range rows(t, "testdata/first.tsv") {
		got := Judge("", r.text)
		if got.Now != r.now {
			t.Errorf("%v %s %v: %s %v", r.now, r.kind, got.Evidence, r.text, got.Call)
		}
	}
}
