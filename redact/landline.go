package redact

import "strings"

// landline recognises a fixed line: area code and seven or eight digits, or those alone
// after a word that says it is a phone. An office's own line in its official role stays.
func (v numbers) landline(i int, d digits) (int, int, string) {
	if v.codeLetters(i) || v.fraction(i) || !d.plain {
		return 0, 0, ""
	}
	start, to := v.withArea(i, d)
	if to < 0 {
		if start, to = v.local(i, d); to < 0 {
			return 0, 0, ""
		}
	}
	if v.wordAt(to) || v.amount(i, to) || orderLabel(v.labelBefore(v.numberStart(start))) {
		return 0, 0, ""
	}
	to = v.extension(to)
	if officialRole(v.before(start, 32), v.after(to, 12)) {
		return 0, 0, ""
	}
	return start, to, Landline
}

// withArea reads 0731-88880000, 073188880000, (010)88880000, +86 731 88880000.
func (v numbers) withArea(i int, d digits) (from, to int) {
	s := d.text
	first := d.upto[0]
	if first == 11 || first == 12 {
		if s[:1] == "0" && (first == 11 && areaCode(s[:3]) || areaCode(s[:4])) {
			return v.countryCode(i), d.to[0]
		}
		return i, -1
	}
	from = v.countryCode(i)
	area := s[:first]
	if from < i && area[0] != '0' {
		area = "0" + area
	}
	if !areaCode(area) {
		return i, -1
	}
	local := d
	rest := 1
	if v.at(d.to[0]) == ')' && v.at(i-1) == '(' && i-1 >= v.floor {
		j := d.to[0] + 1
		if v.at(j) == ' ' || v.at(j) == '-' {
			j++
		}
		local, rest, from = v.digitsAt(j), 0, min(from, i-1)
	}
	if to = local.subscriber(rest, 3); to < 0 && v.at(d.to[0]) == '/' { // 0731/88880000
		to = v.digitsAt(d.to[0]+1).subscriber(0, 1)
	}
	return from, to
}

// subscriber is the rune after seven or eight digits in at most groups groups, or -1.
func (d digits) subscriber(first, groups int) int {
	base := 0
	if first > 0 && first <= len(d.upto) {
		base = d.upto[first-1]
	}
	to := -1
	for k := first; k < len(d.to) && k < first+groups; k++ {
		n := d.upto[k] - base
		if n == 8 || n == 7 && (k+1 >= len(d.to) || d.upto[k+1]-base != 8 || d.to[k]-d.from[k] == 7) {
			to = d.to[k]
		}
		if n >= 7 {
			break
		}
	}
	return to
}

// local reads a number without area code, which only its label shows to be a phone.
func (v numbers) local(i int, d digits) (from, to int) {
	to = d.subscriber(0, 2)
	if to < 0 || to != d.to[0] && areaCode(d.text[:d.upto[0]]) {
		return i, -1
	}
	label := v.labelBefore(i)
	if endsWithAny(label, "电话", "电话号码", "座机", "座机号", "固话", "宅电", "家电话", "联系方式", "tel", "打电话") && !strings.HasSuffix(label, "热线电话") {
		return i, to
	}
	// "0731-88880000、88880001": the second one of a pair
	if v.floor > 0 && v.floor < i && i-v.floor <= 2 && strings.ContainsRune("、/,，或和", v.at(v.floor)) {
		return i, to
	}
	return i, -1
}

// extension steps over "-123", "转 123", "分机123".
func (v numbers) extension(to int) int {
	j := to
	for v.at(j) == ' ' || v.at(j) == '(' || v.at(j) == ',' {
		j++
	}
	n := v.hasOne(j, []string{"转分机号", "转分机", "分机号", "分机", "转", "ext.", "ext", "-", "*", "#"})
	if n == 0 {
		return to
	}
	j += n
	for v.at(j) == ' ' || v.at(j) == ':' {
		j++
	}
	k := j
	for isDigit(v.at(k)) {
		k++
	}
	if k == j || k-j > 6 {
		return to
	}
	return k
}

// offices end the name of an office or the word for what its line is for.
var offices = []string{"办公室", "办公", "咨询", "查询", "监督", "投诉", "举报", "服务", "值班", "受理", "客服", "公开", "报修", "抢修", "维修", "监管", "热线", "总台",
	"前台", "政务", "窗口", "大厅", "中心", "局", "委", "办", "处", "科", "股", "所", "站", "院", "厅", "部", "大队", "支队", "中队", "政府", "街道", "社区", "公司",
	"物业", "学校", "小学", "中学", "业务", "报名", "预约", "救助", "维权", "对外", "总机", "应急", "报警", "值守", "便民", "招生", "办事处", "委员会", "居委会", "村委会", "便民服务", "党群", "银行", "单位公开"}

// officialRole says that the words around a fixed line call it an office's own line:
// public information, which the text may need.
func officialRole(before, after string) bool {
	if private(before) {
		return false
	}
	tail := strings.TrimRight(before, fillers)
	for _, label := range []string{"联系电话", "电话号码", "号码", "电话", "联系方式", "座机", "固话", "tel"} {
		if t, ok := strings.CutSuffix(tail, label); ok {
			tail = strings.TrimRight(t, fillers+"的")
			break
		}
	}
	tail = strings.TrimSuffix(tail, "的")
	if endsWithAny(tail, offices...) && !endsWithAny(tail, "住处", "住所", "全部", "投诉人", "咨询人") {
		return true
	}
	calling := containsAny(before, "拨打", "致电", "请拨", "电询", "来电")
	if calling && containsAny(before, "咨询", "监督", "投诉", "举报", "热线", "办公室", "值班", "服务", "局", "街道办", "社区") {
		return true
	}
	invited := containsAny(before, "请", "可", "欢迎", "如有", "如需", "详情") && !containsAny(before, "贵", "尽快", "解决", "回复", "答复", "处理")
	if invited && containsAny(before, "局", "委", "办", "中心", "所", "科", "政府", "街道", "法院", "社区", "公司", "学校", "医院") &&
		containsAny(before, "咨询", "联系", "反映", "查询", "了解", "办理", "挂失") {
		return true
	}
	if containsAny(before, "疑问", "疑虑", "不解之处", "不明之处") && containsAny(before, "请", "可", "欢迎") {
		return true
	}
	after = strings.TrimPrefix(strings.TrimLeft(after, " ,"), "电话")
	if calling && (strings.HasPrefix(after, "咨询") || strings.HasPrefix(after, "进行") || strings.HasPrefix(after, "反映") || strings.HasPrefix(after, "举报")) {
		return true
	}
	if strings.HasPrefix(after, "(") {
		inside, _, _ := strings.Cut(after[1:], ")")
		return endsWithAny(inside, offices...)
	}
	return false
}

// private says that the words before a phone claim it for a person.
func private(before string) bool {
	last := before
	if r := []rune(before); len(r) > 14 {
		last = string(r[len(r)-14:])
	}
	if containsAny(last, "本人", "我家", "家里", "家中", "我的", "我电话", "我座机", "宅电", "住宅", "个人", "联系我", "找我", "回电", "回我", "户主", "投诉人", "举报人", "联系人", "反映人", "申请人", "家属", "当事人", "业主电话", "家庭") {
		return true
	}
	return false
}
