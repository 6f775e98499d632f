package console

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"huiying/console/accounts/accountstest"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/console/triage"
	"huiying/index"
	"huiying/opinion"
	"huiying/register"
)

// Everything below is invented. No text, unit or place event is real; sample texts say so.

var testNow = time.Date(2026, 11, 22, 10, 30, 0, 0, kit.Shanghai)

// world is a console's surroundings in memory, with as many cases as asked for.
type world struct {
	mu        sync.Mutex
	files     map[string]facts.CaseFile
	order     []string
	issues    []facts.IssueFile
	hits      []opinion.Finding
	sources   []facts.SourceRow
	dead      []facts.DeadLetter
	taken     []opinion.Mention
	known     map[string]bool
	lastFind  index.Query
	lastRates facts.RateQuery
	lastTurns facts.TurnQuery
	lastCmd   opinion.Command
	fail      error // when set, every part answers with it
	failures  []string

	regrouped []facts.Regroup
	votes     map[string][2]int
	notes     accountstest.Memory
}

var sampleUnits = []opinion.Unit{
	{ID: "u-water", Name: "示例市水务局", NameEn: "Sample Water Bureau", Division: "320200", Level: opinion.City},
	{ID: "u-road", Name: "示例市城市管理和综合行政执法局（样例责任单位，名称特别长，用来检验换行）", Division: "320200", Level: opinion.City},
	{ID: "u-school", Name: "示例区教育局", NameEn: "Sample Education Bureau", Division: "320205", Level: opinion.County},
}

var sampleTexts = []struct {
	title, text, topic string
	sev                opinion.Severity
	unit               string
	demand             opinion.Demand
}{
	{"【样例】示例小区连续三天停水，老人用水困难", "【样例文本】示例小区从周四起连续三天没有自来水，电话一直占线，家里有老人，希望尽快恢复供水并说明原因。", "shizheng/gongshui", opinion.SeverityII, "u-water", opinion.Help},
	{"【样例】示例路夜间施工噪声扰民", "【样例文本】示例路工地每晚施工到凌晨两点，附近居民休息不好，请核查是否有夜间施工许可。", "chengguan/zaosheng", opinion.SeverityIV, "u-road", opinion.Complaint},
	{"【样例】示例学校门口放学时段交通拥堵，建议增设护学岗", "【样例文本】放学时段车辆乱停，孩子过马路危险，建议增设护学岗和临时停车位。", "jiaoyu/anquan", opinion.SeverityIII, "u-school", opinion.Suggestion},
	{"【样例】示例河段水体发黑发臭，疑有污水直排，沿岸数百户受影响", "【样例文本】示例河段连日发黑发臭，疑似有污水直排，沿岸数百户居民不敢开窗，已有人头晕，请立即排查并公布水质监测结果。", "shengtai/shui", opinion.SeverityI, "u-water", opinion.Report},
}

func newWorld(n int) *world {
	w := &world{files: map[string]facts.CaseFile{}, known: map[string]bool{}}
	for i := range n {
		w.add(i)
	}
	if n > 0 {
		w.sources = sampleSources()
		w.dead = []facts.DeadLetter{{Seq: 7, Step: "analyze", Subject: "mention.sample-board", Reason: "样例：文本无法读取", Attempts: 5, First: testNow.Add(-3 * time.Hour), Last: testNow.Add(-time.Hour), Size: 64, Data: []byte(`{"id":"x","title":"【样例】<b>坏消息</b>"}`)}}
	}
	return w
}

