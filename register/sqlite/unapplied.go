package sqlite

import (
	"context"
	"slices"
	"sync"
	"time"

	"huiying/bus"
	"huiying/opinion"
)

// unapplied is how far the log of cases has been heard, and which cases are spoken of in what the register has not
// taken yet. By it a writer knows that nothing of his case stands between what the register has and the log's end.
type unapplied struct {
	turn chan struct{} // holds one of those who write behind the log's end, so that they do not overtake each other

	at *progress // up to where it was heard

	mu     sync.Mutex
	file   *database         // the register that takes what is heard; nil while nothing is followed
	coming map[string]uint64 // the last message of a subject that is heard and not taken
}

func newUnapplied() *unapplied {
	return &unapplied{turn: make(chan struct{}, 1), at: newProgress()}
}

// begin: file has everything up to at.
func (h *unapplied) begin(file *database, at uint64) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.file, h.coming = file, map[string]uint64{}
	h.at.set(streamCases, at)
}

func (h *unapplied) end() { h.begin(nil, 0) }

func (h *unapplied) heard(in []bus.Msg) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, m := range in {
		h.coming[m.Subject] = max(h.coming[m.Subject], m.Seq)
	}
	if last := in[len(in)-1].Seq; last > h.at.of(streamCases) { // else it was written here
		h.at.set(streamCases, last)
	}
}

// wrote: this process stored messages one after the other, from seq on. Where they stand behind all that was heard they
// are as good as heard.
func (h *unapplied) wrote(seq uint64, msgs []bus.Message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.file == nil || h.at.of(streamCases)+1 != seq {
		return
	}
	for i, m := range msgs {
		h.coming[m.Subject] = seq + uint64(i)
	}
	h.at.set(streamCases, seq+uint64(len(msgs))-1)
}

// taken: the register has these.
func (h *unapplied) taken(in []heard) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for _, m := range in {
		if h.coming[m.subject] <= m.seq {
			delete(h.coming, m.subject)
		}
	}
}

// anyOld says whether the last event of any of some cases is at least so many back.
func (h *unapplied) anyOld(cases []expected, back uint64) bool {
	upTo := h.at.of(streamCases)
	return slices.ContainsFunc(cases, func(x expected) bool { return upTo >= x.seq+back })
}

// silent tells up to where file's log has been heard, and which of some cases are old there: nothing of them is
// on its way, and their last event is at least so many back. There are none where one of the old ones is spoken of.
func (h *unapplied) silent(file *database, cases []expected, back uint64) (upTo uint64, old []expected) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.file != file {
		return 0, nil
	}
	upTo = h.at.of(streamCases)
	for _, x := range cases {
		switch {
		case upTo < x.seq+back:
		case h.coming[opinion.CaseSubject(x.id)] > x.seq:
			return 0, nil
		default:
			old = append(old, x)
		}
	}
	return upTo, old
}

// beyond waits until more than seq was heard, but not longer than most, and says whether it was.
func (h *unapplied) beyond(ctx context.Context, seq uint64, most time.Duration) bool {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	return h.at.wait(ctx, streamCases, seq+1) == nil
}
