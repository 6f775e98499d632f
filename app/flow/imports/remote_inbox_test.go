package imports_test

import (
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
	for i := range 26 {
		m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindBoard, Ref: fmt.Sprint("n", i), Title: fmt.Sprint("长文", i),
			Text: strings.Repeat("样例<文字>，", 25_000)})
		if err != nil {
			t.Fatal(err)
		}
		in = append(in, m)
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
	h := apptest.Open(t, w, w.Load(t), app.RoleConsole)
	apptest.Announced(t, w)
	file := flowtest.Write(t, filepath.Join(t.TempDir(), "letters.jsonl"), `{"id":"1","text":"样例：路灯不亮。"}
{"id":"2","text":""}
{"id":"3","text":"样例：水管破裂。","published_at":"gestern"}
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
	if want := map[string]int{"no_text": 2, "time": 1}; !maps.Equal(refused, want) {
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
