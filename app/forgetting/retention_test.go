package forgetting_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

// Words go when their retention is over; what remains says that something was asked, of whom,
// and what came of it.
func TestWordsGoWhenTheirRetentionIsOver(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	cfg := w.Load(t)
	h := apptest.Open(t, w, cfg, app.RoleAnalyze, app.RoleRespond)
	var old, young opinion.Mention
	for i, collected := range []time.Time{time.Now().Add(-cfg.Retention - time.Hour), time.Now()} {
		m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindBoard,
			URL:   fmt.Sprintf("https://board.example.org/%d", i),
			Title: []string{"柳浦区听涛苑夜间施工噪音扰民", "云汀县鹅岗里停水两天"}[i],
			Text:  "请尽快处理，谢谢。第" + fmt.Sprint(i) + "次反映。", CollectedAt: collected})
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			old = m
		} else {
			young = m
		}
	}
	if _, err := h.Inbox().Publish(t.Context(), []opinion.Mention{old, young}); err != nil {
		t.Fatal(err)
	}
	h.Settled()

	n, err := h.Forgetter().Old(t.Context())
	if err != nil || n != 1 {
		t.Fatalf("dropped the words of %d mentions (%v), want 1", n, err)
	}
	found := apptest.Hits(t, h.App, index.Query{})
	if len(found) != 1 || found[0].ID != young.ID {
		t.Errorf("the index holds %d texts, want the young one alone", len(found))
	}
	row, err := h.Register().Mention(t.Context(), old.ID)
	if err != nil || row.Title != "" || row.URL != "" {
		t.Errorf("the register still has %q at %q (%v)", row.Title, row.URL, err)
	}
	issues, err := h.Register().Issues(t.Context(), register.IssueQuery{})
	if err != nil || issues.Total != 2 {
		t.Fatalf("%d issues (%v), want both", issues.Total, err)
	}
	for _, i := range issues.Items {
		if strings.Contains(i.Title, "听涛苑") {
			t.Errorf("an issue is still called %q", i.Title)
		}
	}
	cases, err := h.Register().Cases(t.Context(), register.CaseQuery{})
	if err != nil || cases.Total != 2 {
		t.Fatalf("%d cases (%v), want both: a case is the record of a duty", cases.Total, err)
	}
	if added, err := h.Inbox().Publish(t.Context(), []opinion.Mention{old}); err != nil || added != 0 {
		t.Errorf("the forgotten text was taken in again (%d, %v)", added, err)
	}
	if n, err := h.Forgetter().Old(t.Context()); err != nil || n != 0 {
		t.Errorf("a second look dropped %d more (%v)", n, err)
	}
}
