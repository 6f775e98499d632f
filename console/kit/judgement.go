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

// Terms are the words of a text by which it was judged.
func Terms(f opinion.Finding) []string {
	all := slices.Concat(f.Topic.Evidence, f.Severity.Evidence, f.Demand.Evidence)
	if f.Danger != nil {
		all = append(all, f.Danger.Evidence...)
	}
	if f.Territory != nil {
		all = append(all, f.Territory.Evidence...)
	}
	all = slices.DeleteFunc(all, func(s string) bool { return strings.TrimSpace(s) == "" })
	slices.SortFunc(all, func(x, y string) int { return len(y) - len(x) })
	return slices.Compact(all)
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
