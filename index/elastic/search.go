package elastic

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/elastic/go-elasticsearch/v8/esapi"

	"huiying/index"
	"huiying/opinion"
)

// result is the answer to one search of several.
type result struct {
	Status int        `json:"status"`
	Error  errorCause `json:"error"`
	Hits   struct {
		Total struct {
			Value int `json:"value"`
		} `json:"total"`
		Hits []struct {
			ID     string `json:"_id"`
			Source struct {
				Finding string `json:"finding"`
			} `json:"_source"`
		} `json:"hits"`
	} `json:"hits"`
	Aggregations map[string]struct {
		Buckets []struct {
			Key   string `json:"key"`
			Count int    `json:"doc_count"`
		} `json:"buckets"`
	} `json:"aggregations"`
}

// exactly is how many values each month brings to a facet: with as many or fewer different
// ones its counts are exact.
const exactly = 10000

// patience is how long one search may take.
const patience = 20 * time.Second

// Search is index.Index.Search. A month or a generation that is dropped under a search makes
// it begin anew.
func (x *Index) Search(ctx context.Context, q index.Query) (index.Page, error) {
	after, paging, err := index.ParseCursor(q.Cursor)
	if err != nil {
		return index.Page{}, err
	}
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	var results []result
	for n := range 3 {
		if n > 0 {
			if err := x.sleep(ctx, pause(n)); err != nil {
				return index.Page{}, err
			}
		}
		results, err = x.search(ctx, x.questions(q, after, paging))
		var e *no
		if err == nil || !errors.As(err, &e) {
			break
		}
	}
	if err != nil {
		return index.Page{}, err
	}
	return pageOf(q, results)
}

// questions are the two searches of a page, asked at once: how many hits there are and how
// they spread, which visits them all but sorts none; and the first of them in order, which
// sorts but needs to visit no more than the page holds.
func (x *Index) questions(q index.Query, after index.Cursor, paging bool) []object {
	query := x.query(q)
	count := object{"size": 0, "track_total_hits": true, "query": query}
	if q.Facets {
		aggs := object{}
		for _, f := range []string{index.FacetTopic, index.FacetDivision, index.FacetSeverity,
			index.FacetDemand, index.FacetSource} {
			aggs[f] = object{"terms": object{"field": f, "size": index.FacetSize, "shard_size": exactly}}
		}
		count["aggs"] = aggs
	}
	page := object{"size": q.Limit() + 1, "track_total_hits": false, "query": query, "_source": []string{"finding"},
		"sort": []object{{"when": "desc"}, {"id": "asc"}}}
	if paging {
		page["search_after"] = []any{after.Moment, after.ID}
	}
	return []object{count, page}
}

// query turns a question into filters: nothing is scored, and what somebody typed is only
// ever a value.
func (x *Index) query(q index.Query) object {
	filter, not := []object{}, []object{}
	for _, f := range []struct{ field, value string }{
		{"topics", q.Topic}, {"within", q.Division}, {"severity", q.Severity}, {"demand", q.Demand},
		{"issue", q.Issue}, {"source", q.Source}, {"unit", q.Unit},
	} {
		switch {
		case len(f.value) > longest: // no document has it, and the server would refuse the question
			return object{"match_none": object{}}
		case f.value != "":
			filter = append(filter, object{"term": object{f.field: f.value}})
		}
	}
	if in := q.Within; in != nil {
		switch {
		case len(in.Units) > 0:
			filter = append(filter, object{"terms": object{"unit": in.Units}})
		case in.Division != "" && len(in.Division) <= longest:
			filter = append(filter, object{"term": object{"within": in.Division}})
		default:
			return object{"match_none": object{}}
		}
	}
	for _, mark := range q.Marks() {
		filter = append(filter, object{"term": object{"marks": mark}})
	}
	span := object{}
	if !q.From.IsZero() {
		span["gte"] = index.Milli(q.From)
	}
	if !q.To.IsZero() {
		span["lt"] = index.Milli(q.To)
	}
	if len(span) > 0 {
		filter = append(filter, object{"range": object{"when": span}})
	}
	terms := index.Parse(q.Text, x.cut)
	for _, w := range terms.Words {
		filter = append(filter, object{"term": object{"words": w}})
	}
	for _, p := range terms.Phrases {
		filter = append(filter, phrase(p))
	}
	for _, p := range terms.Not {
		not = append(not, phrase(p))
	}
	if len(filter)+len(not) == 0 {
		return object{"match_all": object{}}
	}
	return object{"bool": object{"filter": filter, "must_not": not}}
}

func phrase(tokens []string) object {
	if len(tokens) == 1 {
		return object{"term": object{"words": tokens[0]}}
	}
	joined := tokens[0]
	for _, t := range tokens[1:] {
		joined += " " + t
	}
	return object{"match_phrase": object{"words": joined}}
}

// search asks several questions at once and wants all of them answered whole.
func (x *Index) search(ctx context.Context, questions []object) ([]result, error) {
	var body bytes.Buffer
	line := json.NewEncoder(&body)
	for _, q := range questions {
		header := object{"index": x.alias, "ignore_unavailable": true, "allow_partial_search_results": false}
		if err := errors.Join(line.Encode(header), line.Encode(q)); err != nil {
			return nil, err
		}
	}
	var answer struct {
		Responses []result `json:"responses"`
	}
	if err := x.ask(ctx, "search the index", esapi.MsearchRequest{Body: &body}, &answer); err != nil {
		return nil, err
	}
	if len(answer.Responses) != len(questions) {
		return nil, fmt.Errorf("%w: %d answers to %d questions", index.ErrAway, len(answer.Responses), len(questions))
	}
	for _, r := range answer.Responses {
		if r.Error.Type == "" {
			continue
		}
		e := &no{what: "search the index", status: r.Status, kind: r.Error.Type}
		if passes(r.Status) {
			return nil, fmt.Errorf("%w: %w", index.ErrAway, e)
		}
		return nil, e
	}
	return answer.Responses, nil
}

// pageOf makes a page of the answers to questions.
func pageOf(q index.Query, results []result) (index.Page, error) {
	p := index.Page{Total: results[0].Hits.Total.Value}
	hits := results[1].Hits.Hits
	more := len(hits) > q.Limit()
	if more {
		hits = hits[:q.Limit()]
	}
	p.Hits = make([]opinion.Finding, len(hits))
	for i, h := range hits {
		if err := json.Unmarshal([]byte(h.Source.Finding), &p.Hits[i]); err != nil {
			return index.Page{}, fmt.Errorf("%w: finding %s: %w", index.ErrDamaged, h.ID, err)
		}
	}
	if n := len(p.Hits); more && n > 0 {
		last := p.Hits[n-1]
		p.Next = index.Cursor{Moment: index.Moment(last), ID: last.ID}.String()
	}
	if !q.Facets {
		return p, nil
	}
	p.Facets = map[string][]index.Bucket{}
	for name, a := range results[0].Aggregations {
		p.Facets[name] = []index.Bucket{}
		for _, b := range a.Buckets {
			p.Facets[name] = append(p.Facets[name], index.Bucket{Key: b.Key, Count: b.Count})
		}
	}
	return p, nil
}
