package issue

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/opinion"
)

var start = time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)

// said makes a mention and its words: the tests write a text already cut, with blanks.
func said(t testing.TB, ref, title, text string, at time.Time) (opinion.Mention, []string) {
	t.Helper()
	join := func(s string) string { return strings.ReplaceAll(s, " ", "") }
	m, err := opinion.NewMention(opinion.Draft{Source: "board", Ref: ref, Title: join(title), Text: join(text), PublishedAt: at})
	if err != nil {
		t.Fatal(err)
	}
	return m, append(strings.Fields(title), strings.Fields(text)...)
}

type saying struct{ title, text, topic, place string }

func groupAll(t testing.TB, g *Grouper, list ...saying) []opinion.IssueRef {
	t.Helper()
	var out []opinion.IssueRef
	for i, s := range list {
		m, words := said(t, fmt.Sprint(i), s.title, s.text, start.Add(time.Duration(i)*time.Hour))
		out = append(out, g.Group(m, s.topic, s.place, words))
	}
	return out
}

var mixer = []saying{
	{"丽湖 新城 小区 附近 搅拌站 噪音 扰民", "我们 住 在 丽湖 新城 ， 旁边 的 搅拌站 每天 晚上 施工 ， 噪音 很 大 。", "ecology/noise", "430102"},
	{"投诉 丽湖 新城 旁边 的 搅拌站", "搅拌站 粉尘 太 大 ， 不敢 开窗 ， 请 有关 部门 查处 。", "ecology/dust", "430102"},
	{"丽湖 新城 灰尘 污染 严重", "混凝土 搅拌站 建 在 丽湖 新城 小区 边上 ， 孩子 咳嗽 不止 。", "ecology/dust", "430102003"},
}

func TestDifferentWordsOneConcern(t *testing.T) {
	refs := groupAll(t, New(Options{Common: []string{"噪音", "扰民", "搅拌站", "粉尘"}}), mixer...)
	if !refs[0].New || refs[0].Size != 1 || refs[0].ID == "" {
		t.Errorf("the first report opens an issue: %+v", refs[0])
	}
	for i, r := range refs[1:] {
		if r.ID != refs[0].ID || r.New || r.Copy || r.Size != i+2 || len(r.Why) == 0 {
			t.Errorf("report %d: %+v", i+2, r)
		}
	}
	if !strings.Contains(strings.Join(refs[1].Why, " "), "丽湖") {
		t.Errorf("why together: %q", refs[1].Why)
	}
}

func TestWhatStaysApart(t *testing.T) {
	for name, pair := range map[string][2]saying{
		"the same problem elsewhere": {
			{"丽湖 新城 小区 路灯 不亮", "晚上 看 不 见 路 ， 请 修理 。", "municipal_services/roads", "430102"},
			{"金桂 花园 小区 路灯 不亮", "孩子 放学 摔倒 ， 希望 尽快 处理 。", "municipal_services/roads", "430103"}},
		"the same place, another matter": {
			{"丽湖 新城 附近 搅拌站 噪音 扰民", "搅拌站 彻夜 施工 。", "ecology/noise", "430102"},
			{"丽湖 新城 配套 幼儿园 何时 开园 招生", "孩子 三 岁 了 ， 想 报名 公办 幼儿园 。", "education_other/preschool", "430102"}},
		"a form of words": {
			{"华丰 投资 有限公司 涉嫌 诈骗", "请 公安局 立案 ， 追回 血汗钱 。", "public_security/cases", "430102"},
			{"金鼎 商务 有限公司 涉嫌 诈骗", "老板 跑路 ， 钱 拿 不 回来 。", "public_security/cases", "430102"}},
		"nothing in common": {
			{"咨询 医保 报销", "异地 就医 如何 报销 ？", "social_insurance/medical", ""},
			{"公交 线路 太 少", "等 一个 小时 没 车 。", "transport/bus", ""}},
	} {
		refs := groupAll(t, New(Options{Common: []string{"路灯", "路灯不亮", "涉嫌诈骗", "噪音", "诈骗"}}), pair[0], pair[1])
		if refs[0].ID == refs[1].ID {
			t.Errorf("%s: together by %q", name, refs[1].Why)
		}
	}
}

func TestCopiesCountOnce(t *testing.T) {
	long := "我们 住 在 丽湖 新城 ， 旁边 的 搅拌站 每天 晚上 施工 到 凌晨 ， 噪音 和 粉尘 让 老人 孩子 无法 休息 ， 请 有关 部门 查处 。"
	g := New(Options{})
	refs := groupAll(t, g,
		saying{title: "搅拌站 扰民", text: long},
		saying{title: "搅拌站 扰民", text: long},
		saying{title: "转 ： 搅拌站 扰民", text: long + " 谢谢 ！"},
	)
	for i, r := range refs[1:] {
		if r.ID != refs[0].ID || !r.Copy || r.New || r.Size != 1 {
			t.Errorf("copy %d: %+v", i+1, r)
		}
	}
}

