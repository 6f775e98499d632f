package collectors

import (
	"cmp"
	"slices"
	"time"

	"huiying/opinion"
)

// Standing is how a source did at its visits. It holds no text.
type Standing struct {
	Failures      int       `json:"failures,omitempty"` // in a row
	FirstFailure  time.Time `json:"first_failure,omitzero"`
	FirstCode     string    `json:"first_failure_code,omitempty"`
	LastTry       time.Time `json:"last_try,omitzero"`
	LastSuccess   time.Time `json:"last_success,omitzero"`
	LastNew       time.Time `json:"last_new,omitzero"` // when a visit last brought a mention
	NextTry       time.Time `json:"next_try,omitzero"`
	LastError     string    `json:"last_error,omitempty"`
	LastErrorCode string    `json:"last_error_code,omitempty"`
	Collected     uint64    `json:"collected,omitempty"` // mentions handed on, ever
	Refused       uint64    `json:"refused,omitempty"`   // pages and items that gave none, at each visit once more

	Visits []Visit `json:"visits,omitempty"` // the last MostVisits, oldest first
	Days   []Day   `json:"days,omitempty"`   // the last MostDays that brought items, oldest first
}

// Bounds of a Standing.
const (
	MostVisits = 50
	MostDays   = 120
	oldestDay  = 366 // days before the newest: what lies further back says nothing of today's rhythm
)

// Visit is one visit of a source.
type Visit struct {
	At       time.Time     `json:"at"`
	Took     time.Duration `json:"took"`             // nanoseconds
	Status   int           `json:"status,omitempty"` // that the source's own address answered with; 0: none
	Requests int           `json:"requests,omitempty"`
	Bytes    int64         `json:"bytes,omitempty"` // that came over the wire
	New      int           `json:"new,omitempty"`   // mentions handed on
	Refused  int           `json:"refused,omitempty"`
	Code     string        `json:"code,omitempty"` // why it failed; a code of Code
}

// Day counts items by the day that they were published on, or came in on where they do not say.
type Day struct {
	Day string `json:"day"` // 2006-01-02 in Beijing
	N   int    `json:"n"`
}

// noted is s with one more visit and with the items that it brought. It shares nothing with s.
func (s Standing) noted(v Visit, brought []opinion.Mention) Standing {
	s.Visits = append(slices.Clone(s.Visits), v)
	s.Visits = s.Visits[max(0, len(s.Visits)-MostVisits):]
	n := map[string]int{}
	for _, d := range s.Days {
		n[d.Day] += d.N
	}
	for _, m := range brought {
		at := m.PublishedAt
		if at.IsZero() || at.After(v.At) {
			at = v.At
		}
		n[opinion.DayOf(at)]++
	}
	s.Days = make([]Day, 0, len(n))
	for day, k := range n {
		s.Days = append(s.Days, Day{day, k})
	}
	slices.SortFunc(s.Days, func(a, b Day) int { return cmp.Compare(a.Day, b.Day) })
	s.Days = s.Days[max(0, len(s.Days)-MostDays):]
	return s
}
