package verify

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/opinion"
)

// All letters and answers here are invented.
var (
	lamps = Pair{ID: "lamps", Title: "望江里路灯不亮", Text: "望江里从柳絮巷到老码头一段路灯坏了两个月，老人晚上出门摔倒过，请尽快修好。",
		Reply: "您好！来信收悉。经现场查看，望江里至老码头路段有11盏路灯因电缆被盗不亮，已于11月18日更换电缆并恢复照明。后续我局将加强夜间巡查。感谢您的关注。"}
	school = Pair{ID: "school", Title: "咨询听涛苑小区的学位划片", Text: "孩子明年上小学，房子在听涛苑，请问划到哪所小学，外地户口要带什么材料？",
		Reply: "您好！听涛苑属榕湖小学服务区。非本地户籍的，请提供居住证、社保缴纳证明，于每年5月登录报名系统登记，由学校审核后安排学位。"}
	pipes = Pair{ID: "pipes", Title: "龙泉南里停水没有通知", Text: "龙泉南里连续三天停水，物业说不知道原因，电话打不通，请给个说法。",
		Reply: "您好！龙泉南里停水是因为DN300供水主管爆裂，自来水公司已抢修完毕并恢复供水。今后计划停水将提前24小时在小区公告栏张贴通知。"}
)

const formText = "您好！您的留言已收悉，我们已将您反映的问题转交有关部门调查处理，请您耐心等待，感谢您对我们工作的理解与支持！"

func TestAboutTellsPairsApart(t *testing.T) {
	all := []Pair{lamps, school, pipes}
	var j Judge
	for _, q := range all {
		for _, a := range all {
			p := q
			p.Reply = a.Reply
			got := j.Judge(p, 0)
			if (got.About >= border) != (q.ID == a.ID) {
				t.Errorf("question %s, answer %s: about %.2f: %s", q.ID, a.ID, got.About, got.Reasons())
			}
			if c := got.Checks[0]; c.Name != CheckAbout || c.OK != (got.About >= border) ||
				c.Reason == "" || c.ReasonEn == "" {
				t.Errorf("the check does not say what was judged: %+v", c)
			}
		}
	}
}

func TestReasonsNameWhatIsShared(t *testing.T) {
	got := new(Judge).Judge(lamps, 0)
	if r := got.Reasons()[0]; !strings.Contains(r, "老码头") {
		t.Errorf("the reason %q does not name the place that both speak of", r)
	}
}

func TestPlaces(t *testing.T) {
	tests := []struct {
		q, a string
		want agreement
	}{
		{"A3区路灯不亮", "经A3区城管局核实", same},
		{"A3区路灯不亮", "经A7县城管局核实", apart},
		{"A3区路灯不亮", "经K2区城管局核实", elsewhere},
		{"A市A3区路灯不亮", "A市A7县城管局核实", apart},
		{"A市路灯不亮", "经A7县城管局核实", near},
		{"路灯不亮", "经A7县城管局核实", unknown},
		{"我们小区B区路灯不亮", "C区已修复", unknown}, // parts of an estate, not places of an export
		{"乘M6路", "M6州", unknown},
	}
	for _, tt := range tests {
		if got := compare(read(tt.q).places, read(tt.a).places); got != tt.want {
			t.Errorf("%s / %s: %d, want %d", tt.q, tt.a, got, tt.want)
		}
	}
	for _, tt := range []struct {
		q, a string
		want agreement
	}{{"980101", "980101", same}, {"980101", "980122", apart}, {"980101", "980200", elsewhere},
		{"980101", "980100", near}, {"980100", "980000", near}, {"980101", "", unknown}} {
		if got := compareCodes(tt.q, tt.a); got != tt.want {
			t.Errorf("%s / %s: %d, want %d", tt.q, tt.a, got, tt.want)
		}
	}
}

func TestAnotherPlaceSpeaksAgainst(t *testing.T) {
	p := Pair{Title: "澄川市柳浦区公园厕所关门", Text: "公园厕所一直关门", Reply: "经岚桥市石汀区核实，公园厕所因维修关闭，现已开放。"}
	j := Judge{Place: func(title, text string) string {
		if strings.Contains(title+text, "岚桥") {
			return "980201"
		}
		return "980101"
	}}
	with, without := j.Judge(p, 0), new(Judge).Judge(p, 0)
	if with.About >= without.About || !strings.Contains(with.Reasons()[0], "地点不一致") {
		t.Errorf("about %.2f with places, %.2f without: %v", with.About, without.About, with.Reasons())
	}
}

