package items

import (
	"context"

	"huiying/console/facts"
)

// mostQuestions is how many questions an item's page lists.
const mostQuestions = 5

// Times is how often an item of the list was asked about.
func (p *deskPage) Times(id string) int { return p.List.Asked[id] }

// askedOf is what was asked about an item, with the headings of those questions that the reader may see.
func (a *Room) askedOf(ctx context.Context, id string) (facts.ItemAsked, error) {
	all, err := a.Desk.AskedItems(ctx)
	if err != nil {
		return facts.ItemAsked{}, err
	}
	is, _ := all.Of(id)
	var seen []facts.ItemQuestion
	for _, q := range is.Questions {
		if len(seen) == mostQuestions {
			break
		}
		if f, err := a.Issues.Issue(ctx, q.Issue); err == nil {
			q.Title = f.Issue.Title
			seen = append(seen, q)
		}
	}
	is.Questions = seen
	return is, nil
}
