package items

import (
	"cmp"
	"net/http"
	"slices"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// itemPage is one duty to publish.
type itemPage struct {
	facts.ItemFile
	Moves   []opinion.ItemMove
	Lacks   []opinion.ItemElement
	Said    string
	Fields  []opinion.Topic
	Units   []opinion.Unit
	New     bool
	Facts   opinion.ItemFacts // of the form
	Places  []opinion.Division
	History []opinion.ItemEvent
	Asked   facts.ItemAsked // questions about it
}

// Sheets are the files that a sheet of the guide can be had as; none for what has no sheet.
func (p *itemPage) Sheets() []string {
	if i := p.Item; i.Kind == opinion.ItemGuide && i.Public() && len(i.Shown.Addresses) > 0 {
		return []string{".html", ".docx", ".pdf"}
	}
	return nil
}

// May says whether a move can be made.
func (p *itemPage) May(m opinion.ItemMove) bool { return slices.Contains(p.Moves, m) }

// Differs says that what stands before the public is not what is being made.
func (p *itemPage) Differs() bool {
	return p.Item.Public() && !p.Item.Same(p.Item.Shown)
}

// ShowItem is one item's page.
func (a *Room) ShowItem(r *http.Request, v *View) (string, error) {
	v.Nav = "items"
	if a.Desk == nil {
		return "", kit.Away("no_items", v.Say("away.items"))
	}
	f, err := a.Desk.Item(r.Context(), r.PathValue("id"))
	if err != nil {
		return "", err
	}
	v.Title = f.Item.Name
	p := &itemPage{ItemFile: f, Moves: v.Moves(f.Item), Lacks: f.Item.Lacks(), Facts: f.Item.ItemFacts, History: slices.Clone(f.History)}
	slices.Reverse(p.History)
	if p.Asked, err = a.askedOf(r.Context(), f.Item.ID); err != nil {
		return "", err
	}
	if done := opinion.ItemMove(r.URL.Query().Get("done")); slices.Contains(opinion.ItemPersonMoves, done) {
		p.Said = v.Say("items.did", v.Move(done))
	}
	v.D = p
	return "item", a.choices(r, p)
}

// ShowNew is an empty form.
func (a *Room) ShowNew(r *http.Request, v *View) (string, error) {
	v.Nav, v.Title = "items", v.Say("items.new")
	if a.Desk == nil {
		return "", kit.Away("no_items", v.Say("away.items"))
	}
	p := &itemPage{New: true, Facts: opinion.ItemFacts{Kind: opinion.ItemCatalogue, Way: opinion.ItemWay{Active: true},
		Audience: opinion.ItemAudience{All: true}, Unit: v.Me().Unit, Division: v.Me().Division}}
	v.D = p
	if err := a.choices(r, p); err != nil {
		return "", err
	}
	for _, u := range p.Units {
		if u.ID == p.Facts.Unit {
			p.Facts.Division, p.Facts.Body = cmp.Or(p.Facts.Division, u.Division), u.Name
		}
	}
	return "itemnew", nil
}

func (a *Room) choices(r *http.Request, p *itemPage) (err error) {
	p.Places, p.Fields = a.Places, a.Fields()
	p.Units, err = a.Units.Units(r.Context())
	return err
}
