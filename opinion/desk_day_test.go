package opinion

import (
	"testing"
	"time"
)

// Every moment lies in exactly one of the days that say when something is due.
func TestEveryMomentIsOfOneDay(t *testing.T) {
	for day := range 8 { // each day of a week, at its ends and within
		for _, hour := range []int{0, 11, 23} {
			now := time.Date(2026, 11, 23+day, hour, 59, 0, 0, Beijing)
			for ahead := -50; ahead < 400; ahead++ {
				due, in := now.Add(time.Duration(ahead)*time.Hour), []DeskDay{}
				for _, d := range DeskDays[:4] {
					from, to := d.Span(now)
					if (from.IsZero() || !due.Before(from)) && (to.IsZero() || due.Before(to)) {
						in = append(in, d)
					}
				}
				if len(in) != 1 {
					t.Fatalf("%s seen at %s is of %v", due, now, in)
				}
			}
		}
	}
}

func TestAWeekEndsWithItsSunday(t *testing.T) {
	for now, want := range map[time.Time]time.Time{
		time.Date(2026, 11, 23, 8, 0, 0, 0, Beijing):  time.Date(2026, 11, 30, 0, 0, 0, 0, Beijing), // a Monday
		time.Date(2026, 11, 28, 8, 0, 0, 0, Beijing):  time.Date(2026, 11, 30, 0, 0, 0, 0, Beijing), // a Saturday
		time.Date(2026, 11, 29, 23, 0, 0, 0, Beijing): time.Date(2026, 11, 30, 0, 0, 0, 0, Beijing), // a Sunday
		// late on a Sunday of London it is Monday in Beijing
		time.Date(2026, 11, 29, 20, 0, 0, 0, time.UTC): time.Date(2026, 12, 7, 0, 0, 0, 0, Beijing),
	} {
		if _, got := DueWeek.Span(now); !got.Equal(want) {
			t.Errorf("at %s this week ends %s, want %s", now, got, want)
		}
	}
}
