package api_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"testing"

	"huiying/console"
	"huiying/console/api"
	"huiying/console/consoletest"
	"huiying/register"
)

type ruleList []register.DispatchRule

func (l ruleList) Rules(context.Context) ([]register.DispatchRule, error) { return l, nil }

// Programs read by which adopted rules cases are dispatched; where no register runs it is said.
func TestRulesOfDispatch(t *testing.T) {
	for name, c := range map[string]struct {
		book api.Rules
		code int
		n    int
	}{
		"two": {ruleList{{Case: "c1", Topic: "city/light", Division: "980101",
			Unit: "u-road"}, {Case: "c2", Topic: "city/light", Division: "980101",
			Unit: "u-water"}}, http.StatusOK, 2},
		"none":      {ruleList(nil), http.StatusOK, 0},
		"not known": {nil, http.StatusServiceUnavailable, 0},
	} {
		d := consoletest.NewWorld(1).Deps()
		d.Rules = c.book
		h, err := console.New(d)
		if err != nil {
			t.Fatal(err)
		}
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, "http://127.0.0.1:8080/api/v1/rules", nil))
		if rec.Code != c.code {
			t.Fatalf("%s: %d %s", name, rec.Code, rec.Body)
		}
		if c.code == http.StatusOK {
			if got := consoletest.Decode[[]register.DispatchRule](t, rec); got == nil ||
				len(got) != c.n || c.n == 2 && got[1].Unit != "u-water" {
				t.Errorf("%s: %+v", name, got)
			}
		}
	}
}
