package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"huiying/app/judging"
	"huiying/collectors/intake"
	"huiying/opinion"
	"huiying/redact"
)

func analyzeCommand() *cobra.Command {
	var o analyzeOptions
	c := &cobra.Command{
		Use:  "analyze [FILE|-]",
		Args: oneInput,
		RunE: func(cmd *cobra.Command, args []string) error {
			in, err := openInput(cmd, args)
			if err != nil {
				return err
			}
			defer in.Close()
			return analyzeAll(cmd.Context(), in, cmd.OutOrStdout(), o)
		},
	}
	f := c.Flags()
	f.StringVar(&o.config, "config", "", "")
	f.StringVar(&o.history, "model", "", "")
	f.StringVar(&o.model, "topic-model", "", "")
	f.Float64Var(&o.sure, "topic-sure", -1, "")
	return c
}

type analyzeOptions struct {
	config, model, history string
	sure                   float64
}

// judged is one line of `analyze` (DESIGN section 5).
type judged struct {
	ID         string                  `json:"id"`
	Title      string                  `json:"title"`
	Text       string                  `json:"text"`
	Redactions map[string]int          `json:"redactions"`
	Dropped    map[string]int          `json:"dropped,omitempty"` // person keys of the line that were dropped
	Topic      opinion.TopicFinding    `json:"topic"`
	Demand     opinion.DemandFinding   `json:"demand"`
	Territory  *judgedPlace            `json:"territory"`
	Danger     opinion.DangerFinding   `json:"danger"`
	Severity   opinion.SeverityFinding `json:"severity"`
	Issue      opinion.IssueRef        `json:"issue"`
	Route      judgedRoute             `json:"route"`
	Also       []opinion.OtherMatter   `json:"also,omitempty"` // further matters of the text
	Skipped    string                  `json:"skipped,omitempty"`
	Hinted     []opinion.Hinted        `json:"hinted,omitempty"` // columns of the line that are hints
}

// judgedPlace and judgedRoute always have their lists, where an event leaves empty ones out.
type judgedPlace struct {
	opinion.Territory
	Others []opinion.Candidate `json:"others"`
}

type judgedRoute struct {
	opinion.Route
	Co []string `json:"co"`
}

// lineError is a line that could not be judged.
type lineError struct {
	ID    string `json:"id,omitempty"`
	Line  int    `json:"line"`
	Error string `json:"error"`
}

func analyzeAll(ctx context.Context, in io.Reader, out io.Writer, o analyzeOptions) error {
	cfg, j, err := judging.For(o.config)
	if err != nil {
		return err
	}
	defer j.Close()
	if o.model != "" {
		if err := j.WithModel(cfg, o.model, max(o.sure, 0)); err != nil {
			return err
		}
	} else if o.sure >= 0 {
		j.SpeakFrom(o.sure)
	}
	if o.history != "" {
		if err := j.WithHistory(cfg, o.history); err != nil {
			return err
		}
	}
	buffered := bufio.NewWriterSize(out, 1<<16)
	faults, err := judgeLines(ctx, j, in, buffered)
	if err := errors.Join(err, buffered.Flush()); err != nil {
		return err
	}
	return sayFaults(faults)
}

// judgeLines judges in parallel and writes in the order of the input, so that grouping,
// which depends on order, is told everything in the same order on every run.
func judgeLines(ctx context.Context, j *judging.Judges, in io.Reader, out io.Writer) (faults int, err error) {
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	opts := intake.Options{Source: "analyze", Kind: opinion.KindOther, Now: time.Now}
	const batch = 512
	records := make([]intake.Record, 0, batch)
	flush := func() error {
		results := judgeBatch(ctx, j, records)
		for _, r := range results {
			if _, bad := r.(lineError); bad {
				faults++
			}
			if err := enc.Encode(r); err != nil {
				return err
			}
		}
		records = records[:0]
		return ctx.Err()
	}
	for rec := range intake.Read(in, "stdin.jsonl", opts) {
		if records = append(records, rec); len(records) == batch {
			if err := flush(); err != nil {
				return faults, err
			}
		}
	}
	return faults, flush()
}

// judgeBatch redacts and judges a batch; see judges.all for what runs at once.
func judgeBatch(ctx context.Context, j *judging.Judges, records []intake.Record) []any {
	mentions, errs := make([]opinion.Mention, len(records)), make([]error, len(records))
	judging.AtOnce(j.Hands, len(records), func(i int) {
		if errs[i] = records[i].Err; errs[i] == nil {
			mentions[i], errs[i] = opinion.NewMention(records[i].Draft)
		}
	})
	found := j.All(ctx, mentions, errs)
	out := make([]any, len(records))
	for i, rec := range records {
		if errs[i] != nil {
			out[i] = lineError{ID: shownRef(rec.Draft), Line: rec.Line, Error: errs[i].Error()}
			continue
		}
		out[i] = lineOf(found[i], rec)
	}
	return out
}

// shownRef names a record that became no mention, without what its number may hide.
func shownRef(d opinion.Draft) string {
	ref, _ := redact.Text(opinion.CleanText(d.Ref))
	return strings.TrimSpace(ref)
}

// lineOf shows a finding as the contract of analyze has it.
func lineOf(f opinion.Finding, rec intake.Record) judged {
	var place *judgedPlace
	if f.Territory != nil {
		place = &judgedPlace{*f.Territory, append([]opinion.Candidate{}, f.Territory.Others...)}
	}
	id := f.Ref
	if id == "" {
		id = f.ID
	}
	redactions := f.Redactions
	if redactions == nil {
		redactions = map[string]int{}
	}
	danger := opinion.DangerFinding{Call: []string{}, Evidence: []string{}} // of a text that nobody reads
	if f.Danger != nil {
		danger = *f.Danger
	}
	return judged{ID: id, Title: f.Title, Text: f.Text, Redactions: redactions,
		Dropped: rec.Dropped, Topic: f.Topic, Demand: f.Demand,
		Territory: place, Danger: danger, Severity: f.Severity, Issue: f.Issue,
		Route: judgedRoute{f.Route, append([]string{}, f.Route.Co...)}, Also: f.Also,
		Skipped: f.Skipped, Hinted: f.Hinted}
}
