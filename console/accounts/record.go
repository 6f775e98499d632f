package accounts

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// Entry (审计记录) is one thing that somebody of the office did or tried. Never who wrote a mention,
// and never a mention's words.
type Entry struct {
	Chain   string    `json:"chain"` // of one process
	N       uint64    `json:"n"`     // in its chain, from 1
	At      time.Time `json:"at"`
	Who     string    `json:"who"` // id of an account, "local" for whoever holds the data directory, "" for nobody
	What    string    `json:"what"`
	Object  string    `json:"object,omitempty"`
	Outcome string    `json:"outcome,omitempty"`
	After   string    `json:"after,omitempty"` // first of a chain: the hash of the record's last entry then
	Prev    string    `json:"prev"`            // hash of the entry before it in the chain
	Hash    string    `json:"hash"`
	Seq     uint64    `json:"-"` // in the record
}

func (e Entry) sum() string {
	e.Hash, e.Seq = "", 0
	raw, err := json.Marshal(e)
	if err != nil { // plain fields: cannot be
		panic(err)
	}
	h := sha256.Sum256(raw)
	return hex.EncodeToString(h[:])
}

// Log is where the record is kept: entries are only ever added.
type Log interface {
	// Append stores entries in order and returns when they are on disk; entries of one chain that
	// are there already are left out.
	Append(ctx context.Context, chain string, first uint64, entries [][]byte) error
	// Read gives entries from a number on, in order, with their numbers; fn may end it with
	// ErrStop.
	Read(ctx context.Context, from uint64, fn func(seq uint64, entry []byte) error) error
	// Last is the number of the last entry, 0 for none.
	Last(ctx context.Context) (uint64, error)
}

// ErrStop ends a Read early.
var ErrStop = errors.New("enough")

// Record writes one chain of entries. Note costs its caller nothing; Must returns when the entry is
// on disk.
type Record struct {
	log   Log
	now   func() time.Time
	chain string
	lost  func(error)

	mu     sync.Mutex
	queue  []queued
	wake   chan struct{}
	closed bool
	done   chan struct{}
	n      uint64
	prev   string
}

type queued struct {
	e    Entry
	told chan error // nil for a Note
}

const (
	batch     = 200
	linger    = time.Second
	queueMost = 20_000 // entries that wait; beyond, a Note waits for disk like a Must
)

// NewRecord begins a chain and names the last entry there is, so that chains hold one another. lost
// hears of entries that could not be stored yet.
func NewRecord(ctx context.Context, log Log, now func() time.Time, lost func(error)) (*Record, error) {
	r := &Record{log: log, now: now, chain: rand.Text()[:16], lost: lost, wake: make(chan struct{},
		1), done: make(chan struct{})}
	last, err := log.Last(ctx)
	if err != nil {
		return nil, fmt.Errorf("record of the office: %w", err)
	}
	after := ""
	if last > 0 {
		err = log.Read(ctx, last, func(_ uint64, raw []byte) error {
			var e Entry
			if json.Unmarshal(raw, &e) == nil {
				after = e.Hash
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("record of the office: %w", err)
		}
	}
	go r.run()
	return r, r.Must(ctx, Entry{Who: "local", What: "start", After: after})
}

// Note records in the background. It is on disk within a second or two.
func (r *Record) Note(ctx context.Context, e Entry) {
	r.mu.Lock()
	full := len(r.queue) >= queueMost
	r.mu.Unlock()
	if full {
		if err := r.Must(ctx, e); err != nil {
			r.lost(err)
		}
		return
	}
	r.put(queued{e: e})
}

// Must returns when the entry is on disk.
func (r *Record) Must(ctx context.Context, e Entry) error {
	told := make(chan error, 1)
	if !r.put(queued{e, told}) {
		return errors.New("the record of the office is closed")
	}
	select {
	case r.wake <- struct{}{}:
	default:
	}
	select {
	case err := <-told:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *Record) put(q queued) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return false
	}
	q.e.At = r.now().UTC()
	r.queue = append(r.queue, q)
	return true
}

// Close stores what waits, and ends.
func (r *Record) Close() error {
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return nil
	}
	r.closed = true
	r.mu.Unlock()
	select {
	case r.wake <- struct{}{}:
	default:
	}
	<-r.done
	return nil
}

func (r *Record) run() {
	defer close(r.done)
	tick := time.NewTicker(linger)
	defer tick.Stop()
	for {
		r.mu.Lock()
		closed := r.closed
		r.mu.Unlock()
		err := r.store()
		if closed {
			if err != nil {
				r.lost(err)
			}
			return
		}
		if err != nil {
			r.lost(err)
			select { // not at once again: the log is ill
			case <-tick.C:
			case <-time.After(linger):
			}
			continue
		}
		select {
		case <-r.wake:
		case <-tick.C:
		}
	}
}

