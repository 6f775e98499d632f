package casestore

import (
	"context"
	"sync"
	"time"

	"huiying/bus"
	"huiying/opinion"
)

// hearing is how far the log of cases has been heard, and which cases are spoken of in what the register has not
// taken yet. By it a writer knows that nothing of his case stands between what the register has and the log's end.
type hearing struct {
	turn chan struct{} // holds one of those who write behind the log's end, so that they do not overtake each other

	mu     sync.Mutex
	file   *database // the register that takes what is heard; nil while nothing is followed
	upTo   uint64
	coming map[string]uint64 // the last message of a subject that is heard and not taken
	moved  chan struct{}     // closed and replaced when more was heard
}

func newHearing() *hearing {
	return &hearing{turn: make(chan struct{}, 1), moved: make(chan struct{})}
}

// begin: file has everything up to at.
func (h *hearing) begin(file *database, at uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.file, h.upTo, h.coming = file, at, map[string]uint64{}
}

func (h *hearing) end() { h.begin(nil, 0) }

func (h *hearing) heard(in []bus.Msg) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, m := range in {
		h.coming[m.Subject] = max(h.coming[m.Subject], m.Seq)
	}
	h.reach(in[len(in)-1].Seq)
}

// wrote: this process stored messages one after the other, from seq on. Where they stand behind all that was heard they
// are as good as heard.
func (h *hearing) wrote(seq uint64, msgs []bus.Message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.file == nil || h.upTo+1 != seq {
		return
	}
	for i, m := range msgs {
		h.coming[m.Subject] = seq + uint64(i)
	}
	h.reach(h.upTo + uint64(len(msgs)))
}

func (h *hearing) reach(seq uint64) {
	if seq > h.upTo { // it may be behind what was written here
		h.upTo = seq
		close(h.moved)
		h.moved = make(chan struct{})
	}
}

// taken: the register has these.
func (h *hearing) taken(in []heard) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, m := range in {
		if h.coming[m.subject] <= m.seq {
			delete(h.coming, m.subject)
		}
	}
}

// silent tells up to where file's log has been heard, and which of some cases are old there: nothing of them is
// on its way, and their last event is at least so many back. ok is false where one of the old ones is spoken of.
func (h *hearing) silent(file *database, cases []expected, back uint64) (upTo uint64, old []expected, ok bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.file != file {
		return 0, nil, false
	}
	for _, l := range cases {
		switch {
		case h.upTo < l.seq+back:
		case h.coming[opinion.CaseSubject(l.id)] > l.seq:
			return 0, nil, false
		default:
			old = append(old, l)
		}
	}
	return h.upTo, old, len(old) > 0
}

// beyond waits until more than seq was heard, but not longer than most, and says whether it was.
func (h *hearing) beyond(ctx context.Context, seq uint64, most time.Duration) bool {
	late := time.NewTimer(most)
	defer late.Stop()
	for {
		h.mu.Lock()
		upTo, moved := h.upTo, h.moved
		h.mu.Unlock()
		if upTo > seq {
			return true
		}
		select {
		case <-moved:
		case <-late.C:
			return false
		case <-ctx.Done():
			return false
		}
	}
}
