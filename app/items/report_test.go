package items_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"huiying/app/items"
	"huiying/opinion"
)

// A report has each finding in every form, with the unit's name and the basis of the rule.
func TestAReportInEveryForm(t *testing.T) {
	at := time.Date(2026, 12, 1, 2, 0, 0, 0, time.UTC)
	r := items.Report{ItemReport: opinion.ItemReport{Items: 3, Looked: 2,
		Away:     []opinion.ItemAway{{Item: "c", Name: "预算公开", Address: "https://a.example/c", Why: "robots"}},
		Mended:   []opinion.ItemMended{{Item: "b", Name: "决算公开", Check: opinion.CheckReach}},
		Findings: []opinion.ItemFinding{{Rule: "news_stale", Item: "a", Name: "工作动态", Unit: "u1", Address: "https://a.example/a", At: at, Details: []string{"2026-11-01", "30", "14"}, New: true}}},
		Units: []opinion.Unit{{ID: "u1", Name: "示例县民政局"}}, Lang: "zh", At: at}
	var said bytes.Buffer
	r.Print(&said)
	want := []string{"示例县民政局", "工作动态", "2026-11-01"}
	for _, w := range append(want, "新出现 1 个") {
		if !strings.Contains(said.String(), w) {
			t.Errorf("the summary lacks %s:\n%s", w, said.String())
		}
	}
	for _, end := range items.ReportEnds {
		raw, err := r.File(end)
		if err != nil {
			t.Errorf("%s: %v", end, err)
			continue
		}
		text := string(raw)
		switch end {
		case ".docx", ".xlsx":
			text = unzipped(t, raw)
		case ".pdf":
			if !strings.HasPrefix(text, "%PDF-") {
				t.Error("this is no PDF")
			}
			continue
		case ".json":
			var back opinion.ItemReport
			if err := json.Unmarshal(raw, &back); err != nil || len(back.Findings) != 1 || back.Findings[0].Unit != "u1" {
				t.Errorf("%v: %s", err, raw)
			}
			continue
		}
		for _, w := range append(want, "国办秘函〔2019〕19号") {
			if !strings.Contains(text, w) {
				t.Errorf("%s lacks %s", end, w)
			}
		}
	}
}

func unzipped(t *testing.T, raw []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(&all, r)
		_ = r.Close()
	}
	return all.String()
}
