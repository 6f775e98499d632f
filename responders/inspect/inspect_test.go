package inspect

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"huiying/opinion"
)

var now = time.Date(2026, 12, 1, 10, 0, 0, 0, opinion.Beijing)

func works(t time.Time) bool {
	d := t.In(opinion.Beijing).Weekday()
	return d != time.Saturday && d != time.Sunday
}

const (
	head = `<!doctype html><html><head><meta charset=utf-8><title>%s_石桥县人民政府</title></head><body><div class=nav><a href="/">首页</a><a href="/hd/">互动交流</a></div><div class=main><h1>%s</h1><p>发布日期：%s　来源：县民政局</p>`
	foot = `</div><div class=footer>石桥县人民政府办公室主办　联系电话：0773-5551234　ICP备00000000号</div></body></html>`
	para = `<p>为做好这项工作，现将有关情况公布如下，欢迎社会各界监督，如有疑问请向主管部门反映，我们将按规定办理。</p>`
)

func text(name, day, body string) string {
	return fmt.Sprintf(head, name, name, day) + para + body + foot
}

func column(name string, days ...string) string {
	s := `<title>` + name + `</title><div class=nav><a href="/">首页</a></div><h2>` + name + `</h2><ul>`
	for i, d := range days {
		s += fmt.Sprintf(`<li><a href="/a/%d.html">石桥县第%d次会议召开，部署有关工作</a><span>%s</span></li>`, i, i, d)
	}
	return s + `</ul>` + foot
}

const wholeGuide = `<p>设定依据：《社会救助暂行办法》第十一条</p><p>受理条件：共同生活的家庭成员人均收入低于当地标准</p><p>申请材料：身份证、户口簿、收入证明</p>
<p>办理流程：申请→受理→审核→公示→发放</p><p>办理地点：县政务服务中心二楼民政窗口</p><p>办理时限：20个工作日</p><p>收费标准：不收费</p><p>咨询电话：0773-5552345</p>`

func guide(without string) string {
	var kept []string
	for _, l := range strings.Split(wholeGuide, "</p>") {
		if without == "" || !strings.Contains(l, without) {
			kept = append(kept, l)
		}
	}
	return text("最低生活保障申请办事指南", "2026-11-02", strings.Join(kept, "</p>"))
}

// planted is a page, what is owed there, and the rules that are broken; none: it is sound.
type planted struct {
	name   string
	item   opinion.ItemFacts
	linked []opinion.Item
	status int
	page   string
	wrong  []opinion.ItemRule
}

func info(name, content string, cycle opinion.ItemCycle) opinion.ItemFacts {
	return opinion.ItemFacts{Kind: opinion.ItemInformation, Name: name, Content: content, Cycle: cycle}
}

func col(name string) opinion.ItemFacts {
	return opinion.ItemFacts{Kind: opinion.ItemColumn, Name: name}
}

var quarter = opinion.ItemCycle{By: opinion.CycleEvery, Days: 92}

