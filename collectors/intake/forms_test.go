package intake

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// The manual names every end of a file that can be read; pages and commands ask Ends and Formats.
func TestEveryFormIsTold(t *testing.T) {
	ends := Ends()
	if len(ends) < len(forms()) {
		t.Errorf("%d forms and their ends are %v", len(forms()), ends)
	}
	for _, page := range []string{"docs/import.md", "docs/import.zh-CN.md"} {
		manual, err := os.ReadFile("../../" + page)
		if err != nil {
			t.Fatal(err)
		}
		for _, end := range ends {
			if !strings.Contains(string(manual), "`"+end+"`") {
				t.Errorf("%s does not name %s", page, end)
			}
		}
	}
	for _, end := range ends {
		if _, err := formOf("letters"+strings.ToUpper(end), []byte("a,b")); errors.Is(err, ErrFormat) {
			t.Errorf("%s is offered and not read", end)
		}
	}
}
