package alerting

import (
	"cmp"
	"container/heap"
)

// inOrder hands on findings in the order in which they were said. They come in the order of the log, each
// at most tooLate after it was said; so one waits until nothing older can come, and only the findings of
// that time are held.
type inOrder struct {
	held byTime
	do   func(seen)
}

// mostHeld bounds what waits: above it the oldest goes on, whatever may still come.
const mostHeld = 200_000

func (o *inOrder) add(s seen) {
	heap.Push(&o.held, s)
	for len(o.held) > mostHeld || o.held[0].at.Before(s.came.Add(-tooLate)) {
		o.next()
		if len(o.held) == 0 {
			return
		}
	}
}

// end hands on what is left.
func (o *inOrder) end() {
	for len(o.held) > 0 {
		o.next()
	}
}

func (o *inOrder) next() { o.do(heap.Pop(&o.held).(seen)) }

// byTime is a heap of findings, the oldest first; of one moment, that which came first.
type byTime []seen

func (h byTime) Len() int { return len(h) }
func (h byTime) Less(i, j int) bool {
	return cmp.Or(h[i].at.Compare(h[j].at), h[i].came.Compare(h[j].came)) < 0
}
func (h byTime) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *byTime) Push(x any)   { *h = append(*h, x.(seen)) }
func (h *byTime) Pop() any {
	last := len(*h) - 1
	s := (*h)[last]
	(*h)[last] = seen{} // else its words stay in memory
	*h = (*h)[:last]
	return s
}

// counts says whether a finding is of the present: one that is older when it comes tells of the past, and
// makes no surge.
func (s seen) counts() bool { return s.came.Sub(s.at) <= tooLate }
