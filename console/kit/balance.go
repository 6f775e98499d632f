package kit

import (
	"time"

	"huiying/register"
)

// DayBalance is what became of what was received on one day (对账).
type DayBalance struct {
	Day time.Time // its beginning
	register.Balance
	Opening  int  // of those that wait: a case for them is due in a moment
	NotAsked int  // of the dismissed: said in public, not to the office, so that no list of the desk has them
	Bound    bool // counted for an account that does not see everything
}
