package console

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"huiying/opinion"
)

// manyUnits is where a list to choose from gives way to a box that completes ids.
const manyUnits = 80

// unitPick is a field for one unit.
type unitPick struct {
	V             *view
	ID, Name, Now string
	Units         []opinion.Unit
	Any, Many     bool
}

// Pick makes a field for one unit; any allows none.
func (v *view) Pick(id, name, now string, units []opinion.Unit, any bool) unitPick {
	return unitPick{v, id, name, now, units, any, v.Many(units)}
}

// Many says whether there are too many units for a list.
func (v *view) Many(units []opinion.Unit) bool { return len(units) > manyUnits }

// UnitOption names a unit where one is chosen.
func (v *view) UnitOption(u opinion.Unit) string { return unitName(u, u.ID, v.Lang) }

// TopicOption names a topic where one is chosen, items below their field.
func (v *view) TopicOption(t opinion.Topic) string {
	name := t.Name
	if v.Lang == "en" && t.NameEn != "" {
		name = t.NameEn
	}
	if strings.Contains(t.ID, "/") {
		return "\u3000" + name
	}
	return name
}

// Param is a parameter of this page's address.
func (v *view) Param(key string) string { return v.here.Query().Get(key) }

// Paged says whether this is a later page of a list.
func (v *view) Paged() bool { return v.Param("cursor") != "" }

// Or is the first of its arguments that is not empty.
func (v *view) Or(a ...string) string { return cmp.Or(a...) }

// Span writes a span of time.
func (v *view) Span(d time.Duration) string { return spell(d, v.Lang) }

// Between writes the time from one moment to another.
func (v *view) Between(from, to time.Time) string {
	if from.IsZero() || to.Before(from) {
		return "—"
	}
	return spell(to.Sub(from), v.Lang)
}

// Demands are the choices of the demand filter.
func (v *view) Demands() []opinion.Demand {
	return opinion.Demands
}

// Backwards lists a history with the latest first.
func (v *view) Backwards(h []opinion.Event) []opinion.Event {
	h = slices.Clone(h)
	slices.Reverse(h)
	return h
}

// Back is where a reader came from within a page's own address, or "".
func (v *view) Back() string {
	if strings.HasPrefix(v.here.Path, "/cases/") || strings.HasPrefix(v.here.Path, "/mentions/") || strings.HasPrefix(v.here.Path, "/issues/") || strings.HasPrefix(v.here.Path, "/dead") {
		return v.here.Path
	}
	return ""
}

// moveFields is what the fields of a move's form are drawn from.
type moveFields struct {
	V     *view
	Form  moveForm
	Case  opinion.Case
	Units []opinion.Unit
}

// Fields makes them.
func (v *view) Fields(f moveForm, p *casePage) moveFields {
	return moveFields{v, f, p.Case, p.Units}
}

// Has says whether a co-unit was chosen: in the refused form, else in the case.
func (f moveFields) Has(unit string) bool {
	if f.Form.Problem != nil {
		return slices.Contains(f.Form.In["co"], unit)
	}
	return slices.Contains(f.Case.Co, unit)
}

// Refused says whether a form of the page was refused.
func (p *casePage) Refused() bool {
	return slices.ContainsFunc(p.Moves, func(f moveForm) bool { return f.Problem != nil })
}

// WantsReason says whether the move may be given a reason in words.
func (f moveForm) WantsReason() bool { return f.Move.Reason() != opinion.NoReason }

// NeedsReason says whether it must be.
func (f moveForm) NeedsReason() bool { return f.Move.Reason() == opinion.MustReason }

// choiceList is a closed list with the present choice.
type choiceList struct {
	V    *view
	List []string
	Now  string
}

// choices are the closed lists of the forms, by the values that a case keeps: reasons for a return
// from hotline practice, kinds of response of 国办发〔2016〕80号, channels of 国办函〔2025〕66号, kinds of
// answer to a request (政府信息公开条例 articles 36 to 39) and why its time does not count (articles 30
// and 33). Their words are choice.<value>.
var choices = map[string][]string{
	"reason":  {"属地不符", "职能不符", "权属不清", "应走法定渠道", "重复", "信息不足"},
	"kind":    {"权威解释", "解决公布", "调查发布", "采纳公开", "事实更正"},
	"channel": valuesOf(opinion.StatutoryChannels),
	"solved":  {"yes", "partly", "no", "promised"},
	"dkind":   {"予以公开", "部分公开", "不予公开", "信息不存在", "非本机关负责", "不予处理"},
	"pause":   {"补正", "征求第三方意见"},
	"limit":   {"24h", "48h", "3d", "5d", "7d", "15d"},
}

// valuesOf are the values of a kind of thing as a form holds them.
func valuesOf[ID ~string](kind []ID) []string {
	out := make([]string, len(kind))
	for i, id := range kind {
		out[i] = string(id)
	}
	return out
}

// Choices offers a closed list.
func (v *view) Choices(of, now string) choiceList { return choiceList{v, choices[of], now} }

// ChoiceWord is the word for a value of a closed list; other values are words already.
func (v *view) ChoiceWord(of, value string) string {
	if slices.Contains(choices[of], value) {
		return v.Word("choice.", value)
	}
	return value
}
