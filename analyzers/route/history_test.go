package route

import (
	"strings"
	"testing"

	"huiying/opinion"
)

// Past orders lead where the office lets them and the principles leave room; the steps say what rules
// and past orders say, whoever leads.
func TestWhatPastOrdersMayDecide(t *testing.T) {
	rt := newWorld(t).table(t, "")
	unknown := req{Division: "910101", Home: "9201"}
	clear := req{Topic: "roads/lights", Division: "910101", Home: "9201"}
	for name, x := range map[string]struct {
		ask    req
		unit   string
		sure   float64
		prefer Prefer
		take   bool
	}{
		"nobody knows what it is about":  {unknown, "a-build", .9, PreferRules, true},
		"... and past orders are unsure": {unknown, "a-build", .4, PreferRules, false},
		"a clear duty":                   {clear, "p-office", .9, PreferRules, false},
		"... where history is preferred": {clear, "p-office", .9, PreferHistory, true},
		"a unit that there is not":       {unknown, "gone", .9, PreferHistory, false},
		"a grave matter": {req{Division: "910101", Severity: opinion.SeverityII},
			"a-build", .9, PreferHistory, false},
		"a place that it does not serve": {req{Division: "9201"}, "a-build", .9, PreferHistory, false},
	} {
		principles := rt.Route(x.ask)
		past := Past{Name: "某局", Unit: x.unit, Confidence: x.sure, Words: []string{"路灯"}, Orders: 1240, Handled: 1190}
		got := rt.ByHistory(x.ask, principles, []Past{past}, x.prefer)
		if x.take != (got.Rule == Historical && got.Lead == x.unit) || !x.take && got.Lead != principles.Lead {
			t.Errorf("%s: %s by %s, the principles say %s", name, got.Lead, got.Rule, principles.Lead)
		}
		if said := strings.Join(got.Why, "\n"); !strings.Contains(said, "同类 1,240 件中 96 % 由某局办理") ||
			!strings.Contains(said, "规则") {
			t.Errorf("%s: the steps are %q", name, got.Why)
		}
		if p := got.Proposals; len(p) != 1 || p[0].Unit != x.unit || p[0].By != opinion.ByHistory ||
			len(p[0].Evidence) != 2 {
			t.Errorf("%s: %+v", name, got.Proposals)
		}
		if len(principles.Proposals) > 0 || len(principles.Why) >= len(got.Why) {
			t.Errorf("%s: the route by the principles was changed", name)
		}
	}
}

func TestWithoutPastOrdersTheRulesStay(t *testing.T) {
	rt := newWorld(t).table(t, "")
	r := rt.Route(req{Division: "910101"})
	if got := rt.ByHistory(req{Division: "910101"}, r, nil, PreferHistory); got.Lead != r.Lead ||
		got.Proposals != nil || len(got.Why) != len(r.Why) {
		t.Errorf("%+v", got)
	}
}

func TestARuleThatAgreesIsAmongTheEvidence(t *testing.T) {
	rt := newWorld(t).table(t, "")
	r := rt.Route(req{Topic: "roads/lights", Division: "910101"})
	got := rt.ByHistory(req{Topic: "roads/lights", Division: "910101"}, r,
		[]Past{{Name: "某局", Unit: r.Lead, Confidence: .9}}, PreferRules)
	if e := got.Proposals[0].Evidence; len(e) != 1 || e[0] != "规则："+RuleTitle(r.Rule) {
		t.Errorf("%q", e)
	}
}
