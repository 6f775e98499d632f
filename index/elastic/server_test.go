package elastic

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/elastic/go-elasticsearch/v8/esapi"

	"huiying/index"
	"huiying/opinion"
)

var march = time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)

// doc is a finding with an id, a place in the log and a time of collection.
func doc(id string, seq uint64, collected time.Time) index.Doc {
	f := opinion.Finding{Mention: opinion.Mention{ID: id, Source: "s", Title: "路灯", Text: fmt.Sprint("第", seq, "版"), PublishedAt: march, CollectedAt: collected}}
	return index.Doc{Finding: f, Words: []string{"路灯"}, Seq: seq}
}

func put(t *testing.T, x interface {
	Put(context.Context, []index.Doc) error
}, docs ...index.Doc) {
	t.Helper()
	if err := x.Put(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
}

// found are the texts of all hits by id.
func found(t *testing.T, x *Index) map[string]string {
	t.Helper()
	p, err := x.Search(t.Context(), index.Query{Size: index.MaxSize})
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, h := range p.Hits {
		out[h.ID] = h.Text
	}
	if len(out) != len(p.Hits) || p.Total != len(p.Hits) {
		t.Errorf("%d hits, %d of them different, total %d", len(p.Hits), len(out), p.Total)
	}
	return out
}

func wantFound(t *testing.T, x *Index, want map[string]string) {
	t.Helper()
	if got := found(t, x); !maps.Equal(got, want) {
		t.Errorf("found %v, want %v", got, want)
	}
}

// indices are those x has, without the alias' name; * marks those that are searched.
func indices(t *testing.T, x *Index) []string {
	t.Helper()
	s, err := x.state(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for name, aliases := range s.behind {
		mark := ""
		if aliases[x.alias] {
			mark = "*"
		}
		out = append(out, strings.TrimPrefix(name, x.alias)+mark)
	}
	slices.Sort(out)
	return out
}

func TestTheOlderNeverWins(t *testing.T) {
	x := open(t, server(t))
	put(t, x, doc("a", 5, march))
	put(t, x, doc("a", 5, march), doc("b", 1, march))
	put(t, x, doc("a", 3, march))
	wantFound(t, x, map[string]string{"a": "第5版", "b": "第1版"})
	if err := x.Delete(t.Context(), "a"); err != nil {
		t.Fatal(err)
	}
	put(t, x, doc("a", 5, march)) // a late copy of what was deleted
	wantFound(t, x, map[string]string{"b": "第1版"})
	put(t, x, doc("a", 6, march)) // said anew
	wantFound(t, x, map[string]string{"a": "第6版", "b": "第1版"})
}

func TestMonths(t *testing.T) {
	x := open(t, server(t))
	april, may := march.AddDate(0, 1, 0), march.AddDate(0, 2, 0)
	put(t, x, doc("a", 1, march), doc("b", 2, april), doc("c", 3, may))
	if got := fmt.Sprint(indices(t, x)); got != "[-000001* -000001-202603* -000001-202604* -000001-202605*]" {
		t.Error(got)
	}
	put(t, x, doc("a", 4, may)) // collected again at another time: still there once
	put(t, x, doc("b", 1, may)) // and an older one changes nothing
	wantFound(t, x, map[string]string{"a": "第4版", "b": "第2版", "c": "第3版"})

	n, err := x.DropBefore(t.Context(), may.AddDate(0, 0, -9).Add(-time.Second)) // 30 April
	if err != nil || n != 1 {
		t.Fatal(n, err)
	}
	wantFound(t, x, map[string]string{"a": "第4版", "b": "第2版", "c": "第3版"})
	if n, err = x.DropBefore(t.Context(), may.AddDate(0, 0, -9)); err != nil || n != 1 { // 1 May
		t.Fatal(n, err)
	}
	wantFound(t, x, map[string]string{"a": "第4版", "c": "第3版"})
	put(t, x, doc("d", 9, april)) // a month that is dropped comes again when it is needed
	wantFound(t, x, map[string]string{"a": "第4版", "c": "第3版", "d": "第9版"})
}

func TestOneBadDocumentFailsNoNeighbour(t *testing.T) {
	x := open(t, server(t))
	long := strings.Repeat("x", 600)
	err := x.Put(t.Context(), []index.Doc{doc("a", 1, march), doc(long, 2, march), doc("b", 3, march)})
	var bad *index.Refused
	if !errors.As(err, &bad) || len(bad.Why) != 1 || bad.Why[long] == "" {
		t.Fatal(err)
	}
	wantFound(t, x, map[string]string{"a": "第1版", "b": "第3版"})

	// and one that the server itself refuses
	at := x.monthly(1, "202603")
	w, err := x.write(t.Context(), []item{
		{op: "index", index: at, id: "c", version: 1, body: []byte(`{"when":1,"finding":"{}"}`)},
		{op: "index", index: at, id: "d", version: 1, body: []byte(`{"when":"我家住","finding":"{}"}`)},
		{op: "index", index: at, id: "e", version: 1, body: []byte(`{"when":1`)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(w.created) != 1 || !w.created["c"] || len(w.refused) != 2 || strings.Contains(fmt.Sprint(w.refused), "我家") {
		t.Errorf("created %v, refused %v", w.created, w.refused)
	}
}

func TestRebuildWithoutOutage(t *testing.T) {
	o := server(t)
	x, other := open(t, o), open(t, o) // two processes
	var docs []index.Doc
	for i := range 60 {
		docs = append(docs, doc(fmt.Sprint("d", i), uint64(i+1), march.AddDate(0, i%2, 0)))
	}
	put(t, x, docs...)
	stop := make(chan struct{})
	var watch sync.WaitGroup
	looked := 0
	watch.Go(func() { // whoever searches meanwhile misses nothing
		for {
			select {
			case <-stop:
				return
			default:
			}
			p, err := other.Search(t.Context(), index.Query{})
			if err != nil || p.Total < len(docs) {
				t.Errorf("during the rebuild: total %d, %v", p.Total, err)
				return
			}
			looked++
		}
	})
	f, err := x.Fresh(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	put(t, f, docs...)
	put(t, other, doc("late", 61, march)) // written while the rebuild is under way
	if _, err := f.x.Search(t.Context(), index.Query{}); err != nil {
		t.Fatal(err)
	}
	if err := f.Switch(t.Context()); err != nil {
		t.Fatal(err)
	}
	put(t, x, doc("late", 61, march)) // reading on in the log
	put(t, other, doc("later", 62, march.AddDate(0, 4, 0)))
	close(stop)
	watch.Wait()
	if looked == 0 {
		t.Error("nobody searched")
	}
	if got := found(t, other); len(got) != 62 || got["late"] == "" || got["later"] == "" {
		t.Errorf("%d findings", len(got))
	}
	for _, name := range indices(t, x) {
		if !strings.HasPrefix(name, "-000002") || !strings.HasSuffix(name, "*") {
			t.Errorf("%s is left", name)
		}
	}
}

func TestWritesFollowTheAlias(t *testing.T) {
	o := server(t)
	x, other := open(t, o), open(t, o)
	put(t, x, doc("a", 1, march))
	s, err := other.ready(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f, err := x.Fresh(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	put(t, f, doc("a", 1, march))
	if err := f.Switch(t.Context()); err != nil {
		t.Fatal(err)
	}
	// what another process believed a moment ago: a new month of the old generation
	if err := other.ensure(t.Context(), s, s.active, []string{"202607"}); !errors.Is(err, errMoved) {
		t.Errorf("a month of a generation that is not searched got the alias: %v", err)
	}
	put(t, other, doc("b", 2, march.AddDate(0, 4, 0)))
	wantFound(t, x, map[string]string{"a": "第1版", "b": "第2版"})
}

func TestDeleteReachesTheRebuild(t *testing.T) {
	x := open(t, server(t))
	put(t, x, doc("a", 1, march), doc("b", 2, march), doc("c", 3, march))
	f, err := x.Fresh(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	put(t, f, doc("a", 1, march), doc("c", 3, march))
	if err := x.Delete(t.Context(), "a", "b"); err != nil {
		t.Fatal(err)
	}
	put(t, f, doc("b", 2, march)) // the rebuild had read it before it was deleted
	if err := f.Switch(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantFound(t, x, map[string]string{"c": "第3版"})
}

func TestRebuildGivenUp(t *testing.T) {
	x := open(t, server(t))
	put(t, x, doc("a", 1, march))
	first, err := x.Fresh(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	second, err := x.Fresh(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Put(t.Context(), []index.Doc{doc("b", 2, march)}); !errors.Is(err, ErrTaken) {
		t.Errorf("a rebuild that was taken over: %v", err)
	}
	if err := second.Drop(t.Context()); err != nil {
		t.Fatal(err)
	}
	wantFound(t, x, map[string]string{"a": "第1版"})
	if got := fmt.Sprint(indices(t, x)); got != "[-000001* -000001-202603*]" {
		t.Error(got)
	}
}

func TestAnotherLayout(t *testing.T) {
	o := server(t)
	x := open(t, o)
	put(t, x, doc("a", 1, march))
	err := x.ask(t.Context(), "test", esapi.IndicesPutMappingRequest{Index: []string{x.anchor(1)}, Body: jsonOf(object{"_meta": object{"layout": "0"}})}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Ready(t.Context()); !errors.Is(err, index.ErrDamaged) || !strings.Contains(err.Error(), "reindex") {
		t.Errorf("ready: %v", err)
	}
	y := open(t, o)
	if err := y.Put(t.Context(), []index.Doc{doc("b", 2, march)}); !errors.Is(err, index.ErrDamaged) {
		t.Errorf("put: %v", err)
	}
	f, err := y.Fresh(t.Context()) // the way out
	if err != nil {
		t.Fatal(err)
	}
	put(t, f, doc("a", 1, march))
	if err := f.Switch(t.Context()); err != nil {
		t.Fatal(err)
	}
	put(t, y, doc("b", 2, march))
	wantFound(t, y, map[string]string{"a": "第1版", "b": "第2版"})
	if err := y.Ready(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestStateOf(t *testing.T) {
	none := struct{ Aliases map[string]struct{} }{}
	searched := struct{ Aliases map[string]struct{} }{map[string]struct{}{"h-findings": {}}}
	s := stateOf("h-findings", map[string]struct{ Aliases map[string]struct{} }{
		"h-findings-000001": searched, "h-findings-000001-202603": searched, "h-findings-000002": none, "h-findings-000002-202601": none,
		"h-findings-2": searched, "h-findings-000009-x": searched, "h": searched, "other": searched, "h-findings-000003-202603": searched,
	})
	if s.active != 1 || len(s.gens) != 3 || len(s.behind) != 5 || fmt.Sprint(s.months(2)) != "[202601]" {
		t.Errorf("%+v", s)
	}
}
