package main

import (
	"context"
	"encoding/json"
	"time"

	"huiying/bus"
	"huiying/opinion"
)

// publishedBy is the header in which an analyzer says which process published a finding.
const publishedBy = "Huiying-Analyzer"

// memory keeps the grouper in step with the log: with what was published before a start, by
// other analyzers that share the work, and by persons.
type memory struct {
	judges *judges
	fixed  map[string]int // mention -> corrections seen, of those that have any
}

// take tells the grouper of one published finding. A late copy of a judgement that a person
// has corrected since changes nothing.
func (m memory) take(msg bus.Msg) {
	var f opinion.Finding
	if err := json.Unmarshal(msg.Data, &f); err != nil {
		return // the step that meets it says so
	}
	if n := len(f.Corrected); n < m.fixed[f.ID] {
		return
	} else if n > 0 {
		m.fixed[f.ID] = n
	}
	m.judges.issues.Restore(f, m.judges.words.Jieba.Cut(f.Title+"\n"+f.Text))
}

// restoreIssues tells the grouper of every finding of its window again, so that a report
// after a restart joins the issue it would have joined before. It returns where the log ended.
func (h *house) restoreIssues(ctx context.Context, m memory) (last uint64, err error) {
	return h.bus.Read(ctx, "FINDINGS", "", 1, func(msg bus.Msg) error {
		m.take(msg)
		return nil
	})
}

// followIssues tells the grouper of every finding that it did not publish itself, until ctx
// ends.
func (h *house) followIssues(ctx context.Context, m memory, from uint64) error {
	return h.bus.Follow(ctx, "FINDINGS", from, 500, 20*time.Millisecond, func(in []bus.Msg) error {
		for _, msg := range in {
			if msg.Header[publishedBy] != h.self {
				m.take(msg)
			}
			h.followed.Store(msg.Seq)
		}
		return nil
	})
}
