package pages

import (
	"context"

	"huiying/console/facts"
	"huiying/register/sqlite"
)

// Issues are those of the register, with the words of their mentions.
type Issues struct {
	*sqlite.Store
	p *Pages
}

// mentionsShown is how many mentions of an issue or case a page lists.
const mentionsShown = 200

// Issue is one issue with its mentions. Their words come from the index; where it is away,
// the headings stay.
func (b Issues) Issue(ctx context.Context, id string) (facts.IssueFile, error) {
	r, err := b.Store.Issue(ctx, id, b.p.Now())
	if err != nil {
		return facts.IssueFile{}, err
	}
	together, err := b.Together(ctx, id)
	if err != nil {
		return facts.IssueFile{}, err
	}
	rows, why, err := mentionsOf(ctx, b.Store, b.p.Index, id)
	if err != nil {
		return facts.IssueFile{}, err
	}
	moved, err := b.p.Moved(ctx, id)
	return facts.IssueFile{Issue: r, Rows: rows, Why: why, Moved: moved,
		Together: together}, err
}
