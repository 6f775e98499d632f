package items

import (
	"context"

	"huiying/console/facts"
	"huiying/opinion"
	rules "huiying/responders/items"
)

// CompareNames compares the names of guides of a division with the service network's list (政务服务网事项清单), a
// table as offices keep them. Nothing is changed, and nothing of the list is kept.
func (d Desk) CompareNames(ctx context.Context, t facts.ItemTable) (facts.ItemNames, error) {
	out := facts.ItemNames{Faults: []facts.ItemFault{}, Findings: []facts.ItemNameCase{}}
	t.Kind = opinion.ItemGuide
	read, err := d.read(t)
	if err != nil {
		return out, err
	}
	out.Listed, out.Faults = len(read.Rows), said(read.Faults, t.Lang)
	if len(out.Faults) > 0 {
		return out, nil
	}
	list, err := d.Items(ctx, facts.ItemQuery{Kind: opinion.ItemGuide, Division: t.Division, Within: t.Within})
	if err != nil {
		return out, err
	}
	var guides []opinion.Item
	for _, i := range list.Items {
		if i.State != opinion.ItemWithdrawn {
			guides = append(guides, i)
		}
	}
	out.Guides = len(guides)
	var found []rules.NameFinding
	out.Same, found = rules.CompareNames(read.Rows, guides)
	for _, f := range found {
		out.Findings = append(out.Findings, facts.ItemNameCase{Case: string(f.Case), Item: f.Item, Name: f.Name, Listed: f.Listed,
			Unit: f.Unit, Line: f.Line})
	}
	return out, nil
}
