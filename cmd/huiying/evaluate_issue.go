package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"huiying/analyzers/issue"
	"huiying/app/judging"
	"huiying/collectors/intake"
	"huiying/opinion"
)

// issueReport sets the groups beside the known issues.
type issueReport struct {
	issue.Result
	Times  float64           `json:"largest_times_true"` // largest group by the largest known issue
	Titles map[string]string `json:"titles"`             // redacted and short, of what is missed or strange
}

func (o evaluateOptions) evaluateIssue(ctx context.Context, j *judging.Judges, file string) (figures, error) {
	var gold []issue.Gold
	if err := lines(o.gold, func(g issue.Gold) error { gold = append(gold, g); return nil }); err != nil {
		return figures{}, err
	}
	groups, titles, err := grouped(ctx, j, file)
	if err != nil {
		return figures{}, err
	}
	res := issue.Score(groups, gold)
	rep := &issueReport{Result: res, Times: float64(res.Largest) / float64(max(res.LargestTrue, 1)),
		Titles: map[string]string{}}
	f := figures{Detail: rep, Extra: map[string]any{
		"mean best-cluster F1": fmt.Sprintf("%.3f", res.MeanF1),
		"largest group": fmt.Sprintf("%d mentions, %.2f times the largest known issue (%d)",
			res.Largest, rep.Times, res.LargestTrue)}}
	for _, m := range res.Matches {
		for range m.Hit {
			f.add(m.Gold, true)
		}
		for range m.Missed {
			f.add(m.Gold, false)
		}
		for _, id := range append(slices.Clone(m.Missed), m.Strange...) {
			rep.Titles[id] = brief(titles[id])
		}
	}
	return f, nil
}

// grouped groups all messages of a file. Grouping works in one pass, so it is judged in the
// order in which people spoke.
func grouped(ctx context.Context, j *judging.Judges, file string) (groups, titles map[string]string, err error) {
	r, err := os.Open(file)
	if err != nil {
		return nil, nil, err
	}
	defer r.Close()
	var mentions []opinion.Mention
	for rec := range intake.Read(r, file, intake.Options{Source: "evaluate", Kind: opinion.KindBoard, Now: time.Now}) {
		if m, err := opinion.NewMention(rec.Draft); rec.Err == nil && err == nil {
			mentions = append(mentions, m)
		}
	}
	slices.SortStableFunc(mentions, func(a, b opinion.Mention) int { return a.When().Compare(b.When()) })
	groups, titles = map[string]string{}, map[string]string{}
	for _, m := range mentions {
		found, err := j.Analyzer.Analyze(ctx, m)
		if err != nil {
			return nil, nil, err
		}
		groups[m.Ref], titles[m.Ref] = found.Issue.ID, m.Title
	}
	return groups, titles, nil
}

func (r *issueReport) print(w io.Writer, misses int) {
	fmt.Fprintf(w, "%-8s %6s %6s %6s %6s %8s  %s\n", "issue", "known", "group", "hits", "missed",
		"strange", "precision recall F1")
	for _, m := range r.Matches {
		fmt.Fprintf(w, "%-8s %6d %6d %6d %6d %8d  %9.3f %6.3f %.3f\n", m.Gold, m.True, m.Size,
			m.Hit, len(m.Missed), len(m.Strange), m.Precision, m.Recall, m.F1)
	}
	if misses == 0 {
		return
	}
	for _, m := range r.Matches {
		fmt.Fprintf(w, "\n%s %s: closest group %s\n", m.Gold, brief(m.Name), m.Group)
		r.list(w, "missed", m.Missed, misses)
		r.list(w, "strange", m.Strange, misses)
	}
}

// list names mentions with their titles, so many with --misses and the rest by id alone.
func (r *issueReport) list(w io.Writer, what string, ids []string, limit int) {
	if limit < 0 {
		limit = len(ids)
	}
	limit = min(limit, len(ids))
	for _, id := range ids[:limit] {
		fmt.Fprintf(w, "  %-8s %s 「%s」\n", what, id, r.Titles[id])
	}
	if rest := ids[limit:]; len(rest) > 0 {
		fmt.Fprintf(w, "  %-8s %s\n", what, strings.Join(rest, " "))
	}
}
