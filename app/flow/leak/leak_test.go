package leak_test

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"

	"huiying/analyzers"
	"huiying/analyzers/demand"
	"huiying/app"
	"huiying/app/apptest"
	"huiying/app/judging"
	"huiying/bus"
	"huiying/console/facts"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/archive"
)

// control is a word of the seeded texts that is no identifier: where it is not found, nothing
// was read, and the absence of the others would prove nothing.
const control = "榕荫里七三一井盖"

// poison makes a part of the analysis break down over a text.
const poison = "毒草试验"

// No identifier that goes in, anywhere, in any format, through any failure, is on the disk,
// in the log, in an answer or on a page afterwards.
func TestNoIdentifierIsLeftAnywhere(t *testing.T) {
	flowtest.NoLeaks(t)
	g := &seeder{}
	site := newConfessingSite(t, g)
	told := newListener(t)
	w := flowtest.NewWorld(t, told.config(), collected(g, site.URL)...)
	flowtest.Write(t, filepath.Join(w.Config, "oa.secret"), "secret of a test")
	w.Relax(t)
	var heard bytes.Buffer // everything said on the way

	imported := leakByImport(t, g, w, &heard)
	h, log := leaky(t, w)
	desk := h.Desktop()
	leakByAPI(t, g, desk.URL, &heard)
	flowtest.Until(t, "every source has been visited", func() bool { return visited(t, h) })
	h.Settled()
	leakByMoves(t, g, h, desk.URL, &heard)
	leakByDesks(t, g, h, desk, &heard)
	h.Settled()

	if dead, err := h.Bus().DeadLetters().List(t.Context(), 0); err != nil || len(dead) != 1 ||
		strings.Contains(dead[0].Reason, poison) {
		t.Errorf("dead letters: %d, want the poisoned one alone (%v)", len(dead), err)
	}
	if n := len(apptest.Hits(t, h.App, index.Query{Text: control})); n < imported {
		t.Errorf("%d texts are found by their other words, want at least %d", n, imported)
	}
	for source, n := range map[string]int{"board": 3, "feed": 1} {
		if got := len(apptest.Hits(t, h.App, index.Query{Source: source})); got != n {
			t.Errorf("%d texts came from the source %s, want %d", got, source, n)
		}
	}
	found := search{seeds: g.all, t: t}
	found.in("what was said", heard.Bytes())
	found.in("the log", log.bytes())
	found.in("what was told by webhook", told.bytes(t))
	found.readBack(h, w.Data, desk.URL)
	saved := filepath.Join(filepath.Dir(w.Data), "house.backup")
	if err := app.WriteBackup(t.Context(), app.Address{Data: w.Data, Config: w.Config}, saved, os.Stderr); err != nil {
		t.Error(err)
	}
	h.Stop() // everything is on disk now
	found.inFiles(filepath.Dir(w.Data))
	if !found.sawControl {
		t.Error("not even the other words of the texts were found: the search itself is blind")
	}
	t.Logf("%d identifiers in %d places looked for", len(g.all), found.places)
}

// collected are three sources: a board, a feed, and one whose very address holds identifiers
// and fails.
func collected(g *seeder, base string) []string {
	return []string{
		fmt.Sprintf(`  - {id: board, name: 留言板, kind: board, by: page, division: "9801", url: %q, every: 1m, enabled: true, selectors: {link: "li a", title: h1, text: div.content, time: span.date}}`, base+"/list"),
		fmt.Sprintf(`  - {id: feed, name: 订阅, kind: forum, by: feed, url: %q, every: 1m, enabled: true}`, base+"/feed.xml"),
		fmt.Sprintf(`  - {id: broken, name: 故障来源, kind: news, by: page, url: %q, every: 1m, enabled: true, selectors: {link: a}}`, g.address("address of a failing source", base+"/broken")),
	}
}

