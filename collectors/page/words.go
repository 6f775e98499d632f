package page

import (
	"strings"
	"time"
	"unicode/utf8"

	"huiying/internal/pattern"
)

// What lines say by their words alone, whatever stands around them.

var (
	// ownStem is a part of labels that hardly any other page has.
	ownStem    = pattern.MustCompile(`来信|来件|来电|写信|信件|信访|留言|诉求|咨询|投诉|举报|反映|求助|工单|办件|网友|网民|提问|建言|发信|求决|爆料|陈情`)
	replyHead  = pattern.MustCompile(`^[【\[]?\s*((?:[\p{Han}（）()]{2,24}(?:局|委|办|府|中心|公司|街道|镇|乡|处|科|队|院|站|所|部|会|厅|室|集团|热线|编辑|委员会)))?\s*(?:官方)?\s*(?:[于在]?\s*\d[\d年月日号时分秒/:.\- ]{5,22})?\s*(?:官方|正式|的|已|作出|做出|给出)?(?:回复|答复|回应|反馈)(?:如下|内容|意见|情况|了|道|称|您)?\s*(?:[于在]?\s*\d[\d年月日号时分秒/:.\- ]{5,22})?\s*[】\]]?\s*[:：]?$`)
	officeOnly = pattern.MustCompile(`^(?:[\p{Han}（）()、]{1,28}(?:局|委|办|府|中心|公司|街道|镇|乡|处|科|队|院|站|所|部|会|厅|室|集团|热线))$`)
	dateOnly   = pattern.MustCompile(`^[\[【(（]?\s*(?:[\d年月日时分秒号点/:：.\-\s]|上午|下午|晚上|凌晨|中午|[(（]?(?:星期|周)[一二三四五六日天][)）]?){6,24}\s*[\]】)）]?$`)
	stamped    = pattern.MustCompile(`20\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}`)
	detailHead = pattern.MustCompile(`^(?:信件|来信|留言|咨询|投诉|诉求|问题|办件|邮件|信访|事项|写信|受理|基本|新闻|文章|公告|通知|动态|资讯|政务|办事|内容页?)?(?:详情|信息|详细|内容|正文|查看|浏览|展示|详细信息|详细内容|基本信息|公开)$`)
)

var (
	metaWords = pattern.MustCompile(`^(?:发布|发表|更新|刊发)于?\s*20\d{2}[-/.年]|(?:^|[\s\[【（(|｜;；])(?:信息)?(?:发布|发表|发稿|发文|公布|公开|更新|修改|成文|生成|印发|制发|上传|录入|刊发|信息|撰写|编辑)(?:时间|日期|单位|机构|机关|部门|者|人)\s*[:：]?|` +
		`^(?:信息|文章|稿件|内容|新闻)?(?:本文网址|原文链接|本文链接|打印时间|打印日期|来源|稿源|出处|作者|编辑|责编|责任编辑|供稿|撰稿|记者|审核|通讯员|浏览|点击|阅读|访问|人气)(?:次数|量|数|率|人数)?\s*[:：]|` +
		`(?:来源|浏览次数|点击数|点击率|点击量|浏览量|阅读量|阅读次数|访问次数|访问量|字号|字体大小|字体|字体显示|稿源)\s*[:：]|` +
		`^(?:索引号|主题分类|发文字号|文号|文\s*号|标\s*题|名\s*称|主题词|体裁|有效性|时效性|公文种类|效力状态|服务对象|组配分类|内容分类|关键词|信息索引|生效日期|废止日期|信息时效性|公开方式|公开形式|公开范围|统一登记号|信息名称|公文时效|题注|所属分类|信息类别)\s*[:：]`)
	docNumber     = pattern.MustCompile(`^\S{1,14}[〔\[（(【]20\d{2}[〕\])）】]\s*(?:第?\s*\d+\s*号)`)
	timeAndSource = pattern.MustCompile(`^20\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?\s{0,4}[|｜\s]\s{0,4}[^\s|｜]{2,20}(?:\s+\S{1,12}){0,2}$`)
	sourceAndTime = pattern.MustCompile(`^\S{2,20}\s*[／/|｜·]\s*20\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s+\d{1,2}:\d{2})?\s*(?:[／/|｜·]\s*\S{1,12})?$`)
	postedBy      = pattern.MustCompile(`^(?:(?:本文|文章|信息|由)\s*){1,2}.{0,20}[于在]\s*20\d{2}.{6,24}(?:发布|发表|提交|上传|公布|刊登)[^。！？]{0,20}$`)
	madeBy        = pattern.MustCompile(`^(?:文|编|图|摄|图文|文图|文字|图片|撰文|编辑|责编|供图)\s*[/／丨|｜:：]\s*\S{1,12}`)
	bareTime      = pattern.MustCompile(`^(?:时间|日期)\s*[:：]?\s*[\d年月日时分秒号/:.\-\s]{5,24}$`)
)

