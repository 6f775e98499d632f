package issue

import (
	"slices"
	"strings"
	"unicode/utf8"

	"huiying/analyzers/phrase"
)

// An issue is one matter at one place, at the finest grain that its reports give: 凯江二路 and
// 凯江三路 are two, however alike an operator words them. A spot is a road, a compound, a village, a
// group of one or a building that a text names. What a dictionary knows is of no help here, so a spot
// is known by the word that ends it and the two characters before, which tells 翠屏雅苑 from
// 翠屏新居 and does not mind what stands before them.
type spot struct {
	kind spotKind
	key  uint32
	from int32 // bytes of the text
	to   int32
}

type spotKind uint8

const (
	road spotKind = iota + 1
	compound
	village
	team // 组 or 队 of a village
	section
	building
)

const (
	mostSpots  = 8 // of a text, and of an issue
	spotLetter = 2 // characters before the ending that a spot is known by
)

// endings end the names of spots, by kind. Some spell the same: they are written as the first.
var endings = map[spotKind]string{
	road:     `路 街 大道 巷 弄 胡同 国道 省道 县道 公路 高速 立交`,
	compound: `小区 花园 苑 城 邸 居 府 湾 庭 园 轩 阁 里 公寓 家园 新村 宿舍 家属院 大院 华庭 豪庭 山庄 别墅 名都 国际 首府 半岛 御景 名苑`,
	village:  `村 社区 居委会 村委会 屯 寨 嘎查 组村`,
	team:     `组 社 队`,
	section:  `东段 西段 南段 北段 中段`,
	building: `农贸市场 菜市场 市场 客运站 汽车站 火车站 高铁站 汽车总站 广场 公园 小学 中学 学校 幼儿园 大学 学院 医院 卫生院 大厦 大楼 商场 商城 超市 酒店 宾馆 饭店 餐馆 车站 汽车站 地铁站 加油站 站 桥 水库 工厂 厂 派出所 银行 网吧 酒吧 KTV 敬老院 福利院 影城 体育馆 图书馆 码头 港`,
}

// same spells endings alike that name one kind of building.
var same = map[string]string{"菜市场": "市场", "农贸市场": "市场", "居委会": "社区", "村委会": "村"}

// notSpots hold an ending and are no names.
var notSpots = phrase.New(strings.Fields(`邻居 居民 居住 定居 城管 城市 城区 城乡 县城 进城 商城里 公园里 校园 园区 园林 幼儿园里 家里 村里 城里 院里 屋里 夜里 哪里 这里 那里 车里 店里 心里 手里 河里 水里
	公里 里面 里边 政府 市府 府上 街道办 街道 街上 街边 马路 路口 路面 路灯 路边 路上 路段 道路 铁路 修路 走路 走夜路 夜路 堵路 让路 断头路 水泥路 人行道路 网路 线路 沿路 半路 路过 出路 电路 思路 路人 路障 路网 路牌
	社会 社保 社区工作 旅行社 报社 村民 村里 村支书 村干部 农村 乡村 全村 本村 村级 组织 小组 业主组 部队 排队 施工队 车队 插队 队伍 中队 大队 支队 网站 车站台 站台 站点 站牌 基站 上班期 延期 长期 近期 日期 学期 到期 过期 定期 期间 期满 工期 星期 前期 后期 周期 短期 逾期
	该公司 总公司 分公司 物业公司 有限公司 自来水公司 公交公司 燃气公司 电力公司 建筑工地 厂家 工厂里 桥梁 桥上 天桥 小区门口 小区里 小区内 该小区 本小区 我们小区 老旧小区 整个小区 我小区 住宅小区 国际化 港口里 机场 广场舞 市场监管 市场价 市场管理 学校里 学校食堂 医院里 银行卡 队员 队长 一期工程`))

// boundaries end a name to the left of it.
const boundaries = `在位于的和与及对从到往向是有为被把将让给叫至由距靠近县区市镇乡州旗盟省该此本我你他她其这那某每各`

// noNames stand before an ending that ends no name: 占了整条路.
const noNames = `条了占堵走修开过沿着得没不无整全个座所处段侧旁口里内外边面前后近多少大小好坏`

type ending struct {
	kind spotKind
	text string
}

var spotEnds, spotKinds = func() (*phrase.Matcher, []ending) {
	var list []string
	var kinds []ending
	for kind := road; kind <= building; kind++ {
		for _, w := range strings.Fields(endings[kind]) {
			list = append(list, w)
			if s, ok := same[w]; ok {
				w = s
			}
			kinds = append(kinds, ending{kind, w})
		}
	}
	return phrase.New(list), kinds
}()

// isEnding holds what a compound's name may end with before 小区.
var isEnding = func() map[string]bool { return set(endings[compound]) }()

// spotsOf adds the spots that a text names to those known already, each once, at most mostSpots.
func spotsOf(out []spot, text string) []spot {
	skip := 0
	blocked := func(from, to int) bool {
		for back := 0; back <= 12; back += 3 {
			if from-back < 0 {
				break
			}
			if _, n := notSpots.At(text[from-back:]); from-back+n >= to {
				return true
			}
		}
		return false
	}
	spotEnds.Find(text, func(i, from, to int) int {
		e := spotKinds[i]
		if from < skip || blocked(from, to) || len(out) == mostSpots {
			return to
		}
		name, at := nameBefore(text[:from], e)
		if name == "" {
			return to
		}
		if e.text == "小区" && isEnding[name] { // of 梓江花园小区 the name is 梓江
			return to
		}
		kind := e.kind
		h := hashing{}
		for _, r := range name {
			h.add(r)
		}
		if kind != compound { // 翠屏雅苑 and 翠屏雅苑小区 are one
			for _, r := range e.text {
				h.add(r)
			}
		} else if utf8.RuneCountInString(e.text) == 1 {
			h = hashing{}
			for _, r := range lastRunes(name+e.text, spotLetter) {
				h.add(r)
			}
		}
		s := spot{kind, h.sum(), int32(at), int32(to)}
		for _, o := range out {
			if o.kind == s.kind && o.key == s.key {
				return to
			}
		}
		out = append(out, s)
		return to
	})
	return out
}

