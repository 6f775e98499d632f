package livedesk

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
func TestPresenceIsSeenAtEveryConsole(t *testing.T) {
	flowtest.NoLeaks(t)
	b := bustest.Start(t)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 3)
	begin := func() *Presence {
		bucket, err := b.ExpiringBucket(t.Context(), "PRESENCE", triage.PresentFor)
		if err != nil {
			t.Fatal(err)
		}
		p := NewPresence(bucket, triage.NewHub(time.Now()), zap.NewNop())
		go func() { done <- p.Follow(ctx) }()
		return p
	}
	sees := func(p *Presence, want string) {
		t.Helper()
		flowtest.Until(t, "a console shows "+want, func() bool { return p.On("c1", "me", time.Now()) == want })
	}
	first, second := begin(), begin()
	mine := triage.Present{Case: "c1", Who: "seat:A1", Name: "样例甲"}
	if err := first.tell(t.Context(), mine); err != nil {
		t.Fatal(err)
	}
	sees(first, "样例甲")
	sees(second, "样例甲")
	sees(begin(), "样例甲")
	mine.Gone = true
	if err := second.tell(t.Context(), mine); err != nil {
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
