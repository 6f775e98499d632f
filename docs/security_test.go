package docs

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var namedTest = regexp.MustCompile("`([\\w./]+) ((?:Test|Fuzz)\\w+)`")

// Every line of the table of ASVS names a test that there is, or says why there is nothing to hold; and
// every chapter has a line.
func TestTheTableOfASVSNamesTestsThatThereAre(t *testing.T) {
	page := read(t, "security.md")
	_, table, found := strings.Cut(page, "\n## ASVS")
	if !found {
		t.Fatal("docs/security.md has no section on ASVS")
	}
	for chapter := 1; chapter <= 17; chapter++ {
		if !strings.Contains(table, fmt.Sprintf("V%d.", chapter)) && !strings.Contains(table, fmt.Sprintf("V%d ", chapter)) {
			t.Errorf("no line of the table is about chapter V%d", chapter)
		}
	}
	named := 0
	for line := range strings.Lines(table) {
		if !strings.HasPrefix(line, "| V") {
			continue
		}
		tests := namedTest.FindAllStringSubmatch(line, -1)
		if len(tests) == 0 && !strings.Contains(line, "| not here: ") {
			t.Errorf("no test holds this line, and no word says why: %s", line)
		}
		for _, m := range tests {
			if named++; !hasTest(t, filepath.Join("..", m[1]), m[2]) {
				t.Errorf("%s has no test %s: %s", m[1], m[2], line)
			}
		}
	}
	if named < 60 {
		t.Errorf("%d tests are named: the table is not read", named)
	}
}

func hasTest(t *testing.T, dir, name string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(b), "\nfunc "+name+"(") {
			return true
		}
	}
	return false
}