func TestTheSameMentionGetsItsAnswerAgain(t *testing.T) {
	g := New(Options{})
	first := groupAll(t, g, mixer...)
	for i, r := range groupAll(t, g, mixer...) {
		want := first[i]
		want.Why = nil
		if !reflect.DeepEqual(r, want) {
			t.Errorf("%d: %+v, first %+v", i, r, want)
		}
	}
}

func TestNoChains(t *testing.T) {
	// each report shares two words with the next, none with the one after
	g := New(Options{})
	ids := map[string]int{}
	for i := range 60 {
		a, b, c := rare(i), rare(i+1), rare(i+2)
		m, words := said(t, fmt.Sprint(i), a+" "+b, b+" "+c, start)
		ids[g.Group(m, "", "", words).ID]++
	}
	for id, n := range ids {
		if n > 8 {
			t.Errorf("issue %s swallowed %d of a chain", id, n)
		}
	}
}

// rare makes a word that is like no other.
func rare(i int) string {
	h := mix(uint64(i))
	return string([]rune{rune(0x4e00 + h%5000), rune(0x4e00 + h>>20%5000), rune(0x4e00 + h>>40%5000)})
}

func TestRestoreAfterARestart(t *testing.T) {
	before := New(Options{})
	after := New(Options{})
	for i, s := range mixer {
		m, words := said(t, fmt.Sprint(i), s.title, s.text, start)
		ref := before.Group(m, s.topic, s.place, words)
		f := opinion.Finding{Mention: m, Topic: opinion.TopicFinding{ID: s.topic}, Issue: ref, Territory: &opinion.Territory{Code: s.place, Confidence: 1}}
		after.Restore(f, words)
		after.Restore(f, words) // twice changes nothing
		if got := after.Group(m, s.topic, s.place, words); got.ID != ref.ID || got.Size != ref.Size || got.New != ref.New {
			t.Errorf("%d: %+v, before the restart %+v", i, got, ref)
		}
	}
	m, words := said(t, "later", "丽湖 新城 搅拌站 何时 拆除", "噪音 扰民 两 年 了 。", start.Add(time.Hour))
	a, b := before.Group(m, "ecology/noise", "430102", words), after.Group(m, "ecology/noise", "430102", words)
	if !reflect.DeepEqual(a, b) || a.New {
		t.Errorf("a later report: %+v before, %+v after the restart", a, b)
	}
}

func TestRestoreFollowsAPerson(t *testing.T) {
	g := New(Options{})
	refs := groupAll(t, g, mixer[0], mixer[1])
	m, words := said(t, "1", mixer[1].title, mixer[1].text, start.Add(time.Hour))
	moved := opinion.Finding{Mention: m, Issue: opinion.IssueRef{ID: "i-other"}}
	g.Restore(moved, words)
	if got := g.Group(m, "", "", words); got.ID != "i-other" {
		t.Errorf("still in %s", got.ID)
	}
	m, words = said(t, "9", mixer[2].title, mixer[2].text, start.Add(2*time.Hour))
	if got := g.Group(m, mixer[2].topic, mixer[2].place, words); got.ID != refs[0].ID || got.Size != 2 {
		t.Errorf("the issue it left: %+v", got)
	}
	g.Restore(opinion.Finding{}, nil) // nothing to restore
}

func TestForgets(t *testing.T) {
	g := New(Options{Window: 24 * time.Hour})
	m, words := said(t, "1", mixer[0].title, mixer[0].text, start)
	old := g.Group(m, "", "", words)
	m, words = said(t, "2", "咨询 医保 报销", "异地 就医", start.Add(48*time.Hour))
	g.Group(m, "", "", words)
	m, words = said(t, "3", mixer[0].title, mixer[0].text, start.Add(49*time.Hour))
	if got := g.Group(m, "", "", words); got.ID == old.ID || !got.New {
		t.Errorf("a report of two days before is still known: %+v", got)
	}
}

func TestMemoryIsBounded(t *testing.T) {
	g := New(Options{Max: 100})
	for i := range 1000 {
		m, words := said(t, fmt.Sprint(i), rare(3*i)+" "+rare(3*i+1), rare(3*i+2), start)
		g.Group(m, "", "", words)
	}
	words := g.byWord.len()
	if g.mentions.len() != 100 || len(g.byIssue) > 100 || len(g.mentions.byText) > 100 || words > 100*coreOfIssue || len(g.issues) > 101 || len(g.mentions.pages) > 2 || len(g.byWord.slots) > 100*coreOfIssue {
		t.Errorf("%d mentions, %d issues in %d places, %d texts, %d words in %d slots", g.mentions.len(), len(g.byIssue), len(g.issues), len(g.mentions.byText), words, len(g.byWord.slots))
	}
}

