package leader_test

import (
	"bytes"
	"encoding/csv"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"huiying/console/consoletest"
	"huiying/console/kit"
)

func TestEveryNumberLinksToItsCases(t *testing.T) {
	w := consoletest.NewWorld(5)
	h := consoletest.Start(t, w)
	body := consoletest.Send(h, "GET", "/assess?by=unit&division=3202&from=2026-11-01&to=2026-11-20&lang=en", "").Body.String()
	links := regexp.MustCompile(`href="(/assess/turns\?[^"]*)"`).FindAllStringSubmatch(body, -1)
	if len(links) != 9 { // turns, counted and whole, of two units and of all
		t.Fatalf("%d links to cases", len(links))
	}
	for i, l := range links {
		at := strings.ReplaceAll(l[1], "&amp;", "&")
		if rec := consoletest.Send(h, "GET", at, ""); rec.Code != 200 ||
			!strings.Contains(rec.Body.String(), `href="/cases/`+w.Order[0]) {
			t.Errorf("%s: %d", at, rec.Code)
		}
		q := w.LastTurns
		if q.Division != "3202" || q.By != "unit" ||
			q.From.In(kit.Shanghai).Format("01-02") != "11-01" ||
			q.To.In(kit.Shanghai).Format("01-02") != "11-21" {
			t.Errorf("%s asks %+v", at, q)
		}
		if i == 1 && (q.Key == nil || *q.Key != "u-water" || q.Measure != "answer" || q.Verdict != "yes") {
			t.Errorf("the first counted number asks %+v", q)
		}
		if i >= 6 && q.Key != nil {
			t.Errorf("the sum asks for the group %q", *q.Key)
		}
	}
}

func TestQuestionsOfRatesAreChecked(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(1))
	for at, want := range map[string]int{
		"/assess?by=person": 400, "/assess?rank=none": 400,
		"/assess?from=2026-11-09&to=2026-11-01": 400, "/assess/turns?verdict=maybe": 400,
		"/assess/turns?cursor=-1": 400, "/assess.csv?by=x": 400, "/api/v1/rates?by=person": 422,
		"/api/v1/rates?by=week&division=3202":                        200,
		"/api/v1/rates/turns?key=u-water&measure=answer&verdict=yes": 200, "/api/v1/units/none/rates": 404,
	} {
		if rec := consoletest.Send(h, "GET", at, ""); rec.Code != want {
			t.Errorf("%s: %d, want %d", at, rec.Code, want)
		}
	}
}

func TestFilesHoldTheTableAndTheDefinitions(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(2))
	rec := consoletest.Send(h, "GET", "/assess.csv?lang=en&from=2026-11-01&to=2026-11-20", "")
	raw := rec.Body.String()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(raw, "\uFEFF"))).ReadAll()
	if err != nil || !strings.HasPrefix(raw, "\uFEFF") || len(rows) != 4 ||
		rows[1][1] != "u-water" || rows[1][4] != "0.8182" || rows[1][5] != "18" ||
		rows[2][4] != "" {
		t.Errorf("%v %v", err, rows)
	}
	if d := rec.Header().Get("Content-Disposition"); !strings.Contains(d, "assess-unit-2026-11-01-2026-11-20.csv") {
		t.Error(d)
	}
	rec = consoletest.Send(h, "GET", "/assess.xlsx?rank=answer", "")
	f, err := excelize.OpenReader(bytes.NewReader(rec.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	share, err := f.GetCellValue("考核", "E2")
	rank, _ := f.GetCellValue("考核", "C2")
	if err != nil || share != "81.82%" || rank != "1" {
		t.Errorf("share %q, rank %q, %v", share, rank, err)
	}
	if note, _ := f.GetCellValue("说明 Notes", "A1"); note != "按时答复率：按时 ÷ 全部" {
		t.Errorf("note %q", note)
	}
}