func sampleSources() []facts.SourceRow {
	return []facts.SourceRow{
		{ID: "sample-board", Name: "示例市市民留言板", Kind: opinion.KindBoard, URL: "https://board.example.org/list", Division: "320200", Every: 15 * time.Minute, State: "ok", LastTry: testNow.Add(-5 * time.Minute), LastSuccess: testNow.Add(-5 * time.Minute), LastNew: testNow.Add(-35 * time.Minute), NextTry: testNow.Add(10 * time.Minute), Collected: 12845, Refused: 3},
		{ID: "sample-news", Name: "示例日报民生频道", Kind: opinion.KindNews, URL: "https://news.example.org/", Division: "320200", Every: time.Hour, State: "failing", Reason: "连续 4 次失败：对方返回 503", LastTry: testNow.Add(-time.Hour), LastSuccess: testNow.Add(-26 * time.Hour), NextTry: testNow.Add(4 * time.Hour), LastError: "GET https://news.example.org/: 503 Service Unavailable", Collected: 310},
		{ID: "sample-hotline", Name: "示例热线导出文件", Kind: opinion.KindHotline, Division: "320200", State: "new"},
	}
}

func sampleMention(i int) (opinion.Mention, int) {
	k := i % len(sampleTexts)
	s := sampleTexts[k]
	m, err := opinion.NewMention(opinion.Draft{
		Source: "sample-board", Kind: opinion.KindBoard, URL: fmt.Sprintf("https://board.example.org/t/%d", i),
		Title: s.title, Text: fmt.Sprintf("%s（第 %d 条）", s.text, i), PublishedAt: testNow.Add(-time.Duration(i*53) * time.Minute), Division: "320200",
	})
	if err != nil {
		panic(err)
	}
	return m, k
}

