package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"huiying/analyzers/classify"
	"huiying/analyzers/jieba"
	"huiying/app/judging"
	"huiying/internal/cli"
)

type trainOptions struct {
	out, report, at string
	folds           int
	json            bool
}

func trainCommand() *cobra.Command {
	var o trainOptions
	c := &cobra.Command{
		Use:  "train FILE… --out MODEL [--report DIR]",
		Args: atLeastOne("messages"),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.out == "" {
				return wrongUse("needs_file", "--out")
			}
			if o.folds < 2 || o.folds > 20 {
				return wrongUse("number", "--folds", 2, 20)
			}
			return o.run(cmd.Context(), args, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	f := c.Flags()
	f.StringVar(&o.out, "out", "", "")
	f.StringVar(&o.report, "report", "", "")
	f.StringVar(&o.at, "at", "", "")
	f.IntVar(&o.folds, "folds", 5, "")
	f.BoolVar(&o.json, "json", false, "")
	return c
}

func (o trainOptions) run(ctx context.Context, files []string, out, errOut io.Writer) error {
	opts := classify.Options{Folds: o.folds}
	if o.at != "" {
		var err error
		if opts.At, err = time.Parse(time.RFC3339, o.at); err != nil {
			return wrongUse("time", "--at")
		}
	}
	if _, err := os.Stat(filepath.Dir(o.out)); err != nil {
		return err // better now than after a minute of training
	}
	examples, unlabelled, err := readExamples(files)
	if err != nil {
		return err
	}
	if unlabelled > 0 {
		fmt.Fprintf(errOut, "huiying: %d lines have no label and were left out\n", unlabelled)
	}
	dir, err := judging.WordsDir()
	if err != nil {
		return err
	}
	words, err := jieba.Open(dir)
	if err != nil {
		return err
	}
	defer words.Close()
	opts.Cut = words.Cut

	bar := cli.NewBar(-1, "training and measuring", errOut, false)
	opts.Progress = func(done, total int) {
		bar.ChangeMax(total)
		_ = bar.Set(done)
	}
	start := time.Now()
	model, report, err := classify.Train(ctx, examples, opts)
	if err != nil {
		return fmt.Errorf("%s: %w", strings.Join(files, ", "), err)
	}
	_ = bar.Finish()
	took := time.Since(start)

	if err := writeWhole(o.out, model.Save); err != nil {
		return err
	}
	if o.report != "" {
		if err := writeReport(o.report, report, took); err != nil {
			return err
		}
	}
	if o.json {
		return asJSON(out, report)
	}
	fmt.Fprintf(out, "%d messages, %d labels: macro F1 %.3f, accuracy %.3f on messages not seen (%d parts); %.1f s; %s\n",
		report.Examples, len(report.Labels), report.MacroF1, report.Accuracy, report.Folds, took.Seconds(), o.out)
	return nil
}

// readExamples reads labelled lines. An error names file and line, never the text.
func readExamples(files []string) (examples []classify.Example, unlabelled int, err error) {
	type line struct {
		Title  string   `json:"title"`
		Text   string   `json:"text"`
		Tokens cutWords `json:"tokens"`
		Label  string   `json:"label"`
		Group  string   `json:"dup_group"`
	}
	for _, file := range files {
		err := lines(file, func(l line) error {
			label := strings.TrimSpace(l.Label)
			if label == "" {
				unlabelled++
				return nil
			}
			examples = append(examples, classify.Example{Title: l.Title,
				Text: cmp.Or(l.Text, string(l.Tokens)), Label: label, Group: l.Group})
			return nil
		})
		if err != nil {
			return nil, 0, err
		}
	}
	return examples, unlabelled, nil
}

// cutWords are "tokens" as one string with blanks, whichever way the line gives them.
type cutWords string

func (w *cutWords) UnmarshalJSON(b []byte) error {
	var list []string
	if json.Unmarshal(b, &list) == nil {
		*w = cutWords(strings.Join(list, " "))
		return nil
	}
	return json.Unmarshal(b, (*string)(w))
}

func writeReport(dir string, r *classify.Report, took time.Duration) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	write := map[string]func(io.Writer) error{
		"report.md":     func(w io.Writer) error { return r.Markdown(w, took) },
		"report.json":   func(w io.Writer) error { return asJSON(w, r) },
		"confusion.svg": r.Picture,
	}
	for name, f := range write {
		if err := writeWhole(filepath.Join(dir, name), f); err != nil {
			return err
		}
	}
	return nil
}

func asJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	return enc.Encode(v)
}

// writeWhole writes a file beside its place and moves it there when it is whole, so that
// who reads it meanwhile has the old one.
func writeWhole(file string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(file), ".huiying-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	err = write(f)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err == nil {
		err = f.Sync()
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	return os.Rename(f.Name(), file)
}
