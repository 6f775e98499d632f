package tour_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/app/tour"
	"huiying/bus"
	"huiying/configs"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/casework"
)

// aMinute is what the tour has to show everything, on a machine that is four times slower; the race
// detector takes as much again.
func aMinute() time.Duration {
	if flowtest.Race {
		return 8 * time.Minute
	}
	return 4 * time.Minute
}

// show is the tour under way in this process, served as `huiying demo` serves it.
type show struct {
	*app.App
	t     *testing.T
	sites *tour.Sites
	base  string
	stop  func()
}

// startTour runs the tour with texts that come quickly and clocks of twelve seconds.
func startTour(t *testing.T, dir string) *show {
	t.Helper()
	cfg, err := configs.Load("")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	sites, err := tour.Start(ctx, time.Now, time.Second, 60)
	if err != nil {
		t.Fatal(err)
	}
	app.TourConfig(cfg, sites.Addr)
	for i := range cfg.Clocks {
		cfg.Clocks[i].Limit = 12 * time.Second
	}
	s := &show{t: t, sites: sites}
	up, ended := make(chan *app.App, 1), make(chan error, 1)
	o := app.ServeOptions{Data: dir, Listen: "127.0.0.1:0", Roles: "collect,analyze,respond,console", LogLevel: "error"}
	go func() {
		ended <- o.Run(ctx, cfg, func(ctx context.Context, h *app.App) error {
			up <- h
			return app.TourUnits(sites)(ctx, h)
		})
	}()
	closed := false
	s.stop = func() {
		if closed {
			return
		}
		closed = true
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the tour did not end well: %v", err)
		}
	}
	t.Cleanup(s.stop)
	s.App = <-up
	flowtest.Until(t, "the console is up", func() bool {
		r, err := app.FindRunning(dir)
		s.base = "http://" + r.Address
		flowtest.SignIn(r.Address, r.Key)
		return err == nil
	})
	return s
}

func (s *show) get(path string) (int, string) { return flowtest.Ask(s.t, "GET", s.base+path, "", nil) }

// json asks the API and reads the answer.
func (s *show) json(path string, into any) {
	s.t.Helper()
	code, body := s.get(path)
	if code != http.StatusOK {
		s.t.Fatalf("%s answers %d: %s", path, code, flowtest.Tail(body, 300))
	}
	if err := json.Unmarshal([]byte(body), into); err != nil {
		s.t.Fatalf("%s: %v", path, err)
	}
}

// A visitor of the tour sees mentions arrive and become cases, and cases being answered and
// running out of time, within a minute; every page and command works on them.
func TestTheTourShowsEverythingWithinAMinute(t *testing.T) {
	flowtest.NoLeaks(t)
	dir := filepath.Join(t.TempDir(), "data")
	begun := time.Now()
	s := startTour(t, dir)
	s.livesWithinAMinute(begun)
	t.Run("pages", s.pages)
	t.Run("mentions", s.mentionAPI)
	t.Run("moves", s.moveAPI)
	t.Run("dead letters", s.deadLetters)
	t.Run("purge", s.purges)
	t.Run("brief", func(t *testing.T) { briefs(t, dir) })
	s.stopAtWork()
	t.Run("brief without a server", func(t *testing.T) { briefs(t, dir) })
	t.Run("reindex", func(t *testing.T) { reindexes(t, dir) })
	t.Run("audit", func(t *testing.T) { audits(t, dir) })
}

// stopAtWork stops the tour with mentions on their way, as a stop may come: some are judged
// then and not findable yet.
func (s *show) stopAtWork() {
	last := func() uint64 {
		n, err := s.Bus.LastSeq(s.t.Context(), "MENTIONS")
		if err != nil {
			s.t.Fatal(err)
		}
		return n
	}
	was := last()
	flowtest.Until(s.t, "the sites have said more", func() bool { return last() > was })
	s.stop()
}

