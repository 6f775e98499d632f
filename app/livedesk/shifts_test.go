package livedesk

import (
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/opinion"
)

// Shifts come back as they were last signed, the latest first, and two who sign at the same time do not
// both succeed.
func TestShiftsOnTheLog(t *testing.T) {
	b := bustest.Start(t)
	if err := b.EnsureStreams(t.Context(), bus.Streams(time.Hour)); err != nil {
		t.Fatal(err)
	}
	s := Shifts{b}
	recent := func(most int) ([]opinion.Shift, uint64) {
		t.Helper()
		out, last, err := s.Recent(t.Context(), most)
		if err != nil {
			t.Fatal(err)
		}
		return out, last
	}
	put := func(one opinion.Shift, last uint64, want bool) {
		t.Helper()
		if fresh, err := s.Put(t.Context(), one, last); err != nil || fresh != want {
			t.Fatalf("%s after %d: %v %v", one.ID, last, fresh, err)
		}
	}
	if out, last := recent(5); len(out) != 0 || last != 0 {
		t.Fatal(out, last)
	}
	put(opinion.Shift{ID: "s1", Note: "一"}, 0, true)
	put(opinion.Shift{ID: "s2", Note: "同时"}, 0, false)
	_, last := recent(1)
	put(opinion.Shift{ID: "s1", Note: "一", TakenBy: "wang", Taken: time.Unix(9, 0)}, last, true)
	_, last = recent(1)
	put(opinion.Shift{ID: "s2", Note: "二"}, last, true)
	out, _ := recent(5)
	if len(out) != 2 || out[0].ID != "s2" || out[1].TakenBy != "wang" {
		t.Errorf("%+v", out)
	}
	if out, _ := recent(1); len(out) != 1 {
		t.Errorf("%+v", out)
	}
}
