package items

import (
	"context"
	"path"
	"slices"
	"strings"
	"time"

	"huiying/collectors/intake"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/console/sheet"
	"huiying/fetch"
	"huiying/opinion"
	rules "huiying/responders/items"
	"huiying/words"
)

// Desk is the Book as the console, the API and the command line ask it: with the rules and names of the
// configuration.
type Desk struct {
	Book   *Book
	Rules  rules.Rules
	Tables rules.Options // what a table does not say itself, and how names become ids
	Naming rules.Naming
	Region string
	Fetch  *fetch.Client          // looks at what was published
	Asker  *Asker                 // which of them questions ask for; nil: nobody is asked
	Unit   func(id string) string // its name
	Font   string                 // the file of the font of a PDF; "": the usual places
	Now    func() time.Time
}

// Items lists items, with how often each was asked about lately where that is wanted.
func (d Desk) Items(ctx context.Context, q facts.ItemQuery) (facts.ItemList, error) {
	if q.At = d.Now(); !q.Asked {
		return d.Book.Items(ctx, q)
	}
	said, err := d.AskedItems(ctx)
	if err != nil {
		return facts.ItemList{}, err
	}
	return d.Book.asked(ctx, q, said)
}

// AskedItems are the items that the questions of the last days ask for.
func (d Desk) AskedItems(ctx context.Context) (facts.ItemsAsked, error) {
	if d.Asker == nil {
		return facts.ItemsAsked{Items: []facts.ItemAsked{}}, nil
	}
	return d.Asker.Asked(ctx)
}

// CountItems counts items.
func (d Desk) CountItems(ctx context.Context, q facts.ItemQuery) (facts.ItemCounts, error) {
	q.At = d.Now()
	return d.Book.Count(ctx, q)
}

// Item is one item with its history.
func (d Desk) Item(ctx context.Context, id string) (facts.ItemFile, error) {
	f, ok, err := d.Book.Item(ctx, id)
	if err == nil && !ok {
		err = unknown()
	}
	return f, err
}

func unknown() error { return &kit.Error{Kind: kit.NotFound, Code: "no_item"} }

// levels are the two levels of review, as the console names them.
var levels = map[string]rules.Level{"": rules.AnyLevel, "unit": rules.UnitLevel, "office": rules.OfficeLevel,
	"none": rules.NoReview}

func (d Desk) act(act facts.ItemAct) rules.Act {
	return rules.Act{Move: act.Move, Who: act.Who, By: act.By, Level: levels[act.Level], Reason: act.Reason,
		Attribute: act.Attribute, Secrecy: act.Secrecy, Facts: d.completed(act.Facts), Addresses: act.Addresses,
		Result: act.Result, Happened: act.Happened, At: d.Now()}
}

func (d Desk) completed(f opinion.ItemFacts) opinion.ItemFacts { return rules.Completed(f, d.Tables) }

// ActOnItem does to an item what somebody wants. Adding one needs no id.
func (d Desk) ActOnItem(ctx context.Context, id string, act facts.ItemAct) (opinion.Item, error) {
	a := d.act(act)
	if act.Move == opinion.ItemAdd {
		var err error
		if id, err = d.Book.free(ctx, a.Facts); err != nil {
			return opinion.Item{}, err
		}
	}
	return d.Book.decide(ctx, id, func(i opinion.Item) (opinion.ItemEvent, error) {
		if i.ID == "" && act.Move != opinion.ItemAdd {
			return opinion.ItemEvent{}, unknown()
		}
		return d.Rules.Do(i, a, id)
	})
}

// ActOnItems does the same to many items, and says to how many; what cannot be done to one is left out.
func (d Desk) ActOnItems(ctx context.Context, ids []string, act facts.ItemAct) (done int, err error) {
	a := d.act(act)
	d.Book.mu.Lock()
	defer d.Book.mu.Unlock()
	if err := d.Book.refresh(ctx); err != nil {
		return 0, err
	}
	var events []opinion.ItemEvent
	for _, id := range ids {
		i := d.Book.items[id]
		if i == nil {
			continue
		}
		e, fault := d.Rules.Do(*i, a, id)
		if fault != nil {
			err = fault
			continue
		}
		events = append(events, e)
	}
	if len(events) == 0 {
		return 0, err
	}
	return len(events), d.Book.write(ctx, events)
}

// ProveItem writes what was seen at an item's address.
func (d Desk) ProveItem(ctx context.Context, id string, p opinion.ItemProof) (opinion.Item, error) {
	return d.Book.Prove(ctx, id, p, d.Rules)
}

