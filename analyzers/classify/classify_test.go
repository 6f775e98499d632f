package classify

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// invented sentences of three labels; no citizen wrote them.
var invented = map[string]struct{ subjects, ends []string }{
	"water":  {[]string{"自来水管爆裂", "水压太低", "水质发黄", "停水三天", "水表走得太快"}, []string{"请水务公司尽快抢修", "家里没有水可用", "水费也涨了"}},
	"school": {[]string{"小学学位不够", "学校乱收费", "老师课后补习", "校服价格太高", "幼儿园不开学"}, []string{"请教育局查一查", "孩子没有书读", "家长意见很大"}},
	"bus":    {[]string{"公交车半小时一班", "公交站台没有雨棚", "司机甩站不停", "公交线路改道", "末班车太早"}, []string{"请公交公司增加班次", "上班总是迟到", "老人坐车不方便"}},
}

func synthetic(n int) (out []Example) {
	dice := rand.New(rand.NewPCG(1, 2))
	pick := func(list []string) string { return list[dice.IntN(len(list))] }
	places := []string{"东湖新村", "西山路口", "南门一带", "北园小区", "中心广场附近"}
	for i := range n {
		label := []string{"bus", "school", "water"}[i%3]
		kind := invented[label]
		out = append(out, Example{
			Title: pick(places) + pick(kind.subjects),
			Text:  fmt.Sprintf("您好，%s%s，已经%d天了，%s，%s。谢谢！", pick(places), pick(kind.subjects), i, pick(kind.ends), pick(kind.ends)),
			Label: label,
		})
	}
	return out
}

func train(t testing.TB, examples []Example, o Options) (*Model, *Report) {
	t.Helper()
	m, r, err := Train(t.Context(), examples, o)
	if err != nil {
		t.Fatal(err)
	}
	return m, r
}

var once = sync.OnceValues(func() (*Model, *Report) {
	m, r, err := Train(context.Background(), synthetic(120), Options{})
	if err != nil {
		panic(err)
	}
	return m, r
})

func TestItLearnsAndSaysWhy(t *testing.T) {
	m, r := once()
	if r.MacroF1 < 0.95 {
		t.Errorf("macro F1 %.3f on easy sentences", r.MacroF1)
	}
	f := m.Judge("西门公交站台太远", "公交车太少，司机不停", []string{"西门", "公交", "站台", "太远", "公交车", "太少", "，", "司机", "不停"})
	if f.ID != "bus" || f.Name != "bus" || f.By != "model" || f.Confidence < 0.5 {
		t.Errorf("%+v", f)
	}
	if !slices.Contains(f.Evidence, "公交") && !slices.Contains(f.Evidence, "公交车") {
		t.Errorf("evidence %q does not show why", f.Evidence)
	}
	for _, w := range f.Evidence {
		if !strings.Contains("西门公交站台太远公交车太少，司机不停", w) {
			t.Errorf("evidence %q does not stand in the text", w)
		}
	}
	if g := m.Judge("公交站台太远", "", nil); g.ID != "bus" || len(g.Evidence) == 0 {
		t.Errorf("without words: %+v", g)
	}
	named := m.Named(map[string]string{"bus": "公共交通"})
	if g := named.Judge("公交站台太远", "", nil); g.ID != "bus" || g.Name != "公共交通" {
		t.Errorf("with names: %+v", g)
	}
}

func TestWhatItDoesNotKnowGoesToAPerson(t *testing.T) {
	m, _ := once()
	for _, text := range []string{"", "12345 !!", "ཨེམ་ཆི", "\xff\xfe"} {
		f := m.Judge("", text, nil)
		if f.ID != "" || f.Confidence != 0 || f.Evidence == nil || len(f.Evidence) > 0 || m.Confidences("", text) != nil {
			t.Errorf("%q: %+v", text, f)
		}
	}
}

