package main

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"huiying/analyzers/alert"
	"huiying/app"
	"huiying/app/judging"
	"huiying/collectors/intake"
	"huiying/configs"
	"huiying/internal/cli"
	"huiying/opinion"
	"huiying/words"
)

func alertsCommand() *cobra.Command {
	var config string
	var asJSON bool
	c := &cobra.Command{
		Use:  "alerts FILE|- [--json]",
		Args: exactly(1, "file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			in, err := openInput(cmd, args)
			if err != nil {
				return err
			}
			defer in.Close()
			r, err := newReplay(config)
			if err != nil {
				return err
			}
			defer r.judges.Close()
			out := bufio.NewWriterSize(cmd.OutOrStdout(), 1<<16)
			r.lang, r.beside = langOf(cmd), cmd.ErrOrStderr()
			r.tell = r.table(out)
			if asJSON {
				r.tell = r.json(out)
			} else {
				fmt.Fprintln(out, words.Say(r.lang, "alert.table.head"))
			}
			err = r.all(cmd.Context(), in)
			if !asJSON && err == nil {
				r.sum(out)
			}
			if err := errors.Join(err, out.Flush()); err != nil {
				return err
			}
			return sayFaults(r.faults)
		},
	}
	c.Flags().StringVar(&config, "config", "", "")
	c.Flags().BoolVar(&asJSON, "json", false, "")
	return c
}

// replay judges lines and lets a detector hear of them in the order of their times.
type replay struct {
	cfg      *configs.Config
	judges   *judging.Judges
	detector *alert.Detector
	tell     func(opinion.Alert) error
	heard    func(alert.Report) // of each report; may be nil
	lang     string
	beside   io.Writer

	reports, rang, faults int
}

func newReplay(config string) (*replay, error) {
	cfg, j, err := judging.For(config)
	if err != nil {
		return nil, err
	}
	r, err := replayOf(cfg, j)
	if err != nil {
		return nil, errors.Join(err, j.Close())
	}
	return r, nil
}

func replayOf(cfg *configs.Config, j *judging.Judges) (*replay, error) {
	days, err := app.Calendars(cfg)
	if err != nil {
		return nil, err
	}
	return &replay{cfg: cfg, judges: j, beside: io.Discard, detector: alert.New(alert.Options{
		Watches: cfg.Watches, Day: app.DayKinds(days[opinion.CalendarWorking])})}, nil
}

