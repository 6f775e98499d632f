package items

import (
	"cmp"
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// The lists of the desk.
const (
	OfMatrix  = ""        // 覆盖: fields × units
	OfWeek    = "week"    // 本周到期, with what is late
	OfReview  = "review"  // 待审
	OfTrouble = "trouble" // 失效或逾期
	OfAsked   = "asked"   // 问得多: so many ask that its page is to be looked at
	OfRates   = "rates"   // 公开率, by unit or by field
	OfAll     = "all"
)

var lists = []string{OfMatrix, OfWeek, OfReview, OfTrouble, OfAsked, OfRates, OfAll}

// PageSize is how many items a list shows.
const PageSize = 50

// tab is one list with its length.
type tab struct {
	Name, Link string
	N          int
	Now        bool
}

// deskPage is the matrix, or a list of items.
type deskPage struct {
	Of      string
	Tabs    []tab
	Counts  facts.ItemCounts
	Matrix  matrix
	List    facts.ItemList
	Q       url.Values
	Filters []kit.Filter
	Places  []opinion.Division // of which there are items
	Fields  []opinion.Topic
	Units   []string
	Rates   []facts.ItemRate   // the sum first
	ByField bool               // they are of fields, else of units
	Acts    []opinion.ItemMove // that can be made on all that are chosen
	Said    string
	Import  *facts.ItemImport
	Problem *kit.Problem
	From    int
}

// Next is the address of the rest of a list.
func (p *deskPage) Next(v *View) string { return v.Link("from", strconv.Itoa(p.List.Next)) }

// Carried are the questions that the address holds, for a form that asks another.
func (p *deskPage) Carried(but ...string) (out []kit.Option) {
	for _, k := range []string{"of", "unit", "field", "division", "kind", "state"} {
		if s := p.Q.Get(k); s != "" && !slices.Contains(but, k) {
			out = append(out, kit.Option{Value: k, Name: s})
		}
	}
	return out
}

// queryOf is what an address asks for.
func (a *Room) queryOf(v *View, q url.Values) facts.ItemQuery {
	out := facts.ItemQuery{Unit: q.Get("unit"), Field: q.Get("field"), Division: q.Get("division"),
		Kind: opinion.ItemKind(q.Get("kind")), Words: ask.WordsOf(opinion.Clip(q.Get("q"), 200), a.Cut), Size: PageSize, At: v.Now()}
	if out.Unit == "-" {
		out.Unit, out.Unowned = "", true
	}
	if out.Field == "-" {
		out.Field, out.NoField = "", true
	}
	if s := opinion.ItemState(q.Get("state")); s.Known() {
		out.States = []opinion.ItemState{s}
	}
	out.From, _ = strconv.Atoi(q.Get("from"))
	out.From = max(out.From, 0)
	return out
}

// narrowed is a question within a list of the desk.
func narrowed(of string, q facts.ItemQuery) facts.ItemQuery {
	switch of {
	case OfWeek:
		_, q.Due = opinion.DueWeek.Span(q.At)
	case OfReview:
		if len(q.States) == 0 {
			q.States = []opinion.ItemState{opinion.ItemDraft, opinion.ItemSubmitted, opinion.ItemReviewed, opinion.ItemApproved}
		}
	case OfTrouble:
		q.Trouble = true
	case OfAsked:
		q.Asked = true
	}
	return q
}

// Show is the desk.
func (a *Room) Show(r *http.Request, v *View) (string, error) {
	p, err := a.page(r.Context(), v, r.URL.Query())
	if err != nil {
		return "", err
	}
	if n, err := strconv.Atoi(p.Q.Get("done")); err == nil && n >= 0 {
		p.Said = v.Say("items.done", v.Num(n))
	}
	v.D = p
	return "items", nil
}

func (a *Room) page(ctx context.Context, v *View, asked url.Values) (*deskPage, error) {
	v.Nav, v.Title = "items", v.Say("nav.items")
	if a.Desk == nil {
		return nil, kit.Away("no_items", v.Say("away.items"))
	}
	p := &deskPage{Of: asked.Get("of"), Q: asked, Places: a.Places}
	if !slices.Contains(lists, p.Of) {
		p.Of = OfMatrix
	}
	q := a.queryOf(v, asked)
	p.From = q.From
	counted := q
	counted.States, counted.Words = nil, nil
	counts, err := a.Desk.CountItems(ctx, counted)
	if err != nil {
		return nil, err
	}
	p.Counts = counts
	trouble, err := a.Desk.Items(ctx, sized(narrowed(OfTrouble, counted), 1))
	if err != nil {
		return nil, err
	}
	often, err := a.Desk.Items(ctx, sized(narrowed(OfAsked, counted), 1))
	if err != nil {
		return nil, err
	}
	waiting := 0
	for _, s := range opinion.ItemStates {
		if s.Next() != "" {
			waiting += counts.ByState[s]
		}
	}
	for _, of := range lists {
		n := map[string]int{OfMatrix: counts.Total, OfWeek: counts.Week + counts.Late, OfReview: waiting, OfTrouble: trouble.Total,
			OfAsked: often.Total, OfRates: len(facts.RatesOf(counts.Cells, unitOf)) - 1, OfAll: counts.Total}[of]
		p.Tabs = append(p.Tabs, tab{Name: v.Say("items.of." + cmp.Or(of, "matrix")), Link: v.Link("of", of, "from", "done", "state"), N: n, Now: of == p.Of})
	}
	if err := a.fill(ctx, v, p, q); err != nil {
		return nil, err
	}
	return p, nil
}

func unitOf(c facts.ItemCell) string { return c.Unit }

func sized(q facts.ItemQuery, n int) facts.ItemQuery { q.Size, q.From = n, 0; return q }

func (a *Room) fill(ctx context.Context, v *View, p *deskPage, q facts.ItemQuery) (err error) {
	units, err := a.Units.Units(ctx)
	if err != nil {
		return err
	}
	p.Fields = a.Fields()
	for _, c := range p.Counts.Cells {
		if c.Unit != "" && !slices.Contains(p.Units, c.Unit) {
			p.Units = append(p.Units, c.Unit)
		}
	}
	slices.Sort(p.Units)
	p.filters(v)
	if p.Of == OfMatrix {
		p.Matrix = matrixOf(p.Counts.Cells, units, p.Fields, q)
		return nil
	}
	if p.Of == OfRates {
		p.Rates = facts.RatesOf(p.Counts.Cells, unitOf)
		if p.ByField = p.Q.Get("by") == "field"; p.ByField {
			p.Rates = facts.RatesOf(p.Counts.Cells, func(c facts.ItemCell) string { return c.Field })
		}
		return nil
	}
	p.Acts = v.many(p.Of)
	p.List, err = a.Desk.Items(ctx, narrowed(p.Of, q))
	return err
}

// filters are the questions that are set, to be dropped.
func (p *deskPage) filters(v *View) {
	add := func(key, label, shown string) {
		if p.Q.Get(key) != "" {
			p.Filters = append(p.Filters, kit.Filter{Label: v.Say(label), Value: shown, Without: v.Link(key, "", "from", "done")})
		}
	}
	add("q", "open.words", opinion.Clip(p.Q.Get("q"), 40))
	add("unit", "filter.unit", v.UnitOr(p.Q.Get("unit")))
	add("field", "items.field", v.FieldOr(p.Q.Get("field")))
	add("division", "filter.division", v.Place(p.Q.Get("division")))
	add("kind", "items.kind", v.Word("item.kind.", p.Q.Get("kind")))
	add("state", "items.state", v.Word("item.state.", p.Q.Get("state")))
}

// Published and Waiting sum the counts of the matrix.
func (p *deskPage) Published() (n int) {
	for _, c := range p.Counts.Cells {
		n += c.Published
	}
	return n
}

// Waiting are those on their way to the public.
func (p *deskPage) Waiting() (n int) {
	for _, c := range p.Counts.Cells {
		n += c.Waiting
	}
	return n
}

// Asked is the question of the address, for the file of the same.
func (p *deskPage) Asked() template.URL {
	q := url.Values{}
	for _, c := range p.Carried("of") {
		q.Set(c.Value, c.Name)
	}
	return template.URL(q.Encode()) //nolint:gosec // encoded here
}
