package desk_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/analyzers/route"
	"huiying/app"
	"huiying/app/apptest"
	"huiying/configs"
	"huiying/internal/flowtest"
	"huiying/internal/testregion"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/casework"
)

func TestAYearWithoutHolidaysIsNamed(t *testing.T) {
	cfg := testregion.Config(t)
	december := time.Date(2026, 12, 20, 9, 0, 0, 0, opinion.Beijing)
	if y := app.UnpublishedYear(cfg, time.Date(2026, 3, 2, 9, 0, 0, 0, opinion.Beijing)); y != 0 {
		t.Errorf("all of 2026 is known: %d", y)
	}
	if y := app.UnpublishedYear(cfg, december); y != 2027 {
		t.Errorf("a clock of working days reaches 2027: %d", y)
	}
	w := flowtest.NewWorld(t, "")
	b := flowtest.Write(t, w.Config+"/2027.csv", "2027-01-01,holiday,元旦\n")
	shipped, err := fs.ReadFile(configs.Shipped(), "clocks.yaml")
	if err != nil {
		t.Fatal(err)
	}
	flowtest.Write(t, w.Config+"/clocks.yaml", strings.Replace(string(shipped), "holidays: []",
		"holidays: [2027.csv]", 1))
	if y := app.UnpublishedYear(w.Load(t), december); y != 2027 {
		t.Errorf("a single day is no calendar of the year: %d", y)
	}
	flowtest.Write(t, b, "2027-1-1,holiday,元旦\n")
	if faults := app.CalendarFaults(w.Load(t)); len(faults) != 1 || faults[0].Code != "holidays" {
		t.Errorf("a bad date: %v", faults)
	}
}

