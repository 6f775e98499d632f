package kit_test

import (
	"net/http"
	"testing"
	"time"

	"huiying/console/kit"
)

// The foot of the board tells an address as people write it.
func TestAContactIsToldAsPeopleWriteIt(t *testing.T) {
	for given, want := range map[string]string{"mailto:office@example.org": "office@example.org",
		"https://www.example.org/contact": "https://www.example.org/contact", "": ""} {
		k, err := kit.New(kit.Kit{Contact: given, Now: time.Now}, http.NewServeMux())
		if err != nil {
			t.Fatal(err)
		}
		if got := k.Bare(t.Context(), "zh").Contact(); got != want {
			t.Errorf("%q is told as %q", given, got)
		}
	}
}
