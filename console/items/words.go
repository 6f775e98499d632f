package items

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiying/console/access"
	"huiying/console/facts"
	"huiying/opinion"
)

// Kinds, States, Attributes and Elements are the choices of forms.
func (v *View) Kinds() []opinion.ItemKind           { return opinion.ItemKinds }
func (v *View) States() []opinion.ItemState         { return opinion.ItemStates }
func (v *View) Attributes() []opinion.ItemAttribute { return opinion.ItemAttributes }

// Levels are those that a catalogue is for.
func (v *View) Levels() []opinion.Level {
	return []opinion.Level{opinion.Province, opinion.City, opinion.County, opinion.Township}
}

// HasLevel says whether facts name a level.
func (v *View) HasLevel(f opinion.ItemFacts, l opinion.Level) bool {
	return slices.Contains(f.Levels, l)
}

// Level names one.
func (v *View) Level(l opinion.Level) string { return v.Word("alerts.level.", l.String()) }

// UnitOr names a unit; "-" is nobody.
func (v *View) UnitOr(id string) string {
	if id == "" || id == "-" {
		return v.Say("items.unowned")
	}
	return v.Unit(id)
}

// FieldOr names a field; "-" is none.
func (v *View) FieldOr(id string) string {
	if id == "" || id == "-" {
		return v.Say("items.nofield")
	}
	return v.Topic(id)
}

// Column is a unit's name at the head of a column: without its place.
func (v *View) Column(id string) string {
	if id == "" {
		return v.Say("items.unowned")
	}
	return v.UnitHere(id, "")
}

// Cell is the list behind a cell of the matrix.
func (v *View) Cell(field, unit string) string {
	q := url.Values{"of": {OfAll}}
	for k, s := range map[string]string{"field": field, "unit": unit} {
		if s == "" {
			s = "-"
		}
		q.Set(k, s)
	}
	return "/items?" + q.Encode()
}

// Row is the list of a field, OfUnit that of a unit.
func (v *View) Row(field string) string   { return listOf("field", field) }
func (v *View) OfUnit(unit string) string { return listOf("unit", unit) }

func listOf(key, id string) string {
	return "/items?" + url.Values{"of": {OfAll}, key: {cmp.Or(id, "-")}}.Encode()
}

// Due says when an item is due, in the words of a desk.
func (v *View) Due(i opinion.Item) string {
	switch {
	case i.Due.IsZero():
		return ""
	case i.Late(v.Now()):
		return v.Say("items.late", v.Span(v.Now().Sub(i.Due)))
	}
	return v.Say("items.due", v.Day(i.Due.Add(-time.Second)))
}

// Late says whether it is late.
func (v *View) Late(i opinion.Item) bool { return i.Late(v.Now()) }

// OpenNow says whether a consultation can be spoken to.
func (v *View) OpenNow(i opinion.Item) bool { return i.Open(v.Now()) }

// Cycle says when an item comes due.
func (v *View) Cycle(c opinion.ItemCycle) string {
	if c.Days == 0 {
		return v.Word("item.cycle.", string(c.By))
	}
	key := "items.days"
	if c.Working {
		key = "items.workdays"
	}
	return v.Word("item.cycle.", string(c.By)) + " · " + v.Say(key, strconv.Itoa(c.Days))
}

// Checks names checks.
func (v *View) Checks(list []opinion.ItemCheck) string {
	var out []string
	for _, c := range list {
		out = append(out, v.Word("item.check.", string(c)))
	}
	return strings.Join(out, v.Say("list.comma"))
}

// Elements names elements.
func (v *View) Elements(list []opinion.ItemElement) string {
	var out []string
	for _, e := range list {
		out = append(out, v.Word("item.element.", string(e)))
	}
	return strings.Join(out, v.Say("list.comma"))
}

// Lines are the addresses of a form, a line each.
func (v *View) Lines(list []string) string { return strings.Join(list, "\n") }

// Today is the day of now, for a field of a form.
func (v *View) Today() string { return v.Now().In(opinion.Beijing).Format(time.DateOnly) }

// Reviews says whether whoever reads passes what stands in a state.
func (v *View) Reviews(s opinion.ItemState) bool {
	switch v.Me().Role {
	case "":
		return true
	case access.Head:
		return s == opinion.ItemSubmitted
	case access.Openness:
		return s == opinion.ItemReviewed || s == opinion.ItemApproved
	case access.Monitor, access.Handler, access.Leader, access.Auditor, access.Administrator, access.Keeper:
	}
	return false
}

// moves are those of an item that whoever reads may make: who hands in and publishes is of the unit or of the
// openness office, and each level reviews its own.
func (v *View) Moves(i opinion.Item) (out []opinion.ItemMove) {
	if !v.May("POST /items/{id}/{act}") {
		return nil
	}
	for _, m := range i.Moves() {
		if (m != opinion.ItemPass && m != opinion.ItemSendBack) || v.Reviews(i.State) {
			out = append(out, m)
		}
	}
	return out
}

// many are the moves that can be made on many items of a list at once.
func (v *View) many(of string) []opinion.ItemMove {
	if of != OfReview || !v.May("POST /items/acts") {
		return nil
	}
	out := []opinion.ItemMove{opinion.ItemSubmit}
	if v.Me().Role != access.Handler {
		out = append(out, opinion.ItemPass)
	}
	return append(out, opinion.ItemPublish)
}

// Move names one.
func (v *View) Move(m opinion.ItemMove) string { return v.Word("item.move.", string(m)) }

// Stage is the class of a state's chip.
func (v *View) Stage(s opinion.ItemState) string {
	switch {
	case s.Public():
		return "chip-said"
	case s == opinion.ItemWithdrawn || s == opinion.ItemWithheld || s == opinion.ItemOnRequest:
		return "chip-done"
	}
	return "chip-wait"
}

// Rated are the openness rates that are shown.
func (v *View) Rated() []string { return []string{"published", "met", "good"} }

// share is one rate as it is drawn.
type share struct {
	N, Of int
	Share *float64
}

// Rate is a rate of Rated.
func (v *View) Rate(r facts.ItemRate, which string) share {
	n, of := r.Published, r.Owed
	switch which {
	case "met":
		n = r.Met
	case "good":
		n, of = r.Good, r.Looked
	}
	return share{n, of, r.Share(n, of)}
}
