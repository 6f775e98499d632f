package register

import (
	"context"
	"errors"

	"huiying/opinion"
)

// Matter is one matter of a report that raises several (一信多事).
type Matter struct {
	Mention string        `json:"mention"`
	First   bool          `json:"first,omitempty" doc:"the report raises it first"`
	Topic   string        `json:"topic"`
	Unit    string        `json:"unit" doc:"the unit that has it, or is proposed"`
	Words   string        `json:"words,omitempty" doc:"what the report says of it; none of the first, and none once forgotten"`
	Case    string        `json:"case,omitempty" doc:"the case it is in; none where none was opened"`
	State   opinion.State `json:"state,omitempty"`
}

// Letters is what matters are read from.
type Letters interface {
	Finding(ctx context.Context, mention string) (opinion.Finding, error)
	Case(ctx context.Context, id string) (CaseRow, error)
}

// mostLetters is how many reports of a case are looked at for further matters.
const mostLetters = 10

// MattersOf lists the matters of those reports that raise several, each with the case that it is in.
// What was forgotten has none.
func MattersOf(ctx context.Context, s Letters, mentions ...string) ([]Matter, error) {
	var out []Matter
	for _, id := range mentions[:min(len(mentions), mostLetters)] {
		f, err := s.Finding(ctx, id)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		of, err := Matters(ctx, s, f)
		if err != nil {
			return nil, err
		}
		out = append(out, of...)
	}
	return out, nil
}

// Matters are those of one finding; none where it raises one.
func Matters(ctx context.Context, s Letters, f opinion.Finding) ([]Matter, error) {
	if len(f.Also) == 0 {
		return nil, nil
	}
	var out []Matter
	for i, of := range append([]opinion.Finding{f}, f.Others()...) {
		m := Matter{Mention: f.ID, First: i == 0, Topic: of.Topic.ID, Unit: of.Route.Lead}
		if i > 0 {
			m.Words = f.Also[i-1].Words(f.Text)
		}
		k, err := s.Case(ctx, opinion.CaseID(of.Issue.ID))
		if err == nil {
			m.Case, m.State = k.ID, k.State
			if k.Lead != "" {
				m.Unit = k.Lead
			}
		} else if !errors.Is(err, ErrNotFound) {
			return nil, err
		}
		out = append(out, m)
	}
	return out, nil
}