// add makes the i-th case, as far along its way as i says.
func (w *world) add(i int) {
	m, k := sampleMention(i)
	s := sampleTexts[k]
	issue := opinion.IssueID(m.ID)
	route := opinion.Route{Lead: s.unit, Rule: "sector", Basis: "国办发〔2016〕61号 属地管理、谁主管谁负责", Why: []string{"文中地点确定为 江苏省无锡市", "该地主管此事项的单位：" + s.unit, "等级 " + string(s.sev) + "，由市级承办"}}
	w.hits = append(w.hits, opinion.Finding{Mention: m, Topic: opinion.TopicFinding{ID: s.topic, Name: s.topic, Confidence: .9, By: "rules"}, Demand: opinion.DemandFinding{ID: s.demand}, Severity: opinion.SeverityFinding{Level: s.sev}, Issue: opinion.IssueRef{ID: issue, Size: 1 + i%5}, Route: route})

	var c opinion.Case
	var history []opinion.Event
	opened := testNow.Add(-5*time.Hour - time.Duration(i*37)*time.Hour/10)
	put := func(e opinion.Event, after time.Duration) {
		e.At = opened.Add(after)
		e = e.Seal(orNew(c, opinion.CaseID(issue)))
		c = c.Apply(e)
		history = append(history, e)
	}
	put(opinion.Event{Type: opinion.MoveOpen, By: "system", Issue: issue, Mention: m.ID, Topic: s.topic, Division: "320200", Severity: s.sev, Demand: s.demand, Source: m.Source, SourceKind: m.Kind, Unit: s.unit, Route: &route}, 0)
	limit := 48 * time.Hour
	clock := &opinion.Clock{Profile: "opinion", Start: opened.Add(time.Minute), Limit: limit, Calendar: "24x7", Basis: "国办发〔2016〕61号"}
	way := []opinion.Event{
		{Type: opinion.MoveDispatch, By: "system", Unit: s.unit, Clock: clock, Due: clock.Start.Add(limit), Co: []string{"sample-co"}, Clocks: []opinion.Timed{
			{Duty: opinion.DutySign, Unit: s.unit, Clock: opinion.Clock{Profile: "opinion", Start: clock.Start, Limit: 8 * time.Hour, Calendar: "24x7"}, Due: clock.Start.Add(8 * time.Hour)},
			{Duty: opinion.DutyComplete, Unit: s.unit, Clock: opinion.Clock{Profile: "opinion", Start: clock.Start, Limit: 216 * time.Hour, Calendar: "24x7"}, Due: clock.Start.Add(216 * time.Hour)}}},
		{Type: opinion.MoveSign, By: "unit:" + s.unit},
		{Type: opinion.MoveHandle, By: "unit:" + s.unit},
		{Type: opinion.MoveAnswer, By: "unit:" + s.unit, Kind: "解决公布", Text: "【样例答复】经核查，示例小区停水系主管道破裂，已于当日 18 时抢修完成；停水期间安排送水车。如仍有问题请拨打 12345。", URL: "https://gov.example.org/answers/" + strconv.Itoa(i)},
		{Type: opinion.MoveVerify, By: "console", OK: true},
		{Type: opinion.MoveClose, By: "console", Outcome: opinion.AnsweredInPublic, Solved: "yes"},
	}
	for j, e := range way[:(i*5+3)%7] {
		put(e, time.Minute+time.Duration(j)*40*time.Minute)
	}
	var clocks []facts.CaseClock
	for _, t := range c.Clocks {
		clocks = append(clocks, facts.CaseClock{Timed: t, State: "running", Counted: []facts.CountedDay{{Day: "2026-11-21", Kind: "counts", Span: 10 * time.Hour, Total: 10 * time.Hour}, {Day: "2026-11-22", Kind: "weekend", Total: 10 * time.Hour}}})
	}
	past := []register.Arbitration{{Case: "c0ffee", Division: "320200", Unit: s.unit, Returned: []string{s.unit}, Arbiter: s.unit, Reason: "【样例】管网归供水单位", At: opened}}
	file := facts.CaseFile{Clocks: clocks, Past: past, Case: c, Title: s.title, History: history, Mentions: []register.MentionRow{rowOf(m, s.topic, s.sev)}}
	if c.State == opinion.Answered {
		file.Checks = []facts.AnswerCheck{
			{Name: "about", OK: true, Reason: "答复针对来信：答复提到了来信中的「示例小区」「停水」；地点一致。", ReasonEn: "the answer is about the question: the answer takes up 「示例小区」「停水」; both speak of the same place"},
			{Name: "form_letter", Reason: "答复像是套话：除客套和办理用语外，几乎没有自己的内容；只说明已转办。", ReasonEn: "the answer looks like a form letter: it only says that the matter was passed on"},
			{Name: "promises", OK: true, Reason: "答复作出承诺，到期应回访：12月底前（2026-12-31到期）。", ReasonEn: "the answer promises, to be followed up when due: 12月底前 (due 2026-12-31)"},
		}
	}
	w.files[c.ID] = file
	w.order = append(w.order, c.ID)
	w.issues = append(w.issues, facts.IssueFile{
		Issue: register.IssueRow{Unit: s.unit, ID: issue, Title: s.title, Reports: 1 + i%5, Mentions: 2 + i%7, Topic: s.topic, Division: "320200", Severity: s.sev, First: m.PublishedAt.Add(-time.Duration(i) * 10 * time.Hour), Last: m.PublishedAt, Case: c.ID, State: c.State, Today: 3 * (i % 4), Before: 5 * (i % 3), Growth: float64(i%4) * 1.3, Attention: float64(3 * (i % 4))},
		Rows:  []register.MentionRow{rowOf(m, s.topic, s.sev), {ID: "feedfacefeedface", Title: "【样例】转载", Text: "【样例文本】转载自留言板。", Source: "sample-news", Said: m.PublishedAt, Topic: s.topic, Division: "320200", Severity: s.sev, Copy: true}},
		Why:   map[string][]string{m.ID: {"同一地点", "用词相近 0.82"}},
		Together: register.Together{Words: []register.KeyCount{{Key: "示例小区", N: 4}, {Key: "停水", N: 3}}[:i%3], Places: []register.KeyCount{{Key: "320200", N: 2}, {Key: "", N: 1}},
			Sources: []register.KeyCount{{Key: "sample-board", N: 2}, {Key: "sample-news", N: 1}}},
	})
}

func orNew(c opinion.Case, id string) opinion.Case {
	c.ID = id
	return c
}

func rowOf(m opinion.Mention, topic string, sev opinion.Severity) register.MentionRow {
	return register.MentionRow{ID: m.ID, Title: m.Title, Text: m.Text, URL: m.URL, Source: m.Source, Said: m.PublishedAt, Topic: topic, Division: m.Division, Severity: sev}
}

