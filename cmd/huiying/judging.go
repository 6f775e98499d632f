package main

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

// all judges mentions: the texts on all cores, then their issues one by one, in order, so
// that grouping is told everything in the same order on every run and no core waits for
// another's turn. Those whose errs are set are passed over; others get theirs set.
func (j *judges) all(ctx context.Context, mentions []opinion.Mention, errs []error) []opinion.Finding {
	readings, found := make([]analyzers.Reading, len(mentions)), make([]opinion.Finding, len(mentions))
	atOnce(j.hands, len(mentions), func(i int) {
		if errs[i] == nil {
			errs[i] = j.guarded(mentions[i].ID, func() (err error) {
				readings[i], err = j.analyzer.Read(ctx, mentions[i])
				return err
			})
		}
	})
	for i := range mentions {
		if errs[i] == nil {
			errs[i] = j.guarded(mentions[i].ID, func() error {
				found[i] = j.analyzer.Settle(readings[i])
				return nil
			})
		}
	}
	return found
}

// guarded runs one judgement. A judgement always does the same with the same text, so that
// one which breaks down would do so at each of twenty attempts, for hours: it is final.
func (j *judges) guarded(mention string, judge func() error) (err error) {
	defer func() {
		if recover() != nil {
			if j.broke != nil {
				j.broke(mention)
			}
			err = errBroke
		}
	}()
	return judge()
}

// atOnce calls f for 0..n-1 with so many hands (0: one for each core) and returns when all
// are done.
func atOnce(hands, n int, f func(i int)) {
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
