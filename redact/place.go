package redact

import "strings"

// A part of a dwelling number: a number and the word after it. What makes a chain of parts a
// dwelling is decided from the parts it has.
type part uint16

const (
	building part = 1 << iota // 栋 幢 座 号楼
	unit                      // 单元 门
	floor                     // 楼 层
	room                      // 室 房 户, or a bare number after a building or unit
	house                     // 号 (of a road or village), 弄
	group                     // 组 队 (of a village)
)

// partWords in the order in which they are tried: longer before shorter.
var partWords = []struct {
	word string
	is   part
}{
	{"号楼", building}, {"号栋", building}, {"楼栋", building}, {"栋", building}, {"幢", building},
	{"棟", building}, {"座", building}, {"排", building}, {"#楼", building}, {"#栋", building},
	{"#", building},
	{"单元", unit}, {"门洞", unit}, {"门", unit}, {"梯", unit},
	{"号房", room}, {"号室", room}, {"房间", room}, {"室", room}, {"房", room}, {"户", room},
	{"层楼", floor}, {"楼", floor}, {"层", floor},
	{"号院", house}, {"号", house}, {"弄", house},
	{"村民小组", group}, {"组", group}, {"小队", group}, {"队", group}, {"社", group},
}

// partFirst are the characters that partWords begin with.
var partFirst = func() *charset {
	var first []rune
	for _, w := range partWords {
		first = append(first, []rune(w.word)[0])
	}
	return runeSet(string(first))
}()

// dwelling recognises the number of a home and leaves road and estate: 3栋2单元501室, 12号3栋501,
// 三幢二单元五零一室, A座1203室, 2-3-501 after an estate, 5组12号 after a village. A single part
// counts only where the words before it speak of living there.
func (v *view) dwelling(i int) (int, int, string) {
	if p := v.at(i - 1); isDigit(p) || isLetter(p) || p == '第' || isNumeral(p) {
		return 0, 0, ""
	}
	end, has, parts := v.chain(i)
	if parts == 0 {
		return v.dashed(i)
	}
	before := v.before(i, 24)
	if v.office(before, end, has) {
		return 0, 0, ""
	}
	home, strong := livesThere(before), strongHome(before)
	switch {
	case has&room != 0 && has&(building|unit|house) != 0 && !(v.r[end-1] == '户' && counted(before)),
		has&room != 0 && has&floor != 0 && v.r[end-1] != '户',
		has&unit != 0 && has&building != 0,
		has&house != 0 && has&building != 0 && onRoad(before),
		has&group != 0 && has&house != 0 && villageBefore(before):
	case home && has&(room|unit) != 0 && v.r[end-1] != '户' && !counted(before),
		strong && has&building != 0 && endsWithAny(before, estates...) && !counted(before),
		strong && has&house != 0 && onRoad(before),
		strong && has&group != 0 && villageBefore(before):
	case has == room && parts == 1 && end-i >= 4 && v.hasOne(end, []string{"业主", "住户", "户主"}) > 0,
		has == house && endsWithAny(before, "门牌", "门牌号", "门牌号是", "门牌号为", "门牌号:"):
	case has == room && v.r[end-1] == '室' && endsWithAny(before, estates...):
	default:
		return 0, 0, ""
	}
	return i, end, Dwelling
}

// chain reads parts from i on: where they end, which there are, and how many.
func (v *view) chain(i int) (end int, has part, parts int) {
	end = i
	for parts < 7 {
		j := end
		for k := 0; parts > 0 && k < 2 && (v.at(j) == ' ' || v.at(j) == '-' || v.at(j) == '的'); k++ {
			j++
		}
		n, is := v.part(j, has)
		if n < 0 {
			break
		}
		if is == 0 {
			if !v.bareRoom(j, n, has) {
				break
			}
			is = room
			end, has, parts = n, has|is, parts+1
			if v.at(end) == '-' && isDigit(v.at(end+1)) { // 2栋3-501
				continue
			}
			break
		}
		if is == house && has&(building|unit|floor) != 0 {
			is = room // 3栋102号
		}
		if is&has&(unit|room|group) != 0 || is == group && has != 0 || is == floor && has == 0 &&
			!isDigit(v.at(j)) && parts > 0 {
			break
		}
		end, has, parts = n, has|is, parts+1
	}
	return end, has, parts
}

