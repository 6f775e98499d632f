package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"go.uber.org/zap"

	"huiying/app"
	"huiying/app/collecting"
	"huiying/app/judging"
	"huiying/app/tour"
	"huiying/bus"
	"huiying/collectors/intake"
	"huiying/configs"
	"huiying/index"
	"huiying/index/bleve"
	"huiying/opinion"
)

func benchCommand() *cobra.Command {
	var n int
	var texts, profile string
	var asJSON, judgeOnly bool
	c := &cobra.Command{
		Use:   "huiying-bench [--texts FILE.jsonl] [--count N] [--judge]",
		Short: "The pipeline's rate beside the raw parts on the same texts, in one run",
		Args:  cobra.NoArgs,

		SilenceErrors: true, SilenceUsage: true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if judgeOnly {
				return benchJudge(cmd.Context(), cmd.OutOrStdout(), n)
			}
			drafts, err := benchTexts(texts, n)
			if err != nil {
				return err
			}
			dir, err := os.MkdirTemp("", "huiying-bench-")
			if err != nil {
				return err
			}
			defer os.RemoveAll(dir)
			r, err := runBench(cmd.Context(), dir, drafts, profile)
			if err != nil {
				return err
			}
			if asJSON {
				return json.NewEncoder(cmd.OutOrStdout()).Encode(r)
			}
			r.print(cmd.OutOrStdout())
			return nil
		},
	}
	c.Flags().IntVar(&n, "count", 12000, "how many texts")
	c.Flags().StringVar(&texts, "texts", "", "JSONL file of texts (default: invented ones of 200 to 400 characters)")
	c.Flags().StringVar(&profile, "profile", "", "write a CPU profile of the pipeline here")
	c.Flags().BoolVar(&judgeOnly, "judge", false,
		"only judge invented texts, and show the rate and the memory on the way (try --count 1000000)")
	c.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	withElastic(c)
	withCases(c)
	withPages(c)
	return c
}

// benchResult holds rates in texts a second.
type benchResult struct {
	Texts    int                `json:"texts"`
	Runes    int                `json:"mean_runes"`
	Cores    int                `json:"cores"`
	Parts    map[string]float64 `json:"parts"`         // the raw parts, each alone
	Judge    float64            `json:"judge"`         // the whole judgement without log and index, all cores
	Times    map[string]float64 `json:"judge_x_jieba"` // by "one_core" and "all_cores", each by turns on the same texts
	Pipeline float64            `json:"pipeline"`
	Slowest  string             `json:"slowest_part"`
	Ratio    float64            `json:"ratio_to_slowest_part"`
	Shares   map[string]float64 `json:"share_of_busy_time"`
	Busy     map[string]float64 `json:"busy_ms_a_text"`
}

func (r benchResult) print(w io.Writer) {
	fmt.Fprintf(w, "%d texts of %d characters on average, %d cores\n\n", r.Texts, r.Runes, r.Cores)
	for _, name := range []string{"redact", "jieba", "publish", "index"} {
		fmt.Fprintf(w, "  %-28s %9.0f /s\n", "raw part: "+name, r.Parts[name])
	}
	fmt.Fprintf(w, "  %-28s %9.0f /s   %.2f x jieba's time, on one core %.2f x\n",
		"whole judgement", r.Judge, r.Times["all_cores"], r.Times["one_core"])
	fmt.Fprintf(w, "  %-28s %9.0f /s   %.2f x the slowest raw part (%s)\n\nshare of busy time by step\n", "pipeline, import to indexed", r.Pipeline, r.Ratio, r.Slowest)
	for _, name := range []string{"analyze", "index", "respond"} {
		fmt.Fprintf(w, "  %-28s %8.0f %%  %8.2f ms a text\n", name, 100*r.Shares[name], r.Busy[name])
	}
}

