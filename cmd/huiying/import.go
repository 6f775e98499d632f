package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"huiying/app"
	"huiying/app/columns"
	"huiying/collectors/intake"
	"huiying/configs"
	"huiying/internal/cli"
	"huiying/opinion"
	"huiying/register"
)

type importOptions struct {
	config, data, source, receipt string
	codes                         string
	nats                          string
	columns                       []string
	dryRun, hidden, json          bool
	logLevel                      string
}

func importCommand() *cobra.Command {
	var o importOptions
	c := &cobra.Command{
		Use:  "import FILE… --source ID",
		Args: atLeastOne("files"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.source == "" {
				return wrongUse("needs_source")
			}
			return o.run(cmd.Context(), args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := c.Flags()
	f.StringVar(&o.source, "source", "", "")
	f.StringVar(&o.config, "config", "", "")
	f.StringVar(&o.data, "data", "", "")
	f.StringVar(&o.nats, "nats", "", "")
	f.StringVar(&o.receipt, "receipt", "", "")
	f.StringVar(&o.codes, "codes", "", "")
	f.BoolVar(&o.dryRun, "dry-run", false, "")
	f.StringArrayVar(&o.columns, "column", nil, "")
	f.BoolVar(&o.hidden, "hidden", false, "")
	f.BoolVar(&o.json, "json", false, "")
	f.StringVar(&o.logLevel, "log", "warn", "")
	return c
}

func (o importOptions) run(ctx context.Context, files []string, out, errOut io.Writer) error {
	cfg, err := configs.Load(o.config)
	if err != nil {
		return err
	}
	src, ok := cfg.Source(o.source)
	if !ok {
		no, _ := cfg.UnknownSource(o.source)
		return misuse{no}
	}
	o.data, o.nats = cmp.Or(o.data, cfg.Data), cmp.Or(o.nats, cfg.Bus.URL)
	said, err := columns.Parse(o.columns)
	if err != nil {
		return fmt.Errorf("%w: %w", cli.ErrUsage, err)
	}
	kept, err := columns.Of(o.data, src.ID)
	if err != nil {
		return err
	}
	src.Columns = columns.Merge(kept, src.Columns, said)
	if o.dryRun {
		return o.plan(ctx, files, src, cfg, out)
	}
	if err := o.tryCodeFile(); err != nil {
		return err
	}
	log, err := cli.NewLog(o.logLevel)
	if err != nil {
		return fmt.Errorf("%w: %w", cli.ErrUsage, err)
	}
	h, err := app.New(ctx, cfg, app.Options{Dir: o.data, Nats: o.nats,
		Roles: []app.Role{app.RoleAnalyze, app.RoleRespond}, Log: log})
	if errors.Is(err, app.ErrInUse) {
		r, err := app.FindRunning(o.data)
		if err != nil {
			return err
		}
		fmt.Fprintf(errOut, "a server runs on %s: sending to %s\n", o.data, r.Address)
		t, err := o.send(ctx, files, src, cfg, app.ToRunning(r), errOut)
		if err != nil {
			return err
		}
		return o.report(t, "http://"+r.Address, out)
	}
	if err != nil {
		return err
	}
	return o.bring(ctx, files, src, cfg, h, out, errOut)
}

// bring lets an App of this process work on the files until all is done, and closes it.
func (o importOptions) bring(ctx context.Context, files []string, src configs.SourceSettings,
	cfg *configs.Config, h *app.App, out, errOut io.Writer) error {
	work, stop := context.WithCancel(ctx)
	reading, giveUp := context.WithCancel(ctx) // ends with the process, too
	done := make(chan error, 1)
	go func() {
		err := h.Run(work)
		giveUp()
		done <- err
	}()
	t, err := o.feed(reading, files, src, cfg.Import.Batch, h.Inbox(), errOut)
	if err == nil {
		t.Columns, err = t.hints.columns(cfg, src.Division)
	}
	if err == nil {
		err = h.Drain(reading, errOut)
	}
	if err == nil {
		var became register.Outcome
		if became, err = app.OutcomeOf(reading, h, t.ids); err == nil {
			t.Outcome = &became
			err = o.handHere(reading, h, &t)
		}
		if err == nil {
			err = o.report(t, "", out)
		}
	}
	broken := reading.Err() != nil && ctx.Err() == nil
	stop()
	failed := <-done
	if broken && failed != nil {
		err = nil // the reading was broken off by the failure, which speaks for itself
	}
	return errors.Join(err, failed, h.Close())
}

// send brings the files to a running server, and asks it what became of their records.
func (o importOptions) send(ctx context.Context, files []string, src configs.SourceSettings,
	cfg *configs.Config, to app.RemoteInbox, errOut io.Writer) (tally, error) {
	t, err := o.feed(ctx, files, src, cfg.Import.Batch, to, errOut)
	if err == nil {
		t.Columns, err = t.hints.columns(cfg, src.Division)
	}
	if err != nil {
		return t, err
	}
	bar := cli.NewBar(int64(len(t.ids)), "the server is judging", errOut, false)
	became, err := to.OutcomeOf(ctx, t.ids, func(n int) { _ = bar.Set(n) })
	_ = bar.Finish()
	t.Outcome = &became
	if err == nil {
		err = o.handCodes(ctx, to, &t)
	}
	return t, err
}

// publisher takes redacted mentions and returns when they are on disk, and counts what is refused.
type publisher interface {
	Publish(ctx context.Context, in []opinion.Mention) (added int, err error)
	Refuse(ctx context.Context, source string, why map[string]int) error
}

// feed reads the files and publishes their records in batches, with a bar by bytes.
func (o importOptions) feed(ctx context.Context, files []string, src configs.SourceSettings,
	batch int, to publisher, errOut io.Writer) (tally, error) {
	receipt := io.Discard
	t := tally{hints: hints{}, Refused: map[string]int{}}
	if o.receipt != "" {
		f, err := os.OpenFile(o.receipt, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
		if err != nil {
			return t, err
		}
		defer f.Close()
		receipt = f
	}
	for _, name := range files {
		if err := o.feedFile(ctx, name, src, batch, to, &t, receipt, errOut); err != nil {
			return t, fmt.Errorf("%s: %w", name, err)
		}
	}
	said, err := columns.Parse(o.columns)
	if err != nil {
		return t, err
	}
	return t, columns.Keep(o.data, src.ID, said)
}

// optionsFor reads files of a source.
func (o importOptions) optionsFor(src configs.SourceSettings) intake.Options {
	return intake.Options{Source: src.ID, Kind: src.Kind, Division: src.Division, Columns: src.Columns,
		Hidden: o.hidden, Now: time.Now}
}

func (o importOptions) feedFile(ctx context.Context, name string, src configs.SourceSettings, batch int, to publisher,
	t *tally, receipt, errOut io.Writer) error {
	f, bar, err := openShown(name, errOut)
	if err != nil {
		return err
	}
	defer f.Close()
	shown := opinion.Typed(name) // exports are named after whoever they are about
	opts := o.optionsFor(src)
	opts.OnBytes = func(n int64) { _ = bar.Set64(n) }
	opts.OnSheet = func(s intake.Sheet) {
		if line := unread(s); line != "" {
			_ = bar.Clear()
			fmt.Fprintf(errOut, "%s: %s\n", shown, line)
		}
	}
	mentions, lines := make([]opinion.Mention, 0, batch), make([]int, 0, batch)
	flush := func() error {
		added, err := to.Publish(ctx, mentions)
		if err != nil {
			return err
		}
		t.Added += added
		t.Known += len(mentions) - added
		for i, m := range mentions {
			t.ids = append(t.ids, m.ID)
			if o.codes != "" {
				t.tickets = append(t.tickets, ticket{filepath.Base(shown), lines[i], m.Ref, m.ID})
			}
			fmt.Fprintf(receipt, "{\"line\":%d,\"id\":%q}\n", lines[i], m.ID)
		}
		mentions, lines = mentions[:0], lines[:0]
		return ctx.Err()
	}
	refused := map[string]int{}
	for rec := range intake.Read(f, name, opts) {
		t.Records++
		for _, n := range rec.Dropped {
			t.Dropped += n
		}
		if errors.Is(rec.Err, intake.ErrUnclaimed) {
			_ = bar.Clear()
			return errors.Join(flush(), fmt.Errorf("%s: %w", rec.Where(), rec.Err))
		}
		if rec.Untimed {
			t.Untimed++
		}
		m, err := opinion.NewMention(rec.Draft)
		if rec.Err != nil {
			err = rec.Err
		}
		if err != nil {
			t.Faults++
			refused[intake.Code(err)]++
			t.Refused[intake.Code(err)]++
			_ = bar.Clear()
			fmt.Fprintf(errOut, "%s: %v\n", where(shown, rec), err)
			continue
		}
		t.hints.count(m.Hints)
		mentions, lines = append(mentions, m), append(lines, rec.Line)
		if len(mentions) == batch {
			if err := flush(); err != nil {
				return err
			}
		}
	}
	err = flush()
	_ = bar.Finish()
	if err == nil {
		err = to.Refuse(ctx, src.ID, refused)
	}
	return err
}

// where a record stands: file, file within an archive, sheet, line.
func where(name string, rec intake.Record) string {
	if rec.File == "" && rec.Sheet == "" {
		return name + ":" + rec.Where()
	}
	return name + "/" + rec.Where()
}

// openShown opens a file and a bar that tells how much of its bytes is read.
func openShown(name string, errOut io.Writer) (*os.File, *progressbar.ProgressBar, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	size := int64(-1)
	if s, err := f.Stat(); err == nil {
		size = s.Size()
	}
	return f, cli.NewBar(size, "reading "+filepath.Base(opinion.Typed(name)), errOut, true), nil
}
