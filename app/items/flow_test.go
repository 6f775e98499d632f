package items_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"huiying/app/apptest"
	"huiying/console/facts"
	"huiying/internal/testregion"
	"huiying/opinion"
)

// From what is asked to what is owed (从“问什么”到“该公开什么”): a case that asks for information names the
// item that holds it, before and after it is published; a complaint names none. When many ask, the item
// stands among those of which the page explains too little, and in the briefing.
func TestWhatIsAskedLeadsToWhatIsOwed(t *testing.T) {
	t.Parallel()
	a := apptest.Start(t, testregion.Config(t))
	owner, clerk := a.Token("openness", "act"), a.Token("monitor", "act")
	guide := opinion.ItemFacts{Kind: opinion.ItemGuide, Division: testregion.County, Field: "social_assistance", Unit: "jc-services",
		First: "最低生活保障", Name: "低保办事指南", Content: "办理条件、材料、流程、时限、地点", Body: "霁川省公共服务厅"}
	var item opinion.Item
	if code := owner.JSON(http.MethodPost, "/api/v1/items", map[string]any{"facts": guide}, &item); code != http.StatusOK {
		t.Fatalf("the item: %d", code)
	}
	tell := func(text string) (file facts.CaseFile) {
		t.Helper()
		var out struct{ Cases []string }
		if code := clerk.JSON(http.MethodPost, "/api/v1/cases", map[string]any{"told": "window", "text": text},
			&out); code != http.StatusOK || len(out.Cases) != 1 {
			t.Fatalf("%s: %d %+v", text, code, out)
		}
		if code := a.SignIn("monitor").JSON(http.MethodGet, "/api/v1/cases/"+out.Cases[0], nil, &file); code != http.StatusOK {
			t.Fatalf("its case: %d", code)
		}
		return file
	}
	if code := owner.JSON(http.MethodPost, "/api/v1/items/guides", map[string]any{"items": []string{item.ID}}, &[]facts.Guide{}); code != http.StatusForbidden {
		t.Errorf("a token that may not have the house ask: %d", code)
	}
	var read []facts.Guide
	if code := a.Token("openness", "import").JSON(http.MethodPost, "/api/v1/items/guides", map[string]any{"items": []string{item.ID}}, &read); code != http.StatusOK || len(read) != 0 {
		t.Errorf("the guides of what is not published: %d %+v", code, read)
	}
	const place = "澄川市柳浦区"
	got := tell(place + "咨询低保怎么办理，需要什么条件和材料？")
	if len(got.Items) != 1 || got.Items[0].ID != item.ID || got.Items[0].Citable() || len(got.Items[0].Words) == 0 {
		t.Fatalf("the question names %+v", got.Items)
	}
	if c := tell(place + "体育馆旁一户开着豪车还领最低生活保障金，举报弄虚作假，要求严肃查处。"); len(c.Items) > 0 || c.Case.ID == got.Case.ID {
		t.Errorf("a complaint, %s beside %s, names %+v", c.Case.ID, got.Case.ID, c.Items)
	}
	for _, text := range []string{"听涛苑的老人想问低保办理要哪些材料？", "请问低保的办理流程和时限是什么？", "咨询困难家庭低保办理条件有哪些？",
		"请问低保到哪个地点办理，需要多久？"} {
		tell(place + text)
	}
	var asked facts.ItemsAsked
	if code := a.SignIn("monitor").JSON(http.MethodGet, "/api/v1/items/asked", nil, &asked); code != http.StatusOK {
		t.Fatalf("what is asked: %d", code)
	}
	is, known := asked.Of(item.ID)
	if !known || is.Reports != 5 || !is.Many() || is.Public {
		t.Errorf("asked %+v", asked)
	}
	day := time.Now().In(opinion.Beijing).Format(time.DateOnly)
	if code, page := a.SignIn("monitor").Get("/briefings/" + day); code != http.StatusOK || !strings.Contains(page, "低保办事指南") {
		t.Errorf("the briefing: %d\n%s", code, page)
	}
}
