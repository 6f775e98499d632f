package collectors

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"huiying/internal/pattern"
)

// personLabels introduce who wrote or made a text. What follows them is never kept.
const personLabels = `来信人姓名|来信人|写信人|发信人|留言人|留言者|诉求人|反映人|投诉人|举报人|咨询人|申请人|信访人|提问人|来电人|联系人|姓名|昵称|网名|用户名|网友昵称|楼主|发帖人|发表人|作者|责任编辑|责编|编辑|记者|联系电话|联系方式|手机号码|手机号|手机|电话号码|电子邮箱|邮箱|联系地址|家庭住址|IP地址|IP属地|IP`

var personField = pattern.MustCompile(`(^|[\s|｜;；,，【\[(（])(?:` + personLabels + `)\s*[:：]\s*[^\s|｜;；,，。】\])）]{0,24}[】\])）]?`)

// WithoutPersons drops the fields of a page that say who wrote it: such labels with their
// values within short lines of fields, and the line when no more than a rest of a name is
// left of it. The sentences of a text stay; names within them are for redaction.
func WithoutPersons(s string) string {
	lines := strings.Split(withoutSignature(s), "\n")
	out := lines[:0]
	for _, line := range lines {
		line = withoutBylines(line)
		if utf8.RuneCountInString(line) <= longestField {
			if cut := personField.ReplaceAllString(line, "$1"); cut != line {
				line = TidyLines(cut)
				if letters(line) <= 3 {
					continue
				}
			}
		}
		if line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// longestField is the longest line, in characters, that is taken for a row of fields.
const longestField = 120

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

var (
	// byline is who wrote, took or edited it, in brackets or at the end of a line.
	byline = pattern.MustCompile(`[（(【\[]\s*(?:[\p{Han}]{0,8})(?:记者|通讯员|责任编辑|责编|编辑|作者|摄影|撰稿|供稿|图/文|文/图|文/|图/)[^（）()【】\[\]。]{0,60}[）)】\]]`)
	// credits are the same without brackets, at the beginning or the end of a line.
	credits = pattern.MustCompile(`^(?:[\p{Han}]{0,6}(?:记者|通讯员)[\s　:：]+[\p{Han}·]{2,4}(?:[\s　、,，]+(?:通讯员|记者|实习生)?[\s　:：]*[\p{Han}·]{2,4}){0,4}[\s　]*(?:报道|摄影报道|文/图|摄|文)?[\s　:：]*)|[\s　]*(?:责任编辑|责编|编辑|审核|校对|初审|复审|终审|供稿|撰稿|作者|文字|摄影|来源)\s*[:：]\s*[\p{Han}·\s　、]{2,16}$`)
	// unmarked is a label without a colon whose value ends at the next label.
	unmarked = pattern.MustCompile(`(?:来信人|写信人|留言人|诉求人|反映人|投诉人|咨询人|举报人|来电人|提问人|联系人|姓名|昵称)[\s　]*(?:姓名)?[\s　]*([\p{Han}A-Za-z*某·]{1,6}?)[\s　]*((?:来信|写信|留言|诉求|反映|投诉|咨询|提问|来电|联系|提交|登记|发布)(?:时间|日期|电话|方式|内容|标题|主题)|手机|电话|性别|信件|办理|$)`)
	// spoken is a person whom a text introduces by a role.
	spoken = pattern.MustCompile(`(市民|居民|村民|业主|群众|网友|读者|乘客|家长|用户|住户|商户|游客|记者|通讯员|摄影师)([\p{Han}]{2,4})`)
)

// withoutBylines cuts who wrote or made a text out of a line, and names behind a role.
func withoutBylines(line string) string {
	line = byline.ReplaceAllString(line, "")
	line = credits.ReplaceAllString(line, "")
	line = unmarked.ReplaceAllStringFunc(line, func(s string) string {
		if m := unmarked.FindStringSubmatch(s); strings.ContainsAny(m[1], "某*") || isName(m[1]) {
			return m[2]
		}
		return s
	})
	return spoken.ReplaceAllStringFunc(line, func(s string) string {
		m := spoken.FindStringSubmatch(s)
		name := []rune(m[2])
		for _, n := range []int{3, 2, 4} {
			if n <= len(name) && said(name[n:], line, s) && isName(string(name[:n])) {
				return m[1] + string(name[n:])
			}
		}
		return s
	})
}

// said says whether what follows a name is a verb of saying: only then is a word behind a role
// taken for a name here. Others are for redaction.
func said(rest []rune, line, match string) bool {
	after := string(rest)
	if i := strings.Index(line, match); i >= 0 {
		after += line[i+len(match):]
	}
	for _, verb := range []string{"告诉", "反映", "表示", "介绍", "说", "称", "向", "来电", "来信", "致电", "投诉",
		"留言", "求助", "在接受", "提出", "觉得", "认为", "发现", "看到"} {
		if strings.HasPrefix(after, verb) {
			return true
		}
	}
	return false
}

// isName asks the redaction whether it takes a word for a name where one is introduced.
func isName(s string) bool {
	_, found := redacted("姓名：" + s + "。")
	return len(found) > 0
}

var (
	closing   = pattern.MustCompile(`(?:此致|敬礼|敬上|谢谢|感谢|盼复|望回复|敬请.{0,8}|祝.{0,10})[！!。.~～]*$`)
	signedBy  = pattern.MustCompile(`^(?:[\p{Han}]{0,8}(?:市民|居民|村民|业主|群众|网友|家长|学生|来信人|反映人|投诉人|一名[\p{Han}]{2,4})[:：\s　]*)?([\p{Han}·]{2,4})(?:敬上|敬呈|上|呈|谨上)?$`)
	signedDay = pattern.MustCompile(`^[\d一二三四五六七八九十〇零年月日号/.\-\s]{4,20}$`)
)

// withoutSignature cuts a name that stands alone at the end of a letter, above its date or
// below its greeting.
func withoutSignature(s string) string {
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	n := len(lines)
	if n < 2 {
		return s
	}
	at := n - 1
	dated := signedDay.MatchString(lines[at])
	if dated {
		at--
	}
	if at < 1 {
		return s
	}
	m := signedBy.FindStringSubmatch(strings.TrimSpace(lines[at]))
	if m == nil || !isName(m[1]) || !dated && !closing.MatchString(strings.TrimSpace(lines[at-1])) {
		return s
	}
	return strings.Join(append(lines[:at:at], lines[at+1:]...), "\n")
}
