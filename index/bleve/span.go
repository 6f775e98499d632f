package bleve

import (
	"time"

	"github.com/blevesearch/bleve/v2/search/query"

	"huiying/index"
)

// span is from <= moment < to, in milliseconds.
type span struct{ from, to int64 }

var allTime = span{index.Milli(time.Time{}), index.Milli(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC))}

// spanOf is the time that a question is about.
func spanOf(q index.Query) span {
	s := allTime
	if !q.From.IsZero() {
		s.from = index.Milli(q.From)
	}
	if !q.To.IsZero() {
		s.to = index.Milli(q.To)
	}
	return s
}

type dayCount struct {
	name string
	docs int
}

// look lists the days of the asked time on which the part has findings, and whether it has any
// outside of it. Deleted documents are still counted, which only makes a window smaller.
func (s *snapshot) look(asked span) error {
	n, err := s.r.DocCount()
	if err != nil {
		return unread("search the index", err)
	}
	s.docs = int(n)
	if asked.to <= asked.from || s.docs == 0 {
		return nil
	}
	dict, err := s.r.FieldDict(fieldDay)
	if err != nil {
		return unread("list the days of the index", err)
	}
	defer dict.Close()
	first, last := dayOf(asked.from), dayOf(asked.to-1)
	outside := false
	for {
		e, err := dict.Next()
		if err != nil {
			return unread("list the days of the index", err)
		}
		if e == nil {
			break
		}
		if e.Term < first || e.Term > last {
			outside = true
			continue
		}
		s.days = append(s.days, dayCount{e.Term, int(e.Count)})
		outside = outside || e.Term == first && asked.from%day != 0 || e.Term == last && asked.to%day != 0
	}
	if outside && asked != allTime {
		s.span = &asked
	}
	return nil
}

// termRange holds both ends.
func termRange(field, from, to string) query.Query {
	if from == to {
		return term(field, from)
	}
	yes := true
	q := query.NewTermRangeInclusiveQuery(from, to, &yes, &yes)
	q.SetField(field)
	return q
}

const (
	hour = int64(60 * 60 * 1000)
	day  = 24 * hour
)

// query covers the span. A term of the index is looked up one by one, so it is covered with few:
// whole days, hours towards its ends, and moments only in the two hours that it cuts through.
func (s span) query() query.Query {
	low, high := s.from, s.to
	if high <= low {
		return query.NewMatchNoneQuery()
	}
	var parts []query.Query
	cover := func(field string, key func(int64) string, a, b int64) { // a <= moment < b
		if a < b {
			parts = append(parts, termRange(field, key(a), key(b-1)))
		}
	}
	hours := [2]int64{min(up(low, hour), high), max(down(high, hour), low)}
	days := [2]int64{up(hours[0], day), down(hours[1], day)}
	switch {
	case hours[0] >= hours[1]:
		cover(fieldWhen, whenKey, low, high)
	case days[0] >= days[1]:
		cover(fieldWhen, whenKey, low, hours[0])
		cover(fieldHour, hourOf, hours[0], hours[1])
		cover(fieldWhen, whenKey, hours[1], high)
	default:
		cover(fieldWhen, whenKey, low, hours[0])
		cover(fieldHour, hourOf, hours[0], days[0])
		cover(fieldDay, dayOf, days[0], days[1])
		cover(fieldHour, hourOf, days[1], hours[1])
		cover(fieldWhen, whenKey, hours[1], high)
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return query.NewDisjunctionQuery(parts)
}

func down(ms, unit int64) int64 { return ms - (ms%unit+unit)%unit }

func up(ms, unit int64) int64 { return down(ms+unit-1, unit) }