func TestTheSameDataGivesTheSameBytes(t *testing.T) {
	examples := synthetic(90)
	first, _ := train(t, examples, Options{})
	want, err := first.bytes()
	if err != nil {
		t.Fatal(err)
	}
	rand.New(rand.NewPCG(7, 7)).Shuffle(len(examples), func(a, b int) { examples[a], examples[b] = examples[b], examples[a] })
	again, _ := train(t, examples, Options{Cut: strings.Fields})
	if got, _ := again.bytes(); !bytes.Equal(got, want) {
		t.Error("the same examples in another order gave another model")
	}
	at := time.Date(2024, 5, 1, 8, 0, 0, 0, time.FixedZone("", 8*3600))
	dated, _ := train(t, examples, Options{At: at})
	if !dated.Facts().At.Equal(at) || !first.Facts().At.IsZero() || dated.Facts().Data != first.Facts().Data {
		t.Errorf("facts: %+v", dated.Facts())
	}
	examples[0].Text += "好"
	other, _ := train(t, examples, Options{})
	if other.Facts().Data == first.Facts().Data {
		t.Error("other data has the same hash")
	}
}

func TestCopiesAreNeverMeasuredAgainstEachOther(t *testing.T) {
	// Labels are thrown, so that only who has seen a copy can know them.
	dice := rand.New(rand.NewPCG(3, 4))
	var examples []Example
	for i := range 60 {
		var b strings.Builder
		for range 30 {
			b.WriteRune(rune(0x4e00 + dice.IntN(40)))
		}
		label := []string{"a", "b"}[dice.IntN(2)]
		for n := range 3 {
			examples = append(examples, Example{Title: fmt.Sprint("第", n, "次"), Text: b.String(), Label: label, Group: fmt.Sprint(i)})
		}
	}
	_, r := train(t, examples, Options{})
	if r.Groups != 60 || r.Examples != 180 || r.Accuracy > 0.75 {
		t.Errorf("%d groups of %d, accuracy %.2f: copies leak", r.Groups, r.Examples, r.Accuracy)
	}
}

func TestNothingRareOrPersonalIsKept(t *testing.T) {
	examples := synthetic(60)
	for i := range examples {
		examples[i].Text += "联系电话13812345678，谢谢"
	}
	// 鼹 stands in two independent messages and in many copies of one.
	examples[0].Text += "鼹鼠"
	for range 5 {
		examples = append(examples, Example{Title: "鼹鼠出没", Text: "鼹鼠", Label: "bus", Group: "copies"})
	}
	m, r := train(t, examples, Options{Cut: strings.Fields})
	for _, key := range m.keys {
		if s := spell(key); strings.ContainsAny(s, "鼹1380") {
			t.Errorf("the model holds %q", s)
		}
	}
	for _, c := range r.Classes {
		if strings.Contains(strings.Join(c.Heaviest, " "), "鼹") {
			t.Errorf("the report shows %q", c.Heaviest)
		}
	}
	b, _ := m.bytes()
	if bytes.Contains(b, []byte("公交")) {
		t.Error("the file holds words in the clear")
	}
}