// TestHoldsAlways: the same calls give the same answers, sizes count independent reports
// in order, and no index points at what is gone.
func TestHoldsAlways(t *testing.T) {
	pool := []string{"丽湖", "新城", "搅拌站", "噪音", "路灯", "金桂", "花园", "医保", "报销", "地铁", "口", "学校", "小区", "希望", "的"}
	rapid.Check(t, func(rt *rapid.T) {
		a, b := New(Options{Max: 20}), New(Options{Max: 20})
		sizes := map[string]int{}
		for i := range rapid.IntRange(1, 60).Draw(rt, "n") {
			title := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pool), 1, 5).Draw(rt, "title"), " ")
			text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pool), 0, 9).Draw(rt, "text"), " ")
			m, words := said(t, fmt.Sprint(i%40), title, text, start.Add(time.Duration(i)*time.Minute))
			r := a.Group(m, "", "", words)
			if again := b.Group(m, "", "", words); !reflect.DeepEqual(r, again) {
				rt.Fatalf("%+v and %+v for the same calls", r, again)
			}
			if r.New && (r.Copy || r.Size != 1) || r.Size < 1 || r.Size > sizes[r.ID]+1 {
				rt.Fatalf("%+v after size %d", r, sizes[r.ID])
			}
			sizes[r.ID] = max(sizes[r.ID], r.Size)
		}
		var one [1]uint32
		for _, s := range a.byWord.slots {
			for _, at := range a.byWord.of(s.key, &one) {
				if a.issues[at].alive == 0 {
					rt.Fatal("the words' index points at a gone issue")
				}
			}
		}
	})
}

func TestManyAtOnce(t *testing.T) {
	g := New(Options{})
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 100 {
				m, words := said(t, fmt.Sprint(w, i), rare(i)+" "+rare(i+1), rare(i+2), start)
				g.Group(m, "", "", words)
			}
		})
	}
	wg.Wait()
}

func TestResemblance(t *testing.T) {
	base := strings.Repeat("丽湖新城旁边的搅拌站每天晚上施工到凌晨噪音和粉尘让老人孩子无法休息", 1) + "请有关部门尽快查处并公开答复谢谢"
	sketch := func(title, text string) (signature, bool) {
		var m opinion.Mention
		m.Title, m.Text = title, text
		r := New(Options{}).Read(m, nil)
		return r.sig, r.sketched
	}
	a, ok := sketch("", base)
	if !ok {
		t.Fatal("no sketch")
	}
	for _, c := range []struct {
		text     string
		from, to float64
	}{
		{base, 1, 1},
		{"　" + strings.ReplaceAll(base, "凌晨", "凌晨，") + "！", 1, 1}, // layout only
		{base + "盼复", 0.85, 1},
		{strings.Replace(base, "老人孩子", "全家人都", 1), 0.6, 0.97},
		{"咨询异地就医的医保报销比例和需要的材料，以及办理地点和时间，望告知", 0, 0.1},
	} {
		b, _ := sketch("", c.text)
		if got := a.resemblance(&b); got < c.from || got > c.to {
			t.Errorf("%s: %.2f, want %.2f to %.2f", c.text, got, c.from, c.to)
		}
	}
	if _, ok := sketch("", "，。！"); ok {
		t.Error("a sketch of punctuation")
	}
}

