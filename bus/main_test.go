package bus_test

import (
	"context"
	"fmt"
	"os"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"huiying/bus"
	"huiying/internal/waittest"
)

// TestMain is also the child process of the tests of kills and of slow disks.
func TestMain(m *testing.M) {
	if dir := os.Getenv("HUIYING_BUS_SLOW"); dir != "" {
		putBackSlowly(dir)
		return
	}
	if dir := os.Getenv("HUIYING_BUS_CHILD"); dir != "" {
		publishUntilKilled(dir)
		return
	}
	goleak.VerifyTestMain(m)
}

func ctxOf(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), waittest.Limit)
	t.Cleanup(cancel)
	return ctx
}

// mentions makes n messages with ids, named after prefix.
func mentions(prefix string, n int) []bus.Message {
	out := make([]bus.Message, n)
	for i := range out {
		id := fmt.Sprintf("%s-%05d", prefix, i)
		out[i] = bus.Message{Subject: "mention.s1", ID: id, Data: []byte(id)}
	}
	return out
}

func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	waittest.Until(t, what, ok)
}

// start runs a step in the background; the returned func stops it and waits.
func start(t testing.TB, b *bus.Bus, s bus.Step) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx, s) }()
	var once sync.Once
	stop = func() {
		once.Do(func() {
			cancel()
			if err := <-done; err != nil {
				t.Errorf("run %s: %v", s.Name, err)
			}
		})
	}
	t.Cleanup(stop)
	return stop
}

// tally counts how often each payload was handled.
type tally struct {
	mu sync.Mutex
	n  map[string]int
}

func newTally() *tally { return &tally{n: map[string]int{}} }

func (c *tally) add(m bus.Msg) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.n[string(m.Data)]++
	return c.n[string(m.Data)]
}

func (c *tally) of(key string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.n[key]
}

// sizes returns how many keys there are and how often they were counted altogether.
func (c *tally) sizes() (keys, times int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, n := range c.n {
		times += n
	}
	return len(c.n), times
}

func ptr[T any](v T) *T { return &v }

func quick(int) time.Duration { return 20 * time.Millisecond }