// newConfessingSite serves a board, letters and a feed that are full of identifiers: in
// titles, texts, addresses, and beside the labels of whoever wrote. Some pages fail.
func newConfessingSite(t *testing.T, g *seeder) *httptest.Server {
	t.Helper()
	page := template.Must(template.New("").Parse(`<!DOCTYPE html><html><head><meta charset="utf-8"><title>{{.Title}}</title></head><body>
<h1>{{.Title}}</h1><p class="author">作者：{{.Name}} 电话：{{.Phone}}</p><span class="date">2026-03-02 10:00</span>
<div class="content"><p>{{.Text}}</p></div></body></html>`))
	type letter struct{ Title, Name, Phone, Text string }
	letters := []letter{}
	for i := range 3 {
		where := fmt.Sprintf("collected letter %d", i)
		letters = append(letters, letter{"投诉听涛苑工地，电话" + g.mobile(where), g.name(where), g.plainMobile(where),
			"澄川市柳浦区" + control + "不见了。" + g.confession(where) + "请处理。"})
	}
	secret := g.address("link on a list page", "/letters/0")
	failing := g.address("link that fails", "/fail")
	away := g.address("redirect target", "http://127.0.0.1:1/gone")
	feed := "<item><title>听涛苑井盖，联系" + g.mobile("feed title") + "</title><author>" + g.name("feed author") + "</author><link>" +
		template.HTMLEscapeString("http://forum.example.org"+g.address("feed link", "/post")) + "</link><description>" +
		control + "，" + g.confession("feed text") + "</description></item>"

	mux := http.NewServeMux()
	mux.HandleFunc("/list", func(w http.ResponseWriter, r *http.Request) {
		for _, link := range []string{secret, "/letters/1/a", "/letters/2/b", failing, "/moved"} {
			fmt.Fprintf(w, "<li><a href=\"%s\">一封来信的标题在这里</a></li>\n", template.HTMLEscapeString(link))
		}
	})
	mux.HandleFunc("/letters/{n}/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_ = page.Execute(w, letters[r.PathValue("n")[0]-'0'])
	})
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r,
			away, http.StatusFound)
	})
	mux.HandleFunc("/feed.xml", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
		_, _ = io.WriteString(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>论坛</title>`+feed+`</channel></rss>`)
	})
	mux.HandleFunc("/robots.txt", http.NotFound)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { http.Error(w, "gone "+r.URL.String(), 500) })
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// leakByImport imports three files with a real process: good records, and every way to fail.
func leakByImport(t *testing.T, g *seeder, w flowtest.World, heard *bytes.Buffer) (good int) {
	t.Helper()
	dir := t.TempDir()
	files := []string{
		flowtest.Write(t, filepath.Join(dir, "a.jsonl"), leakyJSONL(g)),
		flowtest.Write(t, filepath.Join(dir, "b.csv"), leakyCSV(g)),
		leakyXLSX(t, g, filepath.Join(dir, "c.xlsx")),
		flowtest.Write(t, filepath.Join(dir, g.fileName("csv file")+".csv"), dressedCSV(g)),
		hiddenXLSX(t, g, filepath.Join(dir, g.fileName("xlsx file")+".xlsx")),
		zipped(t, filepath.Join(dir, "e.zip"), g.fileName("file in a zip")+".csv", zippedCSV(g)),
	}
	c := flowtest.Command(t, append(append([]string{"import"}, files...), "--source", "mailbox",
		"--config", w.Config, "--data", w.Data, "--log", "debug", "--receipt",
		filepath.Join(filepath.Dir(w.Data), "receipt"))...)
	spill := filepath.Join(filepath.Dir(w.Data), "tmp") // what a library spills into temporary files counts too
	if err := os.MkdirAll(spill, 0o755); err != nil {
		t.Fatal(err)
	}
	c.Cmd.Env = append(c.Cmd.Env, "TMPDIR="+spill)
	if code := c.ToItsEnd(); code != flowtest.Failed {
		t.Fatalf("import with faulty lines ended with %d, want 1\n%s", code, c.Said())
	}
	if !strings.Contains(c.Out.String(), "16 records: 12 new, 0 known before, 4 faulty") {
		t.Errorf("import says %q\n%s", c.Out.String(), c.Err.String())
	}
	heard.WriteString(c.Out.String() + c.Err.String())
	return 10 // two of the twelve that are stored do not hold the other words
}

func leakyJSONL(g *seeder) string {
	lines := []string{
		flowtest.Object("id", g.plainMobile("jsonl id"), "title",
			"澄川市柳浦区路灯，"+g.mobile("jsonl title"), "text", control+"。"+g.confession("jsonl text"),
			"url", g.address("jsonl url", "http://board.example.org"), "author",
			g.name("jsonl author"), "phone", g.plainMobile("jsonl phone"),
			"nickname", "网友"+g.name("jsonl nickname"), "remark", g.confession("jsonl unknown key"),
			"published_at", "2026-03-01"),
		flowtest.Object("id", g.idCard("jsonl id 2"), "title", "第二封", "text",
			control+"。"+g.confession("jsonl text 2"), "division", g.plainMobile("jsonl division")),
		flowtest.Object("id", "bad-time", "title", "时间不对", "text", g.confession("jsonl, bad time"),
			"published_at", g.plainMobile("jsonl time")),
		flowtest.Object("id", g.plainMobile("id of a faulty record"), "title",
			map[string]string{"x": g.confession("jsonl, wrong kind of value")}, "text", "正文"),
		`{"id":"broken","title":"` + g.confession("broken jsonl"),
		flowtest.Object("id", "long", "text", g.confession("oversize text")+strings.Repeat("长", opinion.MaxTextBytes)),
		flowtest.Object("id", "longer", "text", g.confession("ten megabytes")+strings.Repeat("长", 11<<20/3)),
	}
	return strings.Join(lines, "\n") + "\n"
}

func leakyCSV(g *seeder) string {
	return "编号,标题,内容,姓名,联系电话,链接,发布时间\n" +
		fmt.Sprintf("A1,岚桥市石汀区积水，%s,%s。%s,%s,%s,%s,2026-03-01 08:00:00\n", g.email("csv title"),
			control, g.confession("csv text"),
			g.name("csv name"), g.plainMobile("csv phone"), g.address("csv url", "http://board.example.org")) +
		"A2,少了格子," + g.confession("ragged csv") + "\n" +
		fmt.Sprintf("%s,第三行,%s。%s,%s,%s,,2026-03-01\n", g.plainMobile("csv id"), control,
			g.confession("csv text 2"), g.name("csv name 2"), g.mobile("csv phone 2"))
}

func leakyXLSX(t *testing.T, g *seeder, name string) string {
	t.Helper()
	book := excelize.NewFile()
	for i, row := range [][]any{
		{"工单编号", "工单标题", "工单内容", "来电人", "来电号码", "受理时间"},
		{g.plainMobile("xlsx id"), "岚桥市石汀区停水 " + g.mobile("xlsx title"),
			control + "。" + g.confession("xlsx text"), g.name("xlsx name"),
			g.plainMobile("xlsx phone"), "2026-03-01 09:00"},
		{"B2", "第二单", control + "。" + g.confession("xlsx text 2"), g.name("xlsx name 2"),
			g.mobile("xlsx phone 2"), "2026-03-01 09:00"},
	} {
		if err := book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(book.SaveAs(name), book.Close()); err != nil {
		t.Fatal(err)
	}
	return name
}

// memo is a log that is kept.
type memo struct{ flowtest.Screen }

func (m *memo) bytes() []byte { return []byte(m.String()) }

// leaky is a process with every role, a log at its most talkative, and a part of the
// analysis that breaks down over one word and shouts the text.
func leaky(t *testing.T, w flowtest.World) (*apptest.Running, *memo) {
	t.Helper()
	log := &memo{}
	core := zapcore.NewCore(zapcore.NewJSONEncoder(zap.NewProductionEncoderConfig()),
		zapcore.AddSync(log), zap.DebugLevel)
	a, err := app.New(t.Context(), w.Load(t), app.Options{Dir: w.Data, Roles: app.AllRoles(),
		Listen: "127.0.0.1:0", Log: zap.New(core)})
	if err != nil {
		t.Fatal(err)
	}
	j := a.Judges()
	j.Analyzer = analyzers.New(analyzers.Parts{Segmenter: j.Words, Territory: j.Places.JudgeCut,
		Demand: demand.Judge, Harm: judging.Harm,
		Issue: judging.Grouping(j.Issues), Route: j.Units.Route,
		Topic: func(title, text string) opinion.TopicFinding {
			if strings.Contains(text, poison) {
				panic("cannot read " + title + text)
			}
			return j.Topics.Judge(title, text)
		}})
	return apptest.Run(t, a, w.Data), log
}

// ask sends a request and hears the answer.

func leakByAPI(t *testing.T, g *seeder, base string, heard *bytes.Buffer) {
	t.Helper()
	mention := func(where, more string, pairs ...any) string {
		return flowtest.Object(append([]any{"source", "mailbox", "title",
			"澄川市雁浦县井盖 " + g.mobile(where), "text", control + more + "。" + g.confession(where)},
			pairs...)...)
	}
	for _, x := range []struct {
		body string
		code int
	}{
		{mention("api", "", "user", g.name("api user"), "url",
			g.address("api url", "https://board.example.org"), "id", g.plainMobile("api id")), 202},
		{"[" + mention("api list", "") + "," + mention("poisoned",
			poison) + "," + mention("api, bad time", "", "published_at",
			g.plainMobile("api time")) + "]", 202},
		{flowtest.Object("source", g.plainMobile("api source"), "text", g.confession("api, unknown source")), 422},
		{`{"text":"` + g.confession("broken api"), 400},
		{mention("api, too large", strings.Repeat("大", 6<<20)), 413},
	} {
		if code, said := flowtest.Ask(t, "POST", base+"/api/v1/mentions", x.body, heard); code != x.code {
			t.Errorf("POST mentions answers %d, want %d: %s", code, x.code, flowtest.Tail(said, 300))
		}
	}
	for _, r := range flowtest.Told(3, 12) { // other concerns, so that there is more than one case
		if code, said := flowtest.Ask(t, "POST", base+"/api/v1/mentions", flowtest.Object("source",
			"mailbox", "id", r.ID, "title", r.Title, "text", r.Text), heard); code != 202 {
			t.Errorf("POST mentions answers %d: %s", code, flowtest.Tail(said, 300))
		}
	}
	// what people ask for is nobody's business afterwards
	for _, path := range []string{"/search?q=", "/api/v1/mentions?q=", "/cases?q=", "/issues?q=",
		"/api/v1/cases/", "/cases/", "/issues/", "/api/v1/mentions?cursor=", "/briefings/",
		"/api/v1/units/"} {
		flowtest.Ask(t, "GET", base+path+url.QueryEscape(g.plainMobile("question "+path)), "", nil)
	}
	for _, body := range []string{flowtest.Object("url",
		g.address("purge url", "http://elsewhere.example.org")),
		flowtest.Object("id", g.plainMobile("purge id"))} {
		if code, _ := flowtest.Ask(t, "POST", base+"/api/v1/purge", body, heard); code != 404 && code != 400 {
			t.Errorf("purge of what is not there answers %d", code)
		}
	}
}

// leakByMoves lets desks type identifiers into everything that a move takes.
func leakByMoves(t *testing.T, g *seeder, h *apptest.Running, base string, heard *bytes.Buffer) {
	t.Helper()
	page, err := h.Register().Cases(t.Context(),
		register.CaseQuery{States: []opinion.State{opinion.Dispatched}, Size: 5})
	if err != nil || len(page.Items) < 3 {
		t.Fatalf("%d dispatched cases (%v)", len(page.Items), err)
	}
	move := func(id, name string, version uint64, want int, pairs ...any) {
		code, said := flowtest.Ask(t, "POST", base+"/api/v1/cases/"+id+"/"+name,
			flowtest.Object(append([]any{"expected_version", version}, pairs...)...), heard)
		if code != want {
			t.Errorf("%s answers %d, want %d: %s", name, code, want, flowtest.Tail(said, 400))
		}
	}
	a, b, c := page.Items[0], page.Items[1], page.Items[2]
	move(a.ID, "sign", a.Version, 200, "by", "unit:"+a.Lead)
	move(a.ID, "answer", a.Version+1, 200, "kind", "解决公布", "text", "已与来信人联系。"+g.confession("answer"),
		"url", g.address("answer url", "http://reply.example.org"), "reason", g.confession("answer reason"))
	move(b.ID, "return", b.Version, 200, "reason", "属地不符", "text", g.confession("evidence of a return"))
	move(b.ID, "dispatch", b.Version+1, 422, "unit", g.plainMobile("unit of a dispatch"))
	move(c.ID, "sign", c.Version, 422, "by", g.plainMobile("by"))
	move(c.ID, "sign", c.Version, 422, "by", "unit:"+g.plainMobile("by a unit"))
}

// visited says whether each collected source was tried.
func visited(t *testing.T, h *apptest.Running) bool {
	t.Helper()
	rows, err := h.Pages().Sources(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return !slices.ContainsFunc(rows, func(r facts.SourceRow) bool { return r.Every > 0 && r.LastTry.IsZero() })
}

// search looks for every seeded value in every spelling.
type search struct {
	t          *testing.T
	seeds      []seeded
	places     int
	sawControl bool
}

func (s *search) in(what string, b []byte) {
	s.t.Helper()
	s.places++
	s.sawControl = s.sawControl || bytes.Contains(b, []byte(control))
	for _, x := range s.seeds {
		for _, n := range x.needles() {
			if i := bytes.Index(b, []byte(n)); i >= 0 {
				s.t.Errorf("%s: the %s put into %q is there: …%q…", what, x.kind, x.where,
					b[max(0, i-60):min(len(b), i+len(n)+20)])
				break
			}
		}
	}
}

// inFiles reads every file below a folder.
func (s *search) inFiles(dir string) {
	s.t.Helper()
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		s.in("the name of a file", []byte(p))
		if name := d.Name(); d.IsDir() && (p == filepath.Join(dir, "config") || strings.HasPrefix(name, "jieba-")) {
			return filepath.SkipDir // written before the first text was seen, and checked by hash
		}
		if !d.Type().IsRegular() {
			return nil
		}
		b, err := os.ReadFile(p)
		if err == nil {
			s.in(strings.TrimPrefix(p, dir), b)
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

// readBack asks every part for all it holds, since files may be packed.
func (s *search) readBack(h *apptest.Running, dir, base string) {
	s.t.Helper()
	ctx := s.t.Context()
	streams, err := h.Bus().StreamNames(ctx)
	if err != nil {
		s.t.Fatal(err)
	}
	streams = slices.DeleteFunc(streams, func(n string) bool { return !strings.HasPrefix(n, "KV_") })
	if len(streams) < 5 {
		s.t.Errorf("the log has the buckets %v alone", streams)
	}
	for _, known := range bus.Streams(h.Config().Retention) {
		streams = append(streams, known.Name)
	}
	for _, stream := range streams {
		var all bytes.Buffer
		if _, err := h.Bus().Read(ctx, stream, "", 1, func(m bus.Msg) error {
			fmt.Fprintln(&all, m.Subject, m.Header, string(m.Data))
			return nil
		}); err != nil {
			s.t.Errorf("read %s: %v", stream, err)
		}
		s.in("stream "+stream, all.Bytes())
	}
	if err := h.Archive().CatchUp(ctx); err != nil {
		s.t.Error(err)
	}
	var archived bytes.Buffer
	if _, err := archive.Walk(ctx, app.ArchiveDir(dir), app.ArchiveOptions(h.Config(), time.Now, zap.NewNop()),
		func(r archive.Record) error {
			fmt.Fprintln(&archived, r.Subject, r.Header, string(r.Data))
			return nil
		}, nil); err != nil || archived.Len() == 0 {
		s.t.Errorf("the archive has %d bytes (%v)", archived.Len(), err)
	}
	s.in("archive", archived.Bytes())
	dead, _ := h.Bus().DeadLetters().List(ctx, 0)
	s.in("dead letters", []byte(fmt.Sprintf("%+v", dead)))
	for _, f := range apptest.Hits(s.t, h.App, index.Query{}) {
		s.in("index", []byte(flowtest.Object("finding", f)))
	}
	cases, err := h.Register().Cases(ctx, register.CaseQuery{Size: 200})
	if err != nil {
		s.t.Fatal(err)
	}
	issues, err := h.Register().Issues(ctx, register.IssueQuery{Size: 200})
	if err != nil {
		s.t.Fatal(err)
	}
	paths := []string{"/", "/desk", "/desk/queues", "/counter", "/upload", "/accounts", "/audit", "/audit.csv",
		"/work", "/assess", "/assess.csv", "/assess.xlsx", "/notices", "/sources/board", "/api/v1/accounts",
		"/api/v1/notices", "/api/v1/rules", "/api/v1/corrections", "/api/v1/balance",
		"/briefings/" + opinion.DayOf(time.Now()) + "/briefing.docx",
		"/briefings/" + opinion.DayOf(time.Now()) + "/briefing.html", "/search", "/cases", "/issues", "/sources", "/dead", "/briefings",
		"/promise", "/open/", "/open/answers", "/open/topics", "/open/places", "/open/units",
		"/open/sources", "/open/sitemap.xml", "/open/feed.xml", "/open/cases.json",
		"/open/sources.json", "/open/rates.json", "/metrics", "/readyz", "/api/v1/stats",
		"/api/v1/mentions?size=200", "/api/v1/issues?size=200",
		"/api/v1/cases?size=200", "/api/v1/sources", "/api/v1/dead",
		"/api/v1/briefings/" + opinion.DayOf(time.Now())}
	for _, c := range cases.Items {
		paths = append(paths, "/cases/"+c.ID, "/api/v1/cases/"+c.ID, "/desk/cases/"+c.ID, "/work/"+c.ID+"?unit="+c.Lead,
			"/work.xlsx?unit="+c.Lead, "/work/calendar.ics?unit="+c.Lead)
	}
	for _, i := range issues.Items {
		paths = append(paths, "/issues/"+i.ID, "/api/v1/issues/"+i.ID)
	}
	for _, p := range paths {
		code, body := flowtest.Ask(s.t, "GET", base+p, "", nil)
		if code != 200 {
			s.t.Errorf("%s answers %d", p, code)
		}
		for _, part := range unpacked([]byte(body)) {
			s.in(p, part)
		}
	}
}
