package sqlite

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/internal/waittest"
	"huiying/opinion"
)

// slow delivers to its followers only what was let through.
type slow struct {
	log
	open chan struct{}
}

func (s slow) Follow(ctx context.Context, stream string, from uint64, batch int,
	linger time.Duration, fn func([]bus.Msg) error) error {
	return s.log.Follow(ctx, stream, from, batch, linger, func(in []bus.Msg) error {
		select {
		case <-s.open:
			return fn(in)
		case <-ctx.Done():
			return ctx.Err()
		}
	})
}

// A register that is behind says so, instead of an old state of the case.
func TestAbreastOfTheLog(t *testing.T) {
	b := bustest.Start(t)
	behind := slow{b, make(chan struct{})}
	s, err := open(t.Context(), behind, filepath.Join(t.TempDir(), "register.db"), Options{patience: waittest.Limit})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := s.Abreast(t.Context()); err != nil {
		t.Errorf("a register that follows nothing reads the log itself: %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() { stop(); <-done })
	waittest.Until(t, "it follows the log", s.at.isRunning)

	other := start(t, b, filepath.Join(t.TempDir(), "other.db"))
	o := openEvent(1, t0)
	if err := other.Append(t.Context(), opinion.Case{}, o); err != nil {
		t.Fatal(err)
	}
	short, end := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer end()
	if err := s.Abreast(short); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("it is behind and says %v", err)
	}
	close(behind.open)
	if err := s.Abreast(t.Context()); err != nil {
		t.Fatal(err)
	}
	if c, err := s.Load(t.Context(), o.Case); err != nil || c.Version != 1 {
		t.Errorf("case at version %d (%v)", c.Version, err)
	}
}

// broken is a log that ends, when it is let, with an error.
type broken struct {
	log
	open chan struct{}
	why  error
}

func (b broken) Follow(ctx context.Context, _ string, _ uint64, _ int, _ time.Duration, _ func([]bus.Msg) error) error {
	select {
	case <-b.open:
		return b.why
	case <-ctx.Done():
		return ctx.Err()
	}
}

// toldWhenAsked is a context that tells when somebody waits for its end.
type toldWhenAsked struct {
	context.Context
	once  sync.Once
	asked chan struct{}
}

func (c *toldWhenAsked) Done() <-chan struct{} {
	c.once.Do(func() { close(c.asked) })
	return c.Context.Done()
}

// Who waits for a register that fails is told why, at once: a command hung for as long as it was
// left to.
func TestWaitingEndsWhereTheRegisterFails(t *testing.T) {
	why := errors.New("it cannot be read")
	log := broken{bustest.Start(t), make(chan struct{}), why}
	s, err := open(t.Context(), log, filepath.Join(t.TempDir(), "register.db"), Options{patience: waittest.Limit})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	ran, waited := make(chan error, 1), make(chan error, 1)
	go func() { ran <- s.Run(t.Context()) }()
	asked := &toldWhenAsked{Context: t.Context(), asked: make(chan struct{})}
	go func() { waited <- s.WaitFor(asked, streamCases, 1) }()
	<-asked.asked // it waits
	close(log.open)
	for who, err := range map[string]error{"Run": <-ran, "who waited": <-waited,
		"who comes later": s.WaitFor(t.Context(), streamCases, 1)} {
		if !errors.Is(err, why) {
			t.Errorf("%s hears %v", who, err)
		}
	}
	if err := s.WaitFor(t.Context(), streamCases, 0); err != nil {
		t.Errorf("what is there needs no waiting: %v", err)
	}
}