func plants() []planted {
	list := `<table><tr><th>对象姓名</th><th>救助金额</th><th>发放时间</th></tr><tr><td>赵某</td><td>320元</td><td>2026-10</td></tr></table>`
	is := func(r ...opinion.ItemRule) []opinion.ItemRule { return r }
	aid := info("临时救助信息", "救助对象名单、救助金额、发放时间", quarter)
	policyItem := opinion.ItemFacts{Kind: opinion.ItemPolicy, Name: "石桥县养老服务补贴办法", Dated: "2026-10-08"}
	return []planted{
		{"whole", aid, nil, 200, text("临时救助信息公示", "2026-11-20", list), nil},
		{"gone", aid, nil, 404, "nothing here", is(DeadPage)},
		{"broken", aid, nil, 500, "oops", is(DeadPage)},
		{"says it is gone", aid, nil, 200, `<title>页面不存在</title><body><div>抱歉，您访问的页面不存在</div></body>`, is(SoftGone)},
		{"old", aid, nil, 200, text("临时救助信息公示", "2026-03-02", list), is(NotUpdated)},
		{"without amounts", aid, nil, 200, text("临时救助信息公示", "2026-11-20", `<p>救助对象名单：赵某。发放时间：2026年10月。</p>`), is(ElementLacks)},
		{"of something else", aid, nil, 200, text("县图书馆开放时间", "2026-11-20", `<p>每天九时开门。</p>`), is(ElementLacks)},
		{"with whole numbers", aid, nil, 200, text("临时救助信息公示", "2026-11-20", list+`<p>赵某 11010519491231002X 发放时间 2026-10</p>`), is(PersonsShown)},
		{"guide whole", opinion.ItemFacts{Kind: opinion.ItemGuide, Name: "最低生活保障申请"}, nil, 200, guide(""), nil},
		{"guide without days", opinion.ItemFacts{Kind: opinion.ItemGuide, Name: "最低生活保障申请"}, nil, 200, guide("办理时限"), is(GuideLacks)},
		{"guide without fee", opinion.ItemFacts{Kind: opinion.ItemGuide, Name: "最低生活保障申请"}, nil, 200, guide("收费"), is(GuideLacks)},
		{"guide without papers", opinion.ItemFacts{Kind: opinion.ItemGuide, Name: "最低生活保障申请"}, nil, 200, guide("申请材料"), is(GuideLacks)},
		{"guide with a dead link", opinion.ItemFacts{Kind: opinion.ItemGuide, Name: "最低生活保障申请"}, nil, 200,
			strings.Replace(guide(""), "身份证、", `身份证、<a href="/gone.doc.html">申请表下载</a>、`, 1), is(DeadLink)},
		{"guide with a live link", opinion.ItemFacts{Kind: opinion.ItemGuide, Name: "最低生活保障申请"}, nil, 200,
			strings.Replace(guide(""), "身份证、", `身份证、<a href="/alive.html">申请表下载</a>、`, 1), nil},
		{"news fresh", col("工作动态"), nil, 200, column("工作动态", "2026-11-28", "2026-11-20"), nil},
		{"news stale", col("工作动态"), nil, 200, column("工作动态", "2026-11-02", "2026-10-20"), is(NewsStale)},
		{"notices fresh", col("通知公告"), nil, 200, column("通知公告", "2026-09-02", "2026-07-20"), nil},
		{"notices stale", col("通知公告"), nil, 200, column("通知公告", "2026-03-02", "2026-02-20"), is(NoticesStale)},
		{"empty", col("人事信息"), nil, 200, column("人事信息"), is(ColumnEmpty)},
		{"a form is no empty column", col("县长信箱"), nil, 200, `<title>县长信箱</title><h2>县长信箱</h2><form><textarea name=q></textarea></form>` + foot, nil},
		{"what an office does", col("机构职能"), nil, 200, text("机构职能", "2024-05-06", `<p>负责全县民政事业发展规划的拟订并组织实施，指导基层政权和社区建设。</p>`), nil},
		{"a promise of three months", opinion.ItemFacts{Kind: opinion.ItemColumn, Name: "工作动态", Cycle: quarter}, nil, 200, column("工作动态", "2026-10-20"), nil},
		{"a headline is no way to speak", col("县政府门户网站"), nil, 200, strings.Replace(column("石桥县人民政府", "2026-11-30"), "<ul>", "<p>我县12345热线留言办理工作受到肯定</p><ul>", 1), is(NoInteraction)},
		{"the page tells the result", opinion.ItemFacts{Kind: opinion.ItemConsultation, Name: "石桥县电动自行车管理办法", Opens: "2026-08-01", Closes: "2026-09-05"}, nil, 200,
			text("石桥县电动自行车管理办法（征求意见稿）公开征求意见", "2026-08-01", `<p>征求意见时间自2026年8月1日至2026年9月5日，可发送邮件至邮箱：a@example.invalid 反馈意见。</p><p><a href="/alive.html">公众意见采纳情况</a></p>`), nil},
		{"home alive", col("县政府门户网站"), nil, 200, column("石桥县人民政府", "2026-11-30") + `<a href="/hd/">领导信箱</a>`, nil},
		{"home asleep", col("县政府门户网站"), nil, 200, column("石桥县人民政府", "2026-11-02") + `<a href="/hd/">领导信箱</a>`, is(HomeAsleep)},
		{"home mute", col("县政府门户网站"), nil, 200, column("石桥县人民政府", "2026-11-30"), is(NoInteraction)},
		{"account asleep", opinion.ItemFacts{Kind: opinion.ItemAccount, Name: "石桥发布"}, nil, 200, column("石桥发布", "2026-10-30"), is(AccountAsleep)},
		{"policy alone", policyItem, nil, 200, text("石桥县养老服务补贴办法", "2026-10-08", ""), is(NoMeaning)},
		{"message waits", col("县长信箱"), nil, 200, column("县长信箱", "2026-11-28") +
			`<table><tr><th>标题</th><th>来信日期</th><th>答复日期</th></tr><tr><td>路灯不亮</td><td>2026-05-02</td><td></td></tr></table>`, is(NoReply)},
		{"message late", col("县长信箱"), nil, 200, column("县长信箱", "2026-11-28") +
			`<table><tr><th>标题</th><th>来信日期</th><th>答复日期</th></tr><tr><td>路灯不亮</td><td>2026-05-02</td><td>2026-10-02</td></tr></table>`, is(LateReply)},
		{"message in time", col("县长信箱"), nil, 200, column("县长信箱", "2026-11-28") +
			`<table><tr><th>标题</th><th>来信日期</th><th>答复日期</th></tr><tr><td>路灯不亮</td><td>2026-11-02</td><td></td></tr></table>`, nil},
		{"short term", opinion.ItemFacts{Kind: opinion.ItemConsultation, Name: "石桥县电动自行车管理办法", Opens: "2026-11-20", Closes: "2026-11-30"}, nil, 200,
			text("石桥县电动自行车管理办法（征求意见稿）公开征求意见", "2026-11-20", `<p>征求意见时间自2026年11月20日至2026年11月30日，可发送邮件至邮箱：a@example.invalid 反馈意见。</p>`), is(ShortTerm)},
		{"no result", opinion.ItemFacts{Kind: opinion.ItemConsultation, Name: "石桥县电动自行车管理办法", Opens: "2026-08-01", Closes: "2026-09-05"}, nil, 200,
			text("石桥县电动自行车管理办法（征求意见稿）公开征求意见", "2026-08-01", `<p>征求意见时间自2026年8月1日至2026年9月5日，可发送邮件至邮箱：a@example.invalid 反馈意见。</p>`), is(NoResult)},
		{"a draft nobody can answer to", opinion.ItemFacts{Kind: opinion.ItemConsultation, Name: "石桥县电动自行车管理办法", Opens: "2026-11-01", Closes: "2026-12-05"}, nil, 200,
			text("石桥县电动自行车管理办法", "2026-11-01", `<p>本办法自公布起生效。</p>`), is(ElementLacks)},
	}
}