// ImportItems takes a table of items: all of it, or nothing where anything of it is not understood. The
// same table again changes nothing.
func (d Desk) ImportItems(ctx context.Context, t facts.ItemTable) (facts.ItemImport, error) {
	out := facts.ItemImport{DryRun: t.DryRun, Unowned: []string{}, Passed: []facts.ItemFault{}, Faults: []facts.ItemFault{}}
	read, err := d.read(t)
	if err != nil {
		return out, err
	}
	out.Rows, out.Faults, out.Passed = len(read.Rows), said(read.Faults, t.Lang), said(read.Passed, t.Lang)
	if len(read.Faults) > 0 {
		return out, nil
	}
	rows := make([]opinion.ItemFacts, len(read.Rows))
	for i, r := range read.Rows {
		rows[i] = r.Facts
		if t.Within != nil && !t.Within(opinion.Item{ItemFacts: r.Facts}) {
			out.Faults = append(out.Faults, facts.ItemFault{Sheet: r.Sheet, Line: r.Line, Say: words.Say(t.Lang, "item.fault.scope")})
		}
	}
	if len(out.Faults) > 0 {
		return out, nil
	}
	return d.take(ctx, t, rows, out)
}

func (d Desk) take(ctx context.Context, t facts.ItemTable, rows []opinion.ItemFacts,
	out facts.ItemImport) (facts.ItemImport, error) {
	d.Book.mu.Lock()
	defer d.Book.mu.Unlock()
	if err := d.Book.refresh(ctx); err != nil {
		return out, err
	}
	var have []opinion.Item
	for _, i := range d.Book.listed(facts.ItemQuery{}) {
		have = append(have, *i)
	}
	p := rules.PlanOf(have, rows)
	out.Added, out.Changed, out.Same, out.Absent = len(p.Add), len(p.Change), p.Same, len(p.Absent)
	for _, f := range p.Unowned {
		if !slices.Contains(out.Unowned, f.Body) {
			out.Unowned = append(out.Unowned, f.Body)
		}
	}
	if t.DryRun {
		return out, nil
	}
	act := rules.Act{Who: t.Who, By: t.By, At: d.Now(), Reason: words.Say(words.First, "item.imported")}
	var events []opinion.ItemEvent
	add := func(was opinion.Item, move opinion.ItemMove, id string, f opinion.ItemFacts) error {
		act.Move, act.Facts = move, f
		e, err := d.Rules.Do(was, act, id)
		events = append(events, e)
		return err
	}
	for _, a := range p.Add {
		if err := add(opinion.Item{}, opinion.ItemAdd, a.ID, a.Facts); err != nil {
			return out, err
		}
	}
	for _, c := range p.Change {
		if err := add(c.Was, opinion.ItemChange, c.Was.ID, c.Facts); err != nil {
			return out, err
		}
	}
	return out, d.Book.write(ctx, events)
}

// read reads a file.
func (d Desk) read(t facts.ItemTable) (rules.Table, error) {
	tables, err := intake.Tables(t.Raw, t.Name)
	if err != nil {
		return rules.Table{}, &kit.Error{Kind: kit.Invalid, Code: "bad_file", Phrase: words.Of("item.fault.file", words.Why(err)), Err: err}
	}
	var grids []rules.Grid
	for _, one := range tables {
		g := rules.Grid{Sheet: one.Sheet}
		for _, r := range one.Rows {
			g.Rows = append(g.Rows, rules.GridRow{Line: r.Line, Cells: r.Cells, Lost: r.Lost, Err: r.Err})
		}
		grids = append(grids, g)
	}
	o := d.Tables
	o.Division, o.Field, o.Kind = t.Division, t.Field, t.Kind
	if o.Division == "" {
		o.Division = d.Region
	}
	return rules.Read(grids, o), nil
}

func said(faults []rules.Fault, lang string) []facts.ItemFault {
	out := []facts.ItemFault{}
	for _, f := range faults {
		out = append(out, facts.ItemFault{Sheet: f.Sheet, Line: f.Line, Column: f.Column, Say: f.In(lang)})
	}
	return out
}

// ExportItems writes items as the official table, by the end of a file's name: a workbook with a sheet for
// each field, or one table.
func (d Desk) ExportItems(ctx context.Context, name string, q facts.ItemQuery) ([]byte, error) {
	q.Size, q.From = 0, 0
	list, err := d.Items(ctx, q)
	if err != nil {
		return nil, err
	}
	list.Items = slices.DeleteFunc(list.Items, func(i opinion.Item) bool { return i.State == opinion.ItemWithdrawn })
	ext := strings.ToLower(path.Ext(name))
	sheets := rules.Sheets(list.Items, d.Naming, ext == ".xlsx")
	var out []sheet.Headed
	for _, s := range sheets {
		out = append(out, sheet.Headed{Name: s.Name, Title: s.Title, Heads: s.Heads, Rows: s.Rows})
	}
	if len(out) == 0 {
		return nil, &kit.Error{Kind: kit.NotFound, Code: "no_items", Phrase: words.Of("item.none")}
	}
	raw, err := sheet.WriteHeaded(ext, out)
	if err != nil {
		return nil, &kit.Error{Kind: kit.Invalid, Code: "bad_file", Phrase: words.Of("item.fault.end"), Err: err}
	}
	return raw, nil
}
