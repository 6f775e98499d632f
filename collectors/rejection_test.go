package collectors

import (
	"context"
	"errors"
	"maps"
	"testing"

	"huiying/fetch"
	"huiying/opinion"
)

// The balance counts each text that a source showed and that could not be taken in, once, by its
// reason, however often it is tried: not a part of a text that was taken, and nothing of a visit
// whose count was not safe.
func TestARefusedPageIsCountedOnce(t *testing.T) {
	part := RejectPart("https://x.example/1?page=2", fetch.ErrSlow)
	items := Rejection{Code: "broken", Records: []string{"broken:a", "broken:b"}}
	pages := []Rejection{Reject("https://x.example/2", "https://x.example/2", opinion.ErrNoText),
		Reject("https://x.example/3", "https://x.example/3", fetch.ErrSlow), part, items}
	b := newBench(CollectorFunc(func(_ context.Context, m Memory) (Haul, error) {
		return Haul{Mentions: []opinion.Mention{mention(t, "路灯不亮")}, Refused: pages, Memory: m}, nil
	}))
	b.uncounted = errors.New("log is full")
	if _, err := b.runner.Run(t.Context(), "s"); !errors.Is(err, ErrPublish) || len(b.notes.m["s"].Told) != 0 {
		t.Fatalf("not counted, and remembered as told: %v, %+v", err, b.notes.m["s"])
	}
	b.uncounted = nil
	for range 3 {
		if _, err := b.runner.Run(t.Context(), "s"); err != nil {
			t.Fatal(err)
		}
	}
	want := map[string]int{"s no_text": 1, "s slow": 1, "s broken": 2}
	if !maps.Equal(b.refused, want) {
		t.Errorf("refused are %v, want %v", b.refused, want)
	}
	// where every page fails, the visit has failed, and they are counted all the same
	pages = append(pages, Reject("https://x.example/4", "https://x.example/4", ErrBlocked))
	b.runner.entries["s"] = Entry{b.runner.entries["s"].Spec,
		CollectorFunc(func(_ context.Context, m Memory) (Haul, error) {
			return Haul{Refused: pages, Memory: m}, nil
		})}
	for range 2 {
		if _, err := b.runner.Run(t.Context(), "s"); !errors.Is(err, ErrAllFailed) {
			t.Fatal(err)
		}
	}
	if want["s blocked"] = 1; !maps.Equal(b.refused, want) {
		t.Errorf("refused are %v, want %v", b.refused, want)
	}
}