// all replays a file. One whose lines stand in the order of their times is read as it comes; else all of
// it is held in memory.
func (r *replay) all(ctx context.Context, in io.Reader) error {
	file, _ := in.(*os.File)
	ordered := file != nil && inOrder(file)
	if file != nil {
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return err
		}
	}
	bar := cli.NewBar(sizeOf(file), "replaying", r.beside, true)
	defer func() { _ = bar.Finish() }()
	opts := intake.Options{Kind: opinion.KindOther, OnBytes: func(n int64) { _ = bar.Set64(n) }}
	var held []intake.Record
	batch := make([]intake.Record, 0, replayBatch)
	for rec := range intake.Read(in, "stdin.jsonl", opts) {
		if !r.fits(rec) {
			continue
		}
		if rec.Draft.Source == "" {
			rec.Draft.Source = "alerts"
		}
		if s, known := r.cfg.Source(rec.Draft.Source); known {
			rec.Draft.Kind, rec.Draft.Division = s.Kind, cmp.Or(rec.Draft.Division, s.Division)
		}
		if !ordered {
			held = append(held, rec)
			continue
		}
		if batch = append(batch, rec); len(batch) == replayBatch {
			if err := r.judge(ctx, batch); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	slices.SortStableFunc(held, func(a, b intake.Record) int {
		return a.Draft.PublishedAt.Compare(b.Draft.PublishedAt)
	})
	for part := range slices.Chunk(append(held, batch...), replayBatch) {
		if err := r.judge(ctx, part); err != nil {
			return err
		}
	}
	return nil
}

// replayBatch is how many lines are judged at once.
const replayBatch = 512

// fits names a line that cannot be replayed.
func (r *replay) fits(rec intake.Record) bool {
	switch {
	case rec.Err != nil:
		r.fault(rec, rec.Err.Error())
	case rec.Draft.PublishedAt.IsZero():
		r.fault(rec, words.Say(r.lang, "alert.untimed"))
	default:
		return true
	}
	return false
}

func (r *replay) fault(rec intake.Record, why string) {
	r.faults++
	fmt.Fprintln(r.beside, words.Say(r.lang, "alert.line", rec.Line, shownRef(rec.Draft), why))
}

// inOrder says whether the lines of a file stand in the order of their times.
func inOrder(f *os.File) bool {
	var last time.Time
	for rec := range intake.Read(f, "stdin.jsonl", intake.Options{Source: "alerts"}) {
		if at := rec.Draft.PublishedAt; rec.Err == nil && !at.IsZero() {
			if at.Before(last) {
				return false
			}
			last = at
		}
	}
	return true
}

func sizeOf(f *os.File) int64 {
	if f != nil {
		if st, err := f.Stat(); err == nil && st.Mode().IsRegular() {
			return st.Size()
		}
	}
	return -1
}

// judge lets the detector hear of records that stand in their order.
func (r *replay) judge(ctx context.Context, records []intake.Record) error {
	mentions, errs := make([]opinion.Mention, len(records)), make([]error, len(records))
	judging.AtOnce(r.judges.Hands, len(records), func(i int) {
		mentions[i], errs[i] = opinion.NewMention(records[i].Draft)
	})
	found := r.judges.All(ctx, mentions, errs)
	for i, f := range found {
		if errs[i] != nil {
			r.fault(records[i], errs[i].Error())
			continue
		}
		r.reports++
		report := r.report(f)
		if r.heard != nil {
			r.heard(report)
		}
		if err := r.tellAll(r.detector.Observe(report)); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// report is a finding as the detector hears of it.
func (r *replay) report(f opinion.Finding) alert.Report {
	level := opinion.LevelUnknown
	if s, known := r.cfg.Source(f.Source); known {
		d, _ := r.judges.Places.Division(s.Division)
		level = d.Level
	}
	return alert.ReportOf(f, cmp.Or(f.Ref, f.ID), r.judges.Places.Path(f.Place()), level)
}

func (r *replay) tellAll(events []alert.Event) error {
	for _, e := range events {
		if e.Did != alert.Rang {
			continue
		}
		r.rang++
		if err := r.tell(e.Alert); err != nil {
			return err
		}
	}
	return nil
}

// alertLine is one line of `alerts --json` (DESIGN section 5): an alert with its reasons in words.
type alertLine struct {
	opinion.Alert
	Why []string `json:"why"`
}

func (r *replay) json(out io.Writer) func(opinion.Alert) error {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	return func(a opinion.Alert) error { return enc.Encode(alertLine{a, r.why(a)}) }
}

// table prints an alert a line, for people.
func (r *replay) table(out io.Writer) func(opinion.Alert) error {
	return func(a opinion.Alert) error {
		topic, _ := r.cfg.Topic(a.Topic)
		about := cmp.Or(a.Watch, topic.Name, a.Topic, a.Source)
		if a.Kind == opinion.AlertWatch || a.Watch != "" {
			about = r.watchName(a.Watch)
		}
		why := words.Say(r.lang, "list.comma")
		said := ""
		for i, w := range r.why(a) {
			if i > 0 {
				said += why
			}
			said += w
		}
		expected := ""
		if a.Expected > 0 {
			expected = fmt.Sprintf("%.2g", a.Expected)
		}
		_, err := fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%d\t%s\t%s\n", a.At.In(opinion.Beijing).Format("2006-01-02 15:04"),
			words.Say(r.lang, "alert.kind."+string(a.Kind)), about, r.placeName(a.Division), a.Seen, expected, said)
		return err
	}
}

func (r *replay) sum(out io.Writer) {
	if r.rang == 0 {
		fmt.Fprintln(out, words.Say(r.lang, "alert.table.none", r.reports))
		return
	}
	fmt.Fprintln(out, words.Say(r.lang, "alert.table.sum", r.reports, r.rang))
}

func (r *replay) why(a opinion.Alert) []string {
	out := []string{}
	for _, p := range alert.Why(a, alert.Names{Division: r.placeName, Watch: r.watchName}) {
		out = append(out, p.In(r.lang))
	}
	return out
}

func (r *replay) placeName(code string) string {
	d, _ := r.judges.Places.Division(code)
	return cmp.Or(d.Name, code)
}

func (r *replay) watchName(id string) string {
	for _, w := range r.cfg.Watches {
		if w.ID == id {
			return w.Name
		}
	}
	return id
}
