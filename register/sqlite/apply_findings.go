package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"

	"huiying/bus"
	"huiying/opinion"
)

// errNoFinding is the reason of a fault; it never carries words of the message.
var errNoFinding = errors.New("no finding: unreadable JSON or no id")

// row is what the register keeps of a finding: never its text.
type row struct {
	id                     string
	seq                    uint64
	issue                  string
	copy                   bool
	title, url             string
	source, kind           string
	topic, topicName       string
	division, path         string
	severity, demand, unit string
	said, collected        int64
	why                    string // words by which it was put into its issue, a line each
	place                  uint64 // in the log, of the version that holds; seq is that of the first
	corrected              int
	judge                  string // who said the topic
	own                    bool   // the title is its own, not made of its text
	report                 string // of which it is a text
	later                  string // the mention that replaced it
	asks                   string // what a person said of whether it asks
}

func (s *projector) rowOf(f opinion.Finding, seq uint64) row {
	return row{
		id: f.ID, seq: seq, issue: f.Issue.ID, copy: f.Issue.Copy, title: opinion.Clip(f.Heading(),
			200), own: f.Title != "", url: f.URL,
		source: f.Source, kind: string(f.Kind), topic: f.Topic.ID, topicName: f.Topic.Name,
		division: f.Place(), path: s.pathOf(f.Place()), severity: string(f.Severity.Level),
		demand: string(f.Demand.ID), unit: f.Route.Lead, said: ns(f.When()), collected: ns(f.CollectedAt),
		why: whyOf(f.Issue), place: seq, corrected: len(f.Corrected), judge: f.Topic.By, asks: string(f.Asks),
		report: f.Report(),
	}
}

// Bounds of what is kept of an issue's reasons, whoever wrote them.
const (
	mostWords   = 8
	longestWord = 40 // characters
)

// whyOf keeps the words of a report that was put beside others. A copy is no report, and its
// reason says no more than that.
func whyOf(i opinion.IssueRef) string {
	if i.Copy || i.New {
		return ""
	}
	var words []string
	for _, w := range i.Why[:min(len(i.Why), mostWords)] {
		w = opinion.Clip(strings.Join(strings.Fields(w), " "), longestWord)
		if w != "" && !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return strings.Join(words, "\n")
}

// applyFindings takes a batch of findings. What is forgotten stays so.
func (s *projector) applyFindings(ctx context.Context, tx txn, in []bus.Msg) error {
	gone, err := forgottenIn(ctx, tx)
	if err != nil {
		return err
	}
	b := s.newBatch(tx)
	found, ids := make([]opinion.Finding, len(in)), make([]string, 0, len(in))
	for i, m := range in {
		if err := json.Unmarshal(m.Data, &found[i]); err != nil || found[i].ID == "" {
			if err := s.fault(ctx, tx, streamFindings, m.Seq, "", errNoFinding); err != nil {
				return err
			}
			found[i].ID = ""
			continue
		}
		ids = append(ids, found[i].ID)
	}
	if err := b.readReplaced(ctx, ids); err != nil {
		return err
	}
	for i, f := range found {
		if f.ID == "" {
			continue
		}
		var err error
		if gone[f.ID] {
			err = errors.Join(remain(ctx, tx, streamFindings, f.ID, in[i].Seq), addLine(ctx, tx, s.lineOf(f)))
		} else {
			err = b.take(ctx, s.rowOf(f, in[i].Seq), s.lineOf(f))
		}
		if err != nil {
			return err
		}
		if f.Replaces != "" {
			if err := b.replace(ctx, f.Replaces, f.ID); err != nil {
				return err
			}
		}
	}
	return b.flush(ctx)
}

// again notes where the log holds a finding once more, so that purge can erase it there too.
func again(ctx context.Context, tx txn, id string, seq uint64) error {
	_, err := tx.exec(ctx, `INSERT OR IGNORE INTO again VALUES (?, ?)`, id, seq)
	return err
}
