package main

import (
	"sync"
	"sync/atomic"
	"time"

	"huiying/opinion"
)

// order is a command as it was given: to a case of a version. An acknowledged one is the very
// next event of that case.
type order struct {
	Case     string
	Expected uint64
	Move     opinion.Move
}

// ledger is what was promised.
type ledger struct {
	mu       sync.Mutex
	acked    map[string]struct{} // mentions
	orders   map[order]bool      // commands; false: no answer came
	onBoards []string            // addresses
	longest  time.Duration
	asked    int // requests to bring mentions that got no answer

	notTaken, declined, lists atomic.Int64
}

func newLedger() *ledger { return &ledger{acked: map[string]struct{}{}, orders: map[order]bool{}} }

func (l *ledger) mentions(ids []string, after time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, id := range ids {
		l.acked[id] = struct{}{}
	}
	l.longest = max(l.longest, after)
}

func (l *ledger) command(o order, after time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.orders[o] = true
	l.longest = max(l.longest, after)
}

func (l *ledger) unanswered(o order) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.orders[o] {
		l.orders[o] = false
	}
}

func (l *ledger) noAnswer() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked++
}

func (l *ledger) refused(n int) { l.notTaken.Add(int64(n)) }

func (l *ledger) onBoard(url string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.onBoards = append(l.onBoards, url)
}

// longestWait since the last call.
func (l *ledger) longestWait() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	d := l.longest
	l.longest = 0
	return d
}

type sum struct{ mentions, asked, commands, unsure, board int }

func (l *ledger) sum() sum {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := sum{mentions: len(l.acked), asked: l.asked, board: len(l.onBoards)}
	for _, sure := range l.orders {
		if sure {
			s.commands++
		} else {
			s.unsure++
		}
	}
	return s
}
