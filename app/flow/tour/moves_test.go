package tour_test

import (
	"fmt"
	"strings"
	"testing"

	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

// moveAPI holds the moves to their refusals.
func (s *show) moveAPI(t *testing.T) {
	page, err := s.Register().Cases(t.Context(), register.CaseQuery{States: []opinion.State{opinion.Closed}, Size: 1})
	if err != nil || len(page.Items) == 0 {
		t.Fatalf("no closed case: %v", err)
	}
	c := page.Items[0]
	at := s.base + "/api/v1/cases/" + c.ID + "/"
	for _, x := range []struct {
		move, body string
		code       int
		says       string
	}{
		{"reopen", fmt.Sprintf(`{"expected_version":%d,"reason":"群众反映没有解决"}`, c.Version-1), 409,
			`"code":"stale_version"`},
		{"reopen", `{"reason":"x"}`, 400, `"code":"no_version"`},
		{"reopen", `{`, 400, `"code":"bad_json"`},
		{"delete", `{"expected_version":1}`, 422, `"code":`},
	} {
		code, said := flowtest.Ask(t, "POST", at+x.move, x.body, nil)
		if code != x.code || !strings.Contains(said, x.says) {
			t.Errorf("%s %s answers %d, want %d with %s: %s", x.move, x.body, code, x.code, x.says, said)
		}
	}
	var file struct {
		Case    opinion.Case
		History []opinion.Event
	}
	// A repeat may come between reading a case and asking for a move: then one reads it again.
	flowtest.Until(t, "a closed case says which moves it has", func() bool {
		s.json("/api/v1/cases/"+c.ID, &file)
		code, said := flowtest.Ask(t, "POST", at+"sign", fmt.Sprintf(`{"expected_version":%d}`, file.Case.Version), nil)
		if code != 409 && (code != 422 || !strings.Contains(said, `"moves":`)) {
			t.Fatalf("sign answers %d, want 422 with the moves there are: %s", code, said)
		}
		return code == 422
	})
	flowtest.Until(t, "a case is reopened", func() bool {
		s.json("/api/v1/cases/"+c.ID, &file)
		code, said := flowtest.Ask(t, "POST", at+"reopen",
			fmt.Sprintf(`{"expected_version":%d,"reason":"群众反映没有解决"}`, file.Case.Version), nil)
		if code != 409 && (code != 200 || !strings.Contains(said, `"state":"dispatched"`)) {
			t.Fatalf("reopen answers %d: %s", code, said)
		}
		return code == 200
	})
	s.json("/api/v1/cases/"+c.ID, &file)
	if len(file.History) < 6 || file.History[0].Type != opinion.MoveOpen ||
		uint64(len(file.History)) != file.Case.Version {
		t.Errorf("the history has %d events, the case version %d", len(file.History), file.Case.Version)
	}
	var rates struct{ Turns int }
	s.json("/api/v1/units/"+c.Lead+"/rates", &rates)
	if rates.Turns == 0 {
		t.Errorf("rates of %s: %+v", c.Lead, rates)
	}
}
