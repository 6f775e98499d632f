package imports_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

// A batch of long texts is more than the API takes at once.
func TestLongTextsReachARunningServer(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	h := apptest.Open(t, w, w.Load(t), app.RoleConsole)
	apptest.Announced(t, w)
	there, err := app.FindRunning(w.Data)
	if err != nil {
		t.Fatal(err)
	}
	to := app.ToRunning(there)
	var in []opinion.Mention
	sent := 0
	for i := range 26 {
		m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindBoard, Ref: fmt.Sprint("n", i), Title: fmt.Sprint("长文", i),
			Text: "样例" + strings.Repeat("<>", 55_000)}) // each sign is six bytes of JSON, and no work to redact
		if err != nil {
			t.Fatal(err)
		}
		b, err := json.Marshal(m.Text)
		if err != nil {
			t.Fatal(err)
		}
		in, sent = append(in, m), sent+len(b)
	}
	if sent <= 16<<20 {
		t.Fatalf("%d bytes of texts are no more than the API takes", sent)
	}
	for round, want := range []int{len(in), 0} {
		if added, err := to.Publish(t.Context(), in); err != nil || added != want {
			t.Errorf("round %d: %d added, want %d; %v", round, added, want, err)
		}
	}
	if n, err := h.Bus().Count(t.Context(), "MENTIONS"); err != nil || n != uint64(len(in)) {
		t.Errorf("%d on the log, %v", n, err)
	}
	if added, err := to.Publish(t.Context(), nil); err != nil || added != 0 {
		t.Errorf("nothing to send: %d, %v", added, err)
	}
}

// What a file holds that is no mention is refused before anything is sent, and the balance of the
// server counts it all the same.
func TestARunningServerCountsWhatAnImportRefused(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond, app.RoleConsole)
	apptest.Announced(t, w)
	file := flowtest.Write(t, filepath.Join(t.TempDir(), "letters.jsonl"), `{"id":"1","text":"样例：路灯不亮。"}
{"id":"2","text":""}
["样例：水管破裂。"]
{"id":"4"}
`)
	if c := flowtest.Run(t, w.Imports(file)...); c.Code != flowtest.Failed {
		t.Fatalf("a file with faulty records ended with %d: %s", c.Code, c.Said())
	}
	apptest.CaughtUp(t, h.App)
	entries, err := h.Register().Balance(t.Context(), register.BalanceQuery{Source: "mailbox"})
	if err != nil {
		t.Fatal(err)
	}
	refused := map[string]int{}
	for _, e := range entries {
		if e.Is == opinion.DispositionRefused {
			refused[e.Why] += e.N
		}
	}
	if want := map[string]int{"no_text": 2, "json": 1}; !maps.Equal(refused, want) {
		t.Errorf("refused are %v, want %v", refused, want)
	}
	there, err := app.FindRunning(w.Data)
	if err != nil {
		t.Fatal(err)
	}
	if err := app.ToRunning(there).Refuse(t.Context(), "no-such-source", map[string]int{"time": 1}); err == nil {
		t.Error("a source that the server does not have is counted")
	}
}

// A running server is asked what became of the letters, and the receipt says it as that of an
// import does that has the house for itself: where they stand, with links, and why records were
// refused.
func TestTheReceiptOfARunningServerSaysWhatBecameOfTheLetters(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	file := flowtest.Write(t, filepath.Join(t.TempDir(), "letters.jsonl"),
		`{"id":"1","title":"柳浦区听涛苑夜间施工噪音扰民","text":"柳浦区听涛苑工地夜里十二点还在施工，吵得睡不着，请处理。"}
{"id":"2","title":"柳浦区听涛苑工地半夜施工噪音","text":"柳浦区听涛苑旁边工地夜间施工，噪音扰民，请管一管。"}
{"id":"3","text":"望江里7号楼的老人家三天没有出门，邻居敲门没有人应。"}
{"id":"4","text":"来电人表扬窗口讲得清楚，工作人员很耐心，非常满意，特别感谢。"}
{"id":"5","text":""}
{"id":"6"}
["样例：水管破裂。"]
`)
	said := func(c *flowtest.Process) (first, last string) {
		t.Helper()
		lines := strings.Split(strings.TrimSpace(c.Out.String()), "\n")
		if c.Code != flowtest.Failed || len(lines) < 2 {
			t.Fatalf("a file with faulty records ended with %d: %s", c.Code, c.Said())
		}
		return lines[0], lines[len(lines)-1]
	}
	p, base := apptest.Serve(t, w)
	first, last := said(flowtest.Run(t, w.Imports(file)...))
	if want := "7 records: 4 new, 0 known before, 3 faulty (2 no_text, 1 json)"; first != want {
		t.Errorf("got  %s\nwant %s", first, want)
	}
	receipt := func(base string) string {
		return fmt.Sprintf("4 letters: 2 new cases, 1 joined, 0 wait: demand unclear (%[1]s/desk?of=unclear), "+
			"1 dismissed (%[1]s/desk?of=dismissed)", base)
	}
	if want := receipt(base); last != want {
		t.Errorf("got  %s\nwant %s", last, want)
	}
	apptest.Interrupt(t, p)
	_, last = said(flowtest.Run(t, w.Imports(file)...)) // the same again, with no server
	if want := receipt(""); last != want {
		t.Errorf("got  %s\nwant %s", last, want)
	}
}
