package redact_test

import (
	"testing"

	"huiying/internal/sharedtest"
	"huiying/redact"
)

// Real texts out of which every name was taken before: what is found in them is none.
func TestNoNamesInTextsWithoutNames(t *testing.T) {
	for _, file := range []string{"orders_haikou/dev.jsonl", "board_zhejiang/dev.jsonl",
		"grouping/grouping_dev.jsonl", "location/location_dev.jsonl"} {
		touched, all := 0, 0
		for _, m := range sharedtest.Lines[struct {
			Title, Text string
			Raw         string `json:"text_raw"`
		}](t, file) {
			all++
			for _, s := range []string{m.Title, m.Text, m.Raw} {
				if _, counts := redact.Text(s); counts[redact.Name] > 0 {
					touched++
					break
				}
			}
		}
		if touched*500 > all {
			t.Errorf("%s: %d of %d texts are touched, want at most 0.2 %%", file, touched, all)
		}
	}
}
