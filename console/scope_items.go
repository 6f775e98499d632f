package console

import (
	"context"
	"slices"

	"huiying/console/access"
	"huiying/console/api"
	"huiying/console/facts"
	"huiying/opinion"
)

// scopedItems are the duties to publish within its scope: of the account's units, else of its division.
// What is published is everybody's.
type scopedItems struct {
	from api.Items
	d    *Deps
}

func (s scopedItems) within(ctx context.Context) func(opinion.Item) bool {
	scope := access.ScopeOf(ctx)
	if scope == nil {
		return nil
	}
	return func(i opinion.Item) bool { return s.d.inScope(scope, i.Division, i.Unit) }
}

func (s scopedItems) asked(ctx context.Context, q facts.ItemQuery) facts.ItemQuery {
	if q.Within = s.within(ctx); q.Public {
		q.Within = nil
	}
	return q
}

func (s scopedItems) Items(ctx context.Context, q facts.ItemQuery) (facts.ItemList, error) {
	return s.from.Items(ctx, s.asked(ctx, q))
}

func (s scopedItems) CountItems(ctx context.Context, q facts.ItemQuery) (facts.ItemCounts, error) {
	return s.from.CountItems(ctx, s.asked(ctx, q))
}

func (s scopedItems) ExportItems(ctx context.Context, name string, q facts.ItemQuery) ([]byte, error) {
	return s.from.ExportItems(ctx, name, s.asked(ctx, q))
}

// Item is one within its scope, with what of its links is.
func (s scopedItems) Item(ctx context.Context, id string) (facts.ItemFile, error) {
	f, err := s.from.Item(ctx, id)
	sees := s.within(ctx)
	if err != nil || sees == nil {
		return f, err
	}
	if !sees(f.Item) {
		return facts.ItemFile{}, hidden("no_item")
	}
	f.Links = slices.DeleteFunc(f.Links, func(i opinion.Item) bool { return !i.Public() && !sees(i) })
	return f, nil
}

// AskedItems are those within its scope, with the questions that are.
func (s scopedItems) AskedItems(ctx context.Context) (facts.ItemsAsked, error) {
	all, err := s.from.AskedItems(ctx)
	scope := access.ScopeOf(ctx)
	if err != nil || scope == nil {
		return all, err
	}
	out := all
	out.Items = []facts.ItemAsked{}
	for _, i := range all.Items {
		if !s.d.inScope(scope, i.Division, i.Unit) {
			continue
		}
		i.Questions = slices.DeleteFunc(slices.Clone(i.Questions), func(q facts.ItemQuestion) bool {
			return !s.d.inScope(scope, q.Division, q.Unit)
		})
		out.Items = append(out.Items, i)
	}
	return out, nil
}

// ActOnItem makes no move on what is not within its scope, and moves nothing out of it.
func (s scopedItems) ActOnItem(ctx context.Context, id string, act facts.ItemAct) (opinion.Item, error) {
	if id != "" {
		if _, err := s.Item(ctx, id); err != nil {
			return opinion.Item{}, err
		}
	}
	says := act.Move == opinion.ItemAdd || act.Move == opinion.ItemChange
	if sees := s.within(ctx); says && sees != nil && !sees(opinion.Item{ItemFacts: act.Facts}) {
		return opinion.Item{}, hidden("no_item")
	}
	return s.from.ActOnItem(ctx, id, act)
}

func (s scopedItems) ActOnItems(ctx context.Context, ids []string, act facts.ItemAct) (int, error) {
	if sees := s.within(ctx); sees != nil {
		for _, id := range ids {
			if _, err := s.Item(ctx, id); err != nil {
				return 0, err
			}
		}
	}
	return s.from.ActOnItems(ctx, ids, act)
}

// InspectItems has pages looked at of what is within its scope.
func (s scopedItems) InspectItems(ctx context.Context, ids []string) (opinion.ItemReport, error) {
	if err := s.all(ctx, ids); err != nil {
		return opinion.ItemReport{}, err
	}
	return s.from.InspectItems(ctx, ids)
}

// Guides reads those within its scope.
func (s scopedItems) Guides(ctx context.Context, ids []string) ([]facts.Guide, error) {
	if err := s.all(ctx, ids); err != nil {
		return nil, err
	}
	return s.from.Guides(ctx, ids)
}

// GuideSheet is of one within its scope.
func (s scopedItems) GuideSheet(ctx context.Context, id, end, lang string) ([]byte, error) {
	if err := s.all(ctx, []string{id}); err != nil {
		return nil, err
	}
	return s.from.GuideSheet(ctx, id, end, lang)
}

// all says whether each of the items is within its scope.
func (s scopedItems) all(ctx context.Context, ids []string) error {
	for _, id := range ids {
		if _, err := s.Item(ctx, id); err != nil {
			return err
		}
	}
	return nil
}

// ImportItems takes a table of what is within its scope.
func (s scopedItems) ImportItems(ctx context.Context, t facts.ItemTable) (facts.ItemImport, error) {
	if t.Within = s.within(ctx); t.Division == "" {
		t.Division = access.AccountOf(ctx).Division
	}
	return s.from.ImportItems(ctx, t)
}

// CompareNames compares what is within its scope.
func (s scopedItems) CompareNames(ctx context.Context, t facts.ItemTable) (facts.ItemNames, error) {
	if t.Within = s.within(ctx); t.Division == "" {
		t.Division = access.AccountOf(ctx).Division
	}
	return s.from.CompareNames(ctx, t)
}

// itemsFor are those that a case names, of which whoever is bound is told: what is published, and what is on
// its way at their own unit.
func (d *Deps) itemsFor(s *opinion.Scope, all []facts.ItemMatch) []facts.ItemMatch {
	if s == nil {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(m facts.ItemMatch) bool {
		return !m.Citable() && !d.inScope(s, m.Division, m.Unit)
	})
}
