package items

import (
	"context"
	"slices"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/responders/inspect"
)

// Guides reads the published pages of service guides, through the one way out and at its pace; of other
// items nothing. What a page says is kept nowhere.
func (d Desk) Guides(ctx context.Context, ids []string) ([]facts.Guide, error) {
	if len(ids) > MostInspected {
		return nil, &kit.Error{Kind: kit.Invalid, Code: "too_many_items"}
	}
	list, err := d.Book.published(ctx, ids)
	if err != nil {
		return nil, err
	}
	out := []facts.Guide{}
	for _, i := range list {
		if i.Kind != opinion.ItemGuide || len(i.Shown.Addresses) == 0 {
			continue
		}
		g := facts.Guide{Item: i.ID, Name: i.Shown.Name, Field: i.Shown.Field, Unit: i.Shown.Unit, Division: i.Shown.Division,
			Address: i.Shown.Addresses[0], At: d.Now(), Said: map[opinion.ItemElement]string{}}
		f := d.page(ctx, g.Address)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if g.Why = f.Code; g.Why == "" {
			g.Said = inspect.ReadGuide(inspect.ReadPage(f))
		}
		out = append(out, g)
	}
	return out, nil
}

// GuideSheet is the sheet to tell once (一次性告知单) of a guide, by the end of a file's name, one of
// BookletEnds, made of what its page says now.
func (d Desk) GuideSheet(ctx context.Context, id, end, lang string) ([]byte, error) {
	if !slices.Contains(BookletEnds, end) {
		return nil, &kit.Error{Kind: kit.NotFound}
	}
	list, err := d.Guides(ctx, []string{id})
	if err != nil {
		return nil, err
	}
	b := Booklet{Guides: list, Once: true, Unit: d.Unit, Field: d.Naming.Field, Font: d.Font, Lang: lang, At: d.Now()}
	switch told, away := b.Counts(); {
	case away > 0:
		return nil, &kit.Error{Kind: kit.Invalid, Code: "guide_unread"}
	case told == 0:
		return nil, &kit.Error{Kind: kit.Invalid, Code: "no_guide"}
	}
	return b.File(end)
}
