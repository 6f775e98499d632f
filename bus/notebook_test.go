package bus_test

import (
	"errors"
	"testing"

	"huiying/bus"
	"huiying/bus/bustest"
)

func TestTheFirstToWriteANoteWins(t *testing.T) {
	t.Parallel()
	n, err := bustest.Start(t).Notebook(ctxOf(t), "TEST")
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{true, false} {
		if first, err := n.PutNew(ctxOf(t), "day-2026-11-22", []byte{byte(i)}); err != nil || first != want {
			t.Errorf("write %d: first %v (%v)", i, first, err)
		}
	}
	if v, ok, err := n.Get(ctxOf(t), "day-2026-11-22"); err != nil || !ok || v[0] != 0 {
		t.Errorf("kept %v %v %v", v, ok, err)
	}
	if _, err := n.PutNew(ctxOf(t), "", nil); !errors.Is(err, bus.ErrBadMessage) {
		t.Errorf("an empty key: %v", err)
	}
}
