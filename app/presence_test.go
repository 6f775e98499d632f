package app

import (
	"context"
	"testing"
	"time"

	"go.uber.org/zap"

	"huiying/bus/bustest"
	"huiying/console/triage"
	"huiying/internal/flowtest"
)

// Two consoles on one log see who has a case open at the other, and that it was left; one that
// starts later sees it too.
func TestAMarkIsSeenAtEveryConsole(t *testing.T) {
	flowtest.NoLeaks(t)
	b := bustest.Start(t)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 3)
	begin := func() *App {
		h := &App{Options: Options{Log: zap.NewNop(), Now: time.Now}, news: triage.NewHub(time.Now())}
		var err error
		if h.buckets.presence, err = b.ExpiringBucket(t.Context(), bucketPresence, triage.PresentFor); err != nil {
			t.Fatal(err)
		}
		h.marks = triage.NewPresence(presenceBucket{h.buckets.presence}.tell)
		go func() { done <- h.followPresence(ctx) }()
		return h
	}
	sees := func(h *App, want string) {
		t.Helper()
		flowtest.Until(t, "a console shows "+want, func() bool { return h.marks.On("c1", "me", time.Now()) == want })
	}
	first, second := begin(), begin()
	mine := triage.Present{Case: "c1", Who: "seat:A1", Name: "样例甲"}
	if err := (presenceBucket{first.buckets.presence}).tell(t.Context(), mine); err != nil {
		t.Fatal(err)
	}
	sees(first, "样例甲")
	sees(second, "样例甲")
	sees(begin(), "样例甲")
	mine.Gone = true
	if err := (presenceBucket{second.buckets.presence}).tell(t.Context(), mine); err != nil {
		t.Fatal(err)
	}
	sees(first, "")
	sees(second, "")
	stop()
	for range 3 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}
