package kit

import (
	"slices"
	"strings"

	"huiying/opinion"
	"huiying/words"
)

// ChipBar (筛选条) is the question of a list: its words, and a chip for everything that can narrow it,
// which is always in sight, set or not. It is one form, whatever of it is open.
type ChipBar struct {
	V           *View
	Action      string
	Words, Hint string
	Help        string   // how words are read; may be ""
	Kept        []Option // what the address asks beside it
	Chips       []Chip
}

// Chip is one way to narrow a list. Kind is how it is chosen: by list, by code, by days.
type Chip struct {
	Key, Label, Kind string
	Now, To          string // as the address has it; To of days alone
	Value            string // in words; "": not set
	Without          string // the address without it
	Options          []Option
}

// Narrowed says whether words or a chip narrow the list.
func (b ChipBar) Narrowed() bool {
	return b.Words != "" || slices.ContainsFunc(b.Chips, func(c Chip) bool { return c.Set() && c.Key != "order" })
}

// Option is one value with its words.
type Option struct{ Value, Name string }

// Set says whether it narrows the list now.
func (c Chip) Set() bool { return c.Value != "" }

// Chips makes the question of a list at a path, with the chips that keys name; orders are those that it can
// be asked for in, the usual one first.
func (v *View) Chips(action, hint string, orders []string, keys ...string) ChipBar {
	b := ChipBar{V: v, Action: action, Words: v.Param("q"), Hint: hint}
	own := []string{"q", "cursor", "lang", "rows", "id", "done"}
	for _, key := range keys {
		c := v.chip(key)
		b.Chips = append(b.Chips, c)
		own = append(own, paramsOf(key)...)
	}
	if len(orders) > 0 {
		b.Chips = append(b.Chips, v.orderChip(orders))
		own = append(own, "order")
	}
	for key, values := range v.Here.Query() {
		if !slices.Contains(own, key) && values[0] != "" {
			b.Kept = append(b.Kept, Option{key, values[0]})
		}
	}
	slices.SortFunc(b.Kept, func(x, y Option) int { return strings.Compare(x.Value, y.Value) })
	return b
}

// paramsOf are the parameters of an address that a chip sets.
func paramsOf(key string) []string {
	switch key {
	case "period":
		return []string{"from", "to"}
	case "due":
		return []string{"due_before", "overdue"}
	}
	return []string{key}
}

func (v *View) chip(key string) Chip {
	params := paramsOf(key)
	c := Chip{Key: params[0], Kind: "list", Now: v.Param(params[0]), Label: v.Say("filter." + key),
		Without: v.Link("", "", append(params, "cursor")...)}
	if c.Now != "" {
		c.Value = v.FilterName(c.Key, c.Now)
	}
	switch key {
	case "topic":
		for _, t := range v.kit.Topics {
			c.Options = append(c.Options, Option{t.ID, v.TopicOption(t)})
		}
	case "division":
		for _, d := range v.kit.Places {
			c.Options = append(c.Options, Option{d.Code, v.Place(d.Code)})
		}
	case "severity":
		for _, s := range opinion.Severities {
			c.Options = append(c.Options, Option{string(s), v.FilterName(key, string(s))})
		}
	case "source":
		c.Options = v.sourceOptions()
	case "unit":
		units, err := v.kit.Units.Units(v.ctx)
		if err != nil {
			v.kit.Failed("units", err)
		}
		if v.Many(units) { // a field that is offered names as one types
			c.Kind = "code"
			if c.Now != "" {
				c.Value = labelOf(units, c.Now, v.Lang)
			}
			return c
		}
		for _, u := range units {
			c.Options = append(c.Options, Option{u.ID, v.UnitOption(u)})
		}
	case "state":
		for _, s := range opinion.States {
			c.Options = append(c.Options, Option{string(s), v.State(s)})
		}
	case "demand":
		for _, d := range opinion.Demands {
			c.Options = append(c.Options, Option{string(d), v.Demand(d)})
		}
	case "period":
		c.Kind, c.To = "days", v.Param("to")
		c.Value = v.spanWords(c.Now, c.To)
	case "due":
		c.Kind = "due"
		if v.Param("overdue") == "true" {
			c.To, c.Value = "true", v.Say("filter.overdue")
		}
	}
	if c.Kind == "list" {
		v.choose(&c)
	}
	return c
}

// choose has a box that completes codes give way to a list where that is short.
func (v *View) choose(c *Chip) {
	if len(c.Options) == 0 || len(c.Options) > manyUnits && c.Key != "topic" {
		c.Kind = "code"
		return
	}
	if c.Now != "" && !slices.ContainsFunc(c.Options, func(o Option) bool { return o.Value == c.Now }) {
		c.Options = append(c.Options, Option{c.Now, c.Value})
	}
}

func (v *View) sourceOptions() (out []Option) {
	if v.kit.Sources == nil {
		return nil
	}
	for _, id := range v.kit.Sources(v.ctx) {
		out = append(out, Option{id, v.Source(id)})
	}
	return out
}

// spanWords writes a span of days, "" for none.
func (v *View) spanWords(from, to string) string {
	switch {
	case from == "" && to == "":
		return ""
	case from == to:
		return from
	case to == "":
		return v.Say("filter.since", from)
	case from == "":
		return v.Say("filter.until", to)
	}
	return from + " – " + to
}

// orderChip offers the orders of a list. It is set when the order is not the usual one.
func (v *View) orderChip(orders []string) Chip {
	c := Chip{Key: "order", Kind: "order", Label: v.Say("order"), Now: v.Param("order"),
		Without: v.With("order", "")}
	for i, o := range orders {
		value := o
		if i == 0 {
			value = ""
		}
		c.Options = append(c.Options, Option{value, v.Say("order." + o)})
	}
	if by, reversed := strings.CutPrefix(c.Now, "-"); c.Now != "" && words.Has("order."+by) {
		c.Value = v.Say("order." + by)
		if reversed {
			c.Value = v.Say("order.reversed", c.Value)
			c.Options = append(c.Options, Option{c.Now, c.Value})
		}
	}
	return c
}

// PeriodLinks are spans that are often asked for, as addresses of this page.
func (v *View) PeriodLinks() []Option {
	today := v.now.In(Shanghai)
	var out []Option
	for _, p := range []struct {
		word string
		days int
	}{{"period.today", 0}, {"period.week", 6}, {"period.month", 29}} {
		q := v.Here.Query()
		for _, drop := range []string{"to", "cursor", "lang", "rows"} {
			q.Del(drop)
		}
		q.Set("from", today.AddDate(0, 0, -p.days).Format("2006-01-02"))
		out = append(out, Option{v.Here.Path + "?" + q.Encode(), v.Say(p.word)})
	}
	return out
}