// part reads one number and its word. is is 0 for a number without a word; end is -1 when
// there is no number.
func (v *view) part(j int, has part) (end int, is part) {
	k := j
	if r := v.at(k); r != 0 && strings.ContainsRune("附甲乙丙丁", r) && (isDigit(v.at(k+1)) || isNumeral(v.at(k+1))) {
		k++
	}
	start := k
	for isDigit(v.at(k)) || upper(v.at(k)) >= 'A' && upper(v.at(k)) <= 'Z' && k-start < 3 {
		k++
	}
	if k == start {
		for isNumeral(v.at(k)) && k-start < 6 {
			k++
		}
	}
	if k == start && k > j { // 甲栋
		k = start
	}
	if k == j || k-start > 5 {
		return -1, 0
	}
	n := k
	if v.at(n) == ' ' {
		n++
	}
	if !partFirst.has(v.at(n)) {
		return k, 0
	}
	for _, w := range partWords {
		if !v.has(n, w.word) {
			continue
		}
		if !v.fits(w.word, n) || k-start < 3 && (isNumeral(v.at(start)) && strings.Contains("门梯房户#",
			w.word) || w.word == "户") {
			return -1, 0
		}
		return n + len([]rune(w.word)), w.is
	}
	return k, 0
}

// fits refuses words that only begin like a part: 3门课, 2队人, 5号线, 3房2厅, 201室内.
func (v *view) fits(word string, n int) bool {
	next := v.at(n + len([]rune(word)))
	if next == 0 {
		return word != "#"
	}
	switch word {
	case "号":
		return !strings.ContainsRune("线文令机码桥井坑煤仓库厂", next)
	case "门":
		return !strings.ContainsRune("课店市面口诊", next)
	case "房":
		return !strings.ContainsRune("两二三一1234地产屋子改产东租价", next)
	case "户":
		return !strings.ContainsRune("人家居业农住村籍口型数外主", next)
	case "室":
		return !strings.ContainsRune("内外友两二一12", next)
	case "组":
		return !strings.ContainsRune("织长成合团建件", next)
	case "队":
		return !strings.ContainsRune("伍员长列", next)
	case "社":
		return !strings.ContainsRune("区会保", next)
	case "座":
		return !strings.ContainsRune("位谈桥山标城", next)
	case "层":
		return !strings.ContainsRune("次面级", next)
	case "#":
		return isDigit(next) || next == '-'
	}
	return true
}

// bareRoom says that a number without a word, after a building or unit, is a room: 3栋501.
func (v *view) bareRoom(j, end int, has part) bool {
	n := 0
	for k := j; k < end; k++ {
		if isDigit(v.at(k)) {
			n++
		} else if isNumeral(v.at(k)) {
			n++
		} else if k > j {
			return false
		}
	}
	if has&(building|unit|floor) == 0 || n > 4 || n < 3 && has&unit == 0 && v.at(end) != '-' || n < 1 {
		return false
	}
	if v.wordAt(end) || v.at(end) == '.' && isDigit(v.at(end+1)) || v.at(end) == '%' || v.at(end) == '/' {
		return false
	}
	return v.hasOne(end, []string{"元", "人", "个", "年", "月", "日", "平", "米", "万", "名", "多", "套", "余",
		"家", "块", "天", "分", "次", "台", "间", "亩", "度", "吨", "点", "位", "路", "栋", "幢", "层", "户居", "户业",
		"部"}) == 0
}

