package unitdesk_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"huiying/console"
	"huiying/console/access"
	"huiying/console/accounts"
	"huiying/console/consoletest"
	"huiying/console/unitdesk"
	"huiying/opinion"
	"huiying/register"
)

// cellsOf reads a file of a desk back.
func cellsOf(t *testing.T, rec *httptest.ResponseRecorder) [][]string {
	t.Helper()
	if rec.Code != 200 {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	if strings.Contains(rec.Header().Get("Content-Type"), "csv") {
		rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(rec.Body.Bytes(), []byte("\uFEFF")))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return rows
	}
	f, err := excelize.OpenReader(rec.Body)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("承办")
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// The file of a desk holds what the desk shows, all of it, narrowed as it is, and nothing that a
// spreadsheet would run.
func TestTheFileOfADeskIsItsList(t *testing.T) {
	w := consoletest.NewWorld(200)
	for _, id := range w.Order {
		f := w.Files[id]
		f.Title = "=HYPERLINK(1)"
		w.Files[id] = f
	}
	desk := consoletest.NewUnitDesk(w)
	h := consoletest.Start(t, w, func(d *console.Deps) { d.Work = desk })
	given := w.CaseIn("u-water", opinion.Handling)
	if rec := consoletest.Post(h, "/work/"+given+"/assign", url.Values{"unit": {"u-water"},
		"seen": {"0"}, "post": {"管网科"}}); rec.Code != 303 {
		t.Fatalf("assign: %d %s", rec.Code, rec.Body)
	}
	count := func(q register.DeskQuery) (n int) {
		q.Unit, q.Size = "u-water", 1000
		list, err := desk.Book.Desk(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		return len(list.Items)
	}
	all := count(register.DeskQuery{})
	if all <= unitdesk.PageSize {
		t.Fatalf("only %d cases: the file would be one page", all)
	}
	for _, ext := range []string{"csv", "xlsx"} {
		rows := cellsOf(t, consoletest.Send(h, "GET", "/work."+ext+"?unit=u-water", ""))
		if len(rows) != all+1 {
			t.Errorf("%s: %d rows, want the head and %d", ext, len(rows), all)
		}
		for _, row := range rows[1:] {
			for _, cell := range row {
				if cell != "" && strings.ContainsAny(cell[:1], "=+@") {
					t.Fatalf("%s: a spreadsheet runs %q", ext, cell)
				}
			}
		}
		rows = cellsOf(t, consoletest.Send(h, "GET", "/work."+ext+"?unit=u-water&post="+url.QueryEscape("管网科"), ""))
		if len(rows) != 2 || rows[1][0] != given || !slices.Contains(rows[1], "管网科") {
			t.Errorf("%s: of one post: %q", ext, rows)
		}
		rows = cellsOf(t, consoletest.Send(h, "GET", "/work."+ext+"?unit=u-water&section=lost", ""))
		if len(rows) != 1 {
			t.Errorf("%s: of no section: %d rows", ext, len(rows))
		}
	}
	body := consoletest.Send(h, "GET", "/work?unit=u-water&post="+url.QueryEscape("管网科"), "").Body.String()
	if !strings.Contains(body, `href="/work.csv?post=%E7%AE%A1%E7%BD%91%E7%A7%91&amp;unit=u-water"`) {
		t.Error("the page does not lead to its file with its filters")
	}
	if rec := consoletest.Send(h, "GET", "/work.csv", ""); rec.Code != 400 {
		t.Errorf("of no unit: %d", rec.Code)
	}
	road := consoletest.As(h, access.Account{ID: "sun", Role: access.Handler, Unit: "u-road"})
	if rec := consoletest.Send(road, "GET", "/work.csv?unit=u-water", ""); rec.Code != 200 ||
		strings.Contains(rec.Body.String(), given) {
		t.Errorf("the file of another unit: %d", rec.Code)
	}
}

// Taking the file is in the office's record.
func TestTheFileOfADeskIsRecorded(t *testing.T) {
	w := consoletest.NewWorld(4)
	staff, _ := consoletest.Staffed(t)
	var d console.Deps
	h := consoletest.Start(t, w, staff, func(x *console.Deps) { d = *x })
	handler, auditor := consoletest.SignIn(t, h, "a-handler", consoletest.Password),
		consoletest.SignIn(t, h, "a-auditor", consoletest.Password)
	if rec := consoletest.Send(h, "GET", "/work.xlsx", "", "Cookie", handler); rec.Code != 200 {
		t.Fatalf("%d %s", rec.Code, rec.Body)
	}
	// all before it is written
	if err := d.Accounts.Record.Must(t.Context(), accounts.Entry{What: "start"}); err != nil {
		t.Fatal(err)
	}
	if body := consoletest.Send(h, "GET", "/audit?what=export", "", "Cookie",
		auditor).Body.String(); !strings.Contains(body, "GET /work.xlsx") {
		t.Error("the record does not hold that the list was taken")
	}
}

// A source without an address is said to have none, with the way to give it one; no link leads
// nowhere.
func TestASourceWithoutAnAddressIsSaidToHaveNone(t *testing.T) {
	w := consoletest.NewWorld(20)
	id := w.CaseIn("u-water", opinion.Handling)
	body := consoletest.Send(consoletest.Start(t, w), "GET", "/work/"+id+"?unit=u-water", "").Body.String()
	if strings.Count(body, "未登记原文网址") != 1 || !strings.Contains(body, "由系统管理员在配置里按文号登记") ||
		strings.Contains(body, ".yaml") ||
		!strings.Contains(body, `href="https://gov.example.org/61"`) ||
		strings.Contains(body, `href=""`) {
		t.Error("of two sources one has an address and one is said to have none")
	}
}

// What is late by minutes is late: its hours are below 0.
func TestHoursLeftOfWhatIsJustLate(t *testing.T) {
	w := consoletest.NewWorld(20)
	id := w.CaseIn("u-water", opinion.Handling)
	h := consoletest.Start(t, w)
	for _, x := range []struct {
		left time.Duration
		want string
	}{{-10 * time.Minute, "-1"}, {-70 * time.Minute, "-2"}, {10 * time.Minute, "0"}, {70 * time.Minute, "1"}} {
		f := w.Files[id]
		due := consoletest.Now.Add(x.left)
		f.Case.Due, f.Case.Clocks = due, []opinion.Timed{{Duty: opinion.DutyAnswer, Unit: "u-water", Due: due}}
		w.Files[id] = f
		for _, row := range cellsOf(t, consoletest.Send(h, "GET", "/work.csv?unit=u-water", "")) {
			if row[0] == id && row[12] != x.want {
				t.Errorf("%s left: %s hours, want %s", x.left, row[12], x.want)
			}
		}
	}
}

// What a unit owes the public stands on its desk beside its cases.
func TestTheDeskTellsWhatTheUnitOwesThePublic(t *testing.T) {
	h := consoletest.Start(t, consoletest.NewWorld(20))
	rec := consoletest.Send(h, "GET", "/work?unit=u-water&lang=zh", "")
	for _, want := range []string{"公开事项 5 项", `href="/items?of=trouble&amp;unit=u-water"`, "待报审 1"} {
		if rec.Code != 200 || !strings.Contains(rec.Body.String(), want) {
			t.Errorf("%d, without %q", rec.Code, want)
		}
	}
}
