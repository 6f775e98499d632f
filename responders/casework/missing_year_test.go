package casework

import (
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/opinion"
)

// year2027 is a notice as the State Council could publish it: the new year with its bridge, and
// each other festival's own day.
const year2027 = `2027-01-01,holiday,元旦
2027-01-04,holiday,元旦
2027-02-05,holiday,春节
2027-02-06,holiday,春节
2027-02-08,holiday,春节
2027-04-05,holiday,清明节
2027-05-01,holiday,劳动节
2027-06-09,holiday,端午节
2027-09-15,holiday,中秋节
2027-10-01,holiday,国庆节
`

func TestTheDaysThatTheLawFixes(t *testing.T) {
	for day, want := range map[string]string{
		"2027-01-01": "元旦", "2027-01-02": "",
		"2027-02-04": "", "2027-02-05": "春节", "2027-02-06": "春节", "2027-02-08": "春节", "2027-02-09": "",
		"2027-04-05": "清明节", "2027-04-04": "", "2028-04-04": "清明节",
		"2027-05-01": "劳动节", "2027-05-02": "劳动节", "2027-05-03": "",
		"2027-06-09": "端午节", "2027-09-15": "中秋节",
		"2027-10-01": "国庆节", "2027-10-03": "国庆节", "2027-10-04": "",
		"2028-10-03": "中秋节", // both in one day
		"2033-12-22": "",    // a leap eleventh month begins: no new year
	} {
		if got, _ := lawDay(beijing(day + " 09:00:00")); got != want {
			t.Errorf("%s: %q, want %q", day, got, want)
		}
	}
}

// Only some days of a year are asked of the lunar calendar, which takes long: no festival of twenty
// years lies on another day.
func TestNoFestivalOfTheMoonIsPassedOver(t *testing.T) {
	from, to := 2020, 2040
	if race {
		from, to = 2025, 2027
	}
	for d := time.Date(from, 1, 1, 12, 0, 0, 0, opinion.Beijing); d.Year() <= to; d = d.AddDate(0, 0, 1) {
		moon, next := moonDay(d), moonDay(d.AddDate(0, 0, 1))
		festive := moon[0] == 1 && moon[1] <= 3 || moon == [2]int{5, 5} || moon == [2]int{8, 15} ||
			next == [2]int{1, 1} || d.Month() == time.April && lunar(d).GetJieQi() == "清明"
		if got, _ := lawDay(d); festive && got == "" {
			t.Errorf("%s: nothing, and by the moon it is %v", d.Format(time.DateOnly), moon)
		}
	}
}

