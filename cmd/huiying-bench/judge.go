package main

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"time"

	"huiying/app/judging"
	"huiying/app/tour"
	"huiying/opinion"
)

// byTurns cuts and judges the same texts, some hundreds at a time, with so many hands (0: one
// for each core), and returns both rates. Whatever else the machine does meets both alike.
func byTurns(ctx context.Context, j *judging.Judges, mentions []opinion.Mention, hands int) (cuts, judges float64) {
	defer func(before int) { j.Hands = before }(j.Hands)
	j.Hands = hands
	const turn = 512
	var cutting, judged time.Duration
	for from := 0; from < len(mentions); from += turn {
		batch := mentions[from:min(from+turn, len(mentions))]
		start := time.Now()
		judging.AtOnce(hands, len(batch), func(i int) { j.Words.Jieba.Cut(batch[i].Title + "\n" + batch[i].Text) })
		cutting += time.Since(start)
		start = time.Now()
		j.All(ctx, batch, make([]error, len(batch)))
		judged += time.Since(start)
	}
	return float64(len(mentions)) / cutting.Seconds(), float64(len(mentions)) / judged.Seconds()
}

// benchJudge judges n invented texts and shows after each tenth how fast that was and what the
// process holds: the memory of the judgement itself must not grow, and that of grouping only
// by what it remembers.
func benchJudge(ctx context.Context, w io.Writer, n int) error {
	_, j, err := judging.For("")
	if err != nil {
		return err
	}
	defer j.Close()
	fmt.Fprintf(w, "%12s %12s %12s %14s\n", "texts", "texts/s", "heap, MB", "from system, MB")
	const block = 1000
	tenth := max(block, n/10)
	done, shown, spent := 0, 0, time.Duration(0)
	for done < n {
		mentions := make([]opinion.Mention, 0, block)
		for i, s := range tour.Texts(uint64(done)+1000, min(block, n-done)) {
			m, err := opinion.NewMention(opinion.Draft{Source: "bench", Ref: fmt.Sprint(done + i),
				Kind: opinion.KindBoard, Title: s.Title, Text: s.Text, PublishedAt: s.At})
			if err != nil {
				return err
			}
			mentions = append(mentions, m)
		}
		start := time.Now()
		j.All(ctx, mentions, make([]error, len(mentions)))
		spent += time.Since(start)
		if done += len(mentions); done-shown >= tenth || done >= n {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			fmt.Fprintf(w, "%12d %12.0f %12.0f %14.0f\n", done, float64(done-shown)/spent.Seconds(),
				float64(m.HeapAlloc)/(1<<20), float64(m.Sys-m.HeapReleased)/(1<<20))
			shown, spent = done, 0
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}