// benchTexts reads drafts from a file, or makes them up.
func benchTexts(file string, n int) ([]opinion.Draft, error) {
	var out []opinion.Draft
	if file == "" {
		for i, s := range tour.Texts(7, n) {
			out = append(out, opinion.Draft{Source: "bench", Ref: fmt.Sprint(i),
				Kind: opinion.KindBoard, Title: s.Title, Text: s.Text, PublishedAt: s.At})
		}
		return out, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	for rec := range intake.Read(f, file, intake.Options{Source: "bench", Kind: opinion.KindBoard, Now: time.Now}) {
		if rec.Err == nil && len(out) < n {
			out = append(out, rec.Draft)
		}
	}
	if len(out) == 0 {
		return nil, errors.New("the file holds no text")
	}
	return out, nil
}

func runBench(ctx context.Context, dir string, drafts []opinion.Draft, profile string) (benchResult, error) {
	cfg, err := configs.Load("")
	if err != nil {
		return benchResult{}, err
	}
	j, err := judging.Open(cfg, dir)
	if err != nil {
		return benchResult{}, err
	}
	defer j.Close()
	r := benchResult{Cores: runtime.NumCPU(), Parts: map[string]float64{},
		Shares: map[string]float64{}, Busy: map[string]float64{}}
	mentions := make([]opinion.Mention, 0, len(drafts))
	r.Parts["redact"] = rate(len(drafts), func() {
		for _, d := range drafts {
			if m, err := opinion.NewMention(d); err == nil {
				mentions = append(mentions, m)
			}
		}
	})
	r.Texts = len(mentions)
	for _, m := range mentions {
		r.Runes += utf8.RuneCountInString(m.Title + m.Text)
	}
	r.Runes /= max(len(mentions), 1)
	r.Times = map[string]float64{}
	var cuts float64
	cuts, r.Judge = byTurns(ctx, j, mentions[:len(mentions)/2], 1)
	r.Times["one_core"] = cuts / r.Judge
	r.Parts["jieba"], r.Judge = byTurns(ctx, j, mentions[len(mentions)/2:], 0)
	r.Times["all_cores"] = r.Parts["jieba"] / r.Judge
	if r.Parts["publish"], err = benchPublish(ctx, filepath.Join(dir, "publish"), mentions); err != nil {
		return r, err
	}
	if r.Parts["index"], err = benchIndex(ctx, filepath.Join(dir, "index-alone"), j, mentions); err != nil {
		return r, err
	}
	if err := profiled(profile, func() error {
		return benchPipeline(ctx,
			filepath.Join(dir, "data"), cfg, drafts, &r)
	}); err != nil {
		return r, err
	}
	for name, v := range r.Parts {
		if r.Slowest == "" || v < r.Parts[r.Slowest] {
			r.Slowest = name
		}
	}
	r.Ratio = r.Pipeline / r.Parts[r.Slowest]
	return r, nil
}

// profiled runs f, and writes its CPU profile where one is wanted.
func profiled(file string, f func() error) error {
	if file == "" {
		return f()
	}
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer out.Close()
	if err := pprof.StartCPUProfile(out); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return f()
}

func rate(n int, f func()) float64 {
	start := time.Now()
	f()
	return float64(n) / time.Since(start).Seconds()
}

// benchPublish is the log alone: synced atomic batches of 1,000.
func benchPublish(ctx context.Context, dir string, mentions []opinion.Mention) (float64, error) {
	b, err := bus.Open(ctx, bus.Options{Dir: dir, Name: "bench", Log: zap.NewNop()})
	if err != nil {
		return 0, err
	}
	defer func() { _ = b.Close(ctx) }()
	if err := b.EnsureStreams(ctx, bus.Streams(time.Hour)); err != nil {
		return 0, err
	}
	in := collecting.NewInbox(b, nobody{}, time.Now)
	r := rate(len(mentions), func() {
		for i := 0; i < len(mentions) && err == nil; i += 1000 {
			_, err = in.Publish(ctx, mentions[i:min(i+1000, len(mentions))])
		}
	})
	return r, err
}

// nobody is a register that knows nothing.
type nobody struct{}

func (nobody) Known(context.Context, []string) (map[string]bool, error)     { return nil, nil }
func (nobody) Door(context.Context, opinion.Door) error                     { return nil }
func (nobody) Latest(context.Context, []string) (map[string]string, error)  { return nil, nil }
func (nobody) Forgotten(context.Context, []string) (map[string]bool, error) { return nil, nil }
func (nobody) Replies(context.Context, []string) ([]opinion.FoundReply, error) {
	return nil, nil
}
func (nobody) Finding(context.Context, string) (opinion.Finding, error) {
	return opinion.Finding{}, nil
}

// benchIndex is the index alone: batches of 1,000 documents that are cut already.
func benchIndex(ctx context.Context, dir string, j *judging.Judges, mentions []opinion.Mention) (float64, error) {
	docs := make([]index.Doc, len(mentions))
	for i, m := range mentions {
		f, err := j.Analyzer.Analyze(ctx, m)
		if err != nil {
			return 0, err
		}
		docs[i] = index.Doc{Finding: f, Words: j.Words.CutForSearch(index.Fold(m.Title + "\n" + m.Text)), Seq: uint64(i + 1)}
	}
	ix, err := bleve.Open(dir, j.Words.CutForSearch)
	if err != nil {
		return 0, err
	}
	defer ix.Close()
	r := rate(len(docs), func() {
		for i := 0; i < len(docs) && err == nil; i += 1000 {
			err = ix.Put(ctx, docs[i:min(i+1000, len(docs))])
		}
	})
	return r, err
}

// benchPipeline is the whole process: from the first draft to the last text findable and
// considered for a case.
func benchPipeline(ctx context.Context, dir string, cfg *configs.Config, drafts []opinion.Draft, r *benchResult) error {
	h, err := app.New(ctx, cfg, app.Options{Dir: dir, Roles: []app.Role{app.RoleAnalyze, app.RoleRespond}})
	if err != nil {
		return err
	}
	work, stop := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- h.Run(work) }()
	r.Pipeline = rate(len(drafts), func() {
		for i := 0; i < len(drafts) && err == nil; i += 1000 {
			var batch []opinion.Mention
			for _, d := range drafts[i:min(i+1000, len(drafts))] {
				if m, bad := opinion.NewMention(d); bad == nil {
					batch = append(batch, m)
				}
			}
			_, err = h.Inbox().Publish(ctx, batch)
		}
		if err == nil {
			err = h.Drain(ctx, io.Discard)
		}
	})
	var busy float64
	stats := h.Bus().Stats(ctx)
	for _, s := range stats {
		busy += s.Took.Sum
	}
	for _, s := range stats {
		r.Busy[s.Name] = s.Took.Sum * 1000 / float64(len(drafts))
		r.Shares[s.Name] = s.Took.Sum / max(busy, 1e-9)
	}
	stop()
	return errors.Join(err, <-done, h.Close())
}
