package redact

import (
	"strings"
	"unicode/utf8"
)

// chats recognises addresses of chat.
type chats struct{ *view }

// email recognises an address whose first character is at i, with @ also written (at), # or
// 艾特, and the dot also 。 or 点.
func (v chats) email(i int) (int, int, string) {
	if p := v.at(i - 1); p != 0 && strings.ContainsRune("._%+-@", p) && i > v.floor {
		if p != '-' && p != '.' { // "—x@…" follows a dash, "1.x@…" a point
			return 0, 0, ""
		}
	}
	j := i
	for j-i <= 64 && (isLetter(v.at(j)) || isDigit(v.at(j)) || isLocalMark(v.at(j))) {
		j++
	}
	k, plainAt := v.atSign(j)
	if k < 0 {
		return 0, 0, ""
	}
	end, last := v.domain(k)
	if end < 0 || !plainAt && !topDomains[last] {
		return 0, 0, ""
	}
	return i, end, Email
}

func isLocalMark(r rune) bool {
	return r == '.' || r == '_' || r == '%' || r == '+' || r == '-'
}

// atSign reads an at sign at j and answers where the domain begins, or -1; plain says that
// it was @ itself.
func (v chats) atSign(j int) (k int, plain bool) {
	for n := 0; n < 2 && v.at(j) == ' '; n++ {
		j++
	}
	n := v.hasOne(j, []string{"@", "(at)", "[at]", "{at}", "<at>", "【at】", "#", "艾特", "(@)", "[@]", "(a)", "at "})
	if n == 0 {
		return -1, false
	}
	plain = v.at(j) == '@' || v.at(j+1) == '@'
	if upper(v.at(j)) == 'A' && v.at(j-1) != ' ' {
		return -1, false
	}
	j += n
	for n := 0; n < 2 && v.at(j) == ' '; n++ {
		j++
	}
	return j, plain
}

// domain reads at least two labels and answers the rune after them and the last label.
func (v chats) domain(j int) (end int, last string) {
	end = -1
	for labels := 1; labels <= 8; labels++ {
		k := j
		for k-j <= 64 && (v.wordAt(k) || v.at(k) == '-' && k > j) {
			k++
		}
		if k == j {
			break
		}
		word := strings.ToLower(string(v.r[j:k]))
		if labels > 1 && len(word) >= 2 && isLetter(v.r[j]) {
			end, last = k, word
		}
		n := v.hasOne(k, []string{".", "。", "点", "(dot)", "[dot]", " dot ", "(.)", "[.]", "(点)", "·"})
		if n == 0 || (v.at(k) == '。' || v.at(k) == '.') && !isLetter(v.at(k+n)) && !isDigit(v.at(k+n)) {
			break
		}
		if v.at(k) == '。' && !topDomains[v.word(k+1)] && !topDomains[v.secondWord(k+1)] {
			break
		}
		j = k + n
	}
	return end, last
}

// word is the run of ASCII letters at i, lower-case; i may lie behind the text.
func (v chats) word(i int) string {
	i = min(i, len(v.r))
	k := i
	for isLetter(v.at(k)) {
		k++
	}
	return strings.ToLower(string(v.r[i:k]))
}

// secondWord is the label after the one at i: "com" in vip。163。com.
func (v chats) secondWord(i int) string {
	for v.wordAt(i) {
		i++
	}
	return v.word(i + 1)
}

var topDomains = map[string]bool{"com": true, "cn": true, "net": true, "org": true, "edu": true,
	"gov": true, "info": true, "me": true, "top": true, "vip": true,
	"io": true, "cc": true, "hk": true, "tw": true, "xyz": true, "test": true, "example": true,
	"mail": true, "co": true, "biz": true}

// chatLabels introduce a chat id. The second value is the kind.
var chatLabels = []struct {
	word string
	kind string
}{
	{"微信", WeChat}, {"威信", WeChat}, {"薇信", WeChat}, {"徽信", WeChat}, {"weixin", WeChat},
	{"wechat", WeChat}, {"v信", WeChat}, {"vx", WeChat}, {"wx", WeChat},
	{"qq", QQ}, {"q q", QQ}, {"扣扣", QQ}, {"加扣", QQ}, {"绿泡泡", WeChat}, {"抠抠", QQ}, {"球球", QQ},
	{"企鹅", QQ}, {"q", QQ}, {"v", WeChat},
	{"抖音号", Handle}, {"抖音账号", Handle}, {"抖音id", Handle}, {"快手号", Handle}, {"快手账号", Handle},
	{"小红书号", Handle}, {"小红书账号", Handle}, {"微博账号", Handle}, {"陌陌号", Handle}, {"钉钉号", Handle},
}

// chatPairs are how those of chatLabels begin that are no letters: a quick look.
var chatPairs = func() map[[2]rune]bool {
	m := map[[2]rune]bool{}
	for _, l := range chatLabels {
		if r := []rune(l.word); len(r) > 1 {
			m[[2]rune{r[0], r[1]}] = true
		}
	}
	return m
}()