func TestFormLetters(t *testing.T) {
	tests := []struct {
		reply string
		form  bool
	}{
		{formText, true},
		{"网友：您好！留言已收悉", true},
		{"已转相关部门处理。2026年11月20日", true},
		{"2026年11月20日", true},
		{"", true},
		{"您好！感谢您的来信，您反映的“望江里路灯不亮”问题我们高度重视，已责成有关单位核实处理，后续将及时向您反馈。", true},
		{lamps.Reply, false},
		{pipes.Reply, false},
		{"望江里路灯因电缆被盗不亮，已于11月18日修复。", false},
		{"经核查，该处路灯属小区自管，产权不归市政，由物业公司负责维修，我局已约谈物业限3日内更换灯具。", false},
	}
	for _, tt := range tests {
		p := lamps
		p.Reply = tt.reply
		got := new(Judge).Judge(p, 0)
		if (got.FormLetter >= border) != tt.form {
			t.Errorf("%q: form letter %.2f: %v", tt.reply, got.FormLetter, got.Reasons())
		}
		if c := got.Checks[1]; c.Name != CheckFormLetter || c.OK == tt.form || c.Reason == "" || c.ReasonEn == "" {
			t.Errorf("the check does not say what was judged: %+v", c)
		}
	}
}

// The same text to many questions shows, however long it is; an answer that is right for its
// own question stays an answer.
func TestTheSameTextToMany(t *testing.T) {
	policy := "根据《市政设施养护办法》第十二条，养护经费按季度核拨，养护单位每月巡查两次并登记台账，发现破损的五日内设置围挡，十五日内修复；涉及管线的由产权单位修复后恢复路面，逾期的按合同扣减养护费。"
	pairs := []Pair{lamps, school, pipes}
	for i := range 6 {
		pairs = append(pairs, Pair{ID: fmt.Sprint("m", i), Title: fmt.Sprintf("%s的烦恼",
			strings.Repeat(string(rune('甲'+i*7)), 3)),
			Text: []string{"公交车站太远老人走不动", "菜市场短斤少两没人管", "工地半夜打桩睡不着", "孩子疫苗什么时候能打", "养老金少发了两百元",
				"河里漂满死鱼很臭"}[i], Reply: policy})
	}
	got := new(Judge).Batch(NewAlike(), pairs, nil)
	for i, v := range got {
		if many := i >= 3; (v.FormLetter >= border) != many {
			t.Errorf("%s: form letter %.2f: %v", pairs[i].ID, v.FormLetter, v.Reasons())
		}
	}
	if r := got[4].Reasons()[1]; !strings.Contains(r, "另有5个") {
		t.Errorf("the reason does not count the others: %s", r)
	}
	right := Pair{Title: "市政设施养护经费怎么核拨", Text: "养护单位每月巡查几次，破损的围挡和修复期限是多少？", Reply: policy}
	if v := new(Judge).Judge(right, 5); v.FormLetter >= border {
		t.Errorf("an answer about its question is no form letter: %+v", v)
	}
}

func TestAlikeCountsQuestionsNotCopies(t *testing.T) {
	a := NewAlike()
	for _, p := range []Pair{lamps, lamps, school, pipes} {
		p.Reply = formText
		a.Add(p)
	}
	own := lamps
	own.Reply = formText
	if n := a.Others(own); n != 2 {
		t.Errorf("%d other questions, want 2: the same question twice is one", n)
	}
	if n := a.Others(lamps); n != 0 || a.Len() != 4 {
		t.Errorf("%d other questions got an answer of its own", n)
	}
}

// Hands that work at once judge as one hand does.
func TestBatchAtOnce(t *testing.T) {
	var pairs []Pair
	for i := range 60 {
		p := []Pair{lamps, school, pipes}[i%3]
		if i%5 == 0 {
			p.Reply = formText
		}
		pairs = append(pairs, p)
	}
	j := &Judge{WorkingDays: weekdays}
	want := j.Batch(NewAlike(), pairs, nil)
	got := j.Batch(NewAlike(), pairs, func(n int, do func(int)) {
		var all sync.WaitGroup
		for i := range n {
			all.Go(func() { do(i) })
		}
		all.Wait()
	})
	if !reflect.DeepEqual(got, want) {
		t.Error("at once and in turn differ")
	}
}

func TestForgottenQuestionIsNoDoubt(t *testing.T) {
	got := new(Judge).Judge(Pair{Reply: lamps.Reply}, 0)
	if !got.OK() || !strings.Contains(got.Reasons()[0], "已不在库中") {
		t.Errorf("got %+v", got)
	}
}

