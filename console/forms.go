package console

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/words"
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
	List []Choice
	Now  string
}

// Choices offers a closed list.
func (v *view) Choices(of, now string) choiceList {
	return choiceList{v, v.app.Choices.of(of), now}
}

// ChoiceWord is the word for a value of a closed list; other values are words already.
func (v *view) ChoiceWord(of, value string) string {
	for _, c := range v.app.Choices.of(of) {
		if c.Value == value {
			return v.In(c.Zh, c.En)
		}
	}
	return value
}

// Limits are the spans by which a case can be extended.
func (v *view) Limits() []Choice {
	return []Choice{
		{"24h", "24 小时", "24 hours"}, {"48h", "48 小时", "48 hours"}, {"3d", "3 天", "3 days"},
		{"5d", "5 天", "5 days"}, {"7d", "7 天", "7 days"}, {"15d", "15 天", "15 days"},
	}
}

func (c Choices) of(name string) []Choice {
	switch name {
	case "reason":
		return c.ReturnReasons
	case "kind":
		return c.Kinds
	case "channel":
		return c.Channels
	case "solved":
		return c.Solved
	case "dkind":
		return disclosureKinds
	case "pause":
		return pauseReasons
	}
	return nil
}

// filled takes the defaults for empty lists.
func (c Choices) filled() Choices {
	d := DefaultChoices()
	or := func(have, usual []Choice) []Choice {
		if len(have) > 0 {
			return have
		}
		return usual
	}
	return Choices{or(c.ReturnReasons, d.ReturnReasons), or(c.Kinds, d.Kinds), or(c.Channels, d.Channels), or(c.Solved, d.Solved)}
}

// DefaultChoices are the closed lists of the regulations: reasons for a return from hotline
// practice, kinds of response of 国办发〔2016〕80号, channels of 国办函〔2025〕66号.
func DefaultChoices() Choices {
	return Choices{
		ReturnReasons: []Choice{
			{"属地不符", "属地不符", "Not our territory"}, {"职能不符", "职能不符", "Not our duty"},
			{"权属不清", "权属不清", "Ownership unclear"}, {"应走法定渠道", "应走法定渠道", "Has a statutory channel"},
			{"重复", "重复", "Repeat"}, {"信息不足", "信息不足", "Too little information"},
		},
		Kinds: []Choice{
			{"权威解释", "权威解释", "Authoritative explanation"}, {"解决公布", "解决公布", "Solution published"},
			{"调查发布", "调查发布", "Investigation published"}, {"采纳公开", "采纳公开", "Suggestion: adopted or not"},
			{"事实更正", "事实更正", "Correction with facts"},
		},
		Channels: statutoryChoices(),
		Solved:   []Choice{{"yes", "已解决", "Solved"}, {"partly", "部分解决", "Partly solved"}, {"no", "未解决", "Not solved"}, {"promised", "已承诺期限，到期兑现", "Promised for a day to come"}},
	}
}

// statutoryChoices are the channels to which a case can be referred.
func statutoryChoices() []Choice {
	var out []Choice
	for _, c := range opinion.StatutoryChannels {
		key := "statutory." + string(c)
		out = append(out, Choice{Value: string(c), Zh: words.Say("zh-CN", key), En: words.Say("en", key)})
	}
	return out
}