// deps puts the world behind the console's interfaces.
func (w *world) deps() Deps {
	return Deps{
		Search: w, Cases: w, Issues: w, Numbers: w, Sources: w, Dead: w, Units: w, Brief: w, Intake: w, Forget: w, Correct: w, Regroup: regroups{w}, Names: names{}, Open: releases{w},
		Triage: queue{w}, Hub: triage.NewHub(testNow), Notes: &w.notes, Work: newUnitDesk(w),
		Promise: func(lang string) string {
			return "# 承诺 promise " + lang + "\n\n1. **One.** [link](https://example.org/)\n"
		},
		Topics:   []opinion.Topic{{ID: "shizheng", Name: "市政服务", NameEn: "Municipal services"}, {ID: "shizheng/gongshui", Name: "供水", NameEn: "Water supply"}},
		Loopback: true, Version: "test", Now: func() time.Time { return testNow },
		Metrics: http.HandlerFunc(func(rw http.ResponseWriter, _ *http.Request) { _, _ = rw.Write([]byte("huiying_up 1\n")) }),
		Failed: func(route string, err error) {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.failures = append(w.failures, route+": "+err.Error())
		},
	}
}

type names struct{}

func (names) Topic(id, lang string) string {
	zh := map[string]string{"shizheng": "市政服务", "shizheng/gongshui": "市政服务 / 供水", "chengguan/zaosheng": "城市综合执法 / 噪声", "jiaoyu/anquan": "义务教育 / 校园安全", "shengtai/shui": "生态环境 / 水污染"}
	if lang != "en" && zh[id] != "" {
		return zh[id]
	}
	return id
}

func (names) Source(id, _ string) string {
	for _, s := range sampleSources() {
		if s.ID == id {
			return s.Name
		}
	}
	return id
}

func (names) Division(code, lang string) string {
	if code == "320200" && lang != "en" {
		return "江苏省无锡市"
	}
	return code
}

func page[T any](all []T, size int, cursor string) (items []T, next string) {
	at, _ := strconv.Atoi(cursor)
	end := min(len(all), at+size)
	if end < len(all) {
		next = strconv.Itoa(end)
	}
	return all[min(at, end):end], next
}

func (w *world) Search(_ context.Context, q index.Query) (index.Page, error) {
	if q.Size != 1 { // the counts of tabs come after the question itself
		w.lastFind = q
	}
	if w.fail != nil {
		return index.Page{}, w.fail
	}
	if q.Cursor == "foreign" {
		return index.Page{}, fmt.Errorf("search: %w", index.ErrCursor)
	}
	var found []opinion.Finding
	count := map[string]int{}
	for _, f := range w.hits {
		if q.Within != nil && !slices.Contains(q.Within.Units, f.Route.Lead) {
			continue
		}
		if strings.Contains(f.Title+f.Text, q.Text) && (q.Severity == "" || q.Severity == string(f.Severity.Level)) && (!q.Unsure || f.Unsure()) {
			found = append(found, f)
			count[f.Topic.ID]++
		}
	}
	p := index.Page{Total: len(found)}
	p.Hits, p.Next = page(found, q.Size, q.Cursor)
	if q.Facets {
		p.Facets = map[string][]index.Bucket{}
		for k, n := range count {
			p.Facets["topic"] = append(p.Facets["topic"], index.Bucket{Key: k, Count: n})
		}
		slices.SortFunc(p.Facets["topic"], func(x, y index.Bucket) int { return y.Count - x.Count })
		p.Facets["severity"] = []index.Bucket{{Key: "II", Count: len(found)}}
		p.Facets["division"] = []index.Bucket{{Key: "320200", Count: len(found)}}
	}
	return p, nil
}

