package imports_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/app/apptest"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/internal/sharedtest"
	"huiying/opinion"
	"huiying/register"
	"huiying/scripts/pseudo"
)

// Real messages to a mayor come through whole: judged, findable, grouped and routed, also
// after a restart; the same file again adds nothing.
func TestRealMessagesComeThrough(t *testing.T) {
	flowtest.NoLeaks(t)
	file, gazetteer := sharedtest.File(t, "tipdm2020c/city_messages.jsonl"),
		sharedtest.File(t, "tipdm2020c/pseudo_gazetteer.csv")
	n := 4326
	if flowtest.Race {
		n = 400
		file = head(t, file, n)
	}
	dir := t.TempDir()
	w := flowtest.World{Config: filepath.Join(dir, "config"), Data: filepath.Join(dir, "data")}
	if err := pseudo.Write(gazetteer, w.Config); err != nil {
		t.Fatal(err)
	}
	var first flowtest.Tally
	c := flowtest.Run(t, w.Imports(file, "--json")...)
	if err := json.Unmarshal([]byte(c.Out.String()), &first); err != nil || c.Code != 0 {
		t.Fatalf("import: %d %v\n%s", c.Code, err, c.Said())
	}
	if first.Records != n || first.Added+first.Known != n || first.Faults != 0 {
		t.Errorf("%+v, want %d records and no fault", first, n)
	}
	h := apptest.Open(t, w, w.Load(t)) // this is the restart
	apptest.CaughtUp(t, h.App)
	stats, err := h.Register().Stats(t.Context())
	if err != nil || stats.Findings != n || stats.Mentions != n || stats.Skipped != 0 {
		t.Errorf("register: %+v (%v)", stats, err)
	}
	if dead, err := h.Bus().DeadLetters().Count(t.Context()); err != nil || dead != 0 {
		t.Errorf("%d dead letters (%v)", dead, err)
	}
	all := apptest.Hits(t, h.App, index.Query{})
	if len(all) != n {
		t.Errorf("%d findings are searchable, want %d", len(all), n)
	}
	units, placed, topics := map[string]bool{}, 0, 0
	for _, u := range h.Config().Units {
		units[u.ID] = true
	}
	for _, f := range all {
		if !units[f.Route.Lead] || f.Route.Rule == "" || f.Route.Basis == "" || len(f.Route.Why) == 0 {
			t.Errorf("finding %s is routed to %q by rule %q", f.ID, f.Route.Lead, f.Route.Rule)
		}
		if f.Issue.ID == "" || f.Severity.Level.Rank() == 0 || f.Demand.ID == "" {
			t.Errorf("finding %s: %+v %+v %+v", f.ID, f.Issue, f.Severity, f.Demand)
		}
		if f.Territory != nil {
			placed++
		}
		if f.Topic.ID != "" {
			topics++
		}
	}
	t.Logf("%d issues, %d cases; %d of %d name a place, %d have a topic", stats.Issues, stats.Cases, placed, n, topics)
	if stats.Issues >= n || stats.Issues < n/10 {
		t.Errorf("%d messages make %d issues", n, stats.Issues)
	}
	if placed < n/2 || topics < n/2 {
		t.Errorf("of %d messages %d have a place and %d a topic", n, placed, topics)
	}
	findsAnEstate(t, h, file, !flowtest.Race)
	apptest.CasesAreWhole(t, h.App)
	h.Stop()

	var second flowtest.Tally
	again := flowtest.Run(t, w.Imports(file, "--json")...)
	if err := json.Unmarshal([]byte(again.Out.String()), &second); err != nil || again.Code != 0 ||
		second.Added != 0 || second.Known != n {
		t.Errorf("import again: %d %v %+v\n%s", again.Code, err, second, again.Said())
	}
}

// findsAnEstate asks for the estate that many complain of, and for its place, and looks
// whether they were seen as one issue, which needs the whole set: of a few messages about it, taken
// in the order of the file, each may be the first of its kind.
func findsAnEstate(t *testing.T, h *apptest.Running, file string, whole bool) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	for line := range strings.Lines(string(b)) {
		if strings.Contains(line, "丽发新城") {
			said++
		}
	}
	found := apptest.Hits(t, h.App, index.Query{Text: "丽发新城"})
	// jieba guesses where a name that it does not know begins, and guesses differently in
	// different neighbourhoods (县丽发|新城); what is found is therefore less than what is said.
	t.Logf("丽发新城 is found %d times; %d messages name it", len(found), said)
	if said == 0 || len(found) < said/3 {
		t.Errorf("丽发新城 is found %d times; %d messages name it", len(found), said)
	}
	most := 0
	sizes := map[string]int{}
	for _, f := range found {
		if !strings.Contains(f.Title+f.Text, "丽发新城") && !strings.Contains(f.Title+f.Text, "丽发") {
			t.Errorf("%s is found and does not name it", f.ID)
		}
		sizes[f.Issue.ID]++
		most = max(most, sizes[f.Issue.ID])
	}
	if whole && most < 3 {
		t.Errorf("the %d messages about it are spread over %d issues", len(found), len(sizes))
	}
	if n := len(apptest.Hits(t, h.App, index.Query{Text: "丽发新城", Division: "X0A"})); n == 0 {
		t.Error("none of them lies in the city they are about")
	}
	page, err := h.Register().Issues(t.Context(), register.IssueQuery{Order: "size", Size: 5})
	if err != nil || len(page.Items) == 0 || (whole && page.Items[0].Reports < 3) || page.Items[0].Case == "" {
		t.Errorf("the heaviest issues: %+v (%v)", page.Items, err)
	}
	if cases, err := h.Register().Cases(t.Context(),
		register.CaseQuery{States: []opinion.State{opinion.Dispatched}, Size: 1}); err != nil ||
		cases.Total == 0 {
		t.Errorf("%d cases are dispatched (%v)", cases.Total, err)
	}
}

// head is a file of the first n lines of another.
func head(t *testing.T, file string, n int) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfterN(string(b), "\n", n+1)
	return flowtest.Write(t, filepath.Join(t.TempDir(), "head.jsonl"), strings.Join(lines[:n], ""))
}
