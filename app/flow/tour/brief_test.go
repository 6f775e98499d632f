package tour_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/internal/flowtest"
	"huiying/opinion"
)

// briefs writes today's briefing as a page and as data.
func briefs(t *testing.T, dir string) {
	today := opinion.DayOf(time.Now())
	page, data := filepath.Join(t.TempDir(), "brief.html"), filepath.Join(t.TempDir(), "brief.json")
	for _, out := range []string{page, data} {
		if c := flowtest.Run(t, "brief", "--data", dir, "--date", today, "--out", out); c.Code != 0 {
			t.Fatalf("brief: %d\n%s", c.Code, c.Said())
		}
	}
	b, err := os.ReadFile(page)
	if err != nil || !strings.Contains(string(b), today+" 简报") ||
		!strings.Contains(string(b), today) || !strings.Contains(string(b), "</html>") {
		t.Errorf("the page of the briefing (%v): %s", err, flowtest.Tail(string(b), 300))
	}
	var brief struct {
		Date    string
		Numbers []struct {
			Label string
			N     int
			Cases []string
		}
		Sections []struct {
			Title string
			Lines []struct{ Cases, Issues []string }
		}
	}
	if b, err = os.ReadFile(data); err == nil {
		err = json.Unmarshal(b, &brief)
	}
	if err != nil || brief.Date != today || len(brief.Numbers) < 4 || len(brief.Sections) < 4 {
		t.Fatalf("the briefing as data (%v): %s", err, flowtest.Tail(string(b), 300))
	}
	cited := 0
	for _, s := range brief.Sections {
		for _, l := range s.Lines {
			cited += len(l.Cases) + len(l.Issues)
		}
	}
	if cited == 0 {
		t.Error("no line of the briefing opens a case or an issue")
	}
}
