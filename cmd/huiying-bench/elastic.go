//go:build esutil

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"huiying/configs"
	"huiying/index"
	"huiying/index/elastic"
	"huiying/opinion"
)

// elasticRounds are measured by turns; the first of each only warms the server.
const elasticRounds = 4

// withElastic adds --elastic to bench: the rate of the index on a server beside esutil's own
// bulk indexer fed with ready documents, by turns in one run.
func withElastic(c *cobra.Command) {
	at := c.Flags().String("elastic", "", "measure the index on this server instead, e.g. http://127.0.0.1:9200")
	whole := c.RunE
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if *at == "" {
			return whole(cmd, args)
		}
		n, _ := cmd.Flags().GetInt("count")
		texts, _ := cmd.Flags().GetString("texts")
		drafts, err := benchTexts(texts, n)
		if err != nil {
			return err
		}
		docs, err := benchDocs(cmd.Context(), drafts)
		if err != nil {
			return err
		}
		var ours, raw []float64
		for round := range elasticRounds {
			r, err := rawBulk(cmd.Context(), *at, docs)
			if err != nil {
				return err
			}
			o, err := benchPut(cmd.Context(), *at, docs)
			if err != nil {
				return err
			}
			fmt.Fprintf(os.Stderr, "round %d: esutil %.0f /s, Put %.0f /s\n", round, r, o)
			if round > 0 {
				ours, raw = append(ours, o), append(raw, r)
			}
		}
		slices.Sort(ours)
		slices.Sort(raw)
		put, bulk := ours[len(ours)/2], raw[len(raw)/2]
		return json.NewEncoder(cmd.OutOrStdout()).Encode(map[string]float64{"documents": float64(len(docs)), "put": put, "esutil": bulk, "ratio": put / bulk})
	}
}

// benchDocs judges and cuts drafts.
func benchDocs(ctx context.Context, drafts []opinion.Draft) ([]index.Doc, error) {
	cfg, err := configs.Load("")
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "huiying-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	j, err := openJudges(cfg, dir)
	if err != nil {
		return nil, err
	}
	defer j.Close()
	var docs []index.Doc
	for i, d := range drafts {
		d.CollectedAt = time.Now()
		m, err := opinion.NewMention(d)
		if err != nil {
			continue
		}
		f, err := j.analyzer.Analyze(ctx, m)
		if err != nil {
			return nil, err
		}
		docs = append(docs, index.Doc{Finding: f, Words: j.words.CutForSearch(index.Fold(m.Title + "\n" + m.Text)), Seq: uint64(i + 1)})
	}
	return docs, nil
}

// onEmpty measures do on an index of its own.
func onEmpty(ctx context.Context, at string, do func(*elastic.Index) (float64, error)) (float64, error) {
	x, err := elastic.Open(elastic.Options{URLs: []string{at}, Prefix: fmt.Sprint("bench", os.Getpid()), Compat: os.Getenv("HUIYING_ELASTIC_COMPAT")})
	if err != nil {
		return 0, err
	}
	r, err := do(x)
	return r, errors.Join(err, x.Erase(ctx), x.Close())
}

func rawBulk(ctx context.Context, at string, docs []index.Doc) (float64, error) {
	return onEmpty(ctx, at, func(x *elastic.Index) (float64, error) {
		run, err := x.Raw(ctx, docs)
		if err != nil {
			return 0, err
		}
		r := rate(len(docs), func() { err = run(ctx) })
		return r, err
	})
}

// benchPut is what the index step does: batches of 1,000, each visible when Put returns.
func benchPut(ctx context.Context, at string, docs []index.Doc) (float64, error) {
	return onEmpty(ctx, at, func(x *elastic.Index) (float64, error) {
		if err := x.Put(ctx, docs[:1]); err != nil { // esutil finds its index made, too
			return 0, err
		}
		var err error
		r := rate(len(docs), func() {
			for part := range slices.Chunk(docs, 1000) {
				if err == nil {
					err = x.Put(ctx, part)
				}
			}
		})
		return r, err
	})
}
