package alerts

import (
	"html/template"
	"math"
	"strconv"
	"strings"

	"huiying/opinion"
)

// Kind is the word for a kind of alert.
func (v *View) Kind(k opinion.AlertKind) string { return v.Word("alerts.kind.", string(k)) }

// AlertState is the word for a state.
func (v *View) AlertState(s opinion.AlertState) string { return v.Word("alert.state.", string(s)) }

// Done is the word for a move.
func (v *View) Done(m opinion.AlertMove) string { return v.Word("alert.move.", string(m)) }

// Kinds are all kinds.
func (v *View) Kinds() []opinion.AlertKind { return opinion.AlertKinds }

// About is how much was expected: a number with at most one digit behind the point.
func (v *View) About(x float64) string {
	if x > 0 && x < .05 {
		return "<0.1"
	}
	return strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64)
}

// Chance says how unlikely a count is, as one in so many.
func (v *View) Chance(p float64) string {
	switch {
	case p <= 0:
		return ""
	case p < 1e-9:
		return v.Say("alerts.chance.least")
	}
	n := 1 / p
	step := math.Pow(10, math.Floor(math.Log10(n)))
	return v.Say("alerts.chance", v.Num(int(math.Round(n/step)*step)))
}

// Counted are counts with the words for their ids.
func (v *View) Counted(of string, list []opinion.AlertCount) string {
	var out []string
	for _, c := range list[:min(len(list), 8)] {
		name := c.ID
		switch of {
		case "source":
			name = v.Source(c.ID)
		case "kind":
			name = v.SourceKind(opinion.SourceKind(c.ID))
		case "level":
			name = v.Word("alerts.level.", c.ID)
		case "place":
			name = v.Place(c.ID)
		}
		out = append(out, name+" "+strconv.Itoa(c.N))
	}
	if len(list) > 8 {
		out = append(out, v.Say("alerts.more", len(list)-8))
	}
	return strings.Join(out, " · ")
}

// Against is the small plot of an alert: what was expected beside what was seen.
func (v *View) Against(a opinion.Alert) template.HTML {
	most := max(a.Expected, float64(a.Seen), 1)
	bar := func(y int, class string, n float64) string {
		wide := strconv.FormatFloat(math.Max(1, math.Round(200*n/most)), 'f', 0, 64)
		return `<rect class="` + class + `" x="0" y="` + strconv.Itoa(y) + `" width="` + wide + `" height="8"></rect>`
	}
	return template.HTML(`<svg class="against" viewBox="0 0 200 20" role="img" preserveAspectRatio="none" aria-label="` +
		template.HTMLEscapeString(v.Say("alerts.against", v.About(a.Expected), a.Seen)) + `" focusable="false">` +
		bar(0, "rest", a.Expected) + bar(11, "part", float64(a.Seen)) + `</svg>`)
}

// Mine says whether the account has an alert.
func (v *View) Mine(f opinion.AlertFile) bool { return f.Who != "" && f.Who == v.own() }

// WhoHas names who has an alert.
func (v *View) WhoHas(f opinion.AlertFile) string {
	if v.Mine(f) {
		return v.Say("alerts.me")
	}
	return f.Who
}

// CaseOf is the case of an alert's issue, where a mention tells of one.
func (v *View) CaseOf(r *reader) string {
	for _, m := range r.Mentions {
		if m.Case != "" {
			return m.Case
		}
	}
	return ""
}
