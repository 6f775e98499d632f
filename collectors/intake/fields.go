package intake

import (
	"cmp"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"

	"huiying/collectors"
	"huiying/opinion"
)

// field is what a record's key can mean.
type field string

const (
	fieldTicket   field = "ticket" // a number that is one report's alone at its source
	fieldID       field = "id"
	fieldTitle    field = "title"
	fieldText     field = "text"
	fieldURL      field = "url"
	fieldTime     field = "published_at"
	fieldDivision field = "division"
	fieldSource   field = "source"
)

// aliases are the keys and column labels met in exports, best first: where a record has
// several keys of one meaning, the earliest one with a value counts.
var aliases = map[field][]string{
	fieldTicket: {"ticket", "ticket_id", "ticket_no", "ticket_number", "工单编号", "工单号", "信件编号", "信访件编号",
		"诉求编号", "办件编号", "留言编号", "信件索引号", "业务编号", "查询编号", "受理编号"},
	fieldID: {"id", "ref", "tid", "number", "流水号", "编号"},
	fieldTitle: {"title", "subject", "headline", "来信标题", "来件标题", "留言标题", "留言主题", "信件标题", "诉求标题", "咨询标题", "咨询主题",
		"来信主题", "信件名称", "案件标题", "办件标题", "办件名称", "工单标题", "受理标题", "问题摘要", "反映问题", "件名", "主题", "标题"},
	fieldText: {"text", "content", "body", "description", "message", "来信内容", "来件内容", "留言内容", "留言详情",
		"信件内容", "内容描述", "事项内容",
		"来电内容", "诉求描述", "诉求内容", "诉求问题", "具体内容", "网友留言", "网民提问", "问题描述", "主要诉求", "咨询内容", "工单内容", "办件内容",
		"公开信访内容", "正文", "内容", "详情"},
	fieldURL: {"url", "link", "网址", "链接", "原文链接", "来源网址"},
	fieldTime: {"published_at", "publishedat", "published", "pubdate", "time", "date", "datetime",
		"dateline", "created_at", "submitted_at",
		"来信时间", "来件时间", "留言时间", "诉求时间", "来信日期", "信访日期", "来电时间", "写信时间", "递交时间", "受理时间", "受理日期", "提交时间",
		"反映时间", "咨询时间", "发布时间", "发表时间", "发布日期", "时间", "日期"},
	fieldDivision: {"division", "division_code", "行政区划", "行政区划代码", "区划代码"},
	fieldSource:   {"source"},
}

// personKeys say who wrote or called, or how to find that person. Their values are never
// looked at.
var personKeys = keySet(
	"author", "authors", "author_name", "author_id", "by", "byline", "creator", "writer", "poster",
	"sender", "from_user", "editor",
	"user", "users", "username", "user_name", "user_id", "uid", "userid", "userinfo", "user_info",
	"account", "account_id", "member", "member_id",
	"name", "realname", "real_name", "fullname", "full_name", "nickname", "nick", "nick_name",
	"screen_name", "display_name", "handle",
	"avatar", "avatar_url", "head_img", "profile", "profile_url", "signature",
	"phone", "phone_number", "mobile", "mobile_phone", "tel", "telephone", "cell", "caller",
	"caller_number", "contact", "contacts",
	"email", "e_mail", "mail", "qq", "qq_number", "wechat", "weixin", "wx", "openid", "open_id", "unionid",
	"ip", "ip_address", "client_ip", "ip_location", "device", "device_id", "imei", "mac",
	"user_agent", "cookie", "session",
	"id_card", "idcard", "id_number", "identity", "passport", "gender", "sex", "age", "birthday",
	"birth_date", "home_address", "address",
	"姓名", "真实姓名", "名字", "称呼", "作者", "用户", "用户名", "用户ID", "用户编号", "留言用户", "昵称", "用户昵称", "网名", "网友",
	"网友昵称", "网民", "账号", "帐号",
	"留言人", "来信人", "写信人", "来电人", "来访人", "信访人", "诉求人", "投诉人", "举报人", "反映人", "咨询人", "提问人", "申请人",
	"联系人", "发布人", "发帖人", "楼主", "市民", "当事人",
	"留言人姓名", "来信人姓名", "来电人姓名", "诉求人姓名", "投诉人姓名", "联系人姓名", "市民姓名",
	"电话", "联系电话", "联系方式", "电话号码", "手机", "手机号", "手机号码", "联系手机", "来电号码", "来电电话", "主叫号码", "固定电话", "座机",
	"投诉人电话", "来电人电话", "诉求人电话", "联系人电话",
	"邮箱", "电子邮箱", "邮件", "电子邮件", "QQ号", "QQ号码", "微信", "微信号",
	"身份证", "身份证号", "身份证号码", "证件号", "证件号码", "证件类型", "护照", "护照号", "头像", "签名", "IP地址", "IP属地", "设备号",
	"性别", "年龄", "出生日期", "生日", "民族", "职业", "住址", "家庭住址", "家庭地址", "联系地址", "户籍地址", "居住地址", "通讯地址",
)

