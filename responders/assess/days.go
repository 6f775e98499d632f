package assess

import (
	"slices"
	"time"

	"huiying/opinion"
)

// Day is what became of turns of leading units on one day.
type Day struct {
	InTime    int // answered on it, within the time
	Overdue   int // at its end (of a day that is not over: now) an answer was owed and its time past
	Confirmed int // closed on it, and others than the unit say that it is solved
}

// days are the days of Beijing on which things happened to a turn, counted from 1970; 0: not yet.
type days struct{ answered, completed, late, done int32 }

func dayOf(t time.Time) int32 {
	if t.IsZero() {
		return 0
	}
	_, ahead := t.In(opinion.Beijing).Zone()
	return int32((t.Unix() + int64(ahead)) / (24 * 60 * 60))
}

func daysOf(t opinion.Turn) days {
	done := t.Answered
	if done.IsZero() || !t.Ended.IsZero() && t.Ended.Before(done) {
		done = t.Ended
	}
	return days{dayOf(t.Answered), dayOf(t.Completed), dayOf(t.AnswerDue), dayOf(done)}
}

// Days counts the n days from the one in which a moment lies, the last of them at most the one of now.
// Of the filter it takes all but when turns began.
func (b *Ledger) Days(f Filter, from time.Time, n int, now time.Time) []Day {
	b.mu.RLock()
	defer b.mu.RUnlock()
	out, began := make([]Day, n), make([]int, n+1) // became overdue less were done, on each day
	first, today, fits := dayOf(from), dayOf(now), b.fits(f)
	at := func(day int32) (int, bool) { i := int(day - first); return i, day > 0 && i >= 0 && i < n }
	for _, r := range b.rows[:b.parts] {
		if !fits(r) {
			continue
		}
		if i, in := at(r.on.answered); in && r.yes&bitOf("answer") != 0 {
			out[i].InTime++
		}
		if i, in := at(r.on.completed); in && r.yes&bitOf("confirmed") != 0 {
			out[i].Confirmed++
		}
		late := r.on.late
		if late == 0 || r.on.done > 0 && r.on.done <= late || late > today ||
			late == today && r.open != nil && r.open.AnswerDue.After(now) {
			continue
		}
		began[min(n, max(0, int(late-first)))]++
		if r.on.done > 0 {
			began[min(n, max(0, int(r.on.done-first)))]--
		}
	}
	sum := 0
	for i := range out {
		sum += began[i]
		out[i].Overdue = sum
	}
	return out
}

// bitOf is the bit of a measure in a row.
func bitOf(id string) uint16 {
	return 1 << slices.IndexFunc(measures, func(m Measure) bool { return m.ID == id })
}