// chat recognises the id after a word for a chat service. The word itself stays.
func (v chats) chat(i int) (int, int, string) {
	if v.has(i, "wxid_") && v.startsToken(i) {
		if end := v.idEnd(i); end-i >= 8 {
			return i, end, WeChat
		}
	}
	latin := isLetter(v.at(i))
	if latin && !v.startsToken(i) || !latin && !chatPairs[[2]rune{v.at(i), v.at(i + 1)}] {
		return 0, 0, ""
	}
	for _, l := range chatLabels {
		if !v.has(i, l.word) {
			continue
		}
		j := i + utf8.RuneCountInString(l.word)
		if len(l.word) == 1 && !v.alone(i, j) {
			continue
		}
		if v.has(j, "公众") || v.has(j, "小程序") || v.has(j, "视频号") {
			return 0, 0, ""
		}
		k, named := v.chatFiller(j)
		if end := v.chatID(k, l.kind, named, latin && k == j); end > 0 {
			return k, end, l.kind
		}
		if l.kind == QQ && len(l.word) > 1 || l.kind == WeChat && !latin {
			return 0, 0, ""
		}
	}
	return 0, 0, ""
}

// alone says that the single letter at i means the chat service: 加v, +V：, Q号, V：
func (v chats) alone(i, j int) bool {
	if isLetter(v.at(j)) {
		return false
	}
	before := strings.TrimRight(v.before(i, 4), " ")
	return endsWithAny(before, "加", "+", "➕", "加我", "我", "搜", "联系") || v.at(j) == '号' || v.at(j) == ':'
}

// chatFiller steps over what stands between the word and the id: 号码是：, (同号) and so on.
// named says that it calls what follows a number or id.
func (v chats) chatFiller(j int) (k int, named bool) {
	for n := 0; n < 8; n++ {
		if w := v.hasOne(j, []string{"号码", "账号", "帐号", "账户", "同号", "名称", "号", "id", "ID"}); w > 0 &&
			!(w == 2 && isLetter(v.at(j)) && v.wordAt(j+2)) {
			j, named = j+w, true
			continue
		}
		if w := v.hasOne(j, []string{"联系方式", "联系我", "联系", "添加", "搜索", "加我", "群号", "群", "加", "搜",
			"我的", "就是", "可加", "请加", "昵称"}); w > 0 {
			j += w
			continue
		}
		r := v.at(j)
		if r == ':' || r == '=' || r == '是' || r == '为' {
			named = true
			j++
			continue
		}
		if r != 0 && r != '\n' && r != ']' && strings.ContainsRune(fillers, r) {
			j++
			continue
		}
		break
	}
	return j, named
}

// chatID is the rune after the id at k, or -1.
func (v chats) chatID(k int, kind string, named, joined bool) int {
	if d := v.chatDigits(k); d > 0 {
		return d
	}
	if kind == QQ || !isLetter(v.at(k)) {
		return -1
	}
	end := v.idEnd(k)
	n := end - k
	if n < 5 || n > 20 || n < 6 && !named || v.at(end) == '@' ||
		v.at(end) == '.' && v.wordAt(end+1) || v.at(end) == ':' && v.at(end+1) == '/' {
		return -1
	}
	mixed := false
	for _, r := range v.r[k:end] {
		mixed = mixed || !isLetter(r)
	}
	if !mixed && (joined || notIDs[strings.ToLower(string(v.r[k:end]))]) {
		return -1
	}
	return end
}

var notIDs = map[string]bool{"android": true, "iphone": true, "windows": true, "wechat": true,
	"weixin": true, "applet": true, "public": true, "official": true,
	"version": true, "harmonyos": true, "online": true, "mobile": true, "emoji": true, "telegram": true}

func (v chats) idEnd(k int) int {
	for v.wordAt(k) || v.at(k) == '_' || v.at(k) == '-' && v.wordAt(k+1) {
		k++
	}
	return k
}

// chatDigits reads 5 to 11 digits, the first not 0, perhaps in groups or with stars.
func (v chats) chatDigits(k int) int {
	if !isDigit(v.at(k)) || v.at(k) == '0' {
		return -1
	}
	d := v.digitsAt(k)
	for g := range d.to {
		n, end := d.upto[g], d.to[g]
		if g > 0 && (d.to[0]-d.from[0] > 4 || d.to[g]-d.from[g] > 4) {
			break
		}
		for isMask(v.at(end)) && v.at(end) != 'x' && v.at(end) != 'X' && v.at(end) != '?' {
			end++
			n++
		}
		for end > d.to[g] && isDigit(v.at(end)) {
			end++
			n++
		}
		last := g+1 >= len(d.to) || n >= 8 || d.to[g+1]-d.from[g+1] > 4
		if n == 11 && v.r[k] == '1' && v.r[k+1] >= '3' { // a mobile number: number says so
			return -1
		}
		if n >= 5 && n <= 11 && last && !v.wordAt(end) && v.at(end) != '@' && !v.hasChatUnit(end) {
			return end
		}
	}
	return -1
}

func (v chats) hasChatUnit(end int) bool {
	return v.hasOne(end, []string{"元", "人", "个", "名", "万", "年", "块", "条", "次"}) > 0
}
