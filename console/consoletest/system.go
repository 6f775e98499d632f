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
			State: opinion.SourceWorking, LastItem: Now.Add(-35 * time.Minute), Usual: 1, Allowed: 2,
			Workdays: true, LastTry: Now.Add(-5 * time.Minute), LastSuccess: Now.Add(-5 * time.Minute),
			LastNew: Now.Add(-35 * time.Minute), NextTry: Now.Add(10 * time.Minute),
			Collected: 12845, Refused: 3},
		{ID: "sample-news", Name: "示例日报民生频道", Kind: opinion.KindNews,
			URL: "https://news.example.org/", Division: "320200", Every: time.Hour,
			State: opinion.SourceFailing, Reason: "status_503", Code: "status_503", Failures: 4,
			FirstCode: "slow", FirstError: Now.Add(-5 * time.Hour), Since: Now.Add(-5 * time.Hour),
			LastTry:     Now.Add(-time.Hour),
			LastSuccess: Now.Add(-26 * time.Hour), NextTry: Now.Add(4 * time.Hour),
			LastError: "GET https://news.example.org/: 503 Service Unavailable", Collected: 310},
		{ID: "sample-hotline", Name: "示例热线导出文件", Kind: opinion.KindHotline, Division: "320200",
			State: opinion.SourceWorking},
		{ID: "sample-forum", Name: "示例论坛", Kind: opinion.KindForum, URL: "https://forum.example.org/",
			Every: time.Hour, State: opinion.SourceNew},
	}
}

func (w *World) Sources(context.Context) ([]facts.SourceRow, error) { return w.SourceRows, w.Fail }

// Source has 50 visits of each outcome in turn, and items on working days.
func (w *World) Source(_ context.Context, id string) (facts.SourceReport, error) {
	i := slices.IndexFunc(w.SourceRows, func(s facts.SourceRow) bool { return s.ID == id })
	if i < 0 {
		return facts.SourceReport{}, &kit.Error{Kind: kit.NotFound, Code: "no_such_source"}
	}
	r := facts.SourceReport{SourceRow: w.SourceRows[i]}
	if r.State == opinion.SourceNew {
		return r, w.Fail
	}
	for i := range 60 {
		day := kit.Midnight(Now).AddDate(0, 0, i-59)
		if wd := day.Weekday(); wd != time.Saturday && wd != time.Sunday {
			r.Days = append(r.Days, facts.SourceDay{Day: day, N: 3 + i*i%17})
		}
	}
	for i := range 50 {
		v := facts.SourceVisit{At: Now.Add(-time.Duration(i) * time.Hour), Took: 1234 * time.Millisecond,
			Status: 200, Requests: 4, Bytes: 123_456}
		switch i % 4 {
		case 0:
			v.New, v.Refused = 3, 1
		case 1:
			v.Status, v.Bytes, v.Requests = 304, 0, 1
		case 2:
			v.Status, v.Code = 503, "status_503"
		}
		r.Visits = append(r.Visits, v)
	}
	return r, w.Fail
}

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
