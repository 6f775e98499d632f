package items

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"huiying/opinion"
)

// Sheet is a table as a file shall hold it: a title, two rows of head, and the items.
type Sheet struct {
	Name, Title string
	Heads       [2][]string // what a head does not repeat is ""
	Rows        [][]string
}

// Naming says what ids are called in a file.
type Naming struct {
	Field func(id string) string   // its name
	Place func(code string) string // its name
	Title func(place, field string) string
	// Region is the place of a table that names none: only those of others say theirs.
	Region string
}

// Sheets are items as the official table has them. Split: a sheet for each field of each place, as
// offices keep them in a workbook; else one table that names field and place in columns.
func Sheets(list []opinion.Item, n Naming, split bool) []Sheet {
	list = slices.Clone(list)
	fields := map[string]int{} // in the order in which they come
	for _, i := range list {
		if _, has := fields[i.Field]; !has {
			fields[i.Field] = len(fields)
		}
	}
	slices.SortStableFunc(list, func(x, y opinion.Item) int {
		return cmp.Or(cmp.Compare(x.Division, y.Division), cmp.Compare(fields[x.Field], fields[y.Field]))
	})
	if !split {
		return []Sheet{sheetOf(list, n, "", true)}
	}
	var out []Sheet
	names := map[string]bool{}
	for len(list) > 0 {
		first := list[0]
		end := slices.IndexFunc(list, func(i opinion.Item) bool { return i.Field != first.Field || i.Division != first.Division })
		if end < 0 {
			end = len(list)
		}
		s := sheetOf(list[:end], n, n.Title(n.Place(first.Division), n.Field(first.Field)), first.Field == "" || first.Division != n.Region)
		s.Name = free(names, n.Field(first.Field), n.Place(first.Division))
		out, list = append(out, s), list[end:]
	}
	return out
}

// free is a name of a sheet that none has: 31 characters at most, without those that Excel refuses.
func free(taken map[string]bool, field, place string) string {
	clean := func(s string, n int) string {
		s = strings.Map(func(r rune) rune {
			if strings.ContainsRune(`[]:*?/\'`, r) {
				return -1
			}
			return r
		}, s)
		return string([]rune(s)[:min(len([]rune(s)), n)])
	}
	field = cmp.Or(clean(field, 20), "—")
	for _, name := range []string{field, clean(place, 10) + field} {
		if !taken[name] {
			taken[name] = true
			return name
		}
	}
	for i := 2; ; i++ {
		name := clean(field, 16) + "·" + strconv.Itoa(i)
		if !taken[name] {
			taken[name] = true
			return name
		}
	}
}

// sheetOf is one table. alone: it has to name what a title would say.
func sheetOf(list []opinion.Item, n Naming, title string, alone bool) Sheet {
	s := Sheet{Title: title}
	var used []*column
	for i := range columns {
		c := &columns[i]
		if !c.extra || needs(c, list, alone) {
			used = append(used, c)
		}
	}
	top := ""
	for _, c := range used {
		head := c.top
		if head == top && c.sub != "" {
			head = ""
		}
		top = c.top
		s.Heads[0], s.Heads[1] = append(s.Heads[0], head), append(s.Heads[1], c.sub)
	}
	above := ""
	for _, i := range list {
		f := i.ItemFacts
		if f.Field != "" {
			f.Field = cmp.Or(n.Field(f.Field), f.Field)
		}
		if f.First == "" && above != "" {
			f.First = "—"
		}
		above = i.First
		row := make([]string, len(used))
		for k, c := range used {
			row[k] = c.write(f)
		}
		s.Rows = append(s.Rows, row)
	}
	return s
}

// needs says whether a table needs a column that an office's own table does not have.
func needs(c *column, list []opinion.Item, alone bool) bool {
	first := ""
	for k, i := range list {
		said := c.write(i.ItemFacts)
		switch c.top {
		case "领域":
			if !alone {
				return false
			}
			said = strings.TrimSpace(said)
		case "类别":
			if i.Kind == opinion.ItemCatalogue {
				said = ""
			}
		case "区划代码":
			if k == 0 {
				first = said
			}
			if said == first && !alone {
				continue
			}
		}
		if said != "" {
			return true
		}
	}
	return false
}
