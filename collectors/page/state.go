package page

import (
	"slices"
	"strings"
	"unicode/utf8"

	"huiying/collectors"
	"huiying/internal/pattern"
)

// The words of pages that are none. sure ones are sentences that no text of a concern begins
// with; the others count where the page says next to nothing else.
var notPages = []struct {
	state       error
	sure, maybe *pattern.Pattern
}{
	{collectors.ErrBlocked,
		pattern.MustCompile(`(?:您|你)的(?:请求|访问|操作|IP).{0,24}(?:拦截|阻断|拒绝|禁止|限制|封禁|异常|不合法|非法|风险|威胁|黑客)|(?:请求|访问|地址|IP).{0,16}(?:已?被.{0,14}(?:拦截|阻断|拒绝|封禁|禁止|限制)|含有.{0,10}(?:攻击|非法|危险))|` +
			`(?:访问|请求|操作)(?:过于|太|过)频繁|(?:安全|人机|滑动|滑块|身份|访问)验证|请(?:完成|进行|输入|拖动|点击|滑动).{0,12}(?:验证|拼图|滑块)|正在(?:检查|验证|检测)您的(?:浏览器|访问|连接)|(?i:checking your browser|attention required|access denied|request blocked|just a moment|are you (?:a )?(?:human|robot)|request (?:has been|was) (?:blocked|rejected|denied)|blocked by|403 forbidden|you have been blocked|security check|verify you are)|` +
			`(?:当前|本次)(?:访问|请求|操作).{0,16}(?:疑似|异常|风险|攻击|拦截|拒绝)|网站防火墙|拦截提示|云防护|云锁|安全狗|创宇盾|网防G01|玄武盾|(?i:web)\s*应用防火墙|入侵防御`),
		pattern.MustCompile(`防火墙|拦截|验证码|禁止访问|拒绝访问|访问受限|访问被拒|非法请求|无权访问|没有权限|安全检测|(?i:forbidden|captcha|\bwaf\b|denied)|权限不足|403`)},
	{collectors.ErrGone,
		pattern.MustCompile(`(?:您|你)?(?:所)?(?:要)?(?:访问|浏览|查看|请求|查找|寻找|打开)的(?:页面|网页|内容|信息|文章|地址|资源|文件|栏目|链接|网址|信件|稿件|站点|网站)(?:\S{0,10})?(?:不存在|已?(?:经)?被?(?:删除|移除|下线|下架|撤销|撤稿|屏蔽|转移|移动|关闭)|找不到|无法(?:找到|访问)|未找到|失效|过期|没有找到|暂时不可用)|(?:页面|网页|文章|内容|信息|稿件|资源|信件|文件)(?:不存在|未找到|找不到了?|走丢了?|已(?:经)?被?(?:删除|下线|下架|移除|失效)|丢失了?)|(?:抱歉|对不起|很遗憾).{0,16}(?:页面|网页|内容|信息|文章).{0,16}(?:不存在|找不到|删除|失效|没有|丢)|` +
			`404\s*(?:错误|not found|页面|error|-)|(?:错误|error)\s*[:：]?\s*404|(?i:page not found|file not found|not be found|no longer (?:available|exists)|404 not found|the requested url)|无此(?:信息|内容|文章|信件)|没有找到(?:您|你|相关|该)?.{0,10}(?:页面|网页|信息|内容|文章)|找不到(?:您|你|该|相关|此)?.{0,10}(?:页面|网页|文件|信息|内容)`),
		pattern.MustCompile(`404|不存在|已删除|已被删除|已下线|(?i:not found)|已过期|已失效|找不到|出错了|暂无内容`)},
	{collectors.ErrMaintenance,
		pattern.MustCompile(`(?:网站|系统|平台|站点|服务器?|页面|本站|栏目|数据库)(?:正在|目前|现在|暂时|正处于|进行中?|因)?.{0,10}(?:维护|升级|改版|改造|建设|调试|迁移)(?:中|，|,|。|期间|!|！|…|\.|$)|(?i:under (?:maintenance|construction)|service (?:temporarily )?unavailable|be back soon|bad gateway|gateway time-?out|internal server error|server error in|database (?:connection )?error|too many connections)|(?:系统|服务器?|网络)(?:繁忙|异常|错误|故障|内部错误|开小差|出错|超时)|暂停(?:访问|服务|开放)|站点(?:已)?(?:暂停|关闭|停用)|该?网站(?:已|暂)(?:时)?(?:关闭|停用|暂停)|数据库(?:连接)?(?:错误|失败)|运行时错误`),
		pattern.MustCompile(`维护中|升级中|建设中|维护|(?i:maintenance|unavailable)|50[0234]`)},
	{collectors.ErrSignIn,
		pattern.MustCompile(`请(?:先|您先|重新)(?:登录|登陆|注册)|(?:登录|登陆)后(?:才能|方可|可以?|即可)?(?:查看|访问|浏览|操作|阅读)|(?:登录|会话|登陆)(?:已)?(?:超时|过期|失效)|您(?:还|尚)?(?:没有|未)(?:登录|登陆)|(?i:please (?:log|sign) ?in|login required|session expired)|统一身份认证|请(?:您)?输入.{0,10}(?:查询码|查询密码|信件编号|受理编号|受理码|提取码).{0,6}(?:查看|查询|后)|凭(?:查询码|密码)(?:查看|查询)`),
		pattern.MustCompile(`用户登录|账号登录|密码登录|扫码登录|登录$|登陆$|(?i:^(?:log|sign) ?in)|忘记密码`)},
	{collectors.ErrMoved,
		pattern.MustCompile(`(?:正在|即将|自动|秒后|秒钟后).{0,10}跳转|页面跳转中|(?:网站|页面|本站|栏目|系统|域名|新版|地址)(?:已经?|已|正式)?.{0,10}(?:迁移|搬迁|搬家|启用新|更换|变更|整合|转移)(?:到|至|为|了|域名|$).{0,60}|(?i:being redirected|you (?:are|will be) (?:being )?redirect|has moved|object moved|moved (?:permanently|temporarily)|302 found|301 moved|document has moved)|(?:请|敬请)(?:点击|访问).{0,10}(?:新版|新网站|新网址|新域名)`),
		pattern.MustCompile(`跳转|(?i:redirect)`)},
}

