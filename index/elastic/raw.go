//go:build esutil

package elastic

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"sync"

	"github.com/elastic/go-elasticsearch/v8/esutil"

	"huiying/index"
)

// Raw makes docs ready and returns how esutil's own bulk indexer, with its defaults, brings
// them in: what Put is measured against. It is built with -tags esutil alone, for esutil
// brings a thousand packages that nothing else here needs. Each doc must have another id.
func (x *Index) Raw(ctx context.Context, docs []index.Doc) (func(context.Context) error, error) {
	s, err := x.ready(ctx)
	if err != nil {
		return nil, err
	}
	months := monthsOf(docs)
	if err := x.ensure(ctx, s, s.active, months); err != nil {
		return nil, err
	}
	bodies := make([][]byte, len(docs))
	for i, d := range docs {
		if bodies[i], err = documentOf(d); err != nil {
			return nil, err
		}
	}
	return func(ctx context.Context) error {
		in, err := esutil.NewBulkIndexer(esutil.BulkIndexerConfig{Client: x.client, NumWorkers: runtime.NumCPU()})
		if err != nil {
			return err
		}
		var mu sync.Mutex
		var bad error
		failed := func(_ context.Context, _ esutil.BulkIndexerItem, r esutil.BulkIndexerResponseItem, err error) {
			mu.Lock()
			defer mu.Unlock()
			bad = errors.Join(err, errors.New(r.Error.Type))
		}
		for i, d := range docs {
			err := in.Add(ctx, esutil.BulkIndexerItem{Action: "index", Index: x.monthly(s.active, month(d.Finding)),
				DocumentID: d.Finding.ID, Body: bytes.NewReader(bodies[i]), OnFailure: failed})
			if err != nil {
				return err
			}
		}
		if err := in.Close(ctx); err != nil {
			return err
		}
		var names []string
		for _, m := range months {
			names = append(names, x.monthly(s.active, m))
		}
		return errors.Join(bad, x.refresh(ctx, names))
	}, nil
}