var (
	// footWords stand in the foot of a site and hardly in a text.
	footWords = pattern.MustCompile(`ICP备|ICP证|公网安备|网站标识码|版权所有|(?i:copyright)|©|主办单位\s*[:：].*(承办|主管|协办|技术|维护)|` +
		`^(?:主办|承办|主管|协办|技术支持|网站管理|维护|运维)(?:单位)?\s*[:：].{2,40}$|技术支持\s*(?:[:：]|$)|网站地图|建议使用.{0,30}(浏览器|分辨率)|` +
		`访问(总)?量\s*[:：]|您是第.{0,16}位|联系我们.{0,8}(关于|地图|隐私|网站)|(关于|网站)声明.{0,6}联系|政府网站找错|网站支持IPv6|` +
		`^(?:邮编|邮政编码|传真)\s*[:：]|` +
		`^[^。！？]{0,30}(?:请|欢迎)?(?:关注|扫码|搜索)[^。！？]{0,16}(?:公众号|视频号|服务号|订阅号|客户端|微博)$`)
	hereWords = pattern.MustCompile(`^.{0,4}(?:您|你)?(?:现在|当前|所在|目前)?(?:所在)?(?:的)?(?:位置|栏目)\s*(?:是|为)?\s*[:：>]|^(?:网站)?首页\s*[>＞»›/\-→]|^(?:当前|您|你)(?:的|所在)?位置`)
	// uiWords are lines that are no text wherever they stand.
	uiWords = pattern.MustCompile(`^[<＜‹←]\s*(?:返回)?\p{Han}{0,10}$|^(?:[【\[（(]?\s*(?:打印(?:本页|此页|页面|文章)?|关闭(?:窗口|本页|页面)?|返回(?:顶部|首页|列表|上一页|上页)?|收藏(?:本页)?|海报(?:分享)?|我也关注|点赞|有用|没用|有帮助|没帮助|查看回复|大|中|小|字号|字体|默认|下载|复制|` +
		`纠错|分享|点赞|转发|评论|朗读|无障碍(?:浏览)?|繁体|简体|English|登录|注册|更多|more|展开|收起|全文|上一页|下一页|末页|尾页|首页|我要(?:写信|留言|咨询|投诉|评价)|写信须知|原创|预览|站内搜索[:：]?|阅读原文|展开全文|查看原文)\s*[】\]）)]?[\s|｜·/]*)+$|` +
		`^(?:分享(?:到|至)|扫一扫|微信扫|扫码|用微信|长按|上一[篇条封]|下一[篇条封]|字[号体]\s*[:：]|今天是|现在时间|当前时间|欢迎(?:您|访问|光临)|您好[，,]?欢迎|` +
		`打开(?:微信|.{1,10}(?:APP|App|app|客户端))|复制链接|关注我们|请(?:输入|登录|填写)|点击(?:查看|下载|进入)|浏览(?:次数|量)?\s*[:：]?\s*\d*|阅读(?:次数|量)?\s*[:：]?\s*\d*$|正在加载|加载中|您的(?:电子)?邮箱(?:地址)?不会被公开).{0,40}$`)
	// tailWords begin what stands below a text and does not belong to it.
	tailWords = pattern.MustCompile(`^[【\[]?(?:相关(?:链接|阅读|新闻|文章|文档|信息|推荐|稿件|内容|报道|专题|解读|附件)|热门(?:推荐|文章|新闻)|推荐(?:阅读|信息)|延伸阅读|猜你喜欢|更多(?:新闻|文章|内容)|` +
		`友情链接|网友评论|最新评论|我要评论|发表评论|评价|满意度(?:评价|调查)|上一[篇条]|下一[篇条]|编辑推荐|图片新闻|最新(?:信件|来信|留言|新闻|动态)|热点(?:信件|新闻)|网上调查|政务新媒体|免责声明|特别声明)\s*[】\]]?\s*[:：]?`)
)