// dashed recognises 3-2-501 and 12-501 after an estate or a word of living.
func (v *view) dashed(i int) (int, int, string) {
	if !isDigit(v.at(i)) && !isDigit(v.at(i+1)) {
		return 0, 0, ""
	}
	j, groups, last := i, 0, 0
	for groups < 5 {
		k := j
		if groups == 0 && isLetter(v.at(k)) {
			k++
		}
		for isDigit(v.at(k)) {
			k++
		}
		if k == j || k-j > 4 {
			return 0, 0, ""
		}
		groups, last = groups+1, k-j
		j = k
		if v.at(j) != '-' || !isDigit(v.at(j+1)) {
			break
		}
		j++
	}
	if groups < 2 || groups > 4 || last < 3 || v.wordAt(j) ||
		v.hasOne(j, []string{"年", "月", "元", "米", "人", "路"}) > 0 || v.at(i) == '0' {
		return 0, 0, ""
	}
	named := v.hasOne(j, []string{"室", "号房"})
	j += max(named, v.hasOne(j, []string{"室", "房", "号房", "号", "户"}))
	before := v.before(i, 24)
	if (named == 0 || groups < 3) && !endsWithAny(before, estates...) &&
		!(groups > 2 && livesThere(before) || endsWithAny(strings.TrimRight(before, fillers), "房号",
			"门牌", "门牌号", "住址", "地址", "住在", "家住")) {
		return 0, 0, ""
	}
	return i, j, Dwelling
}

var estates = []string{"小区", "花园", "家园", "公寓", "苑", "园", "府", "邸", "湾", "郡", "居", "轩", "庭", "宿舍",
	"山庄", "新村", "新城", "里", "城", "广场", "国际", "名都", "公馆", "院", "庄", "期", "区", "一期", "二期", "三期", "阁",
	"台", "岸", "墅", "大厦", "嘉园", "雅苑", "社区", "安置房", "廉租房", "公租房", "村", "路", "街", "巷", "坊", "号", "弄"}

func livesThere(before string) bool {
	return containsAny(before, "住", "地址", "我家", "家在", "户籍", "居", "业主", "房号", "门牌", "房子", "租", "购买",
		"买了", "买的", "户主", "家庭", "寄到", "送到", "家的", "老家", "家位于", "本人房", "我是", "本人是", "本人系", "上门",
		"位于我", "家于", "户口")
}

func strongHome(before string) bool {
	return containsAny(before, "住在", "家住", "住址", "我家", "现住", "居住", "户籍", "我住", "人住", "家在", "住所", "老家", "家庭地址", "户口")
}

// onRoad says that a house number may follow, and not the number of a document or a day.
func onRoad(before string) bool {
	return endsWithAny(before, "路", "街", "道", "巷", "里", "弄", "村", "组", "胡同", "坊", "庄", "院", "屯",
		"段", "园", "区", "镇", "湾", "塘", "桥", "苑", "冲", "岭", "坪")
}

func villageBefore(before string) bool {
	return endsWithAny(before, "村", "屯", "寨", "社区", "大队", "居委会", "村委会", "庄", "湾", "冲", "塘", "坪",
		"岭", "坝", "场", "街道", "镇", "乡", "村第") || containsAny(before, "村", "屯")
}

// office says that the chain is a desk of an office, not a home.
func (v *view) office(before string, end int, has part) bool {
	if v.hasOne(end, []string{"窗口", "办公", "会议", "大厅", "柜台", "教室", "服务台", "诊室", "科室", "审判庭", "法庭",
		"接待", "信访", "咨询"}) > 0 {
		return true
	}
	if containsAny(before, "住", "我家") {
		return false
	}
	return endsWithAny(strings.TrimRight(before, " ,、(:"), "政府", "机关", "办公楼", "办公区", "办公室", "局",
		"法院", "检察院", "医院", "学校", "大厅", "政务中心", "服务中心", "行政中心", "大学", "学院", "中学", "小学", "行政楼", "教学楼",
		"门诊楼", "住院部", "窗口", "委员会", "派出所", "管委会", "大院", "机关院", "机关大院", "局机关", "银行", "酒店", "宾馆", "商场",
		"仲裁院", "办公大楼", "局大楼")
}

// counted says that a number counts: 共120户.
func counted(before string) bool {
	return endsWithAny(before, "共", "共有", "几", "数", "多", "有", "约", "近", "达", "计", "的", "建", "增", "剩", "仅", "套")
}

func isNumeral(r rune) bool {
	switch r {
	case '一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '零', '〇', '两', '百':
		return true
	}
	return false
}
