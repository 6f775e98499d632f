package route

import (
	"strings"
	"testing"

	"huiying/opinion"
)

// A unit that the source names leads where the principles leave open who is in charge, and nowhere
// else; the steps say what became of it.
func TestAUnitThatTheSourceNames(t *testing.T) {
	rt := newWorld(t).table(t, "")
	const by = "来源列『承办单位』= 某局"
	unknown := req{Division: "910101", Home: "9201"}
	clear := req{Topic: "roads/lights", Division: "910101", Home: "9201"}
	for name, x := range map[string]struct {
		ask  req
		unit string
		take bool
	}{
		"nobody knows what it is about":  {unknown, "a-build", true},
		"a clear duty":                   {clear, "p-office", false},
		"a unit that there is not":       {unknown, "gone", false},
		"a grave matter":                 {req{Division: "910101", Severity: opinion.SeverityII}, "a-build", false},
		"a place that it does not serve": {req{Division: "9201"}, "a-build", false},
	} {
		principles := rt.Route(x.ask)
		x.ask.Unit, x.ask.UnitBy = x.unit, by
		got := rt.Route(x.ask)
		if x.take != (got.Rule == Named && got.Lead == x.unit) || !x.take && got.Lead != principles.Lead {
			t.Errorf("%s: %s by %s, the principles say %s", name, got.Lead, got.Rule, principles.Lead)
		}
		said := strings.Contains(strings.Join(got.Why, "\n"), by)
		if known := x.unit != "gone"; said != known {
			t.Errorf("%s: the steps are %q", name, got.Why)
		}
	}
}
