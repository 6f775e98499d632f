package redact_test

import (
	"os"
	"sort"
	"testing"

	"huiying/internal/sharedtest"
	"huiying/redact"
)

// Real texts: how many are touched by a name mark.
func TestNamesInRealTexts(t *testing.T) {
	type text struct {
		Title, Text string
		Raw         string `json:"text_raw"`
		Reply       string
	}
	for _, file := range []string{"orders_haikou/dev.jsonl", "board_zhejiang/dev.jsonl", "hard/dev.jsonl", "hard/severity_dev.jsonl", "grouping/grouping_dev.jsonl", "location/location_dev.jsonl", "tipdm2020c/messages_dev.jsonl", "tipdm2020c/city_messages.jsonl", "tipdm2020c/unlabelled_messages.jsonl", "tipdm2020c/replies.jsonl"} {
		seen := map[string]int{}
		touched, all := 0, 0
		kinds := map[string]int{}
		for _, m := range sharedtest.Lines[text](t, file) {
			all++
			hit := 0
			for _, s := range []string{m.Title, m.Text, m.Raw, m.Reply} {
				for kind, h := range redact.HitsIn(s) {
					for _, n := range h {
						if kind == redact.Name {
							seen[n]++
							hit = 1
						}
						kinds[kind]++
						if os.Getenv("KIND") == kind {
							t.Logf("%s %s %q", file, kind, n)
						}
					}
				}
			}
			touched += hit
		}
		t.Logf("%s: %d of %d touched; %v", file, touched, all, kinds)
		var list []string
		for s := range seen {
			list = append(list, s)
		}
		sort.Slice(list, func(i, j int) bool { return list[i] < list[j] })
		if os.Getenv("LIST") != "" {
			for _, s := range list {
				t.Logf("SEEN %d %s", seen[s], s)
			}
		}
	}
}
