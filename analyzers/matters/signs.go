package matters

import (
	"slices"
	"strings"

	"huiying/analyzers/phrase"
)

var (
	// announce says that there are several.
	announce = strings.Fields(`两件事 两个问题 三件事 三个问题 几件事 几个问题 两桩 几桩 三桩 另一桩 分别处置 分别答复 分别
		分别处理 分别核实 分别回复 各自给 各自答复 各查各的 一并投诉 一并反映 一并处理 一并答复 两家 两句话 多个问题 两个事 俩事 两样`)
	announced = phrase.New(announce)
	// only says that there is one, whatever else is told.
	only = phrase.New(strings.Fields(`只求 只要求 只想 只问 只投诉 只反映 只质疑 唯独 就差 就想 就查 就是该 就请 不求 不质疑 不争 不是来投诉
		只希望 只盼 盼的是 其他都 别的不 别的都 一个问题 就一件 就这件 只为 仅要求 仅投诉 仅反映 仅咨询 不是投诉 并非投诉 不是举报
		与此无关 不涉及`))
	// settled is thanks, and what is over.
	settled = phrase.New(strings.Fields(`谢谢各位 感谢 点赞 表扬 得夸 弄好了 修好了 解决了 已解决 不反对 没意见 已经清了`))
	// background tells of what was before, of what is settled, of who said what, of cause and effect, of
	// what the law says.
	background = phrase.New(strings.Fields(`已经清了 弄好了 修好了 解决了 已解决 处理好了 已处理 已经处理 已经解决 不反对 没意见 理解 都齐 齐全 合规 支持 态度好
		态度挺好 态度也好 不是嫌 没人拦 周到 得夸 谢谢 感谢 先去 又到 又去 找过 找了 问了 问过 打过 反映过 先后 均表示 均答复 都说不归 让找 让等
		不立案 调解过 互相推 推给 推诿 归参保 不归 不属于 导致 造成 致使 以致 因为 由于 害得 使得 影响 为了 原因 本来 原本 以前 之前 从前 曾经
		根子 怪 好在 幸好 听说 网上 据说 有人说 也都有 有着落 躲开 相比 不如 不像 好比 一样 而不是 不是 根据 按照 依据 条例 规定 法》 责令
		诉求： 联系 110 报警打 那边说 本人是 我是一名 我是一个 其是 作为 在职`))
	// goesOn begins a sentence that goes on about the same matter.
	goesOn = phrase.New(strings.Fields(`其 该 此 这 那 他 她 它 对方 园方 院方 校方 开发商 平台 公司 店家 商家 老板 厂家 司机 窗口 工作人员 客服 居委会 村委会
		因此 所以 于是 结果 但 但是 可是 可 然而 不过 而 现在 如今 目前 至今 后来 希望 要求 请 恳请 望 盼 建议 打电话 问 找 我只 我们只 故 为此
		如是 如果 一直 具体 出现 业主 物业 学生 并 且 是否 能否 诉求 根据 按照 依据 而且 特别 具体 发现 免费 以上 上述 长期以来`))
	// elsewhere begins a sentence about another place or thing.
	elsewhere = phrase.New(strings.Fields(`门口 旁边 隔壁 楼下 楼上 里面 里头 后面 前面 对面 外面 家里 屋里 附近 路边 院里 校门口 小区门口 那边 回村 出来 出门 一楼 顶楼 村里 镇上`))
	// departments are asked side by side: 请公安和城管核实.
	departments = phrase.New(strings.Fields(`公安 交警 城管 住建 建设 教育 人社 民政 市场监管 环保 生态环境 卫健 交通 水利 消防 燃气 供电 供水 电力 自来水 税务
		自然资源 规划 园林 环卫 农业 医保 公积金 文旅 应急 移动 电信`))
)

// kin are fields that one matter often touches: a home that was bought, the road and who drives there.
var kin = [][]string{
	{"housing_market", "property_management", "projects", "housing_expropriation", "urban_planning",
		"affordable_housing"},
	{"transport", "public_security"},
	{"ecology", "urban_enforcement", "municipal_services"},
	{"commerce_tourism", "food_drug"},
	{"commerce_tourism", "housing_market"},
	{"employment", "household_registration", "social_insurance", "labour"},
}

func related(a, b string) bool {
	for _, k := range kin {
		if slices.Contains(k, a) && slices.Contains(k, b) {
			return true
		}
	}
	return false
}

// signs are what the title and the text as a whole say of how many matters there are.
type signs struct {
	announced bool
	only      bool
	facts     bool     // what it numbers is about one matter
	title     string   // the field that the title alone names
	titles    []string // the fields of the title's parts, where they are several
	parts     []string // the title's parts, where it joins some
}

// titleParts divide a title, titleJoins those that name one matter after the other.
const (
	titleParts = "和及与跟、，,/＋+；;并以 "
	titleJoins = "和及与、/＋+；;"
)

// facts lead to a list that is about one matter: 原因如下：1. …
var facts = phrase.New(strings.Fields(`原因 理由 如下 表现 具体 诉求 要求 举报 我要投诉 建议 希望 不合理 依据 证据 恳请 主要`))

func signsOf(title, text string, pieces []piece, ear Ear) signs {
	last := text[pieces[len(pieces)-1].from:]
	s := signs{only: has(only, text), title: fieldOf(ear.topicOf(title)),
		announced: has(announced, text) || has(announced, title) ||
			count(departments, last) > 1 && !has(background, last)}
	divide := func(by string) []string {
		return strings.FieldsFunc(title, func(r rune) bool { return strings.ContainsRune(by, r) })
	}
	for _, part := range divide(titleParts) {
		if f := fieldOf(ear.topicOf(part)); f != "" && !slices.Contains(s.titles, f) {
			s.titles = append(s.titles, f)
		}
	}
	if s.parts = divide(titleJoins); len(s.parts) < 2 {
		s.parts = nil
	}
	for i, p := range pieces {
		if p.why == ByOrder && i > 0 {
			s.facts = has(facts, text[:pieces[i-1].to]) && !s.announced
			break
		}
	}
	return s
}

// several says whether the text or its title says that there are several.
func (s signs) several() bool { return s.announced || len(s.titles) > 1 }

func (e Ear) topicOf(text string) string {
	if text == "" {
		return ""
	}
	t, _ := e.Topic("", text)
	return t.ID
}

func has(m *phrase.Matcher, text string) (found bool) {
	m.Find(text, func(int, int, int) int {
		found = true
		return len(text)
	})
	return found
}

func count(m *phrase.Matcher, text string) (n int) {
	m.Find(text, func(_, _, to int) int {
		n++
		return to
	})
	return n
}

func fieldOf(topic string) string {
	field, _, _ := strings.Cut(topic, "/")
	return field
}

// anew says that a sentence begins with another place or thing, or adds one by 也, 又 or 倒是 behind its subject.
func anew(s string) bool {
	s = strings.TrimLeft(s, " \n\t，、。")
	if _, n := elsewhere.At(s); n > 0 {
		return true
	}
	n := 0
	for i, r := range s {
		if n++; n > farthest || pauses(r) {
			return false
		}
		if n > 2 && (r == '也' || r == '又' || strings.HasPrefix(s[i:], "倒是")) {
			return true
		}
	}
	return false
}

// farthest is how many characters a subject has.
const farthest = 10
