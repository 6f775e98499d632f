package elastic

import (
	"context"
	"crypto/rand"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/elastic/elastic-transport-go/v8/elastictransport"
	"go.uber.org/goleak"

	"huiying/index"
	"huiying/index/indextest"
	"huiying/internal/waittest"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("github.com/blevesearch/bleve_index_api.AnalysisWorker"))
}

// server is a place of its own on a real server, or the test is skipped.
func server(t testing.TB) Options {
	t.Helper()
	at := os.Getenv("HUIYING_ELASTIC_URL")
	if at == "" {
		t.Skip("no server: HUIYING_ELASTIC_URL is not set (make test-elastic starts one)")
	}
	var ca []byte
	if file := os.Getenv("HUIYING_ELASTIC_CA"); file != "" {
		var err error
		if ca, err = os.ReadFile(file); err != nil {
			t.Fatal(err)
		}
	}
	return Options{URLs: []string{at}, User: os.Getenv("HUIYING_ELASTIC_USER"), Password: os.Getenv("HUIYING_ELASTIC_PASSWORD"), CA: ca, Compat: os.Getenv("HUIYING_ELASTIC_COMPAT"), Prefix: "t" + strings.ToLower(rand.Text()[:12]), Cut: indextest.Cut}
}

// open opens an index that is erased when the test ends.
func open(t testing.TB, o Options) *Index {
	t.Helper()
	x, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		ctx, stop := context.WithTimeout(context.Background(), waittest.Limit)
		defer stop()
		err := x.Close()
		if errors.Is(err, elastictransport.ErrAlreadyClosed) {
			err = nil
		}
		last, openErr := Open(o) // x may be closed already, or think that it speaks to another kind of server
		if err = errors.Join(err, openErr); err == nil {
			err = errors.Join(last.Erase(ctx), last.Close())
		}
		if err != nil {
			t.Error(err)
		}
	})
	return x
}

func TestSuite(t *testing.T) {
	server(t)
	indextest.Run(t, func(t *testing.T) index.Index { return open(t, server(t)) })
}

func TestReopen(t *testing.T) {
	o := server(t)
	indextest.Reopens(t, open(t, o), func(t *testing.T, x index.Index) index.Index {
		if err := x.(*Index).Close(); err != nil {
			t.Fatal(err)
		}
		return open(t, o)
	})
}

func TestOpenRefusesInWords(t *testing.T) {
	for name, o := range map[string]Options{
		"no address":  {},
		"bad address": {URLs: []string{"localhost:9200"}},
		"prefix":      {URLs: []string{"http://127.0.0.1:1"}, Prefix: "A-b"},
		"compat":      {URLs: []string{"http://127.0.0.1:1"}, Compat: "solr"},
		"authority":   {URLs: []string{"https://127.0.0.1:1"}, CA: []byte("no PEM")},
	} {
		if x, err := Open(o); err == nil {
			_ = x.Close()
			t.Errorf("%s: opened", name)
		}
	}
}

func TestAway(t *testing.T) {
	x, err := Open(Options{URLs: []string{"http://127.0.0.1:1"}})
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	_, searchErr := x.Search(t.Context(), index.Query{})
	for name, err := range map[string]error{
		"put": x.Put(t.Context(), []index.Doc{doc("a", 1, march)}), "search": searchErr,
		"delete": x.Delete(t.Context(), "a"), "ready": x.Ready(t.Context()),
	} {
		if !errors.Is(err, index.ErrAway) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := x.Ready(t.Context()); !strings.Contains(err.Error(), "127.0.0.1:1") {
		t.Errorf("%v does not say where", err)
	}
}

func TestNotTheServerThatWasNamed(t *testing.T) {
	x := open(t, server(t))
	x.compat = ""
	err := x.Ready(t.Context())
	if os.Getenv("HUIYING_ELASTIC_COMPAT") == "" {
		if err != nil {
			t.Error(err)
		}
		return
	}
	if err == nil || !strings.Contains(err.Error(), "compat: opensearch") {
		t.Errorf("OpenSearch without its option: %v", err)
	}
}

func TestDesk(t *testing.T) {
	indextest.Desk(t, func(t *testing.T, _ string) indextest.Index {
		o := server(t)
		o.Cut = strings.Fields
		return open(t, o)
	})
}