// nameBefore is what a spot is called, without its ending, as far as it is looked at, and where it
// begins. It is "" where no name stands there.
func nameBefore(before string, e ending) (name string, at int) {
	if e.kind == section {
		return e.text, len(before)
	}
	if e.text == "村" {
		before = strings.TrimSuffix(before, "村")
	}
	at = len(before)
	var runes []rune
	for len(runes) < spotLetter {
		r, n := utf8.DecodeLastRuneInString(before[:at])
		if n == 0 || !nameRune(r) || strings.ContainsRune(boundaries, r) {
			break
		}
		if len(runes) == 0 && strings.ContainsRune(noNames, r) {
			break
		}
		at -= n
		runes = append([]rune{numeral(r)}, runes...)
	}
	least := spotLetter
	if e.kind == team {
		least = 1
		if len(runes) == 0 || !strings.ContainsRune("一二三四五六七八九十", runes[len(runes)-1]) {
			return "", 0
		}
		return string(runes[len(runes)-1:]), at
	}
	if len(runes) < least {
		return "", 0
	}
	return string(runes), at
}

// schools are the short names of schools (县三中 is 县第三中学), with what stands after them.
var schools = func() *phrase.Matcher {
	var list []string
	for _, number := range "一二三四五六七八九十" {
		for _, after := range strings.Fields("学 校 门 附近 旁 对面 路口") {
			list = append(list, string(number)+"中"+after, string(number)+"小"+after)
		}
	}
	return phrase.New(list)
}()

// schoolsOf adds the schools that a text names for short.
func schoolsOf(out []spot, text string) []spot {
	schools.Find(text, func(_, from, to int) int {
		short := text[from : from+2*len("三")]
		key := hashWord("第" + short + "学")
		known := slices.ContainsFunc(out, func(s spot) bool { return s.kind == building && s.key == key })
		if !known && len(out) < mostSpots {
			out = append(out, spot{building, key, int32(from), int32(from + len(short))})
		}
		return to
	})
	return out
}

func nameRune(r rune) bool {
	return r >= 0x4e00 && r <= 0x9fff || r >= '0' && r <= '9' || r >= 'a' && r <= 'z'
}

// numeral spells a digit as a Chinese numeral: 3组 is 三组.
func numeral(r rune) rune {
	if r >= '0' && r <= '9' {
		return []rune("〇一二三四五六七八九")[r-'0']
	}
	return r
}

func lastRunes(s string, n int) string {
	r := []rune(s)
	return string(r[max(0, len(r)-n):])
}

// whereAndWhat adds a trait for each spot together with the report's matter: orders that share both
// are of one issue, in whatever words. It weighs whereWeight of what the order is known by. A letter
// has a title, by which it is known, and which names the matter better than an item does.
func (r *Report) whereAndWhat() {
	if r.topic == "" || len(r.spots) == 0 || r.titled() {
		return
	}
	var sum float32
	for _, f := range r.core {
		sum += f.weight
	}
	each := max(sum, 1) * whereWeight / (1 - whereWeight) / float32(len(r.spots))
	for i, s := range r.spots {
		if s.kind == team || s.kind == section {
			continue
		}
		key := s.key ^ hashWord(r.topic)
		at, is := r.table.find(key)
		if is {
			continue
		}
		t := trait{key: key, from: s.from, to: s.to, weight: each, marks: where}
		if i < r.titleSpots {
			t.marks |= inTitle
		}
		r.add(at, t)
		r.core = append(r.core, feature{key, each})
	}
}

const whereWeight = 0.7

// meeting is how the spots of two texts stand to one another.
type meeting uint8

const (
	unknownSpot meeting = iota // one names none
	farSpots                   // they name spots of different kinds: a road and a village
	sameSpot
	otherSpot
)

// meet compares spots. They are others where both name roads, or compounds, or villages … and share
// none of that kind, or where each names a road that the other does not (a crossing). Buildings are
// how people point at one place of a road or a compound, each in another way: they tell apart only
// where nothing else is named.
func meet(a, b []spot) meeting {
	result := unknownSpot
	if len(a) > 0 && len(b) > 0 {
		result = farSpots
	}
	for kind := road; kind <= building; kind++ {
		ofA, ofB, both := 0, 0, 0
		for _, s := range a {
			if s.kind == kind {
				ofA++
				for _, o := range b {
					if o.kind == kind && o.key == s.key {
						both++
						break
					}
				}
			}
		}
		for _, o := range b {
			if o.kind == kind {
				ofB++
			}
		}
		switch {
		case ofA == 0 || ofB == 0:
		case both == 0 && kind == building && result == sameSpot:
		case both == 0, kind == road && both < ofA && both < ofB:
			return otherSpot
		case kind != team && kind != section:
			result = sameSpot
		}
	}
	return result
}

// addSpots adds the kinds of spots that an issue does not know yet.
func addSpots(known, more []spot) []spot {
	n := len(known)
	for _, s := range more {
		if len(known) < mostSpots && !slices.ContainsFunc(known[:n], func(k spot) bool { return k.kind == s.kind }) {
			known = append(known, s)
		}
	}
	return known
}