func (w *world) Cases(_ context.Context, q register.CaseQuery) (register.CaseList, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fail != nil {
		return register.CaseList{}, w.fail
	}
	var all []register.CaseRow
	for _, id := range w.order {
		f := w.files[id]
		c := f.Case
		switch {
		case len(q.States) > 0 && !slices.Contains(q.States, c.State),
			q.Unit != "" && c.Lead != q.Unit, !slices.Contains(q.Matters, c.Matter), q.Within != nil && !slices.Contains(q.Within.Units, c.Lead),
			q.Overdue && !c.Late(testNow),
			!q.DueAfter.IsZero() && (c.Due.IsZero() || c.Due.Before(q.DueAfter)),
			!q.DueBefore.IsZero() && (c.Due.IsZero() || c.Due.After(q.DueBefore)),
			q.Q != "" && !strings.Contains(f.Title+c.ID, q.Q):
			continue
		}
		all = append(all, register.CaseRow{Case: c, Title: f.Title})
	}
	l := register.CaseList{Total: len(all)}
	l.Items, l.Next = page(all, q.Size, q.Cursor)
	return l, nil
}

func (w *world) CountCases(ctx context.Context, q register.CaseQuery) (out []register.CaseCount, err error) {
	for _, matter := range []opinion.Matter{opinion.PublicMatter, opinion.Disclosure} {
		for _, state := range opinion.States {
			q.States, q.Matters, q.Size, q.Cursor = []opinion.State{state}, []opinion.Matter{matter}, 1, ""
			l, err := w.Cases(ctx, q)
			if err != nil {
				return nil, err
			}
			out = append(out, register.CaseCount{State: state, Matter: matter, N: l.Total})
		}
	}
	return out, nil
}

func (w *world) Case(_ context.Context, id string) (facts.CaseFile, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	f, ok := w.files[id]
	if !ok {
		return f, &kit.Error{Kind: kit.NotFound, Code: "unknown_case"}
	}
	return f, w.fail
}

// no is a desk's refusal, as a responder would make it.
type no struct{ code, zh, en string }

func (n no) Error() string              { return n.code }
func (n no) RefusalCode() string        { return n.code }
func (n no) LegalMoves() []opinion.Move { return []opinion.Move{opinion.MoveSign} }
func (n no) RefusalWords(lang string) string {
	if lang != "en" {
		return n.zh
	}
	return n.en
}

func (w *world) Do(_ context.Context, id string, cmd opinion.Command) (opinion.Case, error) {
	m := cmd.Move
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lastCmd = cmd
	f, ok := w.files[id]
	if m == opinion.MoveRegister && w.fail == nil {
		return w.request(cmd)
	}
	switch {
	case w.fail != nil:
		return f.Case, w.fail
	case !ok:
		return f.Case, no{"unknown_case", "没有这个办件。", "no such case"}
	case cmd.Expected != 0 && cmd.Expected != f.Case.Version:
		return f.Case, no{"stale_version", "办件已有新版本。", "stale"}
	case m == opinion.MoveAnswer && cmd.URL == "" && cmd.Outcome == "":
		return f.Case, no{"needs_url", "请填写公布网址。", "give the address"}
	case m == opinion.MoveDismiss && cmd.Reason == "":
		return f.Case, no{"needs_reason", "请写明理由。", "give the reason"}
	case m == opinion.MoveRecall && f.Case.Before == nil:
		return f.Case, no{"no_recall", "已超过撤回时间。", "too late"}
	}
	if _, legal := opinion.After(f.Case.State, m); !legal {
		return f.Case, no{"illegal_move", "现在不能这样做。", "not now"}
	}
	e := opinion.Event{Type: m, By: cmd.By, At: testNow, Unit: cmd.Unit, Reason: cmd.Reason, Text: cmd.Text, URL: cmd.URL, Kind: cmd.Kind, OK: cmd.OK, Outcome: cmd.Outcome, Solved: cmd.Solved, Into: cmd.Into, Channel: cmd.Channel}.Seal(f.Case)
	f.Case, f.History = f.Case.Apply(e), append(slices.Clone(f.History), e)
	w.files[id] = f
	return f.Case, nil
}

