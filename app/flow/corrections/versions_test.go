package corrections_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/console/facts"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

// ticket is a letter of the hotline under a ticket number.
func ticket(t testing.TB, number, text string, unique bool) opinion.Mention {
	t.Helper()
	m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindHotline, Ref: number,
		Text: text, Unique: unique, PublishedAt: time.Now().Add(-time.Hour), CollectedAt: time.Now(), Division: "98"})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// A hotline corrects a ticket, twice, by its file and through the API: one report, one case, what
// it says now, and the balance closes.
func TestASourceCorrectsAReport(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond, app.RoleConsole)
	ctx, at := t.Context(), h.Desktop()
	const number = "GD2026112900017"
	a := ticket(t, number, "来电人反映柳浦区听涛苑三栋停水两天，请尽快恢复供水。", true)
	other := ticket(t, "GD2026112900018", "来电人反映新安路口的红绿灯一直是黄灯在闪，请尽快维修。", true)
	h.Hear(a, other)
	c, err := h.Register().CasesOf(ctx, a.ID)
	if err != nil || len(c) != 1 {
		t.Fatalf("cases %v, %v", c, err)
	}
	stands := func(id string, is opinion.Disposition) {
		t.Helper()
		if at, err := h.Register().Stand(ctx, id); err != nil || at.Is != is {
			t.Errorf("%s stands as %+v, %v; want %s", id, at, err, is)
		}
	}
	b := ticket(t, number, "来电人反映柳浦区听涛苑三栋停水五天，家里有病人，请尽快恢复供水。", true)
	var taken struct {
		IDs        []string
		Duplicates int
	}
	body := fmt.Sprintf(`{"source":"mailbox","ticket":%q,"text":%q}`, number, b.Text)
	if status := at.Post("/api/v1/mentions", body, &taken); status != http.StatusAccepted ||
		!slices.Equal(taken.IDs, []string{b.ID}) {
		t.Fatalf("%d %+v, want %s", status, taken, b.ID)
	}
	h.Settled()
	holds := func(id string) {
		t.Helper()
		k, err := h.Register().Load(ctx, c[0])
		if err != nil || !slices.Equal(k.Mentions, []string{id}) || k.Reports != 1 {
			t.Errorf("the case holds %v, %d reports: %v", k.Mentions, k.Reports, err)
		}
		found := apptest.Hits(t, h.App, index.Query{})
		if len(found) != 2 || slices.ContainsFunc(found, func(f opinion.Finding) bool { return f.ID == a.ID }) {
			t.Errorf("%d are found of two reports", len(found))
		}
		if row, err := h.Register().Issue(ctx, k.Issue, time.Now()); err != nil ||
			row.Reports != 1 || row.Mentions != 1 {
			t.Errorf("the issue counts %d reports, %d mentions, %v", row.Reports, row.Mentions, err)
		}
	}
	holds(b.ID)
	stands(a.ID, opinion.DispositionKnown)
	stands(b.ID, opinion.DispositionCase)
	_, page := at.Get("/cases/" + c[0])
	if !strings.Contains(page, "<ins>五天") || !strings.Contains(page, "<del>两") {
		t.Error("the case does not show what changed")
	}
	h.Hear(a) // the older file again
	last := ticket(t, number, "来电人反映柳浦区听涛苑三栋停水五天，现已恢复。", true)
	h.Hear(last)
	holds(last.ID)
	stands(b.ID, opinion.DispositionKnown)
	if _, err := h.Office().Purge(ctx, facts.Purge{ID: last.ID}); err != nil {
		t.Fatal(err)
	}
	for range 2 { // as it is, and built again from the log
		stands(a.ID, opinion.DispositionKnown)
		stands(b.ID, opinion.DispositionKnown)
		stands(last.ID, opinion.DispositionCase)
		entries, err := h.Register().Balance(ctx, register.BalanceQuery{})
		if err != nil {
			t.Fatal(err)
		}
		var sum register.Balance
		for _, e := range entries {
			sum.Add(e.Is, e.N)
		}
		if sum != (register.Balance{Received: 5, InCases: 2, Known: 3}) {
			t.Errorf("%+v", sum)
		}
		if err := h.Register().Rebuild(ctx); err != nil {
			t.Fatal(err)
		}
		apptest.CaughtUp(t, h.App)
	}
}

// Row numbers of files begin anew. Unlike letters under one of them are letters of their own.
func TestASerialNumberReplacesNothing(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond, app.RoleConsole)
	all := []opinion.Mention{
		ticket(t, "1", "来电人反映柳浦区听涛苑三栋停水两天。", false),
		ticket(t, "1", "来电人反映柳浦区听涛苑三栋停水三天。", false),
		ticket(t, "L-00001", "来电人反映白石涌边上的护栏断了一截。", false),
		ticket(t, "L-00001", "石桥村的桥面上有一个洞，看得到下面的水。", false),
		ticket(t, "L-00002", "来电人反映望江里的路灯不亮，请尽快维修。", false),
		ticket(t, "L-00002", "来电人反映望江里的路灯全都不亮，请尽快维修。", false),
	}
	for _, m := range all {
		h.Hear(m)
	}
	for i, m := range all {
		at, err := h.Register().Stand(t.Context(), m.ID)
		if err != nil || (at.Is == opinion.DispositionKnown) != (i == 4) {
			t.Errorf("%s stands as %+v, %v", m.Text, at, err)
		}
	}
}
