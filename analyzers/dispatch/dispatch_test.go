package dispatch

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// What the invented city's offices are asked for, and where.
var (
	troubles = map[string][]string{
		"城管局": {"占道经营无人管", "流动摊贩扰民", "违章搭建多日", "烧烤油烟很大", "店外堆放杂物"},
		"教育局": {"孩子入学名额", "中小学转学手续", "幼儿园收费标准", "补课班乱收费", "教师资格认定"},
		"环保局": {"夜间工地噪音", "河水发黑发臭", "工厂排放废气", "焚烧垃圾刺鼻", "粉尘污染严重"},
	}
	districts = map[string]string{"云汀区": "980101", "石浦区": "980102"}
	cityWork  = map[string][]string{
		"岚桥市公交公司": {"公交车不按站停靠", "公交线路调整", "司机甩客", "末班车提前"},
		"岚桥市水务公司": {"水管爆裂", "停水没有通知", "水费算错", "水压太低"},
	}
)

// invented are orders of an invented city, two of three saying their district.
func invented(n int) []Order {
	dice := rand.New(rand.NewPCG(1, 2))
	offices := []string{"城管局", "教育局", "环保局"}
	var out []Order
	for i := range n {
		o := Order{Group: fmt.Sprint(i)}
		said := fmt.Sprintf("%s希望尽快处理", []string{"本人反映", "来电称", "咨询", "投诉"}[dice.IntN(4)])
		if i%3 == 2 {
			unit := []string{"岚桥市公交公司", "岚桥市水务公司"}[dice.IntN(2)]
			what := cityWork[unit][dice.IntN(4)]
			o.Unit, o.Words, o.Category = unit, []string{what}, []string{"公用", unit}
		} else {
			office := offices[dice.IntN(3)]
			place := []string{"云汀区", "石浦区"}[dice.IntN(2)]
			what := troubles[office][dice.IntN(5)]
			o.Unit, o.District = place+office, districts[place]
			o.Words, o.Category = []string{place, what}, []string{"政务", office}
			o.Places = []string{"98", "9801", districts[place]}
		}
		o.Words = append(o.Words, said)
		o.Text = strings.Join(o.Words, "，")
		out = append(out, o)
	}
	return out
}

func seat(unit string) (code, rest string) {
	for name, code := range districts {
		if rest, ok := strings.CutPrefix(unit, name); ok {
			return code, rest
		}
	}
	return "", unit
}

func learned(t testing.TB, orders []Order) (*Model, *Report) {
	t.Helper()
	m, r, err := Learn(t.Context(), orders, Options{Place: seat})
	if err != nil {
		t.Fatal(err)
	}
	return m, r
}

func TestAnOfficeLearnsWhoHandlesWhat(t *testing.T) {
	m, r := learned(t, invented(400))
	if r.First < .95 || r.Three < .99 || r.ECE > .05 {
		t.Errorf("first %.3f, among three %.3f, calibration error %.3f", r.First, r.Three, r.ECE)
	}
	got := m.Propose(Reading{Text: "云汀区有人占道经营无人管", Words: []string{"云汀区", "有人", "占道经营无人管"},
		Places: []string{"98", "9801", "980101"}})
	if len(got) != 3 || got[0].Unit != "云汀区城管局" || got[0].Confidence < .8 {
		t.Fatalf("%+v", got)
	}
	if !slices.Contains(got[0].Words, "占道经营无人管") || !slices.Contains(got[0].Words, "云汀区") {
		t.Errorf("the words that decided: %v", got[0].Words)
	}
	if l := got[0].Like; l.Orders < 5 || l.Unit == 0 || l.Unit > l.Orders {
		t.Errorf("%+v", l)
	}
	path, sure := m.Category(Reading{Text: "水管爆裂", Words: []string{"水管爆裂"}})
	if path != "公用/岚桥市水务公司" || sure < .5 {
		t.Errorf("category %q %.2f", path, sure)
	}
}

// One district's office is sent what only the other's was sent before.
func TestWhatOneDistrictLearnedServesTheOther(t *testing.T) {
	var orders []Order
	for _, o := range invented(400) {
		if o.Unit != "石浦区环保局" || !strings.Contains(o.Text, "废气") {
			orders = append(orders, o)
		}
	}
	m, _ := learned(t, orders)
	got := m.Propose(Reading{Text: "石浦区工厂排放废气", Words: []string{"石浦区", "工厂排放废气"},
		Places: []string{"98", "9801", "980102"}})
	if got[0].Unit != "石浦区环保局" {
		t.Errorf("%+v", got)
	}
}

func TestWhatAUnitGaveBackCountsAgainstIt(t *testing.T) {
	orders := invented(300)
	for i := range 40 { // two units are sent the same; one of them gives it back
		o := Order{Reading: Reading{Text: "路灯不亮", Words: []string{"路灯不亮"}}, Group: fmt.Sprint("lamp", i)}
		o.Unit, o.Returned = "岚桥市公交公司", true
		if i%2 == 0 {
			o.Unit, o.Returned = "岚桥市水务公司", false
		}
		orders = append(orders, o)
	}
	m, r := learned(t, orders)
	if r.Returned != 20 {
		t.Errorf("%d were returned", r.Returned)
	}
	all := m.Confidences(Reading{Text: "路灯不亮", Words: []string{"路灯不亮"}})
	if all["岚桥市水务公司"] < .8 || all["岚桥市公交公司"] > .1 {
		t.Errorf("%v", all)
	}
	sum := 0.0
	for _, p := range all {
		sum += p
	}
	if math.Abs(sum-1) > 1e-6 {
		t.Errorf("confidences add up to %v", sum)
	}
}

