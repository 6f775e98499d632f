package console

import (
	"context"
	"strings"
	"testing"

	"huiying/console/access"
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
