package judging

import (
	"context"
	"errors"

	"huiying/analyzers"
	"huiying/analyzers/issue"
	"huiying/opinion"
)

// Sketch judges a text in the making: what it would be found to be, and which issues it comes near.
// It is told to nobody, and grouping learns nothing from it.
func (j *Judges) Sketch(ctx context.Context, m opinion.Mention, most int) (opinion.Finding, []issue.Alike, error) {
	var near []issue.Alike
	parts := j.Parts
	parts.Issue = func(m opinion.Mention, words []string) analyzers.Settle {
		return func(topicID, place string) (ref opinion.IssueRef) {
			if near = j.Issues.Like(j.Issues.Read(m, words), topicID, place, most); len(near) > 0 && near[0].Fits {
				ref = opinion.IssueRef{ID: near[0].ID, Copy: near[0].Copy, Size: 1}
			}
			return ref
		}
	}
	var f opinion.Finding
	var err, broke error
	j.guarded(&broke, m.ID, func() { f, err = analyzers.New(parts).Analyze(ctx, m) })
	return f, near, errors.Join(err, broke)
}
