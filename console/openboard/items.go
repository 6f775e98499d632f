package openboard

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// itemsPage is what units owe the public, and how it stands.
type itemsPage struct {
	List    ask.OpenItems
	Late    int
	Total   int
	Open    int
	Q       url.Values
	Fields  []opinion.Topic
	Kinds   []opinion.ItemKind
	Filters []kit.Filter
	From    int
	Item    ask.OpenItem
	Links   []opinion.Item
}

const itemsAtOnce = 30

// ShowItems lists what is published: the register of duties, searched by words.
func (a *Room) ShowItems(r *http.Request, v *View) (string, error) {
	v.open(v.Say("open.items"))
	if a.Items == nil {
		return "", kit.Away("no_items", v.Say("away.items"))
	}
	p := &itemsPage{Q: r.URL.Query(), Kinds: opinion.ItemKinds, Fields: a.Fields()}
	q := facts.ItemQuery{Public: true, At: v.Now(), Field: p.Q.Get("field"), Unit: p.Q.Get("unit"), Kind: opinion.ItemKind(p.Q.Get("kind")),
		Late: p.Q.Get("late") == "yes", Open: p.Q.Get("open") == "yes", Size: itemsAtOnce,
		Words: ask.WordsOf(opinion.Clip(p.Q.Get("q"), 200), a.Cut)}
	q.From, _ = strconv.Atoi(p.Q.Get("from"))
	q.From = max(q.From, 0)
	p.From = q.From
	counts, err := a.Items.CountItems(r.Context(), facts.ItemQuery{Public: true, At: v.Now()})
	if err != nil {
		return "", err
	}
	p.Late, p.Total, p.Open = counts.Late, counts.Total, counts.Open
	p.List, err = ask.OpenItemsOf(r.Context(), a.Items, q, v.Now())
	for _, f := range [][3]string{{"q", "open.words", opinion.Clip(p.Q.Get("q"), 40)}, {"field", "items.field", v.Topic(p.Q.Get("field"))},
		{"unit", "filter.unit", v.Unit(p.Q.Get("unit"))}, {"kind", "items.kind", v.Word("item.kind.", p.Q.Get("kind"))},
		{"late", "open.items.late", v.Say("fact.yes")}, {"open", "items.opennow", v.Say("fact.yes")}} {
		if p.Q.Get(f[0]) != "" {
			p.Filters = append(p.Filters, kit.Filter{Label: v.Say(f[1]), Value: f[2], Without: v.Link(f[0], "", "from")})
		}
	}
	v.D = p
	return "open_items", err
}

// ShowItem is one of them. What was never published, or was withdrawn, is not there.
func (a *Room) ShowItem(r *http.Request, v *View) (string, error) {
	v.open(v.Say("open.items"))
	if a.Items == nil {
		return "", kit.Away("no_items", v.Say("away.items"))
	}
	list, err := a.Items.Items(r.Context(), facts.ItemQuery{Public: true, ID: r.PathValue("id"), Size: 1})
	if err == nil && len(list.Items) == 0 {
		err = &kit.Error{Kind: kit.NotFound, Code: "no_item"}
	}
	if err != nil {
		return "", err
	}
	p := &itemsPage{Item: ask.OpenItemOf(list.Items[0], v.Now())}
	v.Title = p.Item.Facts.Name
	for _, id := range slices.Compact(p.Item.Facts.Links) {
		other, err := a.Items.Items(r.Context(), facts.ItemQuery{Public: true, ID: id, Size: 1})
		if err != nil {
			return "", err
		}
		p.Links = append(p.Links, other.Items...)
	}
	v.D = p
	return "open_item", nil
}

// Cycle says when an item comes due.
func (v *View) Cycle(f opinion.ItemFacts) string {
	return v.Word("item.cycle.", string(f.InForce().By))
}

// Failed names the checks that a page did not pass.
func (v *View) Failed(list []string) string {
	var out []string
	for _, c := range list {
		out = append(out, v.Word("item.check.", c))
	}
	return strings.Join(out, v.Say("list.comma"))
}

// LevelName names a level.
func (v *View) LevelName(l opinion.Level) string { return v.Word("alerts.level.", l.String()) }

// Rest is the address of the rest of a list.
func (v *View) Rest(next int) string { return v.Link("from", strconv.Itoa(next)) }