func TestTheSameOrdersMakeTheSameBytes(t *testing.T) {
	orders := invented(200)
	m, _ := learned(t, orders)
	slices.Reverse(orders)
	n, _ := learned(t, orders)
	if !bytes.Equal(saved(t, m), saved(t, n)) {
		t.Error("the order of the orders shows in the model")
	}
}

// Whatever fewer than five orders say is not in the model, nor is any text.
func TestAModelKeepsNothingOfFewOrders(t *testing.T) {
	orders := invented(200)
	for i := range 4 {
		orders = append(orders, Order{Reading: Reading{Text: "鳄鱼逃出园", Words: []string{"鳄鱼", "逃出园"}},
			Unit: "岚桥市园林所", Category: []string{"奇事"}, Group: fmt.Sprint("rare", i)})
	}
	m, _ := learned(t, orders)
	for _, key := range []uint64{textKey(ofWord, "鳄鱼"), textKey(ofWord, "逃出园"), charsKey('鳄'),
		charsKey('鳄'<<runeBits | '鱼')} {
		if m.find.get(key) >= 0 {
			t.Error("a feature of four orders is kept")
		}
	}
	if b := saved(t, m); bytes.Contains(b, []byte("奇事")) || bytes.Contains(b, []byte("占道经营")) {
		t.Error("words of orders stand in the file")
	}
	if got := m.Propose(Reading{Text: "鳄鱼"}); got != nil {
		t.Errorf("nothing is known, and yet %v", got)
	}
	rare := slices.IndexFunc(m.units, func(u Unit) bool { return u.Name == "岚桥市园林所" })
	if l := m.layout[headWork]; int(l.Of[rare]) != l.Rest {
		t.Error("a unit of four orders has a class of its own")
	}
}

// Copies of one text are one order where a feature must be common enough.
func TestCopiesSpeakOnce(t *testing.T) {
	orders := invented(200)
	for range 9 {
		orders = append(orders, Order{Reading: Reading{Text: "鳄鱼逃出园"}, Unit: "岚桥市园林所"})
	}
	m, r := learned(t, orders)
	if m.find.get(charsKey('鳄')) >= 0 {
		t.Error("nine copies of a text made a feature")
	}
	if r.Groups != 201 || r.Orders != 209 {
		t.Errorf("%d orders, %d independent", r.Orders, r.Groups)
	}
}

// The name of a unit that handled one order speaks for it where the catalogue says so.
func TestAUnitsNameSpeaksWhereOrdersAreFew(t *testing.T) {
	orders := invented(300)
	for i := range orders {
		orders[i].Topic = "city/other"
	}
	for i, unit := range []string{"岚桥市烟草专卖局", "岚桥市地震台", "岚桥市气象台", "岚桥市园林所", "岚桥市档案馆"} {
		orders = append(orders, Order{Reading: Reading{Text: "咨询一件事", Topic: fmt.Sprint("city/", i)}, Unit: unit,
			Group: unit})
	}
	m, _, err := Learn(t.Context(), orders, Options{Place: seat, Topics: []Topic{
		{ID: "city/green", Name: "绿化", Terms: []string{"园林", "绿地"}, Offices: []string{"别处园林局"}},
		{ID: "city/dark", Name: "照明", Terms: []string{"路灯"}}, {ID: "city/other", Name: "其他"}}})
	if err != nil {
		t.Fatal(err)
	}
	share := func(topic string) float64 {
		return m.Confidences(Reading{Text: "咨询一件事", Topic: topic})["岚桥市园林所"]
	}
	if green, dark := share("city/green"), share("city/dark"); m.stack[partDuty] > 0 && green <= dark {
		t.Errorf("园林所 has %.3f where its duty is said, %.3f where another's is", green, dark)
	}
	like := m.duty[topicKey("city/green")]
	if len(like.By) != 1 || m.units[like.By[0].Unit].Name != "岚桥市园林所" {
		t.Errorf("%+v", like)
	}
}

func TestTheQuickLogarithmIsNearTheExactOne(t *testing.T) {
	for x := float32(1e-4); x < 1e4; x *= 1.37 {
		if got, want := log(x), float32(math.Log(float64(x))); abs(got-want) > 1e-3 {
			t.Errorf("log %v: %v, want %v", x, got, want)
		}
		y := -20 + 40*x/1e4
		if got, want := exp(y), float32(math.Exp(float64(y))); abs(got-want) > 1e-3*want {
			t.Errorf("exp %v: %v, want %v", y, got, want)
		}
	}
	if exp(-1000) != 0 {
		t.Error("a share so small is none")
	}
}

func TestTooFewOrdersMakeNoModel(t *testing.T) {
	for _, orders := range [][]Order{nil, invented(4)} {
		if _, _, err := Learn(t.Context(), orders, Options{}); !errors.Is(err, ErrData) {
			t.Errorf("%d orders: %v", len(orders), err)
		}
	}
}

func TestCalibrationErrorIsTheDistanceFromWhatIsRight(t *testing.T) {
	var c Calibration
	for i := range 10 {
		c.Add(.85, i < 6)
	}
	if got := c.ECE(); math.Abs(got-.25) > 1e-9 {
		t.Errorf("0.85 sure and 0.6 right: %v", got)
	}
}

func saved(t testing.TB, m *Model) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := m.Save(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func BenchmarkPropose(b *testing.B) {
	m, _ := learned(b, invented(400))
	r := invented(1)[0].Reading
	for b.Loop() {
		m.Propose(r)
	}
}
