package system_test

import (
	"testing"

	"huiying/console/consoletest"
)

func TestDeadLettersByForm(t *testing.T) {
	w := consoletest.NewWorld(1)
	h := consoletest.Start(t, w)
	if rec := consoletest.Send(h, "POST", "/dead/7/drop", ""); rec.Code != 400 || len(w.DeadLetters) != 1 {
		t.Errorf("without the tick: %d", rec.Code)
	}
	for at, want := range map[string]int{"/dead/99/replay": 404, "/dead/x/replay": 404, "/dead/7/burn": 404} {
		if rec := consoletest.Send(h, "POST", at, "sure=yes"); rec.Code != want {
			t.Errorf("%s: %d", at, rec.Code)
		}
	}
	if rec := consoletest.Send(h, "POST", "/dead/7/drop", "sure=yes"); rec.Code != 303 || len(w.DeadLetters) != 0 {
		t.Errorf("with it: %d", rec.Code)
	}
}
