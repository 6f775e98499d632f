package indextest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"huiying/index"
)

// How pages follow one another.

func paging(t *testing.T, x index.Index) {
	var docs []index.Doc
	for i := range 137 {
		docs = append(docs, doc("s", fmt.Sprint("路 n", i), day0.Add(time.Duration(i%50)*7*time.Hour)))
	}
	docs = append(docs, doc("s", "路 无时", time.Time{}), doc("s", "路 早", time.Date(1969, 5, 1, 0, 0, 0, 0, time.UTC)))
	put(t, x, docs...)
	for _, size := range []int{1, 10, 137, 139, 500} {
		if got := walk(t, x, index.Query{Size: size, Text: "路"}, nil); !slices.Equal(got, idsOf(docs)) {
			t.Errorf("size %d: %d hits, want %d, or another order", size, len(got), len(docs))
		}
	}
	p := search(t, x, index.Query{})
	if len(p.Hits) != index.DefaultSize || p.Total != len(docs) {
		t.Errorf("default page: %d of %d", len(p.Hits), p.Total)
	}
}

func pagingOneMoment(t *testing.T, x index.Index) {
	var docs []index.Doc
	for i := range 60 { // within one millisecond
		docs = append(docs, doc("s", fmt.Sprint("n", i), day0.Add(time.Duration(i)*time.Microsecond)))
	}
	put(t, x, docs...)
	if got := walk(t, x, index.Query{Size: 7}, nil); !slices.Equal(got, idsOf(docs)) {
		t.Errorf("%d hits, want %d, or another order", len(got), len(docs))
	}
}

func pagingWhileArriving(t *testing.T, x index.Index) {
	var docs []index.Doc
	for i := range 200 {
		docs = append(docs, doc("s", fmt.Sprint("n", i), day0.Add(time.Duration(i)*time.Hour)))
	}
	put(t, x, docs...)
	got := walk(t, x, index.Query{Size: 9}, func(page int) {
		put(t, x,
			doc("s", fmt.Sprint("newer", page), day0.AddDate(1, 0, page)),
			doc("s", fmt.Sprint("older", page), day0.AddDate(-1, 0, -page)),
			docs[page]) // the same again
	})
	for i, id := range idsOf(docs) {
		if !slices.Contains(got, id) {
			t.Errorf("finding %d was lost on the way", i)
		}
	}
}

func cursors(t *testing.T, x index.Index) {
	put(t, x, doc("s", "路", day0))
	for _, c := range []string{"x", "!!", "MTIz", strings.Repeat("A", 5000), `{"a":1}`} {
		if _, err := x.Search(t.Context(), index.Query{Cursor: c}); !errors.Is(err, index.ErrCursor) {
			t.Errorf("cursor %.20q: %v", c, err)
		}
	}
	end := index.Cursor{Moment: index.Milli(day0.AddDate(-9, 0, 0)), ID: "zz"}.String()
	if p := search(t, x, index.Query{Cursor: end}); len(p.Hits) != 0 || p.Next != "" {
		t.Errorf("after the end: %+v", p)
	}
}
