package redact

import (
	"strings"
	"unicode/utf8"
)

// sureIntroductions are followed by a name, mostly.
var sureIntroductions = newLexicon([]string{
	"我的名字叫", "我的名字是", "我名字叫", "我名叫", "我叫", "名叫", "本人姓名", "姓名", "姓 名", "联系人", "投诉人", "举报人", "反映人", "申请人", "来电人", "来信人",
	"留言人", "当事人", "诉求人", "求助人", "建议人", "咨询人", "反馈人", "受害人", "报案人", "报修人", "委托人", "收件人", "监护人", "户主", "署名", "实名", "真实姓名",
	"业主姓名", "持卡人", "参保人", "被保险人", "死者", "伤者", "患者", "原告", "签名", "称呼", "落款", "代理人", "房主", "产权人",
	"承租人", "承包人", "申诉人", "法定代表人", "法人代表", "机主", "户名", "开户名", "收款人", "寄件人", "车主", "被投诉人", "被举报人",
})

// looseIntroductions are followed by a name now and then, and by anything else otherwise.
var looseIntroductions = newLexicon([]string{
	"我是", "我,", "本人,", "本人", "我姓", "我们是", "我乃",
	"儿子", "女儿", "老公", "丈夫", "妻子", "老婆", "爱人", "父亲", "母亲", "爸爸", "妈妈", "爷爷", "奶奶", "外公", "外婆", "哥哥", "弟弟", "姐姐", "妹妹",
	"孙子", "孙女", "外孙", "岳父", "岳母", "公公", "婆婆", "侄子", "侄女", "儿媳", "女婿", "小孩", "孩子", "我爸", "我妈", "我哥",
	"我弟", "我姐", "我妹", "我爷", "我奶",
	"学生", "业主", "村民", "居民", "市民", "邻居", "房东", "租客", "乘客", "司机", "病人", "职工", "员工", "农民工", "老人", "住户",
	"考生", "家长", "同学", "退休职工", "退伍军人",
})

// names recognises private persons' names where the text introduces one.
type names struct{ *view }

// name recognises the name after an introduction, or the one before "，男，".
func (v names) name(i int) (int, int, string) {
	if r := v.at(i); r == '男' || r == '女' {
		if from, to, kind := v.nameBefore(i); kind != "" {
			return from, to, kind
		}
	}
	if n := v.hasWord(i, sureIntroductions, false); n > 0 {
		if from, to := v.nameAfter(i+n, true); to > 0 {
			return from, to, Name
		}
	}
	if n := v.hasWord(i, looseIntroductions, false); n > 0 {
		j := i + n
		sure := false
		for n, more := 0, true; more && n < 4; n++ { // 我儿子叫…, 本人姓名：…, 我是业主…
			more = false
			if w := v.hasOne(j, []string{"名字叫", "名叫", "叫做", "叫", "姓名"}); w > 0 {
				j, sure, more = j+w, true, true
			} else if w := v.hasWord(j, looseIntroductions, false); w > 0 && !sure {
				j, more = j+w, true
			} else if w := v.hasWord(j, sureIntroductions, false); w > 0 {
				j, sure, more = j+w, true, true
			} else if v.at(j) == '是' && !sure && j == i+n {
				j, more = j+1, true
			}
		}
		if from, to := v.nameAfter(j, sure); to > 0 {
			return from, to, Name
		}
	}
	return 0, 0, ""
}

// nameAfter reads a name that begins at j or after a colon there.
func (v names) nameAfter(j int, sure bool) (from, to int) {
	colon := false
	for n := 0; n < 5; n++ {
		switch r := v.at(j); {
		case r == ':' || r == '=' || r == '】' || r == '|':
			colon = true
			j++
			continue
		case r == ' ' || r == '(' || r == '"' || r == '“' || r == '\t' || r == '*' && v.at(j+1) != '*':
			j++
			continue
		case sure && (r == '为' || r == '是' || r == '叫') || colon && r == '_':
			j++
			continue
		}
		break
	}
	if to := v.dotted(j); to > 0 {
		return j, to
	}
	if !isHan(v.at(j)) {
		return 0, 0
	}
	if sure {
		return v.sureName(j, colon)
	}
	return v.looseName(j)
}

