package consoletest

import (
	"context"
	"slices"
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

func sampleSources() []facts.SourceRow {
	return []facts.SourceRow{
		{ID: "sample-board", Name: "示例市市民留言板", Kind: opinion.KindBoard,
			URL: "https://board.example.org/list", Division: "320200", Every: 15 * time.Minute,
			State: "ok", LastTry: Now.Add(-5 * time.Minute), LastSuccess: Now.Add(-5 * time.Minute),
			LastNew: Now.Add(-35 * time.Minute), NextTry: Now.Add(10 * time.Minute),
			Collected: 12845, Refused: 3},
		{ID: "sample-news", Name: "示例日报民生频道", Kind: opinion.KindNews,
			URL: "https://news.example.org/", Division: "320200", Every: time.Hour,
			State: "failing", Reason: "连续 4 次失败：对方返回 503", LastTry: Now.Add(-time.Hour),
			LastSuccess: Now.Add(-26 * time.Hour), NextTry: Now.Add(4 * time.Hour),
			LastError: "GET https://news.example.org/: 503 Service Unavailable", Collected: 310},
		{ID: "sample-hotline", Name: "示例热线导出文件", Kind: opinion.KindHotline, Division: "320200", State: "new"},
	}
}

func (w *World) Sources(context.Context) ([]facts.SourceRow, error) { return w.SourceRows, w.Fail }

func (w *World) Dead(_ context.Context, limit int) ([]facts.DeadLetter, error) {
	return w.DeadLetters[:min(limit, len(w.DeadLetters))], w.Fail
}

func (w *World) Replay(_ context.Context, seq uint64) error { return w.Drop(context.Background(), seq) }

func (w *World) Drop(_ context.Context, seq uint64) error {
	i := slices.IndexFunc(w.DeadLetters, func(d facts.DeadLetter) bool { return d.Seq == seq })
	if i < 0 {
		return &kit.Error{Kind: kit.NotFound, Code: "no_dead_letter"}
	}
	w.DeadLetters = slices.Delete(w.DeadLetters, i, i+1)
	return nil
}
