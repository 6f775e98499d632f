package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"huiying/app/judging"
	"huiying/collectors/intake"
	"huiying/configs"
	"huiying/opinion"
)

// What an import would do, shown before anything is stored.

// shownRecords is how many records a dry run shows.
const shownRecords = 10

// planOf is a file's plan with where its first records would go.
type planOf struct {
	intake.Plan
	Unclaimed []string  `json:"unclaimed,omitempty"` // columns that stop the import
	First     []planned `json:"first,omitempty"`
}

type planned struct {
	Where       string `json:"where"`
	Title       string `json:"title"`
	Text        string `json:"text"`
	PublishedAt string `json:"published_at,omitempty"`
	Ref         string `json:"ref,omitempty"`
	Topic       string `json:"topic,omitempty"`
	Place       string `json:"place,omitempty"`
	Unit        string `json:"unit,omitempty"`
}

// plan prints what an import of the files would do. A column that nobody claimed, and a file of
// which nothing would be stored, end it with exit code 1.
func (o importOptions) plan(ctx context.Context, files []string, src configs.SourceSettings,
	cfg *configs.Config, out io.Writer) error {
	dir, err := judging.WordsDir()
	if err != nil {
		return err
	}
	j, err := judging.Open(cfg, dir)
	if err != nil {
		return err
	}
	defer j.Close()
	stopped := false
	for _, name := range files {
		p, err := o.planFile(ctx, name, src, j)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		stopped = stopped || len(p.Unclaimed) > 0 || p.Good == 0
		if o.json {
			err = json.NewEncoder(out).Encode(p)
		} else {
			_, err = io.WriteString(out, p.words())
		}
		if err != nil {
			return err
		}
	}
	if stopped {
		return errSaid
	}
	return nil
}

func (o importOptions) planFile(ctx context.Context, name string, src configs.SourceSettings,
	j *judging.Judges) (planOf, error) {
	f, err := os.Open(name)
	if err != nil {
		return planOf{}, err
	}
	defer f.Close()
	p := planOf{Plan: intake.Look(f, filepath.Base(name), o.optionsFor(src), shownRecords)}
	p.Unclaimed = p.Plan.Unclaimed()
	mentions := make([]opinion.Mention, len(p.Plan.First))
	for i, r := range p.Plan.First {
		mentions[i] = r.Mention
	}
	errs := make([]error, len(mentions))
	found := j.All(ctx, mentions, errs)
	for i, r := range p.Plan.First {
		one := planned{Where: r.Where, Title: r.Mention.Title, Text: r.Mention.Text, Ref: r.Mention.Ref}
		if !r.Mention.PublishedAt.IsZero() {
			one.PublishedAt = r.Mention.PublishedAt.Format(time.RFC3339)
		}
		if errs[i] == nil {
			one.Topic, one.Unit = found[i].Topic.Name, unitName(j.Units, found[i].Route.Lead)
			if found[i].Territory != nil {
				one.Place = found[i].Territory.Name
			}
		}
		p.First = append(p.First, one)
	}
	return p, ctx.Err()
}

// words are the plan for people.
func (p planOf) words() string {
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	say("%s", p.File)
	for _, s := range p.Sheets {
		sayPlannedSheet(s, say)
	}
	say("  %d records: %d would be stored, %d with text, %d with a time, %d with a place of their own",
		p.Records, p.Good, p.Texts, p.Times, p.Places)
	if p.Untimed > 0 {
		say("  %d have a time that cannot be read and would be stored without", p.Untimed)
	}
	if p.Dropped > 0 {
		say("  %d fields about persons would be dropped", p.Dropped)
	}
	if len(p.Refused) > 0 {
		say("  refused: %s", byReason(p.Refused))
	}
	for _, f := range p.Faults {
		say("    %s: %s", f.Where, f.Why)
	}
	for i, r := range p.First {
		say("  %d. (%s) %s  %s", i+1, r.Where, r.Title, r.PublishedAt)
		say("     %s", strings.ReplaceAll(short(r.Text, 160), "\n", " "))
		say("     -> topic %s, place %s, unit %s", orNone(r.Topic), orNone(r.Place), orNone(r.Unit))
	}
	for _, label := range p.Unclaimed {
		say("  THE IMPORT STOPS: column %s holds long texts and has no meaning: --column '%s=text', or '%s=-' where it is not needed",
			label, label, label)
	}
	return b.String()
}

func sayPlannedSheet(s intake.Sheet, say func(string, ...any)) {
	if line := unread(s); line != "" {
		say("  %s", line)
		return
	}
	say("  sheet %s: header in line %d", orNone(strings.Trim(s.File+"/"+s.Name, "/")), s.Header)
	for _, c := range s.Columns {
		means := c.Means
		switch {
		case c.Unclaimed:
			means = "? long texts, no meaning"
		case means == "":
			means = "not understood, not read"
		case means == intake.Waived:
			means = "not needed"
		case means == "person":
			means = "person, dropped"
		case means == "reply":
			means = "an office's words, not read"
		case c.Behind != "":
			means = fmt.Sprintf("%s, not read where %s holds one; --column '%s=text' takes it first", means, c.Behind, c.Label)
		}
		say("    %s: %s (%d filled) %s", orNone(c.Label), means, c.Filled, strings.Join(c.Samples, " | "))
	}
}

// unread says why a sheet is not read, "" for one that is.
func unread(s intake.Sheet) string {
	name := orNone(strings.Trim(s.File+"/"+s.Name, "/"))
	switch {
	case s.Hidden && s.Header == 0:
		return fmt.Sprintf("sheet %s is hidden and not read (--hidden reads it)", name)
	case s.Header == 0:
		return fmt.Sprintf("sheet %s: no header with a title or text column was found, nothing of it is read", name)
	}
	return ""
}

func orNone(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

func short(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
