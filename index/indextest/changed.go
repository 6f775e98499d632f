package indextest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"huiying/index"
)

// What comes again, goes, and comes at once.

func putAgain(t *testing.T, x index.Index) {
	d := doc("s", "路灯", day0)
	put(t, x, d)
	put(t, x, d, d)
	want(t, x, index.Query{Text: "路灯"}, "路灯")
	d.Finding.Topic.ID, d.Finding.Text, d.Words = "environment", "路桥", Cut("路桥")
	put(t, x, d)
	want(t, x, index.Query{}, "路桥")
	want(t, x, index.Query{Text: "灯"})
	want(t, x, index.Query{Topic: "municipal"})
	want(t, x, index.Query{Topic: "environment", Text: "桥"}, "路桥")
	if n, err := x.(Index).Count(t.Context()); err != nil || n != 1 {
		t.Errorf("count %d, %v", n, err)
	}
}

func olderNeverReplaces(t *testing.T, x index.Index) {
	version := func(seq uint64, text string) index.Doc {
		d := doc("s", "路", day0)
		d.Finding.Text, d.Seq = text, seq
		return d
	}
	put(t, x, version(5, "五"))
	put(t, x, version(3, "三"))
	want(t, x, index.Query{}, "五")
	put(t, x, version(7, "七"), version(6, "六"))
	want(t, x, index.Query{}, "七")
	put(t, x, version(7, "七又"))
	want(t, x, index.Query{}, "七又")
	put(t, x, version(0, "零"))
	want(t, x, index.Query{}, "零")
}

func deleting(t *testing.T, x index.Index) {
	a, b := doc("s", "甲", day0.Add(time.Hour)), doc("s", "乙", day0)
	put(t, x, a, b)
	if err := x.Delete(t.Context(), a.Finding.ID, "unknown"); err != nil {
		t.Fatal(err)
	}
	want(t, x, index.Query{}, "乙")
	want(t, x, index.Query{Text: "甲"})
	p := search(t, x, index.Query{Facets: true})
	if p.Total != 1 || p.Facets[index.FacetSource][0].Count != 1 {
		t.Errorf("%+v", p)
	}
	put(t, x, a)
	want(t, x, index.Query{}, "甲", "乙")
	if err := x.Delete(t.Context()); err != nil {
		t.Error(err)
	}
}

func noID(t *testing.T, x index.Index) {
	d := doc("s", "甲", day0)
	d.Finding.ID = ""
	if err := x.Put(t.Context(), []index.Doc{doc("s", "乙", day0), d}); err == nil {
		t.Error("a finding without an id was taken")
	}
	want(t, x, index.Query{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := x.Put(ctx, []index.Doc{doc("s", "乙", day0)}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled Put says %v", err)
	}
}

func concurrent(t *testing.T, x index.Index) {
	const writers, each = 4, 60
	done := make(chan error, writers)
	for w := range writers {
		go func() {
			var err error
			for i := 0; i < each && err == nil; i += 20 {
				var docs []index.Doc
				for j := range 20 {
					d := doc("s", fmt.Sprint("路 n", i+j), day0.Add(time.Duration(i+j)*time.Hour)) // the same of every writer
					d.Seq = uint64(1 + w)
					d.Finding.Route.Rule = fmt.Sprint(w)
					docs = append(docs, d)
				}
				err = x.Put(context.Background(), docs)
				if err == nil {
					_, err = x.Search(context.Background(), index.Query{Text: "路", Facets: true})
				}
			}
			done <- err
		}()
	}
	for range writers {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	p := search(t, x, index.Query{Size: index.MaxSize})
	if p.Total != each || len(p.Hits) != each {
		t.Fatalf("total %d, hits %d, want %d", p.Total, len(p.Hits), each)
	}
	for _, h := range p.Hits {
		if h.Route.Rule != fmt.Sprint(writers-1) {
			t.Errorf("%s holds version %s, not the last", h.ID, h.Route.Rule)
		}
		if !utf8.ValidString(h.Text) {
			t.Errorf("%q", h.Text)
		}
	}
}

// Reopens puts findings into x, has it closed and opened again, and wants all of them back.
func Reopens(t *testing.T, x index.Index, again Reopen) {
	var docs []index.Doc
	for i := range 50 {
		docs = append(docs, doc("s", fmt.Sprint("路 n", i), day0.Add(time.Duration(i)*time.Hour)))
	}
	put(t, x, docs...)
	if err := x.Delete(t.Context(), docs[0].Finding.ID); err != nil {
		t.Fatal(err)
	}
	y := again(t, x)
	if got := walk(t, y, index.Query{Text: `路 -"n 3"`, Size: 11}, nil); !slices.Equal(got, idsOf(docs[1:])) {
		t.Errorf("%d findings after opening again, want %d", len(got), len(docs)-1)
	}
	put(t, y, docs[0])
	if n, err := y.(Index).Count(t.Context()); err != nil || n != len(docs) {
		t.Errorf("count %d, %v", n, err)
	}
}
