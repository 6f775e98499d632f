package sqlite

import (
	"sync"
	"testing"
	"time"

	"huiying/register"
)

// The register waits for the last of the changes that are under way, and for nobody when there is
// none.
func TestTheRegisterLetsChangesGoFirst(t *testing.T) {
	var c priority
	c.give(t.Context(), time.Hour) // nobody is there
	first, second := c.enter(), c.enter()
	went := make(chan struct{})
	go func() { c.give(t.Context(), time.Hour); close(went) }()
	first()
	select {
	case <-went:
		t.Error("it went on while a change was under way")
	case <-time.After(20 * time.Millisecond):
	}
	second()
	<-went
	c.give(t.Context(), time.Hour) // nobody is there any more
	c.enter()
	c.give(t.Context(), time.Millisecond) // it does not wait for ever
}

// However many changes come, and even if one never ends, the register comes on.
func TestTheRegisterComesOnBesideEndlessChanges(t *testing.T) {
	b, s := newStore(t)
	s.priority.enter()
	publish(t, b, finding(1), finding(2))
	check(t, s.Append(t.Context(), fold(), openEvent(1, t0)))
	seen(t, b, s)
	if page, err := s.Cases(t.Context(), register.CaseQuery{}); err != nil || page.Total != 1 {
		t.Errorf("%d cases, %v", page.Total, err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 100 {
				s.priority.enter()()
			}
		})
	}
	all.Wait()
	if s.priority.n != 1 {
		t.Errorf("%d changes are under way, want the one that never ends", s.priority.n)
	}
}
