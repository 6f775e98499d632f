package leader_test

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"huiying/console"
	"huiying/console/access"
	"huiying/console/consoletest"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/briefing/pagedata"
)

// weeks is a house that took 10 letters on each day, and 3 more on each Saturday, since some days.
type weeks struct{ since int }

func (w weeks) Balance(_ context.Context, q register.BalanceQuery) (out []register.Entry, _ error) {
	first := kit.Midnight(consoletest.Now).AddDate(0, 0, -w.since)
	for day := q.From; day.Before(q.To); day = day.AddDate(0, 0, 1) {
		if n := 10; !day.Before(first) {
			if day.In(kit.Shanghai).Weekday() == time.Saturday {
				n = 13
			}
			out = append(out, register.Entry{Source: "s", Day: day, Is: opinion.DispositionCase, N: n})
		}
	}
	return out, nil
}

// told is a briefing with all that a leader reads.
type told struct{ *consoletest.World }

func (w told) Briefing(ctx context.Context, day time.Time, period, division string) (pagedata.Briefing, error) {
	b, err := w.World.Briefing(ctx, day, period, division)
	b.Lead = []pagedata.BriefingLead{{Head: "来件", HeadEn: "Received", Text: "收到73条。", TextEn: "73 came in."},
		{Head: "较重", HeadEn: "Heaviest", Text: "停水两天。", TextEn: "No water.",
			BriefingRefs: pagedata.BriefingRefs{Issues: []string{"i1"}}}}
	b.Late = []pagedata.BriefingLate{{Unit: "u-water", Name: "示例市水务局", N: 3, Hours: 80}}
	b.Decide = []pagedata.BriefingWait{{Kind: "arbitrate", Case: w.Order[0], Title: "【样例】退回的件", Hours: 5}}
	b.Growing = []pagedata.BriefingGrowth{{Issue: "i2", Title: "【样例】路灯不亮", N: 9, Usual: 1.5}}
	return b, err
}

var leaders = access.Account{ID: "l", Role: access.Leader, Division: "32"}

func morningOf(t *testing.T, at string, change func(*console.Deps), who access.Account) string {
	t.Helper()
	w := consoletest.NewWorld(3)
	h := consoletest.Start(t, w, change)
	rec := consoletest.Send(consoletest.As(h, who), "GET", at, "")
	if rec.Code != 200 {
		t.Fatalf("%s: %d\n%s", at, rec.Code, rec.Body)
	}
	if dir := os.Getenv("HUIYING_KEEP"); dir != "" {
		_ = os.WriteFile(dir+"/morning.html", rec.Body.Bytes(), 0o600)
	}
	return rec.Body.String()
}

func TestALeadersMorningIsOneScreen(t *testing.T) {
	whole := func(d *console.Deps) {
		d.Brief, d.Balance = told{d.Brief.(*consoletest.World)}, weeks{60}
	}
	body := morningOf(t, "/?lang=en", whole, leaders)
	for _, want := range []string{"<dt>Received</dt><dd>73 came in.</dd>", `<a href="/issues/i1">No water.</a>`,
		`<ul class="map map-of-6"`, `href="/cases?overdue=true&amp;unit=u-water"`, ">Arbitrate<", `href="/issues/i2"`,
		"Received</span>", "Answered in time</span>", "Overdue</span>", "Confirmed solved</span>"} {
		if !strings.Contains(body, want) {
			t.Errorf("the morning lacks %s", want)
		}
	}
	if n := strings.Count(body, `class="trend"`); n != 4 || strings.Count(body, `class="band"`) != 4 ||
		strings.Count(body, `<g class="spot`) != 4*28 || strings.Count(body, "<tbody>") != 5 {
		t.Errorf("%d lines, or not each with its band, its days and its table", n)
	}
	if id := regexp.MustCompile(`<d[dt]>[^<]*[ci][0-9a-f]{12}`).FindString(body); id != "" {
		t.Errorf("a sentence holds an id: %s", id)
	}
	if strings.Contains(body, "style=") || strings.Contains(body, "<script>") {
		t.Error("the page holds what its policy forbids")
	}
}

// A Saturday is held against Saturdays.
func TestADayIsComparedWithItsWeekday(t *testing.T) {
	change := func(d *console.Deps) { d.Balance = weeks{60} }
	saturday := kit.Midnight(consoletest.Now)
	for saturday.Weekday() != time.Saturday || !saturday.Before(kit.Midnight(consoletest.Now)) {
		saturday = saturday.AddDate(0, 0, -1)
	}
	body := morningOf(t, "/morning?lang=en&day="+saturday.Format(time.DateOnly), change, leaders)
	if !strings.Contains(body, ">13</a><small>as many as a week before; same day of 4 weeks before: 13<") {
		t.Errorf("nothing compares the Saturday with Saturdays:\n%s", body)
	}
}

// Days before the house began are no days without letters.
func TestDaysBeforeTheFirstAreNotCompared(t *testing.T) {
	body := morningOf(t, "/morning?lang=en", func(d *console.Deps) { d.Balance = weeks{3} }, leaders)
	if !strings.Contains(body, "no such day before to compare with") || strings.Contains(body, `class="band"`) {
		t.Errorf("a young house is compared with nothing:\n%s", body)
	}
}

// What has nothing to say takes no card.
func TestNothingEmptyTakesACard(t *testing.T) {
	body := morningOf(t, "/morning", func(d *console.Deps) { d.Brief, d.Balance = nothing{}, weeks{-1} }, leaders)
	if strings.Contains(body, `class="card"`) {
		t.Errorf("a card holds nothing:\n%s", body)
	}
}

type nothing struct{}

func (nothing) Briefing(_ context.Context, day time.Time, period, division string) (pagedata.Briefing, error) {
	return pagedata.Briefing{}, nil
}

func TestOnlyLeadersLandOnTheMorning(t *testing.T) {
	for role, want := range map[access.Role]bool{access.Leader: true, access.Monitor: false, access.Auditor: false} {
		body := morningOf(t, "/", func(*console.Deps) {}, access.Account{ID: "x", Role: role})
		if got := strings.Contains(body, `class="morning"`); got != want {
			t.Errorf("%s lands on the morning: %v", role, got)
		}
	}
}

// Figures of today are of the moment of the sentences beside them.
func TestFiguresAndSentencesAreOfOneMoment(t *testing.T) {
	body := morningOf(t, "/morning?lang=en&day="+consoletest.Now.In(kit.Shanghai).Format(time.DateOnly),
		func(d *console.Deps) { d.Balance = weeks{0} }, leaders)
	if !strings.Contains(body, ">128</a><small>") {
		t.Errorf("the figure is not that of the briefing:\n%s", body)
	}
	if strings.Contains(body, "Band and dashes") {
		t.Error("a key explains lines that are not there")
	}
}
