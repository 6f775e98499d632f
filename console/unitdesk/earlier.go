package unitdesk

import (
	"context"
	"slices"
	"strings"

	"huiying/opinion"
	"huiying/register"
	"huiying/words"
)

// mostEarlier is how many earlier answers are offered while one writes.
const mostEarlier = 3

// Released lists answers that stand on the open board: they were verified. A register is one.
type Released interface {
	Released(ctx context.Context, q register.ReleasedQuery) (register.ReleasedList, error)
}

// earlierOf are verified answers about the topic of a case, those of the unit first.
func (a *Room) earlierOf(ctx context.Context, c opinion.Case, unit string) (out []register.Released, err error) {
	if a.Released == nil || c.Topic == "" {
		return nil, nil
	}
	for _, of := range []string{unit, ""} {
		list, err := a.Released.Released(ctx, register.ReleasedQuery{Topic: c.Topic, Unit: of, Size: mostEarlier + 1})
		if err != nil {
			return nil, err
		}
		for _, r := range list.Items {
			known := slices.ContainsFunc(out, func(x register.Released) bool { return x.ID == r.ID })
			if !known && r.ID != c.ID && r.Answer != "" && len(out) < mostEarlier {
				out = append(out, r)
			}
		}
	}
	return out, nil
}

// begunWith is an earlier answer as the beginning of a draft, with where it stands.
func begunWith(r register.Released, unit, day string) *DraftText {
	source := strings.TrimSpace(words.Say(words.First, "draft.earlier.source", unit, day) + " " + r.AnswerURL)
	return &DraftText{Kind: r.Kind, Text: strings.TrimRight(r.Answer, "\n ") + "\n" + source}
}