func TestExamplesThatMakeNoModel(t *testing.T) {
	some := synthetic(30)
	for name, examples := range map[string][]Example{
		"none":            nil,
		"one label":       {{Text: "水", Label: "a"}, {Text: "火", Label: "a"}},
		"empty label":     append(slices.Clone(some), Example{Text: "水"}),
		"too few":         append(slices.Clone(some), Example{Text: "水", Label: "rare"}),
		"copies only":     append(slices.Clone(some), slices.Repeat([]Example{{Text: "山", Label: "rare"}}, 9)...),
		"nothing to read": slices.Concat(numbers("a"), numbers("b")),
	} {
		if _, _, err := Train(t.Context(), examples, Options{}); !errors.Is(err, ErrData) {
			t.Errorf("%s: %v", name, err)
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, _, err := Train(stopped, some, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func numbers(label string) (out []Example) {
	for i := range 9 {
		out = append(out, Example{Text: label[:0] + fmt.Sprint(i), Label: label})
	}
	return out
}

func TestProgressEndsAtItsTotal(t *testing.T) {
	last, of := 0, 0
	train(t, synthetic(60), Options{Folds: 3, Progress: func(done, total int) {
		if done != last+1 {
			t.Errorf("step %d after %d", done, last)
		}
		last, of = done, total
	}})
	if last != of || of != 4*3 {
		t.Errorf("%d of %d", last, of)
	}
}

func TestConfidencesAreShares(t *testing.T) {
	m, _ := once()
	letters := []rune("公交站台小学老师自来水停压，。 aZ１9请\n")
	rapid.Check(t, func(t *rapid.T) {
		title := rapid.StringOfN(rapid.SampledFrom(letters), 0, 20, -1).Draw(t, "title")
		text := rapid.StringOfN(rapid.SampledFrom(letters), 0, 200, -1).Draw(t, "text")
		shares := m.Confidences(title, text)
		sum := 0.0
		for _, s := range shares {
			if !(s >= 0 && s <= 1) {
				t.Fatalf("share %v", s)
			}
			sum += s
		}
		if shares != nil && math.Abs(sum-1) > 1e-9 {
			t.Fatalf("shares add up to %v", sum)
		}
		f := m.Judge(title, text, nil)
		if !(f.Confidence >= 0 && f.Confidence <= 1) || shares != nil && f.Confidence != slices.Max(shares) {
			t.Fatalf("%+v of %v", f, shares)
		}
		if g := m.Judge(title, text, nil); fmt.Sprint(f) != fmt.Sprint(g) {
			t.Fatalf("%+v then %+v", f, g)
		}
	})
}

func TestManyMayAskAtOnce(t *testing.T) {
	m, _ := once()
	examples := synthetic(40)
	var want []string
	for _, e := range examples {
		want = append(want, fmt.Sprint(m.Judge(e.Title, e.Text, nil)))
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for i, e := range examples {
				if got := fmt.Sprint(m.Judge(e.Title, e.Text, nil)); got != want[i] {
					t.Errorf("%s, want %s", got, want[i])
				}
			}
		})
	}
	wg.Wait()
}

func TestGrams(t *testing.T) {
	for text, want := range map[string]string{
		"停水":         "停 水 停水",
		"停 水":        "停 水 停水",
		"停水，ＡＢ3c":    "停 水 停水 a b ab c",
		"":           "",
		"12\x00\xff": "",
		"Ä":          "ä",
	} {
		if got := strings.Join(pairs(text), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestReport(t *testing.T) {
	examples := synthetic(60)
	for i := range examples {
		if examples[i].Label == "bus" {
			examples[i].Label = "a|b <&>"
		}
	}
	_, r := train(t, examples, Options{})
	var md, svg bytes.Buffer
	if err := errors.Join(r.Markdown(&md, time.Second), r.Picture(&svg)); err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(svg.Bytes(), new(struct{ XMLName xml.Name })); err != nil {
		t.Errorf("the picture is no XML: %v", err)
	}
	for _, want := range []string{r.Data, `a\|b <&>`, "macro F1", "confusion.svg"} {
		if !strings.Contains(md.String(), want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	sum := 0
	for i, row := range r.Confusion {
		for _, n := range row {
			sum += n
		}
		if r.Classes[i].Messages != 20 || len(r.Classes[i].Heaviest) == 0 {
			t.Errorf("%+v", r.Classes[i])
		}
	}
	if sum != 60 {
		t.Errorf("the matrix counts %d of 60 messages", sum)
	}
	for i := 1; i < len(r.Thresholds); i++ {
		if r.Thresholds[i].Answered > r.Thresholds[i-1].Answered {
			t.Errorf("thresholds %+v", r.Thresholds)
		}
	}
	b, err := json.Marshal(r)
	if err != nil || !bytes.Contains(b, []byte(`"macro_f1"`)) {
		t.Errorf("%s %v", b, err)
	}
}