func keySet(keys ...string) map[string]bool {
	m := make(map[string]bool, len(keys))
	for _, k := range keys {
		m[plainKey(k)] = true
	}
	return m
}

// plainKey gives one spelling to "Published_At", "published at", "来信标题：" and "ＵＲＬ".
func plainKey(k string) string {
	k = strings.ToLower(norm.NFKC.String(strings.TrimSpace(k)))
	return strings.Map(func(r rune) rune {
		switch r {
		case '_', '-', ' ', '\t', '\n', '\r', ':', '*', 0xfeff, '(', ')', '[', ']', '"':
			return -1
		}
		return r
	}, k)
}

// meaning of one key: a field with its rank, a person's, or nothing (ignored).
type meaning struct {
	field  field
	rank   int
	person bool
	hint   opinion.HintKind // what its source says of a record beside its text
	reply  bool             // what an office said or did: no part of what was asked
	waived bool             // whoever imports said that it is not needed
}

// knownKeys is what the built-in labels mean; it is data and never changes.
var knownKeys = func() map[string]meaning {
	keys := make(map[string]meaning, 400)
	for f, list := range aliases {
		for i, k := range list {
			keys[plainKey(k)] = meaning{field: f, rank: i + 1}
		}
	}
	for kind, list := range hintAliases {
		for _, k := range list {
			keys[plainKey(k)] = meaning{hint: kind}
		}
	}
	for k := range personKeys {
		keys[k] = meaning{person: true}
	}
	return keys
}()

// mapper knows what the keys of a file mean and makes Drafts of records.
type mapper struct {
	opts Options
	own  map[string]meaning // of Options.Columns
	past bool               // records are past orders: lists are categories
	file string             // within an archive
}

func newMapper(opts Options) *mapper {
	m := &mapper{opts: opts, own: map[string]meaning{}}
	for label, f := range opts.Columns {
		if mean, known := namedMeaning(f); known {
			m.own[plainKey(label)] = mean
		}
	}
	return m
}

// Waived is the meaning of a column that is not needed.
const Waived = "-"

// namedMeaning is a meaning as people write it in a configuration and on the command line.
func namedMeaning(name string) (meaning, bool) {
	if _, known := aliases[field(name)]; known {
		return meaning{field: field(name)}, true
	}
	if _, known := hintAliases[opinion.HintKind(name)]; known {
		return meaning{hint: opinion.HintKind(name)}, true
	}
	return meaning{waived: true}, name == Waived
}

// name is a meaning as people write it.
func (mean meaning) name() string {
	switch {
	case mean.person:
		return "person"
	case mean.reply:
		return "reply"
	case mean.waived:
		return Waived
	case mean.hint != "":
		return string(mean.hint)
	}
	return string(mean.field)
}

func (m *mapper) meaning(key string) (meaning, bool) {
	plain := plainKey(key)
	mean, known := knownKeys[plain]
	if !known {
		mean, known = labelMeaning(key)
	}
	if own, has := m.own[plain]; has && !mean.person {
		return own, true
	}
	return mean, known
}

