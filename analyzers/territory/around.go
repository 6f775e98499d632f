package territory

import "unicode"

// What stands before and after a name decides whether it is one: the words here look at
// nothing but a few runes of the text.

var suffixes = newLexicon(append([]string{"县", "区", "市", "旗"}, townSuffixes...))

func suffixAt(after []rune) int {
	if len(after) == 0 || !suffixes.first.has(after[0]) {
		return 0
	}
	n := 0
	for _, s := range suffixes.words[after[0]] {
		if len(s) > n && len(s) <= len(after) && equal(s, after[:len(s)]) {
			n = len(s)
		}
	}
	if n > 0 && splitSuffix(after[n-1], after[n:]) {
		return 0
	}
	return n
}

// splitSuffix says whether what looks like a suffix begins the next word (朝阳|市场).
func splitSuffix(last rune, after []rune) bool {
	if len(after) == 0 {
		return false
	}
	switch a := after[0]; last {
	case '市':
		return a == '场' || a == '值' || a == '面' || a == '价'
	case '区':
		return a == '域' || a == '间' || a == '块' || a == '别'
	case '县':
		return false
	case '省':
		return a == '钱' || a == '心' || a == '事' || a == '力' || a == '电'
	case '镇':
		return a == '痛' || a == '静' || a == '定' || a == '压' || a == '江'
	case '乡':
		return a == '镇' || a == '村' || a == '亲' || a == '下' || a == '愁'
	case '道':
		return a == '路'
	}
	return false
}

// inWord says whether the name begins or ends within a Latin word or number (BA3区).
func inWord(text []rune, start, end int32) bool {
	return start > 0 && latin(text[start]) && latin(text[start-1]) ||
		int(end) < len(text) && latin(text[end-1]) && latin(text[end])
}

func latin(r rune) bool {
	return r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) || r >= 0xFF10 && r <= 0xFF5A
}

// stands says whether an official name stands free: its suffix belongs to it, and a name
// of two runes (和县, 易县), or like 新城镇, does not begin within a word.
func (t *Table) stands(sc *scratch, m mention) bool {
	if splitSuffix(sc.text[m.end-1], sc.text[m.end:]) {
		return false
	}
	if m.end-m.start > 2 && !townish(sc.text[m.start:m.end]) || m.start == 0 || sc.ends[m.start] || latin(sc.text[m.start]) {
		return true
	}
	return freeBefore(sc.text, m.start) || sc.text[m.start-1] == '的'
}

// townish says whether a name may be the end of a general word (部分|乡镇, 小城镇).
func townish(name []rune) bool {
	if len(name) == 4 && direction.has(name[0]) && (name[1] == '路' || name[1] == '街') {
		return true // 中山|东路街道
	}
	if len(name) != 3 {
		return false
	}
	switch string(name[1:]) {
	case "城镇", "乡镇", "城乡", "村镇", "集镇", "市镇":
		return true
	}
	return false
}

// road says whether what follows makes a road of the name (中山|东路, 太原|1路).
func road(after []rune) bool {
	for skip := 0; skip <= 3 && skip < len(after); skip++ {
		if roadLexicon.at(after[skip:]) {
			return !notRoad.at(after[skip:])
		}
		if !direction.has(after[skip]) && (after[skip] < '0' || after[skip] > '9') {
			return false
		}
	}
	return false
}

// freeBefore says whether a name may begin here: nothing before it, no Han character, or
// one that leads to a place (在, 来).
func freeBefore(text []rune, at int32) bool {
	return at == 0 || !han(text[at-1]) || leading.has(text[at-1])
}

// freeAfter says whether a short name ends here: nothing more, no Han character, or a word
// that follows places.
func freeAfter(after []rune) bool {
	return len(after) == 0 || !han(after[0]) && !latin(after[0]) || placeAfter.at(after)
}

var (
	roadLexicon = newLexicon([]string{"路", "街", "巷", "弄", "大道", "道", "桥", "大桥", "站", "胡同", "立交", "里小区", "村", "社区", "居委", "高速", "铁路", "高铁"})
	notRoad     = newLexicon([]string{"道路", "街道", "道德", "道理", "路边", "路过", "路况", "路面", "路灯", "街头", "街上", "站在", "高速发展", "桥头"})
	// townAfter says that a bare stem means the town (福清宏路镇政府 aside): it is followed by
	// an office or place that a town has.
	townAfter = newLexicon([]string{"政府", "卫生院", "派出所", "中学", "小学", "中心校", "片区", "一带", "敬老院", "供电所", "集市", "老街", "司法所"})
	direction = runes("东西南北中上下前后大小新老内外一二三四五六七八九十环")
	leading   = runes("在是到来去于往住从我向回离至家位原赴映诉询问对请")
	// placeAfter are words that follow the short name of a county.
	placeAfter = newLexicon([]string{"人", "的", "这边", "那边", "这里", "本地", "当地", "境内", "县城", "城区", "市区", "老百姓", "居民", "农村", "乡下", "政府", "公安", "法院",
		"教育局", "人社局", "医保局", "住建局", "交警", "一中", "二中", "最近", "现在", "今天", "昨天", "今年", "去年", "什么", "怎么", "为什么", "有", "停水", "停电", "到", "至", "、"})
)

// han says whether r is a Chinese character. Nearly all are in the first block.
func han(r rune) bool { return r >= 0x4e00 && r <= 0x9fff || unicode.Is(unicode.Han, r) }

// shop says whether what follows makes a shop of the name (台湾|奶茶店, 内蒙古|牛羊肉专卖店):
// a few runes that name goods, then a word for a shop. A word between them that leads away
// from the name (的, 市, 路 …) ends the search: 长沙某区的奶茶店 is in Changsha.
func shop(after []rune) bool {
	for i, r := range after {
		if i > 6 || !han(r) || leadsAway.has(r) {
			return false
		}
		if shopLexicon.at(after[i:]) {
			return i > 0 && !publicHouse.at(after[i-1:]) && !(i > 1 && publicHouse.at(after[i-2:]))
		}
	}
	return false
}

var (
	shopLexicon = newLexicon([]string{"店", "馆", "摊", "铺", "坊", "餐厅", "专柜", "专卖"})
	// publicHouse are places that a city has, or that say nothing of where they come from.
	publicHouse = newLexicon([]string{"图书馆", "博物馆", "体育馆", "美术馆", "展览馆", "纪念馆", "科技馆", "文化馆", "档案馆", "天文馆", "殡仪馆", "大使馆", "领事馆", "游泳馆",
		"会展馆", "书馆", "物馆", "育馆", "术馆", "览馆", "念馆", "技馆", "化馆", "案馆", "文馆", "仪馆", "使馆", "泳馆", "展馆", "酒店", "牌坊", "街坊"})
	leadsAway = runes("的有在某市区县镇乡村路街道一这那个家我们人是和与及到去来被把很最东西南北城站")
)