// request registers a request for disclosure.
func (w *world) request(cmd opinion.Command) (opinion.Case, error) {
	if cmd.Ref == "" || strings.Contains(cmd.Ref, "张三") {
		return opinion.Case{}, no{"needs_ref", "请填写申请的登记编号。", "give the number"}
	}
	k := opinion.Clock{Profile: "disclosure", Start: testNow, Limit: 480 * time.Hour, Calendar: "working"}
	e := opinion.Event{Type: opinion.MoveRegister, By: cmd.By, At: testNow, Matter: opinion.Disclosure, Ref: cmd.Ref, Unit: sampleUnits[0].ID, Clock: &k, Due: testNow.Add(k.Limit)}.
		Seal(opinion.Case{ID: opinion.CaseID("disclosure/" + cmd.Ref)})
	c := opinion.Case{}.Apply(e)
	w.files[c.ID] = facts.CaseFile{Case: c, Title: c.Ref, History: []opinion.Event{e}, Clocks: []facts.CaseClock{{Timed: c.Clocks[0], State: "running"}}}
	w.order = append(w.order, c.ID)
	return c, nil
}

func (w *world) Mention(_ context.Context, id string) (facts.MentionFile, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, f := range w.hits {
		if f.ID == id {
			return facts.MentionFile{Finding: f, Case: w.order[i], State: w.files[w.order[i]].Case.State}, w.fail
		}
	}
	return facts.MentionFile{}, &kit.Error{Kind: kit.NotFound}
}

// Correct puts a topic right; every other field is refused.
func (w *world) Correct(ctx context.Context, id string, what facts.Correct) (facts.MentionFile, error) {
	return w.correct(ctx, id, opinion.Correction{Field: what.Field, Is: what.Is}, what)
}

func (w *world) Undo(ctx context.Context, id string, what facts.Correct) (facts.MentionFile, error) {
	return w.correct(ctx, id, opinion.Correction{Field: opinion.FieldTopic, Is: "undone", Undo: true}, what)
}

func (w *world) Labels(_ context.Context, out io.Writer) (int, error) {
	for i, f := range w.hits {
		if f.Topic.By == opinion.ByPerson {
			if _, err := fmt.Fprintf(out, `{"id":%q,"label":%q}`+"\n", f.ID, f.Topic.ID); err != nil || w.fail != nil {
				return i, errors.Join(err, w.fail)
			}
		}
	}
	return 0, nil
}

// regroups splits and joins in memory: it only notes what was asked.
type regroups struct{ w *world }

func (r regroups) Split(_ context.Context, issue string, what facts.Regroup) (facts.Regrouped, error) {
	if len(what.Mentions) == 0 {
		return facts.Regrouped{}, no{"one_matter", "请选出属于另一件事的信息。", "choose the mentions"}
	}
	r.w.regrouped = append(r.w.regrouped, what)
	return facts.Regrouped{Issue: issue, Mentions: what.Mentions}, nil
}

func (r regroups) Join(_ context.Context, _ string, what facts.Regroup) (facts.Regrouped, error) {
	r.w.regrouped = append(r.w.regrouped, what)
	return facts.Regrouped{Issue: what.Into}, nil
}

func (r regroups) Undo(_ context.Context, issue string, what facts.Regroup) (facts.Regrouped, error) {
	r.w.regrouped = append(r.w.regrouped, what)
	return facts.Regrouped{Issue: issue}, nil
}

func (w *world) correct(ctx context.Context, id string, c opinion.Correction, what facts.Correct) (facts.MentionFile, error) {
	file, err := w.Mention(ctx, id)
	if err != nil {
		return file, err
	}
	f := file.Finding
	switch {
	case what.Seen != nil && *what.Seen != len(f.Corrected):
		return file, no{"stale_version", "这条信息刚被别人更正过。", "stale"}
	case c.Field != opinion.FieldTopic:
		return file, no{"unknown_value", "没有这个选项。", "no such value"}
	}
	c.Was, c.By, c.At, c.Reason = f.Topic.ID, what.By, testNow, what.Reason
	f.Topic.ID, f.Topic.By, f.Corrected = c.Is, opinion.ByPerson, append(slices.Clone(f.Corrected), c)
	w.mu.Lock()
	defer w.mu.Unlock()
	for i := range w.hits {
		if w.hits[i].ID == id {
			w.hits[i] = f
		}
	}
	file.Finding = f
	return file, nil
}

