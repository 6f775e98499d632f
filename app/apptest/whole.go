package apptest

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/app"
	"huiying/bus"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

// OnceInRegister looks for exactly the given mentions.
func OnceInRegister(t testing.TB, a *app.App, ids map[string]bool) {
	t.Helper()
	list := make([]string, 0, len(ids))
	for id := range ids {
		list = append(list, id)
	}
	known, err := a.Register().Known(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	for id := range ids {
		if !known[id] {
			t.Errorf("mention %s was acknowledged and is not in the register", id)
		}
	}
	stats, err := a.Register().Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if stats.Findings != len(ids) || stats.Skipped != 0 {
		t.Errorf("the register counts %d findings and %d faults, want %d and none", stats.Findings, stats.Skipped, len(ids))
	}
	seen := map[string]int{}
	for f := (register.IssueQuery{Size: 200}); ; {
		page, err := a.Register().Issues(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range page.Items {
			for next := ""; ; {
				rows, more, err := a.Register().IssueMentions(t.Context(), i.ID, 200, next)
				if err != nil {
					t.Fatal(err)
				}
				for _, m := range rows {
					seen[m.ID]++
				}
				if next = more; next == "" {
					break
				}
			}
		}
		if f.Cursor = page.Next; f.Cursor == "" {
			break
		}
	}
	once(t, "the register's issues", seen, ids)
}

func OnceInIndex(t testing.TB, a *app.App, ids map[string]bool) {
	t.Helper()
	seen := map[string]int{}
	for _, f := range Hits(t, a, index.Query{}) {
		seen[f.ID]++
	}
	once(t, "the index", seen, ids)
}

func once(t testing.TB, where string, seen map[string]int, want map[string]bool) {
	t.Helper()
	for id := range want {
		if seen[id] != 1 {
			t.Errorf("mention %s is in %s %d times", id, where, seen[id])
		}
	}
	for id := range seen {
		if !want[id] {
			t.Errorf("mention %s is in %s and was never acknowledged", id, where)
		}
	}
}

// CasesAreWhole looks at every case: one opening, one issue, a chain that holds, in the log
// and in the register.
func CasesAreWhole(t testing.TB, a *app.App) {
	t.Helper()
	opened, issueOf, chain := map[string]int{}, map[string]string{}, map[string]opinion.Case{}
	if _, err := a.Bus().Read(t.Context(), "CASES", "", 1, func(m bus.Msg) error {
		var e opinion.Event
		if err := json.Unmarshal(m.Data, &e); err != nil {
			return err
		}
		if err := e.Check(chain[e.Case]); err != nil {
			t.Errorf("the log's history breaks: %v", err)
		}
		chain[e.Case] = chain[e.Case].Apply(e)
		if e.Type == opinion.MoveOpen {
			opened[e.Case]++
			if other, twice := issueOf[e.Issue]; twice && other != e.Case {
				t.Errorf("issue %s has the cases %s and %s", e.Issue, other, e.Case)
			}
			issueOf[e.Issue] = e.Case
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(opened) == 0 {
		t.Error("no case was opened at all")
	}
	listed := 0
	for f := (register.CaseQuery{Size: 200}); ; {
		page, err := a.Register().Cases(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Items {
			listed++
			if opened[c.ID] != 1 {
				t.Errorf("case %s was opened %d times", c.ID, opened[c.ID])
			}
			if _, err := a.Register().Verify(t.Context(), c.ID); err != nil {
				t.Errorf("case %s does not verify: %v", c.ID, err)
			}
			if c.Version != chain[c.ID].Version {
				t.Errorf("case %s has version %d in the register and %d in the log", c.ID, c.Version, chain[c.ID].Version)
			}
		}
		if f.Cursor = page.Next; f.Cursor == "" {
			break
		}
	}
	if listed != len(opened) {
		t.Errorf("the register lists %d cases, the log opened %d", listed, len(opened))
	}
}

// EachMention reads the log's mentions.
func EachMention(t testing.TB, a *app.App, each func(opinion.Mention)) error {
	t.Helper()
	_, err := a.Bus().Read(t.Context(), "MENTIONS", "", 1, func(m bus.Msg) error {
		var x opinion.Mention
		if err := json.Unmarshal(m.Data, &x); err != nil {
			return err
		}
		each(x)
		return nil
	})
	return err
}

// Hits walks every page of a question.
func Hits(t testing.TB, a *app.App, q index.Query) []opinion.Finding {
	t.Helper()
	var out []opinion.Finding
	for q.Size = index.MaxSize; ; {
		page, err := a.Search(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, page.Hits...)
		if q.Cursor = page.Next; q.Cursor == "" {
			return out
		}
	}
}

// CaughtUp waits until the register has seen the log.
func CaughtUp(t testing.TB, a *app.App) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), flowtest.Patience)
	defer stop()
	if err := a.CaughtUp(ctx); err != nil {
		t.Fatal(err)
	}
}

// Nowhere looks for words that are not to be there through every file below a directory.
func Nowhere(t testing.TB, dir string, secrets ...string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && strings.HasPrefix(d.Name(), "jieba") { // a dictionary has every name
			return fs.SkipDir
		}
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		for _, s := range secrets {
			if bytes.Contains(b, []byte(s)) {
				t.Errorf("%s is in %s", s, path)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
