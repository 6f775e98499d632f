package archive

import (
	"testing"
	"time"
)

func TestWhatMayBePutBack(t *testing.T) {
	now := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)
	k := Kept{Words: []string{"MENTIONS"}, Retention: 100 * time.Hour, Now: now}
	old := now.Add(-101 * time.Hour)
	for name, x := range map[string]struct {
		r    Record
		want bool
	}{
		"words of today":               {Record{Stream: "MENTIONS", At: now}, true},
		"words at their end":           {Record{Stream: "MENTIONS", At: now.Add(-100 * time.Hour)}, false},
		"words with seconds left":      {Record{Stream: "MENTIONS", At: now.Add(-100*time.Hour + 30*time.Second)}, false},
		"words with minutes left":      {Record{Stream: "MENTIONS", At: now.Add(-100*time.Hour + 2*time.Minute)}, true},
		"an event, however old":        {Record{Stream: "CASES", At: old}, true},
		"what was forgotten or purged": {Record{Stream: "CASES", At: now, Gone: true}, false},
		"numbers that had nothing":     {Record{Stream: "CASES", At: now, Until: 9}, false},
	} {
		if k.Alive(x.r) != x.want {
			t.Errorf("%s is put back: %v", name, !x.want)
		}
	}
	if !k.WorthWork(now) || k.WorthWork(now.Add(-60*time.Hour)) || k.Left(old) >= 0 {
		t.Errorf("worth work now %v, with 40 hours left %v, left %v", k.WorthWork(now), k.WorthWork(now.Add(-60*time.Hour)), k.Left(old))
	}
}