func (w *world) Issues(_ context.Context, q register.IssueQuery) (register.IssueList, error) {
	if w.fail != nil {
		return register.IssueList{}, w.fail
	}
	var all []register.IssueRow
	for _, f := range w.issues {
		if strings.Contains(f.Issue.Title, q.Q) && (q.Within == nil || slices.Contains(q.Within.Units, f.Issue.Unit)) {
			all = append(all, f.Issue)
		}
	}
	if q.Order == "heavy" {
		slices.SortStableFunc(all, func(x, y register.IssueRow) int { return x.Severity.Rank() - y.Severity.Rank() })
	}
	l := register.IssueList{Total: len(all)}
	l.Items, l.Next = page(all, q.Size, q.Cursor)
	return l, nil
}

func (w *world) Issue(_ context.Context, id string) (facts.IssueFile, error) {
	for _, f := range w.issues {
		if f.Issue.ID == id {
			return f, w.fail
		}
	}
	return facts.IssueFile{}, &kit.Error{Kind: kit.NotFound}
}

func (w *world) Heat(_ context.Context, issues []string, from, to time.Time, by string) (map[string][]register.Beat, error) {
	step := time.Hour
	if by == "day" {
		step = 24 * time.Hour
	}
	out := map[string][]register.Beat{}
	for k, id := range issues {
		for t, i := from, 0; t.Before(to) && k%5 != 4; t, i = t.Add(step), i+1 {
			if (i+k)%3 != 2 {
				out[id] = append(out[id], register.Beat{Time: t.UTC(), Reports: 1 + (i*i*7+k)%6, Copies: i % 2})
			}
		}
	}
	return out, w.fail
}

func (w *world) Stats(context.Context) (facts.Stats, error) {
	n := uint64(len(w.hits))
	return facts.Stats{Mentions: n * 1234, Findings: n * 1230, Cases: uint64(len(w.order)), Dead: uint64(len(w.dead)), Sources: facts.SourceTally{OK: min(len(w.sources), 1), Failing: min(len(w.sources), 1)}}, w.fail
}

func (w *world) Series(_ context.Context, from, to time.Time, by string) ([]register.TimeCount, error) {
	var out []register.TimeCount
	step := time.Hour
	if by == "day" {
		step = 24 * time.Hour
	}
	for t, i := from, 0; t.Before(to) && len(w.hits) > 0; t, i = t.Add(step), i+1 {
		if i%3 != 2 && (len(w.hits) > 1 || i == 5) {
			out = append(out, register.TimeCount{Time: t.UTC(), N: 1 + (i*i*7)%len(append(w.hits, opinion.Finding{}))})
		}
	}
	return out, w.fail
}

func (w *world) Tallies(context.Context, time.Time, time.Time, ...string) (map[string][]register.KeyCount, error) {
	if len(w.hits) == 0 {
		return nil, w.fail
	}
	return map[string][]register.KeyCount{"division": {{Key: "320200", N: 90}, {Key: "", N: 12}},
		"topic": {{Key: "shizheng/gongshui", N: 1203}, {Key: "shengtai/shui", N: 400}, {Key: "chengguan/zaosheng", N: 33}}}, w.fail
}

func (w *world) Sources(context.Context) ([]facts.SourceRow, error) { return w.sources, w.fail }

func (w *world) Dead(_ context.Context, limit int) ([]facts.DeadLetter, error) {
	return w.dead[:min(limit, len(w.dead))], w.fail
}

func (w *world) Replay(_ context.Context, seq uint64) error { return w.Drop(context.Background(), seq) }

func (w *world) Drop(_ context.Context, seq uint64) error {
	i := slices.IndexFunc(w.dead, func(d facts.DeadLetter) bool { return d.Seq == seq })
	if i < 0 {
		return &kit.Error{Kind: kit.NotFound, Code: "no_dead_letter"}
	}
	w.dead = slices.Delete(w.dead, i, i+1)
	return nil
}

func (w *world) Units(context.Context) ([]opinion.Unit, error) { return sampleUnits, nil }

