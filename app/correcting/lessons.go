package correcting

import (
	"context"
	"encoding/json"
	"io"

	"huiying/console/facts"
	"huiying/opinion"
)

// Labels writes what persons said of mentions as training data, a line each.
func (c *Corrector) Labels(ctx context.Context, w io.Writer) (n int, err error) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return n, c.Register.PutRight(ctx, func(f opinion.Finding) error {
		l, teaches := lessonOf(f)
		if !teaches {
			return nil
		}
		n++
		return enc.Encode(l)
	})
}

// lessonOf is what a finding teaches by what persons said of it and did not take back: its topic,
// whether it asks for anything, and which issue it is no report of.
func lessonOf(f opinion.Finding) (l facts.Label, teaches bool) {
	l = facts.Label{ID: f.ID, Title: f.Title, Text: f.Text, Asks: f.Asks}
	if f.Topic.By == opinion.ByPerson {
		l.Label = f.Topic.ID
	}
	if f.Judged != nil && f.Judged.Issue.ID != f.Issue.ID {
		l.Issue, l.NotIssue = f.Issue.ID, f.Judged.Issue.ID
	}
	return l, l.Label != "" || l.Asks != "" || l.Issue != ""
}