func TestAnswer(t *testing.T) {
	published := Verifier{Fetch: func(context.Context, string) (string, error) { return lamps.Reply, nil }}
	answer := func(q Pair) Result {
		q.Reply, q.RepliedAt = lamps.Reply, time.Date(2026, 11, 20, 0, 0, 0, 0, opinion.Beijing)
		r, err := published.Answer(t.Context(), "https://a.gov.cn/1", q.Reply, new(Judge).Judge(q, 0))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	names := func(r Result) (out []string) {
		for _, c := range r.Checks {
			out = append(out, c.Name)
		}
		return out
	}
	if r := answer(lamps); !r.OK || r.Again ||
		!slices.Equal(names(r), []string{CheckPublished, CheckAbout, CheckFormLetter}) ||
		!strings.Contains(r.Reason, "已在公开网页上找到") {
		t.Errorf("a good answer: %+v", r)
	}
	if r := answer(school); r.OK || !r.Again || r.Code != CodeDoubtful {
		t.Errorf("the answer to another question is for a person to judge: %+v", r)
	}
	gone, err := Verifier{Fetch: func(context.Context, string) (string, error) {
		return "别的内容",
			nil
	}}.Answer(t.Context(), "https://a.gov.cn/1", lamps.Reply, new(Judge).Judge(lamps, 0))
	if err != nil || gone.OK || gone.Again || gone.Code != CodeNotFound || len(gone.Checks) != 3 {
		t.Errorf("an answer that is not there is refused, whatever it says: %+v, %v", gone, err)
	}
}

// Scores stay within 0..1 and do not depend on order or company, whatever the texts hold.
func TestJudgeHoldsForAnyText(t *testing.T) {
	piece := rapid.SampledFrom([]string{"路灯", "A3区", "您好", "已转", "，", "。", "123456", "2026年1月2日",
		"[手机号]", "网友“某”", "abc12", "\x00", "望江里小区", "龘", "𠀀", "�"})
	text := rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0,
			12).Draw(t, "pieces"), "")
	})
	rapid.Check(t, func(t *rapid.T) {
		p := Pair{Title: text.Draw(t, "title"), Text: text.Draw(t, "text"), Reply: text.Draw(t, "reply")}
		v := new(Judge).Judge(p, 0)
		if !(v.About >= 0 && v.About <= 1 && v.FormLetter >= 0 && v.FormLetter <= 1) || len(v.Checks) < 2 {
			t.Fatalf("got %+v", v)
		}
		if alone := new(Judge).Batch(NewAlike(), []Pair{p},
			nil)[0]; alone.FormLetter != v.FormLetter || alone.About != v.About {
			t.Fatalf("alone %+v, else %+v", alone, v)
		}
	})
}

// Much of one trick is read in one pass: what grows with its square would not end here.
func TestHostileTexts(t *testing.T) {
	if raced {
		t.Skip("one goroutine: nothing to race")
	}
	j := Judge{WorkingDays: weekdays}
	for _, trick := range []string{"将", "将3天内", "2026年1月2日", "[", "网友“", "1", "a1市", "已转", "再",
		"东方路", "第一条", "将于近期", "年底", "\xff", "月"} {
		long := strings.Repeat(trick, 1<<17/len(trick))
		var names strings.Builder
		for i := range 1 << 14 {
			names.WriteRune(rune(0x4e00 + i))
			names.WriteString("乙路")
		}
		for _, p := range []Pair{{Title: trick, Text: long, Reply: lamps.Reply},
			{Title: lamps.Title, Text: lamps.Text, Reply: long}, {Title: long, Text: names.String(),
				Reply: long + names.String()}} {
			p.RepliedAt = time.Date(2026, 11, 20, 0, 0, 0, 0, opinion.Beijing)
			if v := j.Judge(p, 3); !(v.About >= 0 && v.About <= 1) {
				t.Errorf("%q: %+v", trick, v)
			}
		}
	}
}

func FuzzJudge(f *testing.F) {
	f.Add(lamps.Title, lamps.Text, lamps.Reply)
	f.Add("", "", "")
	f.Add("[", "网友“", "A3")
	f.Fuzz(func(t *testing.T, title, body, reply string) {
		v := new(Judge).Judge(Pair{Title: title, Text: body, Reply: reply}, 3)
		if !(v.About >= 0 && v.About <= 1 && v.FormLetter >= 0 && v.FormLetter <= 1) {
			t.Errorf("about %v, form letter %v", v.About, v.FormLetter)
		}
	})
}

func TestMeasuredOnRealPairs(t *testing.T) {
	if raced || testing.Short() {
		t.Skip("reads all real pairs, in one goroutine")
	}
	m := new(Judge).Measure(sharedPairs(t), 7, 10)
	if m.AUC < 0.975 || m.HardAUC < 0.87 {
		t.Errorf("AUC %.4f, against similar questions %.4f", m.AUC, m.HardAUC)
	}
	if m.Kept < m.Pairs*87/100 || m.Refused < m.Shuffled*94/100 {
		t.Errorf("0.5 keeps %d of %d real ones and refuses %d of %d shuffled", m.Kept, m.Pairs, m.Refused, m.Shuffled)
	}
	for _, r := range m.Repeats {
		if r.Right < r.Pairs*995/1000 {
			t.Errorf("question handed back, %s: %d of %d right", r.ID, r.Right, r.Pairs)
		}
	}
	if len(m.Emptiest) != 10 || m.Emptiest[0].FormLetter < 0.9 || !strings.Contains(m.Draw(), "0.50") {
		t.Errorf("got %+v", m.Emptiest)
	}
}