func TestScore(t *testing.T) {
	gold := []Gold{{ID: "H1", Mentions: []string{"a", "b", "c", "d"}, Ambiguous: []string{"x"}}, {ID: "H2", Mentions: []string{"e", "f"}}}
	r := Score(map[string]string{"a": "1", "b": "1", "c": "1", "d": "2", "x": "1", "y": "1", "e": "3", "f": "3"}, gold)
	h1 := r.Matches[0]
	if h1.Hit != 3 || h1.Size != 4 || h1.F1 != 0.75 || len(h1.Missed) != 1 || len(h1.Strange) != 1 || h1.Strange[0] != "y" {
		t.Errorf("%+v", h1)
	}
	if r.Matches[1].F1 != 1 || r.MeanF1 != 0.875 || r.Largest != 5 || r.LargestTrue != 4 {
		t.Errorf("%+v", r)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("丽湖\xff新城", "")
	g := New(Options{Common: []string{"搅拌站"}})
	f.Fuzz(func(t *testing.T, title, text string) {
		var m opinion.Mention
		m.Title, m.Text = title, text
		words := append(strings.Fields(title), strings.Fields(text)...)
		a, b := g.Read(m, words), g.Read(m, words)
		if a.sketched && a.sig.resemblance(&b.sig) != 1 {
			t.Fatal("not like itself")
		}
		if !reflect.DeepEqual(a.traits, b.traits) || !reflect.DeepEqual(a.passing, b.passing) {
			t.Fatal("read twice, and not the same")
		}
		a.index(&table{})
		for i := range a.passing {
			a.keep(a.passing[i], &g.about)
		}
		for i := range a.traits {
			if name := a.name(&a.traits[i]); len(a.traits) < mostTraits && a.find(a.traits[i].key) != &a.traits[i] || name == "" {
				t.Fatalf("trait %d, %q, is not found", i, name)
			}
		}
	})
}

// BenchmarkGroup measures one more report beside many known ones, made of rare names and
// common words in the proportions of real messages, and what the known ones take.
func BenchmarkGroup(b *testing.B) {
	for _, known := range []int{10_000, 1_000_000} {
		b.Run(fmt.Sprint(known), func(b *testing.B) {
			before := heap()
			g := New(Options{Max: known})
			m, _ := report(b, 0)
			for i := range known {
				title, text := reportWords(i)
				m.Title, m.Text = strings.Join(title, ""), strings.Join(text, "")
				m.ID, m.TextHash = fmt.Sprintf("%031xf", i), fmt.Sprintf("%032x", i)
				g.Group(m, "", "", append(title, text...))
			}
			grown := heap() - before
			type prepared struct {
				m     opinion.Mention
				words []string
			}
			next := make([]prepared, 4000)
			for i := range next {
				next[i].m, next[i].words = report(b, known+i)
			}
			b.ReportAllocs()
			b.ResetTimer()
			for i := 0; b.Loop(); i++ {
				p := &next[i%len(next)]
				p.m.ID = fmt.Sprintf("%032x", i)
				g.Group(p.m, "ecology/noise", "430102", p.words)
			}
			b.ReportMetric(float64(grown)/(1<<20), "MB-heap")
			b.ReportMetric(float64(len(g.byIssue)), "issues")
		})
	}
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// report invents the i-th of many reports.
func report(t testing.TB, i int) (opinion.Mention, []string) {
	title, text := reportWords(i)
	return said(t, fmt.Sprint(i), strings.Join(title, " "), strings.Join(text, " "), start.Add(time.Duration(i)*time.Second))
}

func reportWords(i int) (title, text []string) {
	h := mix(uint64(i))
	title = append(title, rare(int(h%150_000)), pool(h>>8), pool(h>>16))
	for k := range 90 {
		x := mix(h + uint64(k))
		if k%6 == 0 {
			text = append(text, rare(int(x%150_000)))
		} else {
			text = append(text, pool(x))
		}
	}
	return title, text
}

// pool gives one of some thousand common words, the first far more often than the last.
func pool(h uint64) string {
	n := h%63 + 1
	return rare(-int(h/64%(n*n)) - 2)
}

// TestWhatAPersonSplitStaysSplit: reports to come join where a person put one like them, and
// the two issues do not flow together again.
func TestWhatAPersonSplitStaysSplit(t *testing.T) {
	g := New(Options{})
	kindergarten := saying{"丽湖 新城 配套 幼儿园 何时 开园", "丽湖 新城 的 孩子 三 岁 了 ， 想 上 配套 幼儿园 。", "education_other/preschool", "430102"}
	refs := groupAll(t, g, mixer[0], mixer[1], mixer[2])
	m, words := said(t, "k", kindergarten.title, kindergarten.text, start.Add(4*time.Hour))
	first := opinion.Finding{Mention: m, Topic: opinion.TopicFinding{ID: kindergarten.topic}, Issue: opinion.IssueRef{ID: refs[0].ID}}
	g.Restore(first, words) // an analyzer took it for a report of the mixer
	split := first
	split.Issue.ID, split.Corrected = "i-kindergarten", []opinion.Correction{{Field: opinion.FieldIssue}}
	g.Restore(split, words)
	for i, s := range []saying{
		{"丽湖 新城 配套 幼儿园 开园 时间", "配套 幼儿园 建 好 了 ， 为何 不 开园 ？", kindergarten.topic, "430102"},
		{"问 丽湖 新城 幼儿园 开园", "丽湖 新城 孩子 上 配套 幼儿园 。", kindergarten.topic, "430102"},
	} {
		m, words := said(t, fmt.Sprint("later", i), s.title, s.text, start.Add(time.Duration(5+i)*time.Hour))
		if got := g.Group(m, s.topic, s.place, words); got.ID != "i-kindergarten" {
			t.Errorf("%s: in %s (%q), want the issue that a person made", s.title, got.ID, got.Why)
		}
	}
	m, words = said(t, "mixer", "丽湖 新城 搅拌站 噪音 何时 停", "搅拌站 粉尘 大 。", start.Add(9*time.Hour))
	if got := g.Group(m, mixer[0].topic, "430102", words); got.ID != refs[0].ID {
		t.Errorf("the mixer's report is in %s", got.ID)
	}
}
