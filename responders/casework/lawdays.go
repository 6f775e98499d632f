package casework

import (
	"huiying/opinion"
	"sync"
	"time"

	"github.com/6tail/lunar-go/calendar"
)

// festivals is how many festivals all citizens have off (全国年节及纪念日放假办法, State Council
// Decree 795, in force since 2025-01-01).
const festivals = 7

// lawDay is the festival for which the law gives all citizens the day of t off, "" for none, and
// whether it is the festival's own day. It says nothing of the days around that a year's notice
// moves (调休), nor of days off of a region alone.
func lawDay(t time.Time) (festival string, main bool) {
	t = t.In(opinion.Beijing)
	d := lawDays(t.Year())[t.YearDay()]
	return d.festival, d.main
}

type daysOff map[int]struct { // by day of the year
	festival string
	main     bool
}

// byYear keeps what a year's days are: the lunar calendar takes some 20 µs a day, and a clock asks
// for dozens.
var byYear sync.Map

func lawDays(year int) daysOff {
	if known, ok := byYear.Load(year); ok {
		return known.(daysOff)
	}
	days := daysOff{}
	for t := time.Date(year, 1, 1, 12, 0, 0, 0, opinion.Beijing); t.Year() == year; t = t.AddDate(0, 0, 1) {
		if festival, main := festivalOn(t); festival != "" {
			d := days[t.YearDay()]
			d.festival, d.main = festival, main
			days[t.YearDay()] = d
		}
	}
	byYear.Store(year, days)
	return days
}

// moonlit says whether a festival of the lunar calendar, or the eve of one, can fall on the day of t:
// the Spring Festival from 19 January to 24 February, the Dragon Boat day (端午) from 25 May to 27
// June, the Mid-Autumn day (中秋) from 5 September to 10 October, each with days to spare.
func moonlit(t time.Time) bool {
	switch m, d := t.Month(), t.Day(); m {
	case time.January:
		return d >= 17
	case time.February:
		return d <= 26
	case time.May:
		return d >= 23
	case time.June, time.September:
		return true
	case time.October:
		return d <= 12
	}
	return false
}

func festivalOn(t time.Time) (festival string, main bool) {
	switch t.Format("01-02") {
	case "01-01":
		return "元旦", true
	case "04-03", "04-04", "04-05", "04-06":
		if lunar(t).GetJieQi() == "清明" {
			return "清明节", true
		}
		return "", false
	case "05-01", "05-02":
		return "劳动节", t.Day() == 1
	case "10-01", "10-02", "10-03":
		// The Mid-Autumn day can fall here, and its year has both in these days.
		if moonDay(t) == [2]int{8, 15} {
			return "中秋节", true
		}
		return "国庆节", t.Day() == 1
	}
	if !moonlit(t) {
		return "", false
	}
	switch moon := moonDay(t); {
	case moon == [2]int{1, 1}:
		return "春节", true
	case moon == [2]int{1, 2}, moon == [2]int{1, 3},
		moon[1] > 28 && moonDay(t.AddDate(0, 0, 1)) == [2]int{1, 1}:
		return "春节", false
	case moon == [2]int{5, 5}:
		return "端午节", true
	case moon == [2]int{8, 15}:
		return "中秋节", true
	}
	return "", false
}

// moonDay is month and day of the lunar calendar; a leap month is negative.
func moonDay(t time.Time) [2]int {
	l := lunar(t)
	return [2]int{l.GetMonth(), l.GetDay()}
}

func lunar(t time.Time) *calendar.Lunar {
	return calendar.NewSolarFromYmd(t.Year(), int(t.Month()), t.Day()).GetLunar()
}