// dotted reads a name with a middle dot, 买买提·艾力: no other word looks like it.
func (v names) dotted(j int) int {
	k := j
	for isHan(v.at(k)) && k-j < 8 {
		k++
	}
	if k == j || k-j > 7 || v.at(k) != '·' || !isHan(v.at(k+1)) {
		return -1
	}
	for v.at(k) == '·' && isHan(v.at(k+1)) {
		k++
		start := k
		for isHan(v.at(k)) && k-start < 6 && (k == start || !v.endsDotted(k)) {
			k++
		}
	}
	return k
}

// endsDotted is ending for names that take words' characters for their sound.
func (v names) endsDotted(k int) bool {
	return v.hasWord(k, endWords, true) > 0 || strings.ContainsRune("是在于因的住今男女系和与及有说", v.at(k))
}

// What may follow a name, by how strongly it says that the name has ended.
const (
	noEnd = iota
	softEnd
	wordEnd
	hardEnd
)

// ending says how strongly the text at k ends a name before it.
func (v names) ending(k int) int {
	r := v.at(k)
	switch {
	case !isHan(r):
		return hardEnd
	case v.hasWord(k, endWords, false) > 0:
		return wordEnd
	case endRunes[r]:
		return softEnd
	}
	return noEnd
}

var endWords = newLexicon([]string{"今年", "现年", "家住", "住在", "现住", "身份证", "电话", "手机", "联系", "微信",
	"来自", "现在", "目前", "同志", "反映", "投诉", "举报", "咨询", "实名",
	"户籍", "户口", "职业", "毕业", "就读", "患有", "因为", "因病", "购买", "买了", "年满", "出生", "曾在", "曾于", "已经", "没有",
	"昨天", "前天", "今天", "去年", "前年", "向您", "住址",
	"地址", "性别", "年龄", "汉族", "系", "是", "在", "于", "因", "和", "与", "及", "男", "女", "的", "住", "向", "从",
	"被", "到", "去", "想", "要", "有", "把", "就", "也", "都", "说", "称",
	"表示", "认为", "发现", "希望", "请求", "代表", "一家", "等", "先生", "女士", "老师", "医生", "今", "现", "已", "不", "还",
	"给", "找", "打", "买", "租", "做", "上", "读", "跟", "对", "为"})

// saying are what callers do. Nobody is called so.
var saying = newLexicon([]string{"反映", "反应", "咨询", "投诉", "举报", "建议", "求助", "表示", "来电", "致电", "留言",
	"询问", "提问", "认为", "希望", "请求", "要求", "申请", "办理", "查询"})

// endRunes are weaker: they occur in names as well.
var endRunes = runeSet("将曾自来同以由后前这那此每又再才了过我你他她")

// names of 2-3 characters (compound surnames 3-4). nameEnd picks the likeliest end, or j.
func (v names) nameEnd(j int) int {
	sur := v.surname(j)
	if sur == 0 {
		return j
	}
	best, bestScore := j, -1
	for given := 2; given >= 1; given-- { // of equal ends the longer name wins
		k := j + sur + given
		if !v.givenAt(j+sur, given) || given == 1 && v.at(k-1) == '家' {
			continue // 李家 is a house or a village
		}
		if given == 2 && v.hasWord(j+sur, saying, false) > 0 {
			continue // 市民云反映 came through an app
		}
		score := v.ending(k)
		if given == 2 && score < hardEnd && v.ending(k-1) == wordEnd && v.hasWord(k-1, endWords, true) > 0 {
			continue // the last character begins a word: 张三|今年
		}
		if score > bestScore {
			best, bestScore = k, score
		}
	}
	return best
}

// givenAt says whether n characters at k may be a given name.
func (v names) givenAt(k, n int) bool {
	for x := k; x < k+n; x++ {
		if r := v.at(x); !isHan(r) || neverGiven[r] {
			return false
		}
	}
	return true
}

func (v names) surname(j int) int {
	if r := string(v.r[min(j, len(v.r)):min(j+2, len(v.r))]); utf8.RuneCountInString(r) == 2 && compoundSurnames[r] {
		return 2
	}
	if surnames[v.at(j)] {
		return 1
	}
	return 0
}

