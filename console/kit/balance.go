package kit

import (
	"time"

	"huiying/register"
	"huiying/words"
)

// DayBalance is what became of what was received on one day (对账).
type DayBalance struct {
	Day time.Time // its beginning
	register.Balance
	Opening  int // of those that wait: a case for them is due in a moment
	NotAsked int // of the dismissed: said in public, not to the office, so that no list of the desk has them
	// Unread are the reasons of what was refused, by their codes.
	Unread map[string]int
	Bound  bool // counted for an account that does not see everything
}

// WhyRefused says why texts of the day could not be taken in.
func (d DayBalance) WhyRefused(lang string) string { return words.Unread(d.Unread).In(lang) }