// livesWithinAMinute waits for every kind of life, and closes a case itself.
func (s *show) livesWithinAMinute(begun time.Time) {
	t := s.t
	count := func(f register.CaseQuery) int {
		f.Size = 1
		page, err := s.Store.Cases(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		return page.Total
	}
	for _, x := range []struct {
		what string
		ok   func() bool
	}{
		{"mentions of three sources are findable", func() bool {
			for _, source := range []string{"sample-board", "sample-news", "sample-forum"} {
				page, err := s.Search(t.Context(), index.Query{Source: source})
				if err != nil || page.Total == 0 {
					return false
				}
			}
			return true
		}},
		{"cases wait for a person", func() bool { return count(register.CaseQuery{States: []opinion.State{opinion.Triage}}) > 2 }},
		{"a case is dispatched", func() bool { return count(register.CaseQuery{States: []opinion.State{opinion.Dispatched}}) > 0 }},
		{"a case was answered, verified and closed", s.aCaseIsClosed},
		{"a case is overdue", func() bool {
			return count(register.CaseQuery{Overdue: true, At: time.Now()}) > 0 && s.has(opinion.MoveOverdue)
		}},
	} {
		flowtest.Until(t, x.what, x.ok)
		t.Logf("%v: %s", time.Since(begun).Round(100*time.Millisecond), x.what)
	}
	if took := time.Since(begun); took > aMinute() {
		t.Errorf("it took %v until everything was seen, allowed are %v", took, aMinute())
	}
}

// has says whether a move happened to any case.
func (s *show) has(m opinion.Move) bool {
	cases, err := s.Store.CasesWith(s.t.Context(), m, time.Time{}, time.Now().Add(time.Hour))
	if err != nil {
		s.t.Fatal(err)
	}
	return len(cases) > 0
}

// aCaseIsClosed moves one case that its sample unit neglects through the API, step by step,
// until the product itself has found the answer where it was published.
func (s *show) aCaseIsClosed() bool {
	page, err := s.Store.Cases(s.t.Context(), register.CaseQuery{Size: 200, Order: "opened"})
	if err != nil || len(page.Items) == 0 {
		return false
	}
	page.Items = slices.DeleteFunc(page.Items, func(k register.CaseRow) bool { return k.State == opinion.Triage }) // a visitor's work
	if len(page.Items) == 0 {
		return false
	}
	k := page.Items[len(page.Items)-1] // the first that was opened
	body := map[string]any{"expected_version": k.Version}
	move := ""
	switch k.State {
	case opinion.Closed:
		events, err := s.Store.History(s.t.Context(), k.ID)
		if err != nil {
			s.t.Fatal(err)
		}
		return slices.ContainsFunc(events, func(e opinion.Event) bool { return e.Type == opinion.MoveVerify && e.OK && e.By == "system" })
	case opinion.Dispatched:
		move = "sign"
	case opinion.Signed, opinion.Handling:
		text := tour.Answer(k.Title)
		move, body["kind"], body["text"], body["url"] = "answer", "解决公布", text, s.sites.Publish(k.ID, text)
	case opinion.Verified:
		move, body["outcome"], body["solved"] = "close", "answered_in_public", "yes"
		if len(k.Promised()) > 0 {
			body["solved"] = casework.SolvedPromised
		}
	default:
		return false
	}
	b, _ := json.Marshal(body)
	code, said := flowtest.Ask(s.t, "POST", s.base+"/api/v1/cases/"+k.ID+"/"+move, string(b), nil)
	if code != 200 && code != 409 { // 409: its own sample unit was faster
		s.t.Fatalf("%s of case %s answers %d: %s", move, k.ID, code, said)
	}
	return false
}

// pages asks for every page: it answers, and in Chinese.
func (s *show) pages(t *testing.T) {
	issues, err := s.Store.Issues(t.Context(), register.IssueQuery{Size: 1})
	if err != nil {
		t.Fatal(err)
	}
	cases, err := s.Store.Cases(t.Context(), register.CaseQuery{Size: 1})
	if err != nil {
		t.Fatal(err)
	}
	today := time.Now().In(app.China).Format(time.DateOnly)
	for _, path := range []string{"/", "/search", "/search?q=云杉苑&division=54", "/cases", "/cases?state=dispatched", "/cases/" + cases.Items[0].ID,
		"/issues", "/issues/" + issues.Items[0].ID, "/sources", "/dead", "/briefings/" + today, "/open/", "/promise", "/open/answers?q=%E6%B0%B4", "/open/topics", "/open/places", "/open/units", "/open/sources", "/open/feed.xml",
		"/open/cases.json", "/open/sources.json", "/api/v1/units", "/api/v1/sources", "/api/v1/cases/" + cases.Items[0].ID} {
		code, body := s.get(path)
		if code != 200 || !strings.ContainsFunc(body, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%s answers %d without a Chinese word: %s", path, code, flowtest.Tail(body, 200))
		}
	}
	for path, want := range map[string]string{"/healthz": "ok", "/readyz": "ready", "/metrics": `huiying_step_done_total{step="analyze"}`,
		"/api/v1/openapi.json": `"openapi":"3.1`, "/open/rates.json": "{", "/open/sitemap.xml": "<loc>", "/api/v1/stats": `"mentions"`, "/api/v1/briefings/" + today: `"numbers"`} {
		if code, body := s.get(path); code != 200 || !strings.Contains(body, want) {
			t.Errorf("%s answers %d without %s: %s", path, code, want, flowtest.Tail(body, 200))
		}
	}
	for path, code := range map[string]int{"/cases/cnone": 404, "/issues/inone": 404, "/no/such/page": 404, "/api/v1/cases/cnone": 404,
		"/api/v1/mentions?severity=V": 422, "/api/v1/mentions?from=never": 400, "/api/v1/cases?state=lost": 400, "/briefings/never": 400} {
		if got, body := s.get(path); got != code {
			t.Errorf("%s answers %d, want %d: %s", path, got, code, flowtest.Tail(body, 200))
		} else if strings.HasPrefix(path, "/api/") && !strings.Contains(body, `"code":"`) {
			t.Errorf("%s is no problem document: %s", path, body)
		}
	}
}

// mentionAPI holds GET and POST /api/v1/mentions to their contract.
func (s *show) mentionAPI(t *testing.T) {
	var stats struct {
		Mentions, Findings, Cases, Dead int
		Sources                         map[string]int
	}
	s.json("/api/v1/stats", &stats)
	if stats.Mentions < 30 || stats.Findings < 30 || stats.Cases < 2 || stats.Sources["ok"] == 0 || len(stats.Sources) != 3 {
		t.Errorf("stats: %+v", stats)
	}
	var page struct {
		Total  int
		Hits   []opinion.Finding
		Facets map[string][]index.Bucket
		Next   string
	}
	within := map[string]int{}
	for _, code := range []string{"54", "5401", "540102"} { // a place includes what lies below it
		s.json("/api/v1/mentions?size=200&division="+code, &page)
		within[code] = page.Total
		for _, f := range page.Hits {
			if !strings.HasPrefix(f.Place(), code) {
				t.Errorf("division %s finds something in %s", code, f.Place())
			}
		}
		if len(page.Facets["topic"]) == 0 {
			t.Errorf("division %s comes without facets", code)
		}
	}
	if within["54"] < within["5401"] || within["5401"] < within["540102"] || within["540102"] == 0 {
		t.Errorf("the hierarchy of places: %v", within)
	}
	for query, fits := range map[string]func(opinion.Finding) bool{
		"topic=ecology": func(f opinion.Finding) bool { return strings.HasPrefix(strings.Join(index.Topics(f), " "), "ecology") },
		"severity=IV":   func(f opinion.Finding) bool { return f.Severity.Level == opinion.SeverityIV },
		"q=" + url.QueryEscape(`云杉苑 -噪音`):      func(f opinion.Finding) bool { return !strings.Contains(f.Title+f.Text, "噪音") },
		"source=sample-news":                   func(f opinion.Finding) bool { return f.Source == "sample-news" },
		"from=2020-01-01&to=2999-12-31&size=7": func(f opinion.Finding) bool { return !f.PublishedAt.IsZero() },
	} {
		s.json("/api/v1/mentions?"+query, &page)
		if len(page.Hits) == 0 || slices.ContainsFunc(page.Hits, func(f opinion.Finding) bool { return !fits(f) }) {
			t.Errorf("%s: %d hits, or one that does not fit", query, len(page.Hits))
		}
	}
	seen := map[string]bool{}
	for cursor := ""; ; cursor = url.QueryEscape(page.Next) {
		page.Next = ""
		s.json("/api/v1/mentions?source=sample-board&size=9&cursor="+cursor, &page)
		for _, f := range page.Hits {
			if seen[f.ID] {
				t.Errorf("%s is on two pages", f.ID)
			}
			seen[f.ID] = true
		}
		if page.Next == "" {
			break
		}
	}
	if len(seen) < page.Total-20 {
		t.Errorf("the pages together show %d of %d", len(seen), page.Total)
	}
	s.submits(t)
}

// submits brings mentions by POST: new ones are taken, known ones counted, bad ones named.
func (s *show) submits(t *testing.T) {
	one := flowtest.Object("source", "mailbox", "id", "p1", "title", "拉萨市曲水县新桥路井盖缺失", "text", "新桥路人行道井盖缺失，行人危险。电话13900000000")
	two := flowtest.Object("source", "mailbox", "id", "p2", "title", "请问医保怎么报销", "text", "异地就医医保怎么报销？", "phone", "1")
	bad := flowtest.Object("source", "mailbox", "id", "p3", "title", "坏时间", "text", "正文", "published_at", "x")
	var got struct {
		IDs        []string
		Duplicates int
		Errors     []struct{ Index int }
		Dropped    map[string]int
	}
	for i, x := range []struct {
		body                  string
		ids, duplicates, errs int
	}{{one, 1, 0, 0}, {one, 1, 1, 0}, {"[" + one + "," + two + "," + bad + "]", 2, 1, 1}, {"[" + two + "," + two + "]", 2, 2, 0}} {
		code, said := flowtest.Ask(t, "POST", s.base+"/api/v1/mentions", x.body, nil)
		got.Dropped, got.Errors = nil, nil
		if err := json.Unmarshal([]byte(said), &got); err != nil || code != 202 {
			t.Fatalf("POST %d answers %d: %s (%v)", i, code, said, err)
		}
		if len(got.IDs) != x.ids || got.Duplicates != x.duplicates || len(got.Errors) != x.errs {
			t.Errorf("POST %d: %+v, want %d ids, %d duplicates, %d errors", i, got, x.ids, x.duplicates, x.errs)
		}
	}
	if got.Dropped["phone"] != 2 {
		t.Errorf("dropped %v", got.Dropped)
	}
	flowtest.Until(t, "what was brought is found", func() bool {
		return len(apptest.Hits(t, s.App, index.Query{Source: "mailbox", Text: "井盖"})) == 1 && len(apptest.Hits(t, s.App, index.Query{Source: "mailbox", Text: "医保"})) == 1
	})
	if f := apptest.Hits(t, s.App, index.Query{Source: "mailbox", Text: "井盖"})[0]; strings.Contains(f.Text, "13900000000") || f.Redactions["mobile"] != 1 {
		t.Errorf("not redacted: %+v", f.Mention)
	}
}

// moveAPI holds the moves to their refusals.
func (s *show) moveAPI(t *testing.T) {
	page, err := s.Store.Cases(t.Context(), register.CaseQuery{States: []opinion.State{opinion.Closed}, Size: 1})
	if err != nil || len(page.Items) == 0 {
		t.Fatalf("no closed case: %v", err)
	}
	c := page.Items[0]
	at := s.base + "/api/v1/cases/" + c.ID + "/"
	for _, x := range []struct {
		move, body string
		code       int
		says       string
	}{
		{"reopen", fmt.Sprintf(`{"expected_version":%d,"reason":"群众反映没有解决"}`, c.Version-1), 409, `"code":"stale_version"`},
		{"reopen", `{"reason":"x"}`, 400, `"code":"no_version"`},
		{"reopen", `{`, 400, `"code":"bad_json"`},
		{"sign", fmt.Sprintf(`{"expected_version":%d}`, c.Version), 422, `"moves":`},
		{"delete", `{"expected_version":1}`, 422, `"code":`},
	} {
		code, said := flowtest.Ask(t, "POST", at+x.move, x.body, nil)
		if code != x.code || !strings.Contains(said, x.says) {
			t.Errorf("%s %s answers %d, want %d with %s: %s", x.move, x.body, code, x.code, x.says, said)
		}
	}
	var file struct {
		Case    opinion.Case
		History []opinion.Event
	}
	flowtest.Until(t, "a case is reopened", func() bool { // a repeat may come between reading and asking
		s.json("/api/v1/cases/"+c.ID, &file)
		code, said := flowtest.Ask(t, "POST", at+"reopen", fmt.Sprintf(`{"expected_version":%d,"reason":"群众反映没有解决"}`, file.Case.Version), nil)
		if code != 409 && (code != 200 || !strings.Contains(said, `"state":"dispatched"`)) {
			t.Fatalf("reopen answers %d: %s", code, said)
		}
		return code == 200
	})
	s.json("/api/v1/cases/"+c.ID, &file)
	if len(file.History) < 6 || file.History[0].Type != opinion.MoveOpen || uint64(len(file.History)) != file.Case.Version {
		t.Errorf("the history has %d events, the case version %d", len(file.History), file.Case.Version)
	}
	var rates struct{ Turns int }
	s.json("/api/v1/units/"+c.Lead+"/rates", &rates)
	if rates.Turns == 0 {
		t.Errorf("rates of %s: %+v", c.Lead, rates)
	}
}

// deadLetters lists, replays and drops through a running server.
func (s *show) deadLetters(t *testing.T) {
	if _, err := s.Bus.Publish(t.Context(), bus.Message{Subject: "mention.sample-news", Data: []byte(`{"id":`)}); err != nil {
		t.Fatal(err)
	}
	seq := s.letter(t, 0)
	listed := flowtest.Run(t, "dead", "list", "--data", s.Dir)
	if listed.Code != 0 || !strings.HasPrefix(listed.Out.String(), fmt.Sprintf("%d\tanalyze\tmention.sample-news\t", seq)) {
		t.Errorf("dead list: %d\n%s", listed.Code, listed.Said())
	}
	if c := flowtest.Run(t, "dead", "replay", fmt.Sprint(seq), "--data", s.Dir); c.Code != 0 {
		t.Errorf("dead replay: %d\n%s", c.Code, c.Said())
	}
	seq = s.letter(t, seq) // it is no better the second time
	if c := flowtest.Run(t, "dead", "drop", fmt.Sprint(seq), "--data", s.Dir); c.Code != 0 {
		t.Errorf("dead drop: %d\n%s", c.Code, c.Said())
	}
	if c := flowtest.Run(t, "dead", "drop", fmt.Sprint(seq), "--data", s.Dir); c.Code != flowtest.Failed {
		t.Errorf("dropping what is gone: %d\n%s", c.Code, c.Said())
	}
	if left, err := s.Bus.DeadLetters().List(t.Context(), 0); err != nil || len(left) != 0 {
		t.Errorf("%d dead letters are left (%v)", len(left), err)
	}
}

// letter waits for a dead letter after the given one.
func (s *show) letter(t *testing.T, after uint64) (seq uint64) {
	t.Helper()
	flowtest.Until(t, "a dead letter", func() bool {
		letters, err := s.Bus.DeadLetters().List(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range letters {
			if l.Seq > after {
				seq = l.Seq
			}
		}
		return seq > after
	})
	return seq
}

// purges forgets one text by its address and one by its id, everywhere.
func (s *show) purges(t *testing.T) {
	var found []opinion.Finding // letters that are in a case: one that only thanks opens none
	for _, f := range apptest.Hits(t, s.App, index.Query{Source: "sample-board"}) {
		in, err := s.Store.CasesOf(t.Context(), f.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(in) > 0 {
			found = append(found, f)
		}
	}
	if len(found) < 2 {
		t.Fatalf("%d letters of the board are in a case", len(found))
	}
	a, b := found[len(found)-1], found[len(found)-2]
	var cases []string
	for _, x := range []struct {
		f    opinion.Finding
		args []string
	}{{a, []string{"--url", a.URL}}, {b, []string{"--id", b.ID}}} {
		c := flowtest.Run(t, append([]string{"purge", "--data", s.Dir}, x.args...)...)
		var done struct{ IDs, Cases []string }
		if err := json.Unmarshal([]byte(c.Out.String()), &done); err != nil || c.Code != 0 || !slices.Contains(done.IDs, x.f.ID) {
			t.Fatalf("purge %v: %d %v\n%s", x.args, c.Code, err, c.Said())
		}
		s.isGone(t, x.f, done.Cases)
		if x.f.ID == a.ID {
			cases = done.Cases
		}
	}
	// a purge that was cut short is made whole by running it again, and a whole one stays as it is
	_ = flowtest.Run(t, "purge", "--data", s.Dir, "--id", a.ID)
	s.isGone(t, a, cases)
	if c := flowtest.Run(t, "purge", "--data", s.Dir, "--url", "http://nobody.example.org/none"); c.Code != flowtest.Failed {
		t.Errorf("purging what is not there ends with %d\n%s", c.Code, c.Said())
	}
}

func (s *show) isGone(t *testing.T, f opinion.Finding, cases []string) {
	t.Helper()
	words := f.Text[strings.LastIndex(f.Text, "（样例文字"):] // every text has a number of its own
	for _, stream := range []string{"MENTIONS", "FINDINGS", "DEAD", "AGAIN"} {
		if _, err := s.Bus.Read(t.Context(), stream, "", 1, func(m bus.Msg) error {
			if strings.Contains(string(m.Data), words) || strings.Contains(string(m.Data), f.ID) {
				t.Errorf("%s still holds it as %d", stream, m.Seq)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := filepath.Walk(filepath.Join(s.Dir, "log"), func(p string, info os.FileInfo, err error) error {
		if err != nil || !info.Mode().IsRegular() {
			return nil // files of a log at work come and go
		}
		if b, err := os.ReadFile(p); err == nil && strings.Contains(string(b), words) {
			t.Errorf("the file %s still holds its words", strings.TrimPrefix(p, s.Dir))
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, h := range apptest.Hits(t, s.App, index.Query{}) {
		if h.ID == f.ID {
			t.Error("the index still holds it")
		}
	}
	if _, err := s.Store.Mention(t.Context(), f.ID); err == nil {
		t.Error("the register still holds it")
	}
	if len(cases) == 0 {
		t.Error("the purge names no case; a board's letter is in one")
	}
	paths := []string{"/search?q=" + url.QueryEscape(words), "/issues/" + f.Issue.ID, "/api/v1/issues/" + f.Issue.ID}
	for _, id := range cases {
		events, err := s.Store.History(t.Context(), id)
		facts := 0
		for _, e := range events {
			if e.Type == opinion.MovePurge && e.Mention == f.ID {
				facts++
			}
		}
		if err != nil || facts != 1 {
			t.Errorf("the history of case %s says %d times that it was purged (%v)", id, facts, err)
		}
		if _, err := s.Store.Verify(t.Context(), id); err != nil {
			t.Errorf("case %s no longer verifies: %v", id, err)
		}
		paths = append(paths, "/cases/"+id, "/api/v1/cases/"+id)
	}
	for _, p := range paths {
		if _, body := s.get(p); strings.Contains(strings.ReplaceAll(body, url.QueryEscape(words), ""), words) && !strings.HasPrefix(p, "/search") {
			t.Errorf("%s still shows it", p)
		}
	}
}

// briefs writes today's briefing as a page and as data.
func briefs(t *testing.T, dir string) {
	today := time.Now().In(app.China).Format(time.DateOnly)
	page, data := filepath.Join(t.TempDir(), "brief.html"), filepath.Join(t.TempDir(), "brief.json")
	for _, out := range []string{page, data} {
		if c := flowtest.Run(t, "brief", "--data", dir, "--date", today, "--out", out); c.Code != 0 {
			t.Fatalf("brief: %d\n%s", c.Code, c.Said())
		}
	}
	b, err := os.ReadFile(page)
	if err != nil || !strings.Contains(string(b), today+" 简报") || !strings.Contains(string(b), today) || !strings.Contains(string(b), "</html>") {
		t.Errorf("the page of the briefing (%v): %s", err, flowtest.Tail(string(b), 300))
	}
	var brief struct {
		Date    string
		Numbers []struct {
			Label string
			N     int
			Cases []string
		}
		Sections []struct {
			Title string
			Lines []struct{ Cases, Issues []string }
		}
	}
	if b, err = os.ReadFile(data); err == nil {
		err = json.Unmarshal(b, &brief)
	}
	if err != nil || brief.Date != today || len(brief.Numbers) < 4 || len(brief.Sections) < 4 {
		t.Fatalf("the briefing as data (%v): %s", err, flowtest.Tail(string(b), 300))
	}
	cited := 0
	for _, s := range brief.Sections {
		for _, l := range s.Lines {
			cited += len(l.Cases) + len(l.Issues)
		}
	}
	if cited == 0 {
		t.Error("no line of the briefing opens a case or an issue")
	}
}

// answers is what a stopped house says to the usual questions.
func answers(t *testing.T, dir string) map[string]any {
	t.Helper()
	out := map[string]any{}
	if err := withTestHouse(t, dir, func(h *app.App) {
		for name, q := range map[string]index.Query{"all": {}, "words": {Text: "云杉苑 噪音"}, "phrase": {Text: `"夜间施工"`}, "place": {Division: "5401", Facets: true}, "topic": {Topic: "ecology"}} {
			q.Size = 500
			page, err := h.Search(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, f := range page.Hits {
				ids = append(ids, f.ID+" "+f.Issue.ID+" "+f.Route.Lead)
			}
			out["search "+name] = []any{page.Total, ids, page.Facets}
		}
		cases, err := h.Store.Cases(t.Context(), register.CaseQuery{Size: 200})
		out["cases"] = cases
		issues, err2 := h.Store.Issues(t.Context(), register.IssueQuery{Size: 200, Division: "54"})
		out["issues"] = issues
		stats, err3 := h.Store.Stats(t.Context())
		out["stats"] = stats
		counts, err4 := h.Store.Counts(t.Context(), time.Time{}, time.Time{}, register.ByTopic)
		out["counts"] = counts
		for _, err := range []error{err, err2, err3, err4} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if len(cases.Items) == 0 || len(issues.Items) == 0 || stats.Findings == 0 {
			t.Error("there is nothing to compare")
		}
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func withTestHouse(t *testing.T, dir string, do func(*app.App)) error {
	t.Helper()
	release, err := app.Hold(dir)
	if err != nil {
		return err
	}
	defer release()
	cfg, err := configs.Load("")
	if err != nil {
		return err
	}
	return app.WithApp(t.Context(), cfg, dir, func(h *app.App) error { do(h); return nil })
}

// findable lets the index of a stopped house take what it would take at its next start.
func findable(t *testing.T, dir string) {
	t.Helper()
	if err := withTestHouse(t, dir, func(h *app.App) {
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- h.Bus.Run(ctx, h.Step("index")) }()
		flowtest.Until(t, "all findings are in the index", func() bool {
			n, err := h.Bus.Pending(ctx, "FINDINGS", "index")
			return err == nil && n == 0
		})
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	}); err != nil {
		t.Fatal(err)
	}
}

// reindexes rebuilds index and register from the log: the answers stay the same.
func reindexes(t *testing.T, dir string) {
	findable(t, dir)
	before := answers(t, dir)
	if c := flowtest.Run(t, "reindex", "--data", dir); c.Code != 0 {
		t.Fatalf("reindex: %d\n%s", c.Code, c.Said())
	}
	after := answers(t, dir)
	for what := range before {
		if !reflect.DeepEqual(before[what], after[what]) {
			t.Errorf("%s differs after reindex:\n%+v\n%+v", what, flowtest.Tail(fmt.Sprintf("%+v", before[what]), 1500), flowtest.Tail(fmt.Sprintf("%+v", after[what]), 1500))
		}
	}
	for _, left := range []string{"index.old", "register.db.old"} {
		if _, err := os.Stat(filepath.Join(dir, left)); err == nil {
			t.Errorf("%s was left behind", left)
		}
	}
}

// audits finds a whole history whole, and names an event that was lost and one that was
// written by somebody else.
func audits(t *testing.T, dir string) {
	if c := flowtest.Run(t, "audit", "verify", "--data", dir); c.Code != 0 || !strings.Contains(c.Err.String(), " 0 broken") {
		t.Fatalf("audit of a whole log: %d\n%s", c.Code, c.Said())
	}
	var lost, forged opinion.Event
	if err := withTestHouse(t, dir, func(h *app.App) {
		seqs := map[string][]uint64{}
		events := map[string][]opinion.Event{}
		if _, err := h.Bus.Read(t.Context(), "CASES", "", 1, func(m bus.Msg) error {
			var e opinion.Event
			if err := json.Unmarshal(m.Data, &e); err != nil {
				return err
			}
			seqs[e.Case], events[e.Case] = append(seqs[e.Case], m.Seq), append(events[e.Case], e)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		for id, list := range events {
			switch {
			case len(list) < 3:
			case lost.Case == "":
				lost = list[1]
				if err := h.Bus.Erase(t.Context(), "CASES", seqs[id][1]); err != nil {
					t.Fatal(err)
				}
			case forged.Case == "":
				forged = list[len(list)-1]
				forged.Seq++
				forged.By = "unit:somebody-else"
				data, _ := json.Marshal(forged)
				if _, err := h.Bus.Publish(t.Context(), bus.Message{Subject: opinion.CaseSubject(id), Data: data}); err != nil {
					t.Fatal(err)
				}
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	c := flowtest.Run(t, "audit", "verify", "--data", dir)
	if c.Code != flowtest.Failed || !strings.Contains(c.Err.String(), " 2 broken") {
		t.Errorf("audit of a broken log: %d\n%s", c.Code, c.Said())
	}
	for what, e := range map[string]opinion.Event{"lost": lost, "forged": forged} {
		if e.Case == "" || !strings.Contains(c.Out.String(), e.Case) {
			t.Errorf("the case of the %s event %q is not named:\n%s", what, e.Case, c.Out.String())
		}
	}
}
