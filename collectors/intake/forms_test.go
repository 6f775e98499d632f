package intake

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// The manual names every end of a file that can be read; pages and commands ask Ends and Formats.
func TestEveryFormIsTold(t *testing.T) {
	manual, err := os.ReadFile("../../docs/import.md")
	if err != nil {
		t.Fatal(err)
	}
	ends := Ends()
	if len(ends) < len(forms()) {
		t.Errorf("%d forms and their ends are %v", len(forms()), ends)
	}
	for _, end := range ends {
		if !strings.Contains(string(manual), "`"+end+"`") {
			t.Errorf("docs/import.md does not name %s", end)
		}
		if _, err := formOf("letters"+strings.ToUpper(end), []byte("a,b")); errors.Is(err, ErrFormat) {
			t.Errorf("%s is offered and not read", end)
		}
	}
}
