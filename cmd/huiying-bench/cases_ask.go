package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"huiying/opinion"
	"huiying/register"
	"huiying/responders/casework"
)

// question is what a desk asks of the register.
type question struct {
	name string
	ask  func(k int) error
}

// ask measures opening, changing and listing beside an import of new cases, and changing beside one
// of reports that join old cases.
func (b *caseBench) ask(ctx context.Context, n int) error {
	first, err := b.log.LastSeq(ctx, "CASES") // a kept log holds what was imported before
	if err != nil {
		return err
	}
	change := b.changing(ctx, n)
	err = b.beside(ctx, append([]question{b.opening(ctx, n), change}, b.listing(ctx)...),
		"new cases", func(ctx context.Context, k int) (int, error) {
			from := int(first) + 20*k
			return 20 * benchEvents, b.write(ctx, from, from+20)
		})
	if err != nil {
		return err
	}
	return b.beside(ctx, []question{change}, "reports that join old cases",
		func(ctx context.Context, k int) (int, error) { return b.join(ctx, n, k) })
}

// beside asks each question while an import brings lot after lot; bring tells how many events one
// was.
func (b *caseBench) beside(ctx context.Context, questions []question, what string,
	bring func(ctx context.Context, k int) (int, error)) error {
	importing, end := context.WithCancel(ctx)
	defer end()
	var work errgroup.Group
	sum := 0
	work.Go(func() error {
		for k := 0; ; k++ {
			n, err := bring(importing, k)
			if importing.Err() != nil {
				return nil
			}
			if err != nil {
				return fmt.Errorf("import of %s: %w", what, err)
			}
			sum += n
		}
	})
	began := time.Now()
	var err error
	for _, q := range questions {
		if err = b.times(q.name, q.ask); err != nil {
			break
		}
	}
	end()
	if err = errors.Join(err, work.Wait()); err == nil {
		fmt.Fprintf(b.out, "meanwhile imported %.0f events/s: %s\n", float64(sum)/time.Since(began).Seconds(), what)
	}
	return err
}

// join lets a report join each of fifty cases in one write, as the worker's are. Where a desk was
// faster it brings nothing.
func (b *caseBench) join(ctx context.Context, n, k int) (int, error) {
	var before []opinion.Case
	var events [][]opinion.Event
	for i := range 50 {
		c, err := b.store.Load(ctx, opinion.CaseID(benchIssue(rand.IntN(n)/50*50+i)))
		if err != nil {
			return 0, err
		}
		if c.Version == 0 { // the last fifty are fewer
			continue
		}
		es, err := casework.Decide(c, benchJoin(1_000_000+50*k+i), b.env, benchNow)
		if err != nil {
			return 0, err
		}
		before, events = append(before, c), append(events, es)
	}
	err := b.store.AppendAll(ctx, before, events)
	if _, late := errors.AsType[*register.Conflict](err); late {
		return 0, nil
	}
	return len(events), err
}

// benchJoin lets the k-th report join a case.
func benchJoin(k int) opinion.Command {
	return opinion.Command{Move: opinion.MoveJoin, By: casework.System, Finding: benchFinding(0, k, "")}
}

func (b *caseBench) opening(ctx context.Context, n int) question {
	return question{"open a case", func(int) error {
		id := anyCase(n)
		_, err := b.store.Case(ctx, id)
		if err == nil {
			_, err = b.store.History(ctx, id)
		}
		return err
	}}
}

func (b *caseBench) changing(ctx context.Context, n int) question {
	desk := casework.Executor{Cases: b.store, Timers: b.log, Env: b.env, Now: func() time.Time { return benchNow }}
	return question{"change a case", func(k int) error {
		_, err := desk.Do(ctx, anyCase(n), benchJoin(1000+k))
		return err
	}}
}

func (b *caseBench) listing(ctx context.Context) (out []question) {
	public := []opinion.Matter{opinion.PublicMatter}
	for _, f := range []register.CaseQuery{{Matters: public}, {Open: true, Order: register.ByDue, Matters: public},
		{States: []opinion.State{opinion.Handling}}, {Unit: "xz-ecology", Order: register.ByUpdated},
		{Topic: "municipal", Matters: public}, {Division: "540102", Open: true}} {
		out = append(out, question{"list: " + listName(f),
			func(int) error { _, err := b.store.Cases(ctx, f); return err }})
	}
	return out
}

// anyCase is one of the n that were filled in.
func anyCase(n int) string { return opinion.CaseID(benchIssue(rand.IntN(n))) }

// listName says what a list asks for.
func listName(f register.CaseQuery) string {
	raw, err := json.Marshal(f)
	if err != nil {
		return ""
	}
	var all map[string]any
	_ = json.Unmarshal(raw, &all)
	var out []string
	for k, v := range all {
		if s := fmt.Sprint(v); s != "" && s != "<nil>" && s != "false" && s != "0" && s != "0001-01-01T00:00:00Z" {
			out = append(out, strings.ToLower(k)+"="+s)
		}
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// times prints how long an operation took.
func (b *caseBench) times(name string, ask func(int) error) error {
	took := make([]time.Duration, 0, benchAsks)
	for k, began := 0, time.Now(); k < benchAsks && (k < 30 || time.Since(began) < time.Minute); k++ {
		start := time.Now()
		if err := ask(k); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	at := func(share float64) time.Duration {
		return took[int(share*float64(len(took)-1))].Round(10 * time.Microsecond)
	}
	_, err := fmt.Fprintf(b.out, "%-60s p50 %9s  p95 %9s  p99 %9s  (%d times)\n", name, at(0.50),
		at(0.95), at(0.99), len(took))
	return err
}

// crowd lets many write to one case at once, and counts what is there afterwards.
func (b *caseBench) crowd(ctx context.Context) error {
	id := opinion.CaseID(benchIssue(1))
	before, err := b.store.Load(ctx, id)
	if err != nil {
		return err
	}
	desk := casework.Executor{Cases: b.store, Timers: b.log, Env: b.env, Now: time.Now}
	began := time.Now()
	g, gctx := errgroup.WithContext(ctx)
	for w := range benchWriters {
		g.Go(func() error {
			_, err := desk.Do(gctx, id, opinion.Command{Move: opinion.MoveJoin, By: casework.System,
				Finding: benchFinding(1, 100_000+int(before.Version)*benchWriters+w, "")})
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	after, err := b.store.Load(ctx, id)
	if err != nil {
		return err
	}
	lost := benchWriters - int(after.Version-before.Version)
	_, err = fmt.Fprintf(b.out, "%d writers on one case: %d lost, %s\n", benchWriters, lost,
		time.Since(began).Round(time.Millisecond))
	if lost != 0 {
		return errors.Join(err, fmt.Errorf("%d events lost", lost))
	}
	return err
}
