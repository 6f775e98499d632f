package tour_test

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"huiying/app/apptest"
	"huiying/bus"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/opinion"
)

// purges forgets one text by its address and one by its id, everywhere.
func (s *show) purges(t *testing.T) {
	var found []opinion.Finding // letters that are in a case: one that only thanks opens none
	for _, f := range apptest.Hits(t, s.App, index.Query{Source: "sample-board"}) {
		in, err := s.Register().CasesOf(t.Context(), f.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(in) > 0 {
			found = append(found, f)
		}
	}
	if len(found) < 2 {
		t.Fatalf("%d letters of the board are in a case", len(found))
	}
	a, b := found[len(found)-1], found[len(found)-2]
	var cases []string
	for _, x := range []struct {
		f    opinion.Finding
		args []string
	}{{a, []string{"--url", a.URL}}, {b, []string{"--id", b.ID}}} {
		c := flowtest.Run(t, append([]string{"purge", "--data", s.dir}, x.args...)...)
		var done struct{ IDs, Cases []string }
		if err := json.Unmarshal([]byte(c.Out.String()), &done); err != nil || c.Code != 0 ||
			!slices.Contains(done.IDs, x.f.ID) {
			t.Fatalf("purge %v: %d %v\n%s", x.args, c.Code, err, c.Said())
		}
		s.isGone(t, x.f, done.Cases)
		if x.f.ID == a.ID {
			cases = done.Cases
		}
	}
	// a purge that was cut short is made whole by running it again, and a whole one stays as it is
	_ = flowtest.Run(t, "purge", "--data", s.dir, "--id", a.ID)
	s.isGone(t, a, cases)
	if c := flowtest.Run(t, "purge", "--data", s.dir, "--url",
		"http://nobody.example.org/none"); c.Code != flowtest.Failed {
		t.Errorf("purging what is not there ends with %d\n%s", c.Code, c.Said())
	}
}

func (s *show) isGone(t *testing.T, f opinion.Finding, cases []string) {
	t.Helper()
	words := f.Text[strings.LastIndex(f.Text, "（样例文字"):] // every text has a number of its own
	for _, stream := range []string{"MENTIONS", "FINDINGS", "DEAD", "AGAIN"} {
		if _, err := s.Bus().Read(t.Context(), stream, "", 1, func(m bus.Msg) error {
			if strings.Contains(string(m.Data), words) || strings.Contains(string(m.Data), f.ID) {
				t.Errorf("%s still holds it as %d", stream, m.Seq)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := filepath.Walk(filepath.Join(s.dir, "log"), func(p string, info os.FileInfo, err error) error {
		if err != nil || !info.Mode().IsRegular() {
			return nil // files of a log at work come and go
		}
		if b, err := os.ReadFile(p); err == nil && strings.Contains(string(b), words) {
			t.Errorf("the file %s still holds its words", strings.TrimPrefix(p, s.dir))
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, h := range apptest.Hits(t, s.App, index.Query{}) {
		if h.ID == f.ID {
			t.Error("the index still holds it")
		}
	}
	if _, err := s.Register().Mention(t.Context(), f.ID); err == nil {
		t.Error("the register still holds it")
	}
	if len(cases) == 0 {
		t.Error("the purge names no case; a board's letter is in one")
	}
	paths := []string{"/search?q=" + url.QueryEscape(words), "/issues/" + f.Issue.ID, "/api/v1/issues/" + f.Issue.ID}
	for _, id := range cases {
		events, err := s.Register().History(t.Context(), id)
		facts := 0
		for _, e := range events {
			if e.Type == opinion.MovePurge && e.Mention == f.ID {
				facts++
			}
		}
		if err != nil || facts != 1 {
			t.Errorf("the history of case %s says %d times that it was purged (%v)", id, facts, err)
		}
		if _, err := s.Register().Verify(t.Context(), id); err != nil {
			t.Errorf("case %s no longer verifies: %v", id, err)
		}
		paths = append(paths, "/cases/"+id, "/api/v1/cases/"+id)
	}
	for _, p := range paths {
		if _, body := s.get(p); strings.Contains(strings.ReplaceAll(body, url.QueryEscape(words),
			""), words) && !strings.HasPrefix(p, "/search") {
			t.Errorf("%s still shows it", p)
		}
	}
}
