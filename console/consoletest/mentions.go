package consoletest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/index"
	"huiying/opinion"
	"huiying/register"
)

func (w *World) Search(_ context.Context, q index.Query) (index.Page, error) {
	if q.Size != 1 { // the counts of tabs come after the question itself
		w.LastSearch = q
	}
	if w.Fail != nil {
		return index.Page{}, w.Fail
	}
	if q.Cursor == "foreign" {
		return index.Page{}, fmt.Errorf("search: %w", index.ErrCursor)
	}
	var found []opinion.Finding
	count := map[string]int{}
	for _, f := range w.Findings {
		if q.Within != nil && !slices.Contains(q.Within.Units, f.Route.Lead) {
			continue
		}
		if strings.Contains(f.Title+f.Text, q.Text) && (q.Severity == "" ||
			q.Severity == string(f.Severity.Level)) && (!q.Unsure || f.Unsure()) {
			found = append(found, f)
			count[f.Topic.ID]++
		}
	}
	p := index.Page{Total: len(found)}
	p.Hits, p.Next = page(found, q.Size, q.Cursor)
	if q.Facets {
		p.Facets = map[string][]index.Bucket{}
		for k, n := range count {
			p.Facets["topic"] = append(p.Facets["topic"], index.Bucket{Key: k, Count: n})
		}
		slices.SortFunc(p.Facets["topic"], func(x, y index.Bucket) int { return y.Count - x.Count })
		p.Facets["severity"] = []index.Bucket{{Key: "II", Count: len(found)}}
		p.Facets["division"] = []index.Bucket{{Key: "320200", Count: len(found)}}
	}
	return p, nil
}

func (w *World) Mention(_ context.Context, id string) (facts.MentionFile, error) {
	w.Lock()
	defer w.Unlock()
	for i, f := range w.Findings {
		if f.ID == id {
			return facts.MentionFile{Finding: f, Case: w.Order[i], State: w.Files[w.Order[i]].Case.State,
				Matters: w.Files[w.Order[i]].Matters,
				Stands:  register.Stand{Is: opinion.DispositionCase, Cases: []string{w.Order[i]}}}, w.Fail
		}
	}
	for _, f := range slices.Concat(w.Unclear, w.Nothing) {
		if f.ID == id {
			return facts.MentionFile{Finding: f,
					Stands: register.Stand{Is: opinion.DispositionWaiting, Rule: opinion.RuleUnclear}},
				w.Fail
		}
	}
	return facts.MentionFile{}, &kit.Error{Kind: kit.NotFound}
}

// Correct puts a topic right; every other field is refused.
func (w *World) Correct(ctx context.Context, id string, what facts.Correct) (facts.MentionFile, error) {
	if what.Field == opinion.FieldAsks {
		return letters{w}.asks(id, what.Reason, false)
	}
	if what.Field == opinion.FieldOther {
		split(w, id, what.Is)
		return w.Mention(ctx, id)
	}
	return w.correct(ctx, id, opinion.Correction{Field: what.Field, Is: what.Is}, what)
}

func (w *World) Undo(ctx context.Context, id string, what facts.Correct) (facts.MentionFile, error) {
	if what.Field == opinion.FieldAsks {
		return letters{w}.asks(id, what.Reason, true)
	}
	return w.correct(ctx, id, opinion.Correction{Field: opinion.FieldTopic, Is: "undone", Undo: true}, what)
}

func (w *World) Labels(_ context.Context, out io.Writer) (int, error) {
	for i, f := range w.Findings {
		if f.Topic.By == opinion.ByPerson {
			if _, err := fmt.Fprintf(out, `{"id":%q,"label":%q}`+"\n", f.ID, f.Topic.ID); err != nil || w.Fail != nil {
				return i, errors.Join(err, w.Fail)
			}
		}
	}
	return 0, nil
}

func (w *World) correct(ctx context.Context, id string, c opinion.Correction,
	what facts.Correct) (facts.MentionFile, error) {
	file, err := w.Mention(ctx, id)
	if err != nil {
		return file, err
	}
	f := file.Finding
	switch {
	case what.Seen != nil && *what.Seen != len(f.Corrected):
		return file, no{"stale_version", "这条信息刚被别人更正过。", "stale"}
	case c.Field != opinion.FieldTopic:
		return file, no{"unknown_value", "没有这个选项。", "no such value"}
	}
	c.Was, c.By, c.At, c.Reason = f.Topic.ID, what.By, Now, what.Reason
	f.Topic.ID, f.Topic.By, f.Corrected = c.Is, opinion.ByPerson, append(slices.Clone(f.Corrected), c)
	w.Lock()
	defer w.Unlock()
	for i := range w.Findings {
		if w.Findings[i].ID == id {
			w.Findings[i] = f
		}
	}
	file.Finding = f
	return file, nil
}
