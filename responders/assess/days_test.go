package assess

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/opinion"
)

// What a day counts is the same as asking each turn about that day by itself.
func TestDaysCountWhatEachTurnSays(t *testing.T) {
	start := time.Date(2026, 3, 1, 0, 0, 0, 0, opinion.Beijing)
	rapid.Check(t, func(t *rapid.T) {
		const n = 12
		now := start.Add(time.Duration(rapid.IntRange(1, n*24*60-1).Draw(t, "now")) * time.Minute)
		moment := func(name string) time.Time {
			m := rapid.IntRange(-3*24*60, int(now.Sub(start).Minutes())).Draw(t, name)
			return start.Add(time.Duration(m) * time.Minute).UTC()
		}
		var turns []opinion.Turn
		for i := range rapid.IntRange(0, 12).Draw(t, "turns") {
			x := opinion.Turn{Case: "c" + string(rune('a'+i)), N: 1, Unit: "u", By: opinion.MoveDispatch,
				Began:     start.AddDate(0, 0, -4).UTC(),
				AnswerDue: moment("due").Add(time.Duration(rapid.IntRange(0, 2).Draw(t, "later")) * 24 * time.Hour)}
			if rapid.Bool().Draw(t, "answers") {
				x.Answered = moment("answered")
				x.Replied, x.Informed = x.Answered, x.Answered
			}
			if rapid.Bool().Draw(t, "ends") {
				x.Ended, x.Completed = moment("ended"), moment("completed")
				x.Verdict = rapid.SampledFrom([]string{"", "yes", "no"}).Draw(t, "verdict")
				x.Solved = "yes"
			}
			turns = append(turns, x)
		}
		b := NewLedger(func(code string) []string { return []string{code} })
		if err := b.Replace(nil, func(put func(opinion.Turn)) error {
			for _, x := range turns {
				put(x)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		days := int(now.Sub(start)/(24*time.Hour)) + 1
		want := make([]Day, days)
		for i := range want {
			from := start.AddDate(0, 0, i)
			end := from.AddDate(0, 0, 1)
			in := func(x time.Time) bool { return !x.IsZero() && !x.Before(from) && x.Before(end) }
			until := end
			if now.Before(end) {
				until = now.Add(1)
			}
			before := func(x time.Time) bool { return !x.IsZero() && x.Before(end) }
			for _, x := range turns {
				if in(x.Answered) && !x.Answered.After(x.AnswerDue) {
					want[i].InTime++
				}
				if in(x.Completed) && x.Verdict == "yes" {
					want[i].Confirmed++
				}
				if x.AnswerDue.Before(until) && !before(x.Answered) && !before(x.Ended) {
					want[i].Overdue++
				}
			}
		}
		if got := b.Days(Filter{}, start, days, now); !slices.Equal(got, want) {
			t.Fatalf("%+v, not %+v\n%+v, now %v", got, want, turns, now)
		}
	})
}
