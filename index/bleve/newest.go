package bleve

import (
	"fmt"
	"time"

	"github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/collector"

	"huiying/index"
)

// direct is the number of hits below which sorting them all is cheaper than looking at days.
const direct = 3000

// newest finds the first hits after the cursor, newest first. Sorting visits every hit, and
// "everything, newest first" would visit a million; so it asks for the latest days first, as
// many of them as should hold the page by the share of all documents that are hits, and goes
// on to older days only while hits are missing.
func (a asked) newest(total int, q index.Query, after index.Cursor, paging bool) (search.DocumentMatchCollection, error) {
	if total == 0 {
		return nil, nil
	}
	if total <= direct {
		return a.top(a.clauses, a.limit)
	}
	days, all, err := a.days(q, after, paging)
	if err != nil {
		return nil, err
	}
	var hits search.DocumentMatchCollection
	for want := 2*a.limit + 64; len(hits) < a.limit && len(days) > 0; want *= 4 {
		first, docs := len(days), 0
		for first > 0 && docs < want*max(1, all/total) {
			first--
			docs += days[first].docs
		}
		window := a.clauses.and(termRange(fieldDay, days[first].name, days[len(days)-1].name))
		found, err := a.top(window, a.limit-len(hits))
		if err != nil {
			return nil, err
		}
		hits, days = append(hits, found...), days[:first]
	}
	return hits, nil
}

type dayCount struct {
	name string
	docs int
}

// days lists the days that can hold hits, oldest first, and how many documents the index
// holds. Deleted documents are still counted, which only makes a window smaller.
func (a asked) days(q index.Query, after index.Cursor, paging bool) ([]dayCount, int, error) {
	from, to := firstDay, lastDay
	if !q.From.IsZero() {
		from = dayOf(index.Milli(q.From))
	}
	if !q.To.IsZero() {
		to = dayOf(index.Milli(q.To.Add(-time.Millisecond)))
	}
	if paging {
		to = min(to, dayOf(after.Moment))
	}
	all, err := a.r.DocCount()
	if err != nil || from > to {
		return nil, int(all), err
	}
	dict, err := a.r.FieldDictRange(fieldDay, []byte(from), []byte(to))
	if err != nil {
		return nil, 0, fmt.Errorf("list the days of the index: %w", err)
	}
	defer dict.Close()
	var days []dayCount
	for {
		e, err := dict.Next()
		if err != nil {
			return nil, 0, fmt.Errorf("list the days of the index: %w", err)
		}
		if e == nil {
			return days, int(all), nil
		}
		days = append(days, dayCount{e.Term, int(e.Count)})
	}
}

// top is the first n hits of c after the cursor.
func (a asked) top(c clauses, n int) (search.DocumentMatchCollection, error) {
	s, err := a.searcher(c)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	order := search.SortOrder{&search.SortField{Field: fieldWhen, Desc: true, Type: search.SortFieldAsString}, &search.SortDocID{}}
	var coll *collector.TopNCollector
	if a.after != nil {
		coll = collector.NewTopNCollectorAfter(n, order, a.after)
	} else {
		coll = collector.NewTopNCollector(n, 0, order)
	}
	if err := coll.Collect(a.ctx, s, a.r); err != nil {
		return nil, fmt.Errorf("sort hits of the index: %w", err)
	}
	return coll.Results(), nil
}
