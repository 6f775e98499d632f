package judging

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"

	"huiying/analyzers"
	"huiying/opinion"
)

// errBroke says that a part of the analysis broke down over a mention. What it broke with may
// quote the text and is not repeated.
var errBroke = errors.New("the analysis broke down over this text; the stack is in the log")

// All judges mentions: the texts on all cores, a chunk at a time, and their issues one by
// one, in order, so that grouping is told everything in the same order on every run. Whoever
// is done with the texts whose turn it is settles them, so that no core waits. Those whose
// errs are set are passed over; others get theirs set.
func (j *Judges) All(ctx context.Context, mentions []opinion.Mention, errs []error) []opinion.Finding {
	readings, found := make([]analyzers.Reading, len(mentions)), make([]opinion.Finding, len(mentions))
	settle := inTurn(chunks(len(mentions)), func(c int) {
		from, to := span(c, len(mentions))
		j.settle(readings[from:to], mentions[from:to], found[from:to], errs[from:to])
	})
	j.readAll(ctx, mentions, readings, errs, settle)
	return found
}

// readAll fills the readings of mentions on all cores, and tells of each chunk that is done. Those
// whose errs are set are passed over; others get theirs set.
func (j *Judges) readAll(ctx context.Context, mentions []opinion.Mention,
	readings []analyzers.Reading, errs []error, done func(chunk int)) {
	AtOnce(j.Hands, chunks(len(mentions)), func(c int) {
		from, to := span(c, len(mentions))
		j.read(ctx, mentions[from:to], readings[from:to], errs[from:to])
		done(c)
	})
}

// settle says of each reading which issue it belongs to, in order.
func (j *Judges) settle(readings []analyzers.Reading, mentions []opinion.Mention,
	found []opinion.Finding, errs []error) {
	for i := range readings {
		j.guarded(&errs[i], mentions[i].ID, func() { found[i] = j.Analyzer.Settle(readings[i]) })
	}
}

// cut are the words by which a finding is put beside others, cut as when it was judged.
func (j *Judges) cut(f opinion.Finding) []string { return j.Words.Jieba.Cut(f.Title + "\n" + f.Text) }

// chunk is how many texts go through one judgement before the next; see Analyzer.Stages.
const chunk = 128

func chunks(n int) int { return (n + chunk - 1) / chunk }

// span is where a chunk of n lies.
func span(c, n int) (from, to int) { return c * chunk, min((c+1)*chunk, n) }

// read fills the readings of a chunk.
func (j *Judges) read(ctx context.Context, mentions []opinion.Mention, readings []analyzers.Reading, errs []error) {
	for i := range mentions {
		if errs[i] == nil {
			readings[i], errs[i] = j.Analyzer.Begin(ctx, mentions[i])
		}
	}
	for _, stage := range j.Analyzer.Stages() {
		for i := range readings {
			j.guarded(&errs[i], mentions[i].ID, func() { stage(&readings[i]) })
		}
	}
}

// guarded runs one judgement. A judgement always does the same with the same text, so that
// one which breaks down would do so at each of twenty attempts, for hours: it is final.
func (j *Judges) guarded(err *error, mention string, judge func()) {
	if *err != nil {
		return
	}
	defer func() {
		if recover() != nil {
			if j.Broke != nil {
				j.Broke(mention)
			}
			*err = errBroke
		}
	}()
	judge()
}

// inTurn calls f for 0..n-1 in order, each once it and all before it were reported done, on
// the goroutine of one who reports. One at a time runs f.
func inTurn(n int, f func(i int)) (done func(i int)) {
	var turn sync.Mutex
	next, isDone := 0, make([]atomic.Bool, n+1)
	return func(i int) {
		for isDone[i].Store(true); turn.TryLock(); {
			for isDone[next].Load() {
				f(next)
				next++
			}
			at := next
			turn.Unlock()
			if !isDone[at].Load() { // else its reporter may have found the lock taken
				return
			}
		}
	}
}

// AtOnce calls f for 0..n-1 with so many hands (0: one for each core) and returns when all
// are done.
func AtOnce(hands, n int, f func(i int)) {
	if hands == 0 {
		hands = runtime.GOMAXPROCS(0)
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(n, hands) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				f(i)
			}
		})
	}
	wg.Wait()
}