// TestFromADecisionToARule walks a case through two returns to the superior's decision, makes that
// a rule of dispatch, and asks how its time was counted.
func TestFromADecisionToARule(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	cfg := w.Load(t)
	h := apptest.Open(t, w, cfg, app.RoleRespond)
	apptest.CaughtUp(t, h.App)
	ctx := t.Context()
	req := opinion.RouteRequest{Topic: cfg.Topics[0].ID, Division: "980101", Severity: opinion.SeverityIV}
	first := h.Judges().Parts.Route(req)
	var other string
	for _, u := range cfg.Units {
		if u.ID != first.Lead && u.Division == "980122" {
			other = u.ID
		}
	}
	f := opinion.Finding{Route: first, Issue: opinion.IssueRef{ID: "i1"}}
	f.ID, f.Kind, f.Division, f.Topic.ID, f.Severity.Level = strings.Repeat("a", 32),
		opinion.KindBoard, "980101", req.Topic, opinion.SeverityIV
	if _, err := h.Desk().Do(ctx, opinion.CaseID("i1"), opinion.Command{Move: opinion.MoveOpen,
		By: casework.System, Finding: &f}); err != nil {
		t.Fatal(err)
	}
	id, d := opinion.CaseID("i1"), h.Pages().Cases()
	do := func(m opinion.Move, cmd opinion.Command) opinion.Case {
		t.Helper()
		cmd.Move = m
		c, err := d.Do(ctx, id, cmd)
		if err != nil {
			t.Fatalf("%s: %v", m, err)
		}
		return c
	}
	back := opinion.Command{Reason: "职能不符", Text: "三定方案第三条"}
	do(opinion.MoveDispatch, opinion.Command{Unit: first.Lead})
	do(opinion.MoveReturn, back)
	do(opinion.MoveDispatch, opinion.Command{Unit: first.Lead, Reason: "职责清单写明"})
	do(opinion.MoveReturn, back)
	do(opinion.MoveArbitrate, opinion.Command{Unit: other, Reason: "管网归该单位"})
	if r := h.Judges().Parts.Route(req); r.Lead != first.Lead {
		t.Fatalf("nobody confirmed a rule, and yet %s leads", r.Lead)
	}
	do(opinion.MoveAdopt, opinion.Command{})
	if r := h.Judges().Parts.Route(req); r.Lead != other || r.Rule != route.Arbitrated ||
		!strings.Contains(strings.Join(r.Why, ""), id) || slices.Contains(r.Co, other) {
		t.Errorf("the rule does not lead: %+v", r)
	}
	for name, change := range map[string]func(*opinion.RouteRequest){
		"elsewhere":   func(r *opinion.RouteRequest) { r.Division = "980201" },
		"a channel":   func(r *opinion.RouteRequest) { r.Refer = "petition" },
		"grave":       func(r *opinion.RouteRequest) { r.Severity = opinion.SeverityI },
		"two sectors": func(r *opinion.RouteRequest) { r.Also = []string{cfg.Topics[len(cfg.Topics)-1].ID} },
	} {
		x := req
		change(&x)
		if r := h.Judges().Parts.Route(x); r.Rule == route.Arbitrated {
			t.Errorf("%s: the rule reaches too far", name)
		}
	}
	f.ID, f.Issue.ID = strings.Repeat("b", 32), "i2"
	if _, err := h.Desk().Do(ctx, opinion.CaseID("i2"), opinion.Command{Move: opinion.MoveOpen,
		By: casework.System, Finding: &f}); err != nil {
		t.Fatal(err)
	}
	if file, err := d.Case(ctx, opinion.CaseID("i2")); err != nil || len(file.Past) != 1 || file.Past[0].Unit != other {
		t.Errorf("the decision is not offered: %+v, %v", file.Past, err)
	}
	do(opinion.MoveWithdraw, opinion.Command{Reason: "职责调整"})
	if r := h.Judges().Parts.Route(req); r.Lead != first.Lead {
		t.Errorf("withdrawn, and yet %s leads", r.Lead)
	}
	do(opinion.MoveAdopt, opinion.Command{})
	request, err := d.Do(ctx, "", opinion.Command{Move: opinion.MoveRegister, By: "console",
		Ref: "依申请〔2026〕15号", Received: time.Date(2026, 3, 2, 0, 0, 0, 0, opinion.Beijing)})
	if err != nil || request.State != opinion.Registered {
		t.Fatalf("registered: %+v, %v", request, err)
	}
	for matter, want := range map[opinion.Matter]int{opinion.PublicMatter: 2, opinion.Disclosure: 1} {
		if list, err := d.Cases(ctx, register.CaseQuery{Matters: []opinion.Matter{matter}}); err != nil || list.Total != want {
			t.Errorf("%q: %d cases, %v", matter, list.Total, err)
		}
	}
	h.Stop()
	said := flowtest.Run(t, "clock", "explain", id, "--config", w.Config, "--data", w.Data)
	for _, want := range []string{id, "answer", "complete", "start", "counts", "due "} {
		if !strings.Contains(said.Out.String(), want) {
			t.Errorf("clock explain does not say %q:\n%s", want, said.Said())
		}
	}
	asked := []string{"route", "--topic", req.Topic, "--division", req.Division, "--severity", "IV",
		"--config", w.Config}
	if c := flowtest.Run(t, append(asked, "--data", w.Data)...); c.Code != 0 ||
		!strings.Contains(c.Out.String(), "("+other+")") || !strings.Contains(c.Out.String(), id) ||
		!strings.Contains(c.Out.String(), "已定派单规则") {
		t.Errorf("route does not go by the adopted rule: %s", c.Said())
	}
	if c := flowtest.Run(t, asked...); c.Code != 0 ||
		!strings.Contains(c.Out.String(), "("+first.Lead+")") ||
		!strings.Contains(c.Said(), "principles only") {
		t.Errorf("route without --data goes by the principles and says so: %s", c.Said())
	}
	if c := flowtest.Run(t, "audit", "verify", "--config", w.Config, "--data",
		w.Data); c.Code != 0 || !strings.Contains(c.Said(), "0 broken") {
		t.Errorf("audit: %s", c.Said())
	}
}
