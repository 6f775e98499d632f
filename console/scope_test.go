package console

import (
	"context"
	"strings"
	"testing"

	"huiying/console/access"
	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register"
)

func TestWhoeverIsBoundSeesTheLoadOfNoOther(t *testing.T) {
	all := busyWithin(func(context.Context) ([]register.UnitLoad, error) {
		return []register.UnitLoad{{Unit: "u-water"}, {Unit: "u-nowhere"}}, nil
	})
	for name, c := range map[string]struct {
		sight *opinion.Scope
		want  string
	}{
		"everything": {nil, "u-water u-nowhere"},
		"a unit":     {&opinion.Scope{Units: []string{"u-water"}}, "u-water"},
		"a division": {&opinion.Scope{Division: "9801"}, ""},
	} {
		got, err := all(access.WithScope(t.Context(), c.sight))
		if err != nil {
			t.Fatal(err)
		}
		var ids []string
		for _, b := range got {
			ids = append(ids, b.Unit)
		}
		if strings.Join(ids, " ") != c.want {
			t.Errorf("%s: %q, want %q", name, ids, c.want)
		}
	}
}

// Whoever is bound is told of duties to publish that stand before the public, and of their own unit's.
func TestACaseNamesNoUnpublishedDutyOfOthers(t *testing.T) {
	all := []facts.ItemMatch{{ID: "mine", Unit: "u-water"}, {ID: "theirs", Unit: "u-road"},
		{ID: "published", Unit: "u-road", Address: "https://gov.example.org/1"}}
	for want, s := range map[string]*opinion.Scope{"mine theirs published": nil, "mine published": {Units: []string{"u-water"}},
		"published": {Division: "9801"}} {
		var ids []string
		for _, m := range (&Deps{}).itemsFor(s, all) {
			ids = append(ids, m.ID)
		}
		if strings.Join(ids, " ") != want {
			t.Errorf("%+v: %q, want %q", s, ids, want)
		}
	}
}