// sureName reads a name after 我叫, 姓名： and the like.
func (v names) sureName(j int, colon bool) (from, to int) {
	if v.hasWord(j, notNames, false) > 0 {
		return 0, 0
	}
	if spaced := v.spacedName(j); colon && spaced > 0 {
		return j, spaced
	}
	end := v.nameEnd(j)
	if !colon && rareSurnames[v.at(j)] && v.surname(j) == 1 {
		return 0, 0
	}
	if end > j && (v.ending(end) > noEnd || colon || v.surname(j) == 2 || !ambiguousSurnames[v.at(j)]) {
		if v.hasWord(j, commonWords, false) > 0 && (!colon || v.ending(end) < hardEnd) {
			return 0, 0
		}
		if v.ending(end) < hardEnd && v.placeEnd(end) {
			return 0, 0
		}
		return j, end
	}
	if !colon {
		return 0, 0
	}
	// a name whose surname is in no table: only between a colon and a hard end
	k := j
	for isHan(v.at(k)) && k-j < 5 {
		k++
	}
	if k-j >= 2 && k-j <= 4 && v.givenAt(j, k-j) && !v.placeEnd(k-1) && v.hasWord(j, commonWords, false) == 0 {
		return j, k
	}
	return 0, 0
}

// spacedName reads a name of two characters that was stretched for a form: 张 三.
func (v names) spacedName(j int) int {
	if v.surname(j) != 1 || v.at(j+1) != ' ' {
		return 0
	}
	k := j + 1
	for v.at(k) == ' ' && k-j < 4 {
		k++
	}
	if isHan(v.at(k)) && !neverGiven[v.at(k)] && v.ending(k+1) == hardEnd {
		return k + 1
	}
	return 0
}

// nextName reads a further name of a list, after one that ended at end: 张三、李四.
func (v names) nextName(end int) (from, to int) {
	switch v.at(end) {
	case '、', '/', ',', ' ', '和', '与':
	default:
		return 0, 0
	}
	j := end + 1
	to = v.nameEnd(j)
	if to <= j || v.ending(to) < hardEnd || v.hasWord(j, commonWords, false) > 0 ||
		v.hasWord(j, notNames, false) > 0 || to-j < 3 && (ambiguousSurnames[v.at(j)] ||
		v.at(end) == ',' || v.at(end) == ' ') || v.placeEnd(to-1) {
		return 0, 0
	}
	return j, to
}

// looseName reads a name after 我是, 本人, 我儿子: only where everything speaks for one.
func (v names) looseName(j int) (from, to int) {
	end := v.nameEnd(j)
	if end <= j {
		return 0, 0
	}
	how := v.ending(end)
	sur := v.surname(j)
	given := end - j - sur
	typical := typicalGiven[v.at(end-1)] && how >= wordEnd
	common := v.hasWord(j, commonWords, false) > 0 && !(typical && given == 2 && !ambiguousSurnames[v.at(j)])
	if how == noEnd || v.hasWord(j, notNames, false) > 0 || common || v.placeEnd(end) || v.placeEnd(end-1) {
		return 0, 0
	}
	if how == softEnd && given == 1 || v.at(j-1) == ',' && how < hardEnd {
		return 0, 0
	}
	if sur == 1 && rareSurnames[v.at(j)] || sur == 1 && ambiguousSurnames[v.at(j)] &&
		(how < wordEnd || given == 1 && how < hardEnd && !typical) {
		return 0, 0
	}
	if _, _, parts := v.chain(end); parts > 0 { // the name of an estate before a building
		return 0, 0
	}
	return j, end
}

// placeEnd says that the character at k makes a place, an office or a trade of what stands
// before it.
func (v names) placeEnd(k int) bool {
	return v.at(k) != 0 && strings.ContainsRune("县市区镇乡村街路巷苑园局厂店院校站所处司户员工者族", v.at(k))
}

// nameBefore reads the name in "张三，男，45岁": after the start of a clause and before 男 or 女.
func (v names) nameBefore(i int) (int, int, string) {
	if c := v.at(i - 1); c != ',' && c != '、' && c != ' ' && c != '(' {
		return 0, 0, ""
	}
	if n := v.at(i + 1); n != ',' && n != '、' && n != ')' && n != ' ' && n != '。' && !isDigit(n) {
		return 0, 0, ""
	}
	for n := 4; n >= 2; n-- {
		j := i - 1 - n
		if j < v.floor || j > 0 && isHan(v.at(j-1)) && !strings.ContainsRune("人者是叫", v.at(j-1)) {
			continue
		}
		sur := v.surname(j)
		if sur > 0 && n-sur >= 1 && n-sur <= 2 && v.givenAt(j+sur, n-sur) && v.hasWord(j, commonWords, false) == 0 {
			return j, i - 1, Name
		}
	}
	return 0, 0, ""
}