// values collects the values of one record: the best-ranked one of each field.
type values struct {
	val     map[field]string
	rank    map[field]int
	key     map[field]string
	hints   []opinion.Hint
	dropped map[string]int
	rounded map[string]bool // keys of numbers whose last digits may be made up
	lost    map[field]bool  // fields whose value the file does not hold
}

func newValues() *values {
	return &values{val: map[field]string{}, rank: map[field]int{}, key: map[field]string{},
		rounded: map[string]bool{}, lost: map[field]bool{}}
}

func (v *values) drop(key string) {
	if v.dropped == nil {
		v.dropped = map[string]int{}
	}
	v.dropped[plainKey(key)]++
}

// set keeps value if it is the best one so far; at the same rank the smaller key, so that the
// order of keys in a record does not matter.
func (v *values) set(mean meaning, key, value string) {
	value = strings.TrimSpace(readable(strings.TrimSpace(value)))
	if value == "" {
		return
	}
	if mean.hint != "" {
		v.hint(mean.hint, key, value)
		return
	}
	f := mean.field
	if f == "" {
		return
	}
	if _, has := v.val[f]; has && (mean.rank > v.rank[f] || (mean.rank == v.rank[f] && key >= v.key[f])) {
		return
	}
	v.val[f], v.rank[f], v.key[f] = value, mean.rank, key
}

// ref is the record's own number, its ticket's before any other.
func (v *values) ref() string { return cmp.Or(v.val[fieldTicket], v.val[fieldID]) }

// unique says whether a ticket's number is one that never comes again for another letter. A few
// digits may be the row of a file, whatever the column is called.
func unique(ticket string) bool {
	return len(ticket) >= 6 || strings.Trim(ticket, "0123456789") != ""
}

// draft makes the Draft. date1904 says that bare numbers of days count from 1904 (an XLSX
// setting of old Macintoshes). A time that cannot be read costs the time, never the record.
func (m *mapper) draft(v *values, date1904 bool) (d opinion.Draft, untimed bool, err error) {
	ticket := v.val[fieldTicket]
	d = opinion.Draft{
		Source: cmp.Or(m.opts.Source, v.val[fieldSource]), Kind: m.opts.Kind,
		Division: cmp.Or(v.placeOrCode(), m.opts.Division),
		Ref:      v.ref(), URL: v.val[fieldURL], Title: v.val[fieldTitle], Text: v.val[fieldText],
		Unique: unique(ticket) && !v.rounded[v.key[fieldTicket]],
	}
	d.Hints = v.hints
	if m.opts.Now != nil {
		d.CollectedAt = m.opts.Now()
	}
	switch {
	case d.Text == "" && v.lost[fieldText]:
		return d, false, ErrFormula
	case d.Title == "" && d.Text == "":
		return d, false, opinion.ErrNoText
	}
	if s := v.val[fieldTime]; s != "" {
		at, ok := m.parseTime(s, date1904)
		if !ok {
			return d, true, nil
		}
		d.PublishedAt = at
	}
	return d, false, nil
}

// markup is what shows that a value is a piece of a page: a tag that closes, breaks a line or
// loads something, a comment, an entity.
var markup = regexp.MustCompile(`(?i)</[a-z][^<>]*>|<(?:br|p|div|span|img|hr|li|td|tr|font|b|i|u|a|o:p|table|input)(?:\s[^<>]*)?/?>|<!--|` +
	`&(?:nbsp|lt|gt|amp|quot|ldquo|rdquo|hellip|mdash|middot|#\d{2,6}|#x[0-9a-f]{2,5});`)

// readable is what a person reads of a value: a page's piece without its tags, before anything
// else looks at it, since tags may stand within a telephone number. What was escaped twice is
// read twice.
func readable(s string) string {
	for range 3 {
		if !strings.ContainsAny(s, "<&") || !markup.MatchString(s) {
			break
		}
		s = collectors.PlainText(s)
	}
	return s
}
