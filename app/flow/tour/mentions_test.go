package tour_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"huiying/app/apptest"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/opinion"
)

// mentionAPI holds GET and POST /api/v1/mentions to their contract.
func (s *show) mentionAPI(t *testing.T) {
	var stats struct {
		Mentions, Findings, Cases, Dead int
		Sources                         map[string]int
	}
	s.json("/api/v1/stats", &stats)
	if stats.Mentions < 30 || stats.Findings < 30 || stats.Cases < 2 || stats.Sources["ok"] == 0 ||
		len(stats.Sources) != 3 {
		t.Errorf("stats: %+v", stats)
	}
	var page struct {
		Total  int
		Hits   []opinion.Finding
		Facets map[string][]index.Bucket
		Next   string
	}
	within := map[string]int{}
	for _, code := range []string{"54", "5401", "540102"} { // a place includes what lies below it
		s.json("/api/v1/mentions?size=200&division="+code, &page)
		within[code] = page.Total
		for _, f := range page.Hits {
			if !strings.HasPrefix(f.Place(), code) {
				t.Errorf("division %s finds something in %s", code, f.Place())
			}
		}
		if len(page.Facets["topic"]) == 0 {
			t.Errorf("division %s comes without facets", code)
		}
	}
	if within["54"] < within["5401"] || within["5401"] < within["540102"] || within["540102"] == 0 {
		t.Errorf("the hierarchy of places: %v", within)
	}
	for query, fits := range map[string]func(opinion.Finding) bool{
		"topic=ecology": func(f opinion.Finding) bool { return strings.HasPrefix(strings.Join(index.Topics(f), " "), "ecology") },
		"severity=IV":   func(f opinion.Finding) bool { return f.Severity.Level == opinion.SeverityIV },
		"q=" + url.QueryEscape(`云杉苑 -噪音`):      func(f opinion.Finding) bool { return !strings.Contains(f.Title+f.Text, "噪音") },
		"source=sample-news":                   func(f opinion.Finding) bool { return f.Source == "sample-news" },
		"from=2020-01-01&to=2999-12-31&size=7": func(f opinion.Finding) bool { return !f.PublishedAt.IsZero() },
	} {
		s.json("/api/v1/mentions?"+query, &page)
		if len(page.Hits) == 0 || slices.ContainsFunc(page.Hits, func(f opinion.Finding) bool { return !fits(f) }) {
			t.Errorf("%s: %d hits, or one that does not fit", query, len(page.Hits))
		}
	}
	seen := map[string]bool{}
	for cursor := ""; ; cursor = url.QueryEscape(page.Next) {
		page.Next = ""
		s.json("/api/v1/mentions?source=sample-board&size=9&cursor="+cursor, &page)
		for _, f := range page.Hits {
			if seen[f.ID] {
				t.Errorf("%s is on two pages", f.ID)
			}
			seen[f.ID] = true
		}
		if page.Next == "" {
			break
		}
	}
	if len(seen) < page.Total-20 {
		t.Errorf("the pages together show %d of %d", len(seen), page.Total)
	}
	s.submits(t)
}

// submits brings mentions by POST: new ones are taken, known ones counted, bad ones named.
func (s *show) submits(t *testing.T) {
	one := flowtest.Object("source", "mailbox", "id", "p1", "title", "拉萨市曲水县新桥路井盖缺失", "text",
		"新桥路人行道井盖缺失，行人危险。电话13900000000")
	two := flowtest.Object("source", "mailbox", "id", "p2", "title", "请问医保怎么报销", "text", "异地就医医保怎么报销？", "phone", "1")
	bad := flowtest.Object("source", "mailbox", "id", "p3", "title", "坏时间", "text", "正文", "published_at", []string{"x"})
	var got struct {
		IDs        []string
		Duplicates int
		Errors     []struct{ Index int }
		Dropped    map[string]int
	}
	for i, x := range []struct {
		body                  string
		ids, duplicates, errs int
	}{{one, 1, 0, 0}, {one, 1, 1, 0}, {"[" + one + "," + two + "," + bad + "]", 2, 1, 1},
		{"[" + two + "," + two + "]", 2, 2, 0}} {
		code, said := flowtest.Ask(t, "POST", s.base+"/api/v1/mentions", x.body, nil)
		got.Dropped, got.Errors = nil, nil
		if err := json.Unmarshal([]byte(said), &got); err != nil || code != 202 {
			t.Fatalf("POST %d answers %d: %s (%v)", i, code, said, err)
		}
		if len(got.IDs) != x.ids || got.Duplicates != x.duplicates || len(got.Errors) != x.errs {
			t.Errorf("POST %d: %+v, want %d ids, %d duplicates, %d errors", i, got, x.ids, x.duplicates, x.errs)
		}
	}
	if got.Dropped["phone"] != 2 {
		t.Errorf("dropped %v", got.Dropped)
	}
	flowtest.Until(t, "what was brought is found", func() bool {
		return len(apptest.Hits(t, s.App, index.Query{Source: "mailbox", Text: "井盖"})) == 1 &&
			len(apptest.Hits(t, s.App, index.Query{Source: "mailbox", Text: "医保"})) == 1
	})
	if f := apptest.Hits(t, s.App, index.Query{Source: "mailbox",
		Text: "井盖"})[0]; strings.Contains(f.Text, "13900000000") || f.Redactions["mobile"] != 1 {
		t.Errorf("not redacted: %+v", f.Mention)
	}
}