// store takes what waits, batch by batch. What could not be stored stays in front, under the same
// numbers; whoever waits for it is told.
func (r *Record) store() error {
	for {
		r.mu.Lock()
		part := slices.Clone(r.queue[:min(len(r.queue), batch)])
		r.mu.Unlock()
		if len(part) == 0 {
			return nil
		}
		n, prev := r.n, r.prev
		raw := make([][]byte, len(part))
		for i := range part {
			e := part[i].e
			n++
			e.Chain, e.N, e.Prev = r.chain, n, prev
			e.Hash = e.sum()
			prev = e.Hash
			raw[i], _ = json.Marshal(e) // plain fields
		}
		ctx, stop := context.WithTimeout(context.Background(), 10*time.Second)
		err := r.log.Append(ctx, r.chain, r.n+1, raw)
		stop()
		r.mu.Lock()
		for i := range part { // the same ones: the front of the queue is taken here only
			if q := &r.queue[i]; q.told != nil {
				q.told <- err // it has room for one
				q.told = nil
			}
		}
		if err == nil {
			r.queue = r.queue[len(part):]
		}
		r.mu.Unlock()
		if err != nil {
			return err
		}
		r.n, r.prev = n, prev
	}
}

// Verify walks the record and says each gap and change in words.
func Verify(ctx context.Context, log Log, say func(string)) (entries, chains, broken int, err error) {
	type end struct {
		n    uint64
		hash string
	}
	ends, known, next := map[string]*end{}, map[string]bool{}, uint64(1)
	fault := func(format string, args ...any) {
		broken++
		say(fmt.Sprintf(format, args...))
	}
	err = log.Read(ctx, 1, func(seq uint64, raw []byte) error {
		if seq != next {
			fault("record of the office: entries %d to %d are missing", next, seq-1)
		}
		next = seq + 1
		entries++
		var e Entry
		if err := json.Unmarshal(raw, &e); err != nil || e.Chain == "" {
			fault("record of the office: entry %d cannot be read", seq)
			return nil
		}
		c := ends[e.Chain]
		if c == nil {
			c = &end{}
			ends[e.Chain] = c
			if e.After != "" && !known[e.After] {
				fault("record of the office: entry %d follows one that is not there", seq)
			}
		}
		switch {
		case e.Hash != e.sum():
			fault("record of the office: entry %d was changed", seq)
		case e.N != c.n+1 || e.Prev != c.hash:
			fault("record of the office: before entry %d one is missing or was changed", seq)
		}
		known[e.Hash] = true
		c.n, c.hash = e.N, e.Hash
		return nil
	})
	if err == nil {
		var last uint64
		if last, err = log.Last(ctx); err == nil && last >= next {
			fault("record of the office: entries %d to %d are missing", next, last)
		}
	}
	return entries, len(ends), broken, err
}

// Filter chooses entries.
type Filter struct {
	Who, What, Object string // "": any; Object: that it contains
	From, To          time.Time
}

func (f Filter) fits(e Entry) bool {
	return (f.Who == "" || e.Who == f.Who) && (f.What == "" || e.What == f.What) &&
		(f.Object == "" || strings.Contains(e.Object, f.Object)) &&
		(f.From.IsZero() || !e.At.Before(f.From)) && (f.To.IsZero() || e.At.Before(f.To))
}

// Page is the latest entries before a number (0: the end), newest first, and the number to go on
// from. It looks at no more than look entries, so that a page of rare entries comes quickly and
// says where it stopped.
func Page(ctx context.Context, log Log, f Filter, before uint64, most, look int) (out []Entry, next uint64, err error) {
	last, err := log.Last(ctx)
	if err != nil {
		return nil, 0, err
	}
	if before == 0 || before > last+1 {
		before = last + 1
	}
	const step = 1000
	for looked := 0; before > 1 && looked < look; looked += step {
		from := uint64(1)
		if before > step {
			from = before - step
		}
		var part []Entry
		err := log.Read(ctx, from, func(seq uint64, raw []byte) error {
			if seq >= before {
				return ErrStop
			}
			var e Entry
			if json.Unmarshal(raw, &e) == nil && f.fits(e) {
				e.Seq = seq
				part = append(part, e)
			}
			return nil
		})
		if err != nil {
			return nil, 0, err
		}
		for i := len(part) - 1; i >= 0; i-- {
			if out = append(out, part[i]); len(out) == most {
				return out, part[i].Seq, nil
			}
		}
		before = from
	}
	if before > 1 {
		return out, before, nil
	}
	return out, 0, nil
}
