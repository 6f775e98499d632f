package system_test

import (
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"huiying/console"
	"huiying/console/accounts"
	"huiying/console/consoletest"
)

func TestTheRecordHoldsWhatWasDone(t *testing.T) {
	w := consoletest.NewWorld(2)
	staff, m := consoletest.Staffed(t)
	var d console.Deps
	h := consoletest.Start(t, w, staff, func(x *console.Deps) { d = *x })
	monitor, auditor := consoletest.SignIn(t, h, "a-monitor", consoletest.Password),
		consoletest.SignIn(t, h, "a-auditor", consoletest.Password)
	id := w.Order[0]
	consoletest.Send(h, "GET", "/cases/"+id, "", "Cookie", monitor)
	consoletest.Send(h, "GET", "/assess.csv", "", "Cookie", monitor)
	consoletest.Send(h, "GET", "/audit", "", "Cookie", monitor)
	consoletest.Send(h, "POST", "/cases/"+id+"/sign", "expected_version=1", "Cookie", monitor)
	// all before it is written
	if err := d.Accounts.Record.Must(t.Context(), accounts.Entry{What: "start"}); err != nil {
		t.Fatal(err)
	}
	body := consoletest.Send(h, "GET", "/audit?who=a-monitor", "", "Cookie", auditor).Body.String()
	for _, want := range []string{"查看", "导出", "被拒绝", "改动", "GET /cases/" + id, "POST /cases/" + id + "/sign"} {
		if !strings.Contains(body, want) {
			t.Errorf("the record lacks %q", want)
		}
	}
	rec := consoletest.Send(h, "GET", "/audit.csv?what=change", "", "Cookie", auditor)
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(rec.Body.String(), "\uFEFF"))).ReadAll()
	if err != nil || len(lines) != 2 || lines[1][2] != "a-monitor" {
		t.Errorf("csv %v, %v", lines, err)
	}
	for _, raw := range m.Log {
		if strings.Contains(string(raw), "停水") {
			t.Error("the record holds a mention's words")
		}
	}
	m.Lock()
	m.Fail = errors.New("disk full")
	m.Unlock()
	if rec := consoletest.Send(h, "POST", "/cases/"+id+"/sign", "expected_version=1", "Cookie",
		monitor); rec.Code != 503 {
		t.Errorf("a change that cannot be recorded is answered with %d", rec.Code)
	}
	m.Lock()
	m.Fail = nil
	m.Unlock()
}
