package items

import (
	"slices"
	"strings"

	"huiying/opinion"
)

// Plan is what an import would change of the register.
type Plan struct {
	Add    []Added
	Change []Changed
	Same   int
	// Absent are items of the same places and fields that the table does not name. They stay: an item is
	// withdrawn by decision.
	Absent []opinion.Item
	// Unowned are items of the table whose body is none of the units.
	Unowned []opinion.ItemFacts
}

// Added is an item that the register does not have yet.
type Added struct {
	ID    string
	Facts opinion.ItemFacts
}

// Changed is an item of the register with what the table says now.
type Changed struct {
	Was   opinion.Item
	Facts opinion.ItemFacts
}

// keyOf is by what an item of a table is known again; without the body where that may have changed.
func keyOf(f opinion.ItemFacts, body bool) string {
	parts := []string{string(f.Kind), f.Division, f.Field, f.First, f.Name}
	if body {
		parts = append(parts, f.Body, f.Content)
	}
	return strings.Join(parts, "\x00")
}

// PlanOf compares a table with the register. Rows are known again by kind, place, field, names, body and
// content; where one of the last two changed, by the rest, in their order.
func PlanOf(have []opinion.Item, rows []opinion.ItemFacts) Plan {
	var p Plan
	matched := make([]*opinion.Item, len(rows))
	taken := map[string]bool{}
	for _, exact := range []bool{true, false} {
		free := map[string][]*opinion.Item{}
		for i := range have {
			if !taken[have[i].ID] && have[i].State != opinion.ItemWithdrawn {
				k := keyOf(have[i].ItemFacts, exact)
				free[k] = append(free[k], &have[i])
			}
		}
		for i, f := range rows {
			if list := free[keyOf(f, exact)]; matched[i] == nil && len(list) > 0 {
				matched[i], free[keyOf(f, exact)] = list[0], list[1:]
				taken[list[0].ID] = true
			}
		}
	}
	ids := map[string]bool{}
	for _, i := range have {
		ids[i.ID] = true
	}
	for i, f := range rows {
		if f.Unit == "" {
			p.Unowned = append(p.Unowned, f)
		}
		switch was := matched[i]; {
		case was == nil:
			id := FreeID(f, func(id string) bool { return ids[id] })
			ids[id] = true
			p.Add = append(p.Add, Added{id, f})
		case was.Same(kept(*was, f)):
			p.Same++
		default:
			p.Change = append(p.Change, Changed{*was, kept(*was, f)})
		}
	}
	p.Absent = absent(have, rows, taken)
	return p
}

// FreeID is the first id of an item that is not taken: several may have the same names.
func FreeID(f opinion.ItemFacts, taken func(id string) bool) string {
	for nth := 0; ; nth++ {
		if id := opinion.ItemID(f, nth); !taken(id) {
			return id
		}
	}
}

// kept is what a table says of an item, with what a table does not tell.
func kept(was opinion.Item, f opinion.ItemFacts) opinion.ItemFacts {
	if len(f.Addresses) == 0 {
		f.Addresses = was.Addresses
	}
	f.Links, f.Result = was.Links, was.ItemFacts.Result
	if f.Unit == "" && f.Body == was.Body {
		f.Unit = was.Unit
	}
	for _, keep := range [][2]*string{{&f.Opens, &was.Opens}, {&f.Closes, &was.Closes}, {&f.Dated, &was.Dated}} {
		if *keep[0] == "" {
			*keep[0] = *keep[1]
		}
	}
	return f
}

func absent(have []opinion.Item, rows []opinion.ItemFacts, taken map[string]bool) (out []opinion.Item) {
	type part struct {
		kind            opinion.ItemKind
		division, field string
	}
	parts := map[part]bool{}
	for _, f := range rows {
		parts[part{f.Kind, f.Division, f.Field}] = true
	}
	for _, i := range have {
		if !taken[i.ID] && i.State != opinion.ItemWithdrawn && parts[part{i.Kind, i.Division, i.Field}] {
			out = append(out, i)
		}
	}
	return slices.Clip(out)
}
