package collectors

import (
	"cmp"
	"slices"
	"time"

	"huiying/opinion"
)

// Rhythm is how long a source is silent between two days that bring items, learned from its own
// past. Days are the finest grain: most sites of offices date their items by the day, items come in
// bursts, and nights say nothing.
type Rhythm struct {
	Usual    int  `json:"usual,omitempty"`    // days from one to the next, which nine of ten do not exceed; 0: not known yet
	Allowed  int  `json:"allowed"`            // as many whole days without an item make it late
	Workdays bool `json:"workdays,omitempty"` // days are counted without weekends and holidays: it rests on them
}

const (
	enoughGaps = 5  // below, the rhythm is not known
	manyGaps   = 10 // from here on, one long gap is left out of nine of ten
	busyItems  = 5  // a day: a whole day without any is silence
	// quietAfter is the rule for official channels, where nothing is learned yet: two weeks without
	// an update are a finding (国办秘函〔2019〕19号).
	quietAfter = 14
	restsBelow = 0.1 // share of active days that are days of rest; a source that never rests has 0.29
)

// RhythmOf learns from the days that brought items. works says whether a day is a working day; nil
// counts all days.
func RhythmOf(days []Day, works func(time.Time) bool) Rhythm {
	active := moments(days)
	if len(active) < enoughGaps+1 {
		return Rhythm{Allowed: quietAfter}
	}
	r := Rhythm{Workdays: works != nil && rests(active, works)}
	gaps := make([]int, 0, len(active)-1)
	for i, d := range active[1:] {
		gaps = append(gaps, max(1, r.between(active[i], d, works)+1))
	}
	slices.Sort(gaps)
	r.Usual = gaps[(len(gaps)*9+9)/10-1]
	r.Allowed = 2 * r.Usual
	if r.Usual == 1 && len(gaps) >= manyGaps && median(days) >= busyItems {
		r.Allowed = 1
	}
	return r
}

// Silence is how many whole days have passed since a moment, as the rhythm counts them; neither the
// day of that moment nor the present one is among them.
func (r Rhythm) Silence(since, now time.Time, works func(time.Time) bool) int {
	return r.between(opinion.Midnight(since), opinion.Midnight(now), works)
}

// between counts the days after a and before b.
func (r Rhythm) between(a, b time.Time, works func(time.Time) bool) (n int) {
	for d := a.AddDate(0, 0, 1); d.Before(b) && n < 10*oldestDay; d = d.AddDate(0, 0, 1) {
		if !r.Workdays || works == nil || works(d) {
			n++
		}
	}
	return n
}

// moments are the days, oldest first, without those that lie too far back.
func moments(days []Day) (out []time.Time) {
	for _, d := range days {
		if t, err := time.ParseInLocation(time.DateOnly, d.Day, opinion.Beijing); err == nil {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	if len(out) == 0 {
		return nil
	}
	first := out[len(out)-1].AddDate(0, 0, -oldestDay)
	return slices.DeleteFunc(out, func(t time.Time) bool { return t.Before(first) })
}

func rests(active []time.Time, works func(time.Time) bool) bool {
	n := 0
	for _, d := range active {
		if !works(d) {
			n++
		}
	}
	return float64(n) < restsBelow*float64(len(active))
}

func median(days []Day) int {
	sorted := slices.SortedFunc(slices.Values(days), func(a, b Day) int { return cmp.Compare(a.N, b.N) })
	return sorted[len(sorted)/2].N
}