func shareOf(n, of int) facts.Rate {
	r := facts.Rate{Measure: "answer", N: n, Of: of}
	if of >= 5 {
		x := float64(n) / float64(of)
		r.Share = &x
	}
	return r
}

func (w *world) Rates(_ context.Context, q facts.RateQuery) (facts.RateTable, error) {
	w.lastRates = q
	t := facts.RateTable{Rules: "按承办计数。", RulesEn: "Counted by turns.", LeastShare: 5, LeastRank: 20, All: facts.RateRow{Rates: []facts.Rate{shareOf(0, 0)}},
		Measures: []facts.Measure{{ID: "answer", Name: "按时答复率", NameEn: "Answered in time", What: "按时 ÷ 全部", WhatEn: "in time / all"}}}
	if len(w.order) == 0 || !q.From.Before(q.To) {
		return t, w.fail
	}
	t.All = facts.RateRow{Turns: 26, Rates: []facts.Rate{shareOf(19, 24)}, Median: 30.5}
	t.Rows = []facts.RateRow{{Key: "u-water", Turns: 24, Rates: []facts.Rate{shareOf(18, 22)}, Median: 30}, {Key: "u-road", Turns: 2, Rates: []facts.Rate{shareOf(1, 2)}}}
	if q.Rank != "" {
		t.Rows[0].Rank = 1
	}
	return t, w.fail
}

func (w *world) Turns(_ context.Context, q facts.TurnQuery) (facts.TurnList, error) {
	w.lastTurns = q
	var l facts.TurnList
	for i, id := range w.order {
		if q.Within != nil && !slices.Contains(q.Within.Units, w.files[id].Case.Lead) {
			continue
		}
		t := facts.TurnRow{Title: w.files[id].Title, Verdict: q.Verdict}
		t.Case, t.N, t.Unit, t.By, t.Began, t.AnswerDue = id, 1, "u-water", opinion.MoveDispatch, testNow.Add(-time.Duration(i)*time.Hour), testNow
		l.Items = append(l.Items, t)
	}
	l.Total = len(l.Items)
	if q.Offset >= len(l.Items) {
		l.Items = nil
	} else if l.Items = l.Items[q.Offset:]; len(l.Items) > q.Size {
		l.Items, l.Next = l.Items[:q.Size], fmt.Sprint(q.Offset+q.Size)
	}
	return l, w.fail
}

// Parse reads like the real intake: unknown keys ignored, person keys dropped and counted.
func (w *world) Parse(raw json.RawMessage) (opinion.Draft, map[string]int, error) {
	var all map[string]any
	if err := json.Unmarshal(raw, &all); err != nil {
		return opinion.Draft{}, nil, errors.New("a mention is a JSON object")
	}
	str := func(k string) string { s, _ := all[k].(string); return s }
	dropped := map[string]int{}
	for _, k := range []string{"author", "nickname", "phone"} {
		if _, ok := all[k]; ok {
			dropped[k]++
		}
	}
	return opinion.Draft{Source: str("source"), URL: str("url"), Title: str("title"), Text: str("text"), CollectedAt: testNow}, dropped, nil
}

func (w *world) Publish(_ context.Context, in []opinion.Mention) (int, error) {
	if w.fail != nil {
		return 0, w.fail
	}
	added := 0
	for _, m := range in {
		if !w.known[m.ID] {
			w.known[m.ID], added = true, added+1
			w.taken = append(w.taken, m)
		}
	}
	return added, nil
}

func (w *world) Purge(_ context.Context, what facts.Purge) (facts.Purged, error) {
	if what.ID == "unknown" {
		return facts.Purged{}, &kit.Error{Kind: kit.NotFound, Code: "nothing_to_purge"}
	}
	return facts.Purged{IDs: []string{what.ID}, Log: 2, Indexed: 1}, nil
}

// start builds a console over a world.
func start(t testing.TB, w *world, change ...func(*Deps)) http.Handler {
	t.Helper()
	d := w.deps()
	for _, c := range change {
		c(&d)
	}
	h, err := New(d)
	if err != nil {
		t.Fatal(err)
	}
	return h
}
