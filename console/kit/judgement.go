package kit

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"huiying/opinion"
	"huiying/words"
)

// JudgementRow is one thing that the finding says.
type JudgementRow struct {
	Field      opinion.Field
	Value      string // as a correction writes it
	Evidence   []string
	Confidence int  // percent; 0: none is told
	Person     bool // a person said so
	Confirm    bool // a person may say that it is right
	Open       bool
}

func Percent(x float64) int { return int(x*100 + .5) }

// Value is the word for what a correction writes of a field.
func (v *Naming) Value(field opinion.Field, value string) string {
	switch field {
	case opinion.FieldTopic, opinion.FieldOther:
		return v.Topic(value)
	case opinion.FieldPlace:
		return v.Place(value)
	case opinion.FieldDemand:
		return v.Demand(opinion.Demand(value))
	case opinion.FieldSeverity:
		return value + " " + v.Word("sev.", value)
	case opinion.FieldUnit:
		return v.Unit(value)
	case opinion.FieldIssue:
		return v.Short(value)
	case opinion.FieldAsks:
		if value == "" {
			return v.Say("asks.unsaid")
		}
		return v.Word("asks.", value)
	}
	return value
}

// Severities are the choices of a severity, the heaviest first.
func (v *Wording) Severities() []opinion.Severity {
	return opinion.Severities
}

// evidenceOrder is the order of what words of a text are evidence of. A word that speaks for two is
// marked as the first.
var evidenceOrder = []opinion.Field{evidenceDanger, opinion.FieldPlace, opinion.FieldTopic, opinion.FieldDemand,
	opinion.FieldSeverity}

// evidenceDanger is a judgement that nobody corrects: what is called in goes its own way.
const evidenceDanger opinion.Field = "danger"

// Terms are the words of a text by which it was judged, each with what it is evidence of.
func Terms(f opinion.Finding) (out []Term) {
	said := map[opinion.Field][]string{opinion.FieldTopic: f.Topic.Evidence, opinion.FieldDemand: f.Demand.Evidence,
		opinion.FieldSeverity: f.Severity.Evidence}
	if f.Danger != nil {
		said[evidenceDanger] = f.Danger.Evidence
	}
	if f.Territory != nil {
		said[opinion.FieldPlace] = f.Territory.Evidence
	}
	for _, is := range evidenceOrder {
		out = append(out, marked(slices.Clone(said[is]), is)...)
	}
	slices.SortStableFunc(out, func(x, y Term) int { return len(y.Word) - len(x.Word) })
	return slices.CompactFunc(out, func(x, y Term) bool { return x.Word == y.Word })
}

// Call writes emergency numbers as they are called: 119, 120.
func (v *View) Call(numbers []string) string { return strings.Join(numbers, ", ") }

// Words writes evidence as a reader sees it: 「停水」「三天」.
func (v *View) Words(list []string) string {
	var b strings.Builder
	for _, s := range list[:min(len(list), 3)] {
		b.WriteString("「" + opinion.Clip(s, 16) + "」")
	}
	return b.String()
}

// Grade is a severity as its number, for narrow columns.
func (v *View) Grade(s opinion.Severity) template.HTML {
	if s.Rank() == 0 {
		return `<span class="sev"></span>`
	}
	word := words.Say(v.Lang, "sev."+string(s))
	return template.HTML(fmt.Sprintf(`<span class="sev sev-%d" title="%s"><b>%s</b><span class="sr"> %s</span></span>`,
		s.Rank(), word, s, word))
}