// site serves the pages of plants, and what their links lead to.
func site(t *testing.T, all []planted) *httptest.Server {
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		for n, p := range all {
			if r.URL.Path == fmt.Sprintf("/p%d", n) {
				w.WriteHeader(p.status)
				_, _ = io.WriteString(w, p.page)
				return
			}
		}
		if strings.Contains(r.URL.Path, "gone") {
			w.WriteHeader(http.StatusNotFound)
		}
		_, _ = io.WriteString(w, "<p>here</p>")
	}))
	t.Cleanup(srv.Close)
	return srv
}

func get(ctx context.Context, address string) Fetched {
	f := Fetched{Address: address, Final: address, At: now}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return f
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		f.Code = "unreachable"
		return f
	}
	defer res.Body.Close()
	raw, _ := io.ReadAll(res.Body)
	if f.Status, f.Body, f.Hash = res.StatusCode, string(raw), "h"; res.StatusCode >= 400 {
		f.Code, f.Body = fmt.Sprintf("status_%d", res.StatusCode), ""
	}
	return f
}

// Every planted fault is found with its rule, and a sound page has none; what was seen is written down, and
// the second look tells nothing new.
func TestPlantedFaultsAreFoundAndNoneIsInvented(t *testing.T) {
	all := plants()
	srv := site(t, all)
	var mu sync.Mutex
	proofs := map[string]opinion.ItemProof{}
	items := make([]opinion.Item, len(all))
	for n, p := range all {
		p.item.Addresses = []string{fmt.Sprintf("%s/p%d", srv.URL, n)}
		items[n] = opinion.Item{ID: p.name, ItemFacts: p.item, Shown: p.item, State: opinion.ItemPublished}
	}
	run := Run{Get: get, Limits: Usual(), Works: works,
		Linked: func(context.Context, opinion.Item) ([]opinion.Item, error) { return nil, nil },
		Prove: func(_ context.Context, id string, p opinion.ItemProof) error {
			mu.Lock()
			defer mu.Unlock()
			proofs[id] = p
			return nil
		}}
	saw, err := run.Of(t.Context(), items)
	if err != nil || saw.Items != len(all) || saw.Looked != len(all) {
		t.Fatalf("%v, %+v", err, saw)
	}
	found := map[string][]opinion.ItemRule{}
	for _, f := range saw.Findings {
		found[f.Item] = append(found[f.Item], f.Rule)
		if !f.New || Say(f, "zh") == "" || strings.Contains(Say(f, "en")+Say(f, "zh"), "%!") {
			t.Errorf("%+v: %s", f, Say(f, "zh"))
		}
		if strings.Contains(f.Excerpt, "11010519491231002X") {
			t.Errorf("the report quotes a number: %s", f.Excerpt)
		}
	}
	for _, p := range all {
		if !slices.Equal(found[p.name], p.wrong) {
			t.Errorf("%s: found %v, planted %v (%+v)", p.name, found[p.name], p.wrong, proofs[p.name])
		}
	}
	for n := range items {
		items[n].Proof = proofs[items[n].ID]
	}
	again, err := run.Of(t.Context(), items)
	if err != nil || len(again.Findings) != len(saw.Findings) || slices.ContainsFunc(again.Findings, func(f opinion.ItemFinding) bool { return f.New }) {
		t.Errorf("the second look: %v, %d findings", err, len(again.Findings))
	}
	items[1].Proof = opinion.ItemProof{}
	items[0].Proof.Failed = []opinion.ItemCheck{opinion.CheckFresh}
	mend, err := run.Of(t.Context(), items[:1])
	if err != nil || len(mend.Mended) != 1 || mend.Mended[0].Check != opinion.CheckFresh {
		t.Errorf("what is mended: %v, %+v", err, mend.Mended)
	}
}

