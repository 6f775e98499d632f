package indextest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/index"
	"huiying/opinion"
)

// What the suite makes and asks.

var day0 = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

// doc makes a finding; its id is derived, so that docs of the same source and text are one.
func doc(source, text string, at time.Time, change ...func(*opinion.Finding)) index.Doc {
	m, err := opinion.NewMention(opinion.Draft{Source: source, Title: "题", Text: text, PublishedAt: at, CollectedAt: at})
	if err != nil {
		panic(err)
	}
	f := opinion.Finding{Mention: m,
		Topic:    opinion.TopicFinding{ID: "municipal/lamps", Name: "路灯", Confidence: 0.9, By: "rules", Evidence: []string{"路灯"}},
		Demand:   opinion.DemandFinding{ID: opinion.Complaint},
		Severity: opinion.SeverityFinding{Level: opinion.SeverityIV, Evidence: []string{}},
		Issue:    opinion.IssueRef{ID: "i1", Size: 1},
		Route:    opinion.Route{Lead: "u1", Rule: "r", Why: []string{}},
	}
	for _, c := range change {
		c(&f)
	}
	return index.Doc{Finding: f, Words: Cut(index.Fold(f.Title + "\n" + f.Text))}
}

func put(t *testing.T, x index.Index, docs ...index.Doc) {
	t.Helper()
	if err := x.Put(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
}

func search(t *testing.T, x index.Index, q index.Query) index.Page {
	t.Helper()
	p, err := x.Search(t.Context(), q)
	if err != nil {
		t.Fatalf("%+v: %v", q, err)
	}
	return p
}

// texts are what a query finds, in order.
func texts(t *testing.T, x index.Index, q index.Query) []string {
	t.Helper()
	p := search(t, x, q)
	out := []string{}
	for _, h := range p.Hits {
		out = append(out, h.Text)
	}
	if p.Next == "" && q.Cursor == "" && p.Total != len(out) {
		t.Errorf("%+v: total %d, hits %d", q, p.Total, len(out))
	}
	return out
}

func want(t *testing.T, x index.Index, q index.Query, list ...string) {
	t.Helper()
	got := texts(t, x, q)
	if !slices.Equal(got, list) && len(got)+len(list) > 0 {
		t.Errorf("%+v\n got %q\nwant %q", q, got, list)
	}
}

// walk follows a query to its end and answers the ids in order.
func walk(t *testing.T, x index.Index, q index.Query, between func(page int)) []string {
	t.Helper()
	var ids []string
	for page := 0; ; page++ {
		p := search(t, x, q)
		for _, h := range p.Hits {
			if slices.Contains(ids, h.ID) {
				t.Fatalf("page %d shows %s again", page, h.ID)
			}
			ids = append(ids, h.ID)
		}
		if p.Next == "" {
			return ids
		}
		if len(p.Hits) != q.Limit() {
			t.Fatalf("page %d has %d hits and a next one", page, len(p.Hits))
		}
		q.Cursor = p.Next
		if between != nil {
			between(page)
		}
	}
}

func idsOf(docs []index.Doc) []string {
	docs = slices.Clone(docs)
	slices.SortFunc(docs, func(a, b index.Doc) int {
		am, bm := index.Moment(a.Finding), index.Moment(b.Finding)
		if am != bm {
			return int(max(-1, min(1, bm-am)))
		}
		return strings.Compare(a.Finding.ID, b.Finding.ID)
	})
	out := make([]string, len(docs))
	for i, d := range docs {
		out[i] = d.Finding.ID
	}
	return out
}
