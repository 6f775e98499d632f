package main

import (
	"fmt"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	"huiying/analyzers/danger"
	"huiying/analyzers/demand"
	"huiying/app/judging"
	"huiying/configs"
	"huiying/opinion"
)

// BenchmarkJudge times the parts of the judgement on the same texts, and the whole of it text by
// text; cut is jieba alone. What DESIGN 7 asks for is BenchmarkJudgeRatio.
func BenchmarkJudge(b *testing.B) {
	j, mentions := benchJudges(b, "")
	found := j.All(b.Context(), mentions, make([]error, len(mentions)))
	words := make([][]string, len(mentions))
	for i, m := range mentions {
		words[i] = j.Words.Jieba.Cut(m.Title + "\n" + m.Text)
	}
	round := 0
	for _, part := range []struct {
		name string
		do   func(i int)
	}{
		{"cut", func(i int) { j.Words.Jieba.Cut(mentions[i].Title + "\n" + mentions[i].Text) }},
		{"topic", func(i int) { j.Topics.Judge(mentions[i].Title, mentions[i].Text) }},
		{"demand", func(i int) { demand.Judge(mentions[i].Title, mentions[i].Text) }},
		{"danger", func(i int) { danger.Judge(mentions[i].Title, mentions[i].Text) }},
		{"danger and severity", func(i int) { judging.Harm(mentions[i].Title, mentions[i].Text) }},
		{"territory", func(i int) {
			j.Places.JudgeCut(mentions[i].Title, mentions[i].Text,
				mentions[i].Division, words[i])
		}},
		{"route", func(i int) {
			f := found[i]
			j.Units.Route(opinion.RouteRequest{Topic: f.Topic.ID, Division: f.Place(), Severity: f.Severity.Level})
		}},
		{"group", func(i int) {
			m := mentions[i]
			m.ID = fmt.Sprintf("%032x", 1<<40+round)
			round++
			j.Issues.Group(m, found[i].Topic.ID, found[i].Place(), words[i])
		}},
		{"whole", func(i int) {
			m := mentions[i]
			m.ID = fmt.Sprintf("%032x", round)
			round++
			if _, err := j.Analyzer.Analyze(b.Context(), m); err != nil {
				b.Fatal(err)
			}
		}},
	} {
		b.Run(part.name, func(b *testing.B) {
			b.ReportAllocs()
			before := processorTime()
			for i := 0; b.Loop(); i++ {
				part.do(i % len(mentions))
			}
			// steadier than the clock on a busy machine
			b.ReportMetric(float64(processorTime()-before)/float64(b.N), "cpu-ns/op")
		})
	}
}

// BenchmarkJudgeRatio judges and cuts the same texts by turns. HUIYING_BENCH_TEXTS names a
// file of other texts than invented ones.
func BenchmarkJudgeRatio(b *testing.B) {
	j, mentions := benchJudges(b, os.Getenv("HUIYING_BENCH_TEXTS"))
	for _, hands := range []int{1, 0} {
		b.Run(map[int]string{1: "one_core", 0: "all_cores"}[hands], func(b *testing.B) {
			var cutting, judging float64
			for round := 0; b.Loop(); round++ {
				batch := slices.Clone(mentions)
				for i := range batch { // a known mention is answered from memory
					batch[i].ID = fmt.Sprintf("%08x%024x", hands, round*len(batch)+i)
				}
				cuts, judged := byTurns(b.Context(), j, batch, hands)
				cutting += 1 / cuts
				judging += 1 / judged
			}
			b.ReportMetric(judging/cutting, "x-jieba")
		})
	}
}

func benchJudges(b *testing.B, texts string) (*judging.Judges, []opinion.Mention) {
	cfg, err := configs.Load("")
	if err != nil {
		b.Fatal(err)
	}
	j, err := judging.Open(cfg, b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { j.Close() })
	drafts, err := benchTexts(texts, 4000)
	if err != nil {
		b.Fatal(err)
	}
	mentions := make([]opinion.Mention, len(drafts))
	for i, d := range drafts {
		if mentions[i], err = opinion.NewMention(d); err != nil {
			b.Fatal(err)
		}
	}
	return j, mentions
}

// processorTime is what all threads of this process have used, collector included.
func processorTime() time.Duration {
	var u syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &u) != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
