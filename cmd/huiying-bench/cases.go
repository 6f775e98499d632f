package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"go.uber.org/zap"
	"golang.org/x/sync/errgroup"

	"huiying/app"
	"huiying/bus"
	"huiying/configs"
	"huiying/opinion"
	"huiying/register/sqlite"
	"huiying/responders/casework"
)

const (
	benchEvents  = 12   // of each case
	benchAsks    = 1000 // of each operation
	benchWriters = 50   // on one case
)

// withCases lets bench measure the register of cases instead of the pipeline.
func withCases(c *cobra.Command) {
	run := c.RunE
	var n int
	c.Flags().IntVar(&n, "cases", 0, "measure the register with this many cases of 12 events, on disk (try 100000)")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if n <= 0 {
			return run(cmd, args)
		}
		dir, err := cmd.Flags().GetString("keep")
		if err != nil {
			return err
		}
		if dir == "" {
			if dir, err = os.MkdirTemp("", "huiying-bench-"); err != nil {
				return err
			}
			defer os.RemoveAll(dir)
		}
		profile, err := cmd.Flags().GetString("profile")
		if err != nil {
			return err
		}
		return benchCases(cmd.Context(), cmd.OutOrStdout(), dir, profile, n)
	}
}

// caseBench is a log on disk with a register beside it.
type caseBench struct {
	dir   string
	env   casework.Env
	out   io.Writer
	log   *bus.Bus
	store *sqlite.Store
	stop  context.CancelFunc
	done  chan error
}

// benchCases writes the histories into the log, builds the register from it, starts both again, and
// asks what desks ask while an import goes on.
func benchCases(ctx context.Context, out io.Writer, dir, profile string, n int) error {
	cfg, err := configs.Load("")
	if err != nil {
		return err
	}
	env, err := app.CaseEnv(cfg)
	if err != nil {
		return err
	}
	b := &caseBench{dir: dir, env: env, out: out}
	defer func() { _ = b.close(context.WithoutCancel(ctx)) }()
	for _, step := range []struct {
		name string
		do   func(context.Context) (uint64, error)
	}{
		{"histories written into the log", func(ctx context.Context) (uint64, error) { return b.fill(ctx, n) }},
		{"the log read, nothing else", b.read},
		{"the log read into one plain table", b.plain},
		{"register built from the log", func(ctx context.Context) (events uint64, err error) {
			return events, profiled(profile, func() error { events, err = b.build(ctx); return err })
		}},
		{"answers released beside the work", b.released},
		{"started again, register caught up", b.again},
	} {
		if err := b.step(ctx, step.name, step.do); err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
	}
	if err := b.ask(ctx, n); err != nil {
		return err
	}
	return b.crowd(ctx)
}

// open opens the log and the register; nothing follows yet.
func (b *caseBench) open(ctx context.Context) (err error) {
	if b.log, err = bus.Open(ctx, bus.Options{Dir: filepath.Join(b.dir, "log"), Name: "bench",
		Log: zap.NewNop()}); err != nil {
		return err
	}
	if err = b.log.EnsureStreams(ctx, bus.Streams(time.Hour)); err != nil {
		return err
	}
	b.store, err = sqlite.Open(ctx, b.log, filepath.Join(b.dir, "register.db"),
		sqlite.Options{Rings: casework.Earliest})
	return err
}

func (b *caseBench) close(ctx context.Context) error {
	var err error
	if b.stop != nil {
		b.stop()
		err, b.stop = <-b.done, nil
	}
	if b.store != nil {
		err = errors.Join(err, b.store.Close())
		b.store = nil
	}
	if b.log != nil {
		err = errors.Join(err, b.log.Close(ctx))
		b.log = nil
	}
	return err
}

// build lets the register follow the log to its end.
func (b *caseBench) build(ctx context.Context) (uint64, error) {
	work, stop := context.WithCancel(ctx)
	b.stop, b.done = stop, make(chan error, 1)
	go func() {
		err := b.store.Run(work)
		if err != nil {
			_, _ = fmt.Fprintf(b.out, "the register does not follow any more: %v\n", err)
		}
		b.done <- err
	}()
	last, err := b.log.LastSeq(ctx, "CASES")
	if err != nil {
		return last, err
	}
	return last, b.store.WaitFor(ctx, "CASES", last)
}

// released waits for what is left when the register has every event.
func (b *caseBench) released(ctx context.Context) (uint64, error) {
	if err := built(ctx, b.store); err != nil {
		return 0, err
	}
	counts, err := b.store.ReleasedCounts(ctx, "unit")
	n := 0
	for _, c := range counts {
		n += c.N
	}
	return uint64(n), err
}