// The State Council publishes a year's holidays in the November before. Until they are in the
// configuration, what reaches that year is counted provisionally and says so; once they are there
// it is counted anew, and whose due time moved is named.
func TestWithoutNextYearsHolidays(t *testing.T) {
	env := testEnv(t)
	december := time.Date(2026, 12, 30, 2, 0, 0, 0, time.UTC)
	f := finding(1, "i1")
	c := must(t, opinion.Case{}, env, december, opinion.Command{Move: opinion.MoveOpen, By: System,
		Finding: &f}, cmdDispatch, cmdSign, cmdAnswer,
		opinion.Command{Move: opinion.MoveDoubt, By: System, Doubts: []string{"像套话"}})
	k, ok := c.TimedOf(opinion.DutyDecide, "")
	if !ok || !k.Clock.Provisional || !k.Due.Equal(beijing("2027-01-04 23:59:59")) {
		t.Fatalf("two working days from the 30th, provisionally, are the 31st and the 4th: %+v", k)
	}
	request := must(t, opinion.Case{}, env, december, opinion.Command{Move: opinion.MoveRegister,
		By: "coordinator", Ref: "依申请〔2026〕15号", Unit: "county"})
	if request.Clock == nil || !request.Clock.Provisional || !request.Due.Equal(beijing("2027-01-28 23:59:59")) {
		t.Fatalf("a request for disclosure is registered whatever the calendar knows: %+v, due %v",
			request.Clock, request.Due)
	}
	if again, err := Decide(c, opinion.Command{Move: opinion.MoveRecount, By: System}, env,
		december); err != nil || len(again) > 0 {
		t.Errorf("counted anew without the year: %+v, %v", again, err)
	}
	calendars, err := NewCalendars(strings.NewReader(year2027))
	if err != nil {
		t.Fatal(err)
	}
	env.Calendars = calendars
	january := time.Date(2027, 1, 3, 2, 0, 0, 0, time.UTC)
	store, rings := newMemory(), &bells{}
	store.events[c.ID] = history(t, c, f, december, testEnv(t))
	d := &Executor{Cases: store, Timers: rings, Env: env, Now: func() time.Time { return january }}
	if err := d.Refresh(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	after, err := store.Load(t.Context(), c.ID)
	if k, ok := after.TimedOf(opinion.DutyDecide, ""); err != nil || !ok || k.Clock.Provisional ||
		!k.Due.Equal(beijing("2027-01-05 23:59:59")) {
		t.Errorf("with the year there: %+v, %v", after.Running(), err)
	}
	events := store.events[c.ID]
	last := events[len(events)-1]
	if last.Type != opinion.MoveRecount || !slices.Contains(last.Moved, opinion.DutyDecide) ||
		slices.Contains(last.Moved, opinion.DutyComplete) {
		t.Errorf("the event does not name whose time moved: %+v", last)
	}
}

// A version before 29 November 2026 noted a doubt without a time to decide where the calendar
// lacked the year. Such a case gets its time at the next start.
func TestADoubtThatWaitedForACalendar(t *testing.T) {
	env := testEnv(t)
	f := finding(1, "i1")
	c := must(t, opinion.Case{}, env, t0, opinion.Command{Move: opinion.MoveOpen, By: System,
		Finding: &f}, cmdDispatch, cmdSign, cmdAnswer,
		opinion.Command{Move: opinion.MoveDoubt, By: System, Doubts: []string{"像套话"}})
	c.Clocks = slices.DeleteFunc(c.Clocks, func(x opinion.Timed) bool { return x.Duty == opinion.DutyDecide })
	c = must(t, c, env, t0.Add(day), opinion.Command{Move: opinion.MoveRecount, By: System})
	if !hasRunning(c, opinion.DutyDecide) {
		t.Errorf("nobody's time to decide runs: %+v", c.Running())
	}
}

// A file with some days of a year adds these days, and the year stays provisional.
func TestAFileWithASingleDay(t *testing.T) {
	cals, err := NewCalendars(strings.NewReader("2027-03-03,holiday,藏历新年\n"))
	if err != nil {
		t.Fatal(err)
	}
	cal := cals[opinion.CalendarWorking]
	if cal.Known(2027) || !cal.Known(2026) || cal.Works(beijing("2027-03-03 09:00:00")) ||
		cal.Works(beijing("2027-02-08 09:00:00")) {
		t.Errorf("2027 known: %v, 2026 known: %v, or a day off is worked", cal.Known(2027), cal.Known(2026))
	}
	profile := opinion.ClockProfile{ID: "w", Limit: 20 * day, Calendar: opinion.CalendarWorking}
	if y := cals.Unpublished(profile, beijing("2026-12-20 09:00:00")); y != 2027 {
		t.Errorf("a clock of working days reaches 2027, not %d", y)
	}
	if y := cals.Unpublished(profile, beijing("2026-03-02 09:00:00")); y != 0 {
		t.Errorf("all of 2026 is known, not %d", y)
	}
	for y := 2023; y <= 2026; y++ {
		if !cal.Known(y) {
			t.Errorf("%d is published", y)
		}
	}
}

// history is that of the doubted case once more, as events.
func history(t *testing.T, c opinion.Case, f opinion.Finding, at time.Time, env Env) (out []opinion.Event) {
	t.Helper()
	var now opinion.Case
	dispatched, answered := cmdDispatch, cmdAnswer
	dispatched.By, answered.By = "coordinator", "coordinator"
	for _, cmd := range []opinion.Command{{Move: opinion.MoveOpen, By: System, Finding: &f},
		dispatched, cmdSign, answered, {Move: opinion.MoveDoubt, By: System,
			Doubts: []string{"像套话"}}} {
		events, err := Decide(now, cmd, env, at)
		if err != nil {
			t.Fatal(err)
		}
		out, now = append(out, events...), fold(now, events)
	}
	if now.LastHash != c.LastHash {
		t.Fatal("another history")
	}
	return out
}
