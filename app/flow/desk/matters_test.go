package desk_test

import (
	"strings"
	"testing"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/internal/flowtest"
	"huiying/internal/testregion"
	"huiying/opinion"
)

// A letter raises two matters at two places: each is a case with a unit of its own, both show both, and
// the letter is one line of the balance.
func TestALetterOfTwoMattersIsTwoCasesAndOneLetter(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond, app.RoleConsole)
	desk := h.Desktop()
	m := flowtest.Letter(t, 1, "反映两个问题",
		"第一，柳浦区东街的路灯坏了半个月没人修；第二，雁浦县老家旁边的工地夜里打桩噪音扰民。")
	h.Hear(m)
	stand, err := h.Register().Stand(t.Context(), m.ID)
	if err != nil || len(stand.Cases) != 2 || stand.Is != opinion.DispositionCase {
		t.Fatalf("the letter stands %+v, %v", stand, err)
	}
	places := map[string]bool{}
	for _, id := range stand.Cases {
		file, err := h.Pages().Cases().Case(t.Context(), id)
		if err != nil || len(file.Matters) != 2 || len(file.Mentions) != 1 {
			t.Fatalf("case %s shows %+v of %d mentions, %v", id, file.Matters, len(file.Mentions), err)
		}
		places[file.Case.Division] = true
		for _, x := range file.Matters {
			if x.Case == "" || x.Unit == "" || x.First != (x.Words == "") {
				t.Errorf("matter %+v", x)
			}
		}
		status, page := desk.Get("/cases/" + id)
		for _, other := range stand.Cases {
			if other != id && (status != 200 || !strings.Contains(page, `href="/cases/`+other+`"`)) {
				t.Errorf("%d: the page of %s leads not to %s", status, id, other)
			}
		}
	}
	if !places[testregion.County] || !places[testregion.NextCounty] {
		t.Errorf("cases at %v", places)
	}
	if _, said := desk.Get("/api/v1/balance"); !strings.Contains(said, `"received":1`) ||
		!strings.Contains(said, `"in_cases":1`) {
		t.Errorf("the balance: %s", said)
	}
}
