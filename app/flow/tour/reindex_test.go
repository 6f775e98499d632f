package tour_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"huiying/app"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/register"
)

// answers is what a stopped process says to the usual questions.
func answers(t *testing.T, dir string) map[string]any {
	t.Helper()
	out := map[string]any{}
	if err := withStopped(t, dir, func(h *app.App) {
		for name, q := range map[string]index.Query{"all": {}, "words": {Text: "云杉苑 噪音"},
			"phrase": {Text: `"夜间施工"`}, "place": {Division: "5401", Facets: true},
			"topic": {Topic: "ecology"}} {
			q.Size = 500
			page, err := h.Search(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, f := range page.Hits {
				ids = append(ids, f.ID+" "+f.Issue.ID+" "+f.Route.Lead)
			}
			out["search "+name] = []any{page.Total, ids, page.Facets}
		}
		cases, err := h.Register().Cases(t.Context(), register.CaseQuery{Size: 200})
		out["cases"] = cases
		issues, err2 := h.Register().Issues(t.Context(), register.IssueQuery{Size: 200, Division: "54"})
		out["issues"] = issues
		stats, err3 := h.Register().Stats(t.Context())
		out["stats"] = stats
		counts, err4 := h.Register().Counts(t.Context(), time.Time{}, time.Time{}, register.ByTopic)
		out["counts"] = counts
		for _, err := range []error{err, err2, err3, err4} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if len(cases.Items) == 0 || len(issues.Items) == 0 || stats.Findings == 0 {
			t.Error("there is nothing to compare")
		}
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// findable lets the index of a stopped process take what it would take at its next start.
func findable(t *testing.T, dir string) {
	t.Helper()
	if err := withStopped(t, dir, func(h *app.App) {
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- h.Bus().Run(ctx, h.Step("index")) }()
		flowtest.Until(t, "all findings are in the index", func() bool {
			n, err := h.Bus().Pending(ctx, "FINDINGS", "index")
			return err == nil && n == 0
		})
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}); err != nil {
		t.Fatal(err)
	}
}

// reindexes rebuilds index and register from the log: the answers stay the same.
func reindexes(t *testing.T, dir string) {
	findable(t, dir)
	before := answers(t, dir)
	if c := flowtest.Run(t, "reindex", "--data", dir); c.Code != 0 {
		t.Fatalf("reindex: %d\n%s", c.Code, c.Said())
	}
	after := answers(t, dir)
	for what := range before {
		if !reflect.DeepEqual(before[what], after[what]) {
			t.Errorf("%s differs after reindex:\n%+v\n%+v", what,
				flowtest.Tail(fmt.Sprintf("%+v", before[what]), 1500),
				flowtest.Tail(fmt.Sprintf("%+v", after[what]), 1500))
		}
	}
	for _, left := range []string{"index.old", "register.db.old"} {
		if _, err := os.Stat(filepath.Join(dir, left)); err == nil {
			t.Errorf("%s was left behind", left)
		}
	}
}
