package imports_test

import (
	"fmt"
	"strings"
	"testing"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/internal/flowtest"
	"huiying/opinion"
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
	if n, err := h.Bus.Count(t.Context(), "MENTIONS"); err != nil || n != uint64(len(in)) {
		t.Errorf("%d on the log, %v", n, err)
	}
	if added, err := to.Publish(t.Context(), nil); err != nil || added != 0 {
		t.Errorf("nothing to send: %d, %v", added, err)
	}
}