// A document and its interpretation: linked and in time, late, or without a link.
func TestDocumentAndInterpretation(t *testing.T) {
	policy := opinion.Item{ID: "p", ItemFacts: opinion.ItemFacts{Kind: opinion.ItemPolicy}, Shown: opinion.ItemFacts{Kind: opinion.ItemPolicy,
		Name: "石桥县养老服务补贴办法", Dated: "2026-11-02", Addresses: []string{"https://a.example/p.html"}}}
	for _, c := range []struct {
		dated, page string
		wrong       []opinion.ItemRule
	}{
		{"2026-11-04", `<a href="https://a.example/p.html">石桥县养老服务补贴办法</a>`, nil},
		{"2026-11-12", `<a href="https://a.example/p.html">石桥县养老服务补贴办法</a>`, []opinion.ItemRule{LateMeaning}},
		{"2026-11-04", ``, []opinion.ItemRule{NotLinked}},
	} {
		shown := opinion.ItemFacts{Kind: opinion.ItemInterpretation, Name: "石桥县养老服务补贴办法政策解读", Dated: c.dated}
		s := Subject{Item: opinion.Item{ID: "m", ItemFacts: shown, Shown: shown}, Linked: []opinion.Item{policy},
			Page: ReadPage(Fetched{Address: "https://a.example/m.html", Status: 200, At: now,
				Body: text("石桥县养老服务补贴办法政策解读", c.dated, c.page)})}
		found, _, ok := Judge(s, Usual(), works)
		var rules []opinion.ItemRule
		for _, f := range found {
			rules = append(rules, f.Rule)
		}
		if !ok || !slices.Equal(rules, c.wrong) {
			t.Errorf("%s %q: %v", c.dated, c.page, rules)
		}
	}
}

// A site that does not let itself be read is no finding.
func TestWhatCannotBeReadIsNoFault(t *testing.T) {
	for _, code := range []string{"robots", "slow", "budget", "status_403", "status_503"} {
		if _, _, ok := Judge(Subject{Page: ReadPage(Fetched{Code: code, At: now})}, Usual(), works); ok {
			t.Errorf("%s is judged", code)
		}
	}
}

func TestLimits(t *testing.T) {
	if l, err := ReadLimits([]byte(`{"news_days": 30}`)); err != nil || l.NewsDays != 30 || l.HomeDays != 14 {
		t.Errorf("%+v, %v", l, err)
	}
	for _, bad := range []string{`{"news_days": 0}`, `{"term_share": 2}`, `{"nonsense": 1}`, `{}{}`, `{"guide_elements": ["soul"]}`} {
		if _, err := ReadLimits([]byte(bad)); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}

func FuzzReadPage(f *testing.F) {
	for _, p := range plants() {
		f.Add(p.page)
	}
	f.Fuzz(func(t *testing.T, body string) {
		facts := opinion.ItemFacts{Kind: opinion.ItemGuide, Name: "最低生活保障申请", Addresses: []string{"https://a.example/"}}
		s := Subject{Item: opinion.Item{ItemFacts: facts, Shown: facts}, Page: ReadPage(Fetched{Address: "https://a.example/", Status: 200, Body: body, At: now})}
		found, proof, ok := Judge(s, Usual(), works)
		if ok && len(found) > 0 != (len(proof.Failed) > 0) {
			t.Errorf("%d findings, %v failed", len(found), proof.Failed)
		}
	})
}

func BenchmarkJudge(b *testing.B) {
	facts := opinion.ItemFacts{Kind: opinion.ItemGuide, Name: "最低生活保障申请", Addresses: []string{"https://a.example/"}}
	body := guide("办理时限")
	for b.Loop() {
		Judge(Subject{Item: opinion.Item{ItemFacts: facts, Shown: facts},
			Page: ReadPage(Fetched{Address: "https://a.example/", Status: 200, Body: body, At: now})}, Usual(), works)
	}
}