var (
	headDay   = pattern.MustCompile(`20\d{2}[-/.年]\s?\d{1,2}[-/.月]\s?\d{1,2}日?(?:\s*[(（]?(?:星期.|周.)[)）]?)?(?:\s*(?:上午|下午|晚上|凌晨|中午)?\s*\d{1,2}[:：时点]\d{1,2}分?(?:[:：]\d{1,2}|\d{1,2}秒)?(?:\s*[AaPp][Mm])?)?`)
	aboutHead = pattern.MustCompile(`^(?:对|关于).{2,40}的(?:回复|答复|回应|反馈|复函|回函)(?:意见|情况|函|书)?$`)
	headFill  = pattern.MustCompile(`^(?:查看|的|于|在|对此|官方|正式|已|给出|作出|最新|相关|有关|责任|承办|职能|部门|单位)+`)
	officeEnd = `局|委|办|府|中心|公司|街道|镇|乡|处|科|队|院|站|所|部|会|厅|室|集团|热线|学校|小学|中学|大学|社区`
	officeTo  = pattern.MustCompile(`^[\p{Han}0-9]{1,24}(?:` + officeEnd + `)$`)
)

// isMeta says whether a line is small print about a text: when, from where, how often read.
func isMeta(s string) bool {
	if len([]rune(s)) > 200 || strings.ContainsAny(s, "。！？") && len([]rune(s)) > 60 {
		return false
	}
	return metaWords.MatchString(s) || docNumber.MatchString(s) && len([]rune(s)) <= 40 ||
		timeAndSource.MatchString(s) || sourceAndTime.MatchString(s) || postedBy.MatchString(s) ||
		madeBy.MatchString(s) || dateOnly.MatchString(s) ||
		bareTime.MatchString(s)
}

// isHeading says whether words may be the title of a letter.
func isHeading(s string) bool {
	n := utf8.RuneCountInString(s)
	return n >= 4 && n <= 40 && !strings.ContainsAny(s, "。；，|｜>＞") && !endsInColon(s)
}

func runes(list []string) (n int) {
	for _, s := range list {
		n += utf8.RuneCountInString(s)
	}
	return n
}

// dayOf is the beginning of t's day.
func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, t.Location())
}

func endsInColon(s string) bool {
	return strings.HasSuffix(s, ":") || strings.HasSuffix(s, "：")
}

// longestHead is the longest head of a post, in characters.
const longestHead = 48

// agoDay is a time as it is told to readers: 3天前.
var agoDay = pattern.MustCompile(`(?:\d{1,3}\s*(?:秒|分钟|小时|天|个月|周|年)前|刚刚|昨天|前天)(?:\s*\d{1,2}:\d{2})?$`)

func officeName(s string) string {
	if s = strings.Trim(headFill.ReplaceAllString(s, ""), " "); officeTo.MatchString(s) {
		return s
	}
	return ""
}

var answerStem = pattern.MustCompile(`答复|回复|回应|反馈|承办|主办|办理|办结|处理|处置`)

// takenIn are times at which an office took a letter in.
var takenIn = pattern.MustCompile(`受理|登记|录入|收[信件到]|转办|公开|公示`)

// answersTitle is the head of an answer to a letter of that title.
var answersTitle = pattern.MustCompile(`^(?i:re|回复|答复|回)\s*[:：]\s*(.+)$`)

// dayAtEnd is the day in brackets that ends a letter.
var dayAtEnd = pattern.MustCompile(`[（(\[【]\s*(20\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\d:： ]{0,9})\s*[)）\]】]\s*$`)

// stepOnly is a step of the work on a letter, alone in its line.
var stepOnly = pattern.MustCompile(`^\p{Han}{0,8}(?:已?受理|派单|派发|分派|下派|转派|转办|交办|签收|接收|接单|审核|初审|复核|登记|流转|催办|督办|待办|在办)(?:成功|完成|通过|中)?$|^(?:已?转派|已?转办|已?交办|已?派发|已?分派|转交|移交)(?:至|给|到)?\p{Han}{2,24}$`)

// shownOn are times at which an office showed a letter to others.
var shownOn = pattern.MustCompile(`公布|发布`)

var lateWord = pattern.MustCompile(`结案|办结|回复|答复|回应|反馈|处理|分派|审核`)

// pendingReply is what a page shows in place of an answer.
var pendingReply = pattern.MustCompile(`^[【\[（(]?(?:该|此|您的)?(?:信件|来信|留言|问题|诉求|工单|办件|帖子|咨询)?(?:(?:暂无|暂未|尚未|还未|还没有|正在等待|等待)(?:\p{Han}{0,4})(?:回复|答复|办理结果|处理结果|回应|受理|办结)[^我？?]{0,40}|(?:正在|处理|办理|受理)(?:办理|处理|受理|审核|转办)?中(?:，.{0,20})?(?:请(?:您)?(?:耐心)?等[候待].{0,12})?)[】\]）)。！…]*$`)