func (b *caseBench) again(ctx context.Context) (uint64, error) {
	if err := b.close(ctx); err != nil {
		return 0, err
	}
	if err := b.open(ctx); err != nil {
		return 0, err
	}
	return b.build(ctx)
}

// fill writes n cases of 12 events, in atomic batches of whole cases. A log that was kept is taken
// as it is.
func (b *caseBench) fill(ctx context.Context, n int) (uint64, error) {
	if err := removeFiles(filepath.Join(b.dir, "register.db*")); err != nil {
		return 0, err
	}
	if err := b.open(ctx); err != nil {
		return 0, err
	}
	have, err := b.log.LastSeq(ctx, "CASES")
	if err != nil || have > 0 {
		return 0, err
	}
	const block = 1000 / benchEvents
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(2 * runtime.NumCPU())
	for from := 0; from < n && ctx.Err() == nil; from += block {
		g.Go(func() error { return b.write(ctx, from, min(from+block, n)) })
	}
	return uint64(n * benchEvents), g.Wait()
}

func (b *caseBench) write(ctx context.Context, from, to int) error {
	before, events := make([]opinion.Case, to-from), make([][]opinion.Event, to-from)
	for i := range events {
		var err error
		if events[i], err = b.history(from + i); err != nil {
			return err
		}
	}
	return b.store.AppendAll(ctx, before, events)
}

// benchStart is when the first case is opened; one comes every half minute.
var benchStart = time.Date(2026, 1, 5, 1, 0, 0, 0, time.UTC)

// benchUnits are of the shipped sample.
var benchUnits = []string{"xz-housing", "xz-ecology", "xz-water"}

func benchIssue(i int) string { return fmt.Sprintf("bench%d", i) }

// history is what happened to one case: nine in ten came to their end, the others wait for an
// answer.
func (b *caseBench) history(i int) ([]opinion.Event, error) {
	lead := benchUnits[i%len(benchUnits)]
	at := benchStart.Add(time.Duration(i%600_000) * 30 * time.Second)
	cmds := []opinion.Command{{Move: opinion.MoveOpen, Finding: benchFinding(i, 0, lead)},
		{Move: opinion.MoveDispatch, Unit: lead},
		{Move: opinion.MoveSign}, {Move: opinion.MoveHandle}, {Move: opinion.MoveInform,
			Text: "已到现场", URL: "https://bench.example/1"}}
	rest := []opinion.Command{{Move: opinion.MoveAnswer, Text: "路灯已于今日修复，感谢反映。", Kind: "解决公布",
		URL: fmt.Sprintf("https://bench.example/a/%d", i)},
		{Move: opinion.MoveVerify, OK: true, Reason: "已公布"}, {Move: opinion.MoveClose,
			Outcome: opinion.AnsweredInPublic, Solved: "yes"}}
	if i%10 == 0 {
		rest = nil
	}
	for k := 1; len(cmds)+len(rest) < benchEvents; k++ {
		cmds = append(cmds, opinion.Command{Move: opinion.MoveJoin, Finding: benchFinding(i, k, lead)})
	}
	return benchStory(b.env, at, 10*time.Minute, append(cmds, rest...))
}

// benchStory is the history of a case that goes through cmds, one after each span of time.
func benchStory(env casework.Env, at time.Time, every time.Duration, cmds []opinion.Command) ([]opinion.Event, error) {
	var c opinion.Case
	var out []opinion.Event
	for _, cmd := range cmds {
		cmd.By = casework.System
		if !slices.Contains(opinion.SystemMoves, cmd.Move) {
			cmd.By = "coordinator"
		}
		at = at.Add(every)
		events, err := casework.Decide(c, cmd, env, at)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", cmd.Move, err)
		}
		for _, e := range events {
			c = c.Apply(e)
		}
		out = append(out, events...)
	}
	return out, nil
}

func benchFinding(i, k int, lead string) *opinion.Finding {
	var f opinion.Finding
	f.ID, f.Source, f.Kind = fmt.Sprintf("b%d-%d", i, k), "bench", opinion.KindBoard
	f.PublishedAt, f.Issue = benchStart, opinion.IssueRef{ID: benchIssue(i), Size: k + 1}
	f.Topic.ID, f.Demand.ID, f.Severity.Level = []string{"municipal/light", "ecology/noise",
		"education/fees"}[i%3], opinion.Complaint, opinion.SeverityIV
	f.Division, f.Route.Lead = []string{"540102", "540121", "540103"}[i%3], lead
	return &f
}

// benchNow is when desks ask: after all that was filled in.
var benchNow = benchStart.AddDate(0, 8, 0)