// Bounds of how much a page that is none may say outside of its frame, in characters.
const (
	mostState = 400
	mostMaybe = 60
)

// stated tells pages that are none.
type stated struct{ *reader }

// state says which state of a source a page that is none stands for; nil for a page. A page
// that tells the time of its publication, has labels of a letter or repeats the words of the
// link that led to it is one, whatever it speaks of.
func (r stated) state() error {
	if r.o.Text != nil && textOf(r.doc, r.o.Text) != "" || r.provesItself() {
		return nil
	}
	var words []string
	said := 0
	for _, l := range r.lines {
		if !l.frame && !l.hidden || l.head || len(r.lines) <= 6 {
			words = append(words, l.text)
			said += l.len()
		}
	}
	if said > mostState {
		return nil
	}
	lines := append([]string{r.head.title}, words...)
	for _, p := range notPages {
		for _, s := range lines {
			if utf8.RuneCountInString(s) <= 150 && p.sure.MatchString(s) {
				return p.state
			}
		}
	}
	if r.doc.Find("input[type=password]").Length() > 0 && said < 200 && !slices.ContainsFunc(words, tells) {
		return collectors.ErrSignIn
	}
	for _, p := range notPages {
		if said <= mostMaybe && p.maybe.MatchString(r.head.title) {
			return p.state
		}
		for _, s := range lines {
			if said <= mostMaybe && utf8.RuneCountInString(s) <= 24 && p.maybe.MatchString(s) {
				return p.state
			}
		}
	}
	if said < 40 && r.challenges() {
		return collectors.ErrBlocked
	}
	return nil
}

// tells says whether a line tells something, and not how to sign in.
func tells(s string) bool { return isSentence(s) && !signInWords.MatchString(s) }

var signInWords = pattern.MustCompile(`登[录陆]|账号|帐号|密码|注册|浏览器`)

// provesItself says whether the page shows what only a text's page has.
func (r stated) provesItself() bool {
	for name := range r.head.metas {
		if metaScores[name] >= byMeta-3 && name != "dc.date" {
			return true
		}
	}
	if t := squash(r.o.ListTitle); utf8.RuneCountInString(t) >= 4 {
		if strings.Contains(squash(r.head.title), t) {
			return true
		}
		for _, l := range r.lines {
			if !l.frame && strings.Contains(squash(l.text), t) {
				return true
			}
		}
	}
	weight, days := 0, 0
	for i, l := range r.lines {
		if l.frame || l.hidden {
			continue
		}
		if dateOnly.MatchString(l.text) && l.linked == 0 {
			days++
		}
		for _, p := range l.pieces {
			if p.kind != none && !p.weak && ownStem.MatchString(p.label) {
				weight++
			}
		}
		for _, c := range dated(r).inLine(i, l, -1, -1) {
			if c.score >= byPlain {
				return true
			}
		}
	}
	return weight >= 2 || days >= 2
}

// challenges says whether a page is nothing but a script that sets a cookie and comes again.
func (r stated) challenges() bool {
	all := strings.Join(r.scripts(""), "\n")
	return strings.Contains(all, "document.cookie") && strings.Contains(all, "location") ||
		strings.Contains(all, "_cf_chl") || strings.Contains(all, "$_ts") || strings.Contains(all, "acw_sc__v2")
}
