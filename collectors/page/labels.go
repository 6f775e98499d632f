package page

import (
	"strings"
	"unicode/utf8"

	"huiying/internal/pattern"
)

// kind is what a label says of the value behind it.
type kind int

const (
	none kind = iota
	titleLabel
	textLabel
	timeLabel
	replyLabel
	replyTimeLabel
	unitLabel
	personLabel
	otherLabel   // numbers, types, states, counts: their values end the others
	unknownLabel // known for a label by its shape alone
)

// Labels of mailboxes, hotlines and message boards are made of two parts: whose field it is
// (来信, 留言, 诉求 …) and which (标题, 内容, 时间 …). Sites combine them freely, so that a list
// of whole labels never ends; the parts do.
const (
	asked = `来信|来件|来电|来访|写信|去信|寄信|信件|信访|留言|诉求|咨询|投诉|举报|反映|反应|求助|建议|意见|建言|事项|事件|办件|工单|案件|受理|提问|提交|` +
		`申请|网民|网友|群众|市民|公众|民意|登记|递交|公开|主要|具体|详细|问题|心声|百姓|居民|村民|企业|帖子|发帖|发件|邮件|话题|议题|诉件|交办|来文|你问|您问|问政|爆料|民声|感谢|表扬|纠错|报修|求决`
	answered = `官方|部门|单位|领导|回复|答复|回应|反馈|回音|办复|回函|复函|答疑|解答|回答|批复|办理|办结|处理|处置|核查|核实|调查|承办|主办|最终|网站|工作人员|我答|职能部门|管理员|处办`
)

var (
	titleName = pattern.MustCompile(`^(?:` + asked + `)+的?(?:标题|主题|题目|名称|题名|摘要|概要|事项|标题名称|主题名称)$|^(?:反映问题|问题标题)$`)
	textName  = pattern.MustCompile(`^(?:` + asked + `|描述|内容|正文)*(?:` + asked + `|描述|内容)的?(?:内容|正文|详情|描述|事由|情况|全文|原文|说明|详述|明细|详细|信息内容|如下|问题|诉求|留言|提问|缘由|经过|简述|概述)$|^(?:内容描述|网友留言|网民提问|诉求目的|您的问题|你的问题|您的留言|原文内容)$`)
	timeName  = pattern.MustCompile(`^(?:` + asked + `|发布|发表|发起|上传|录入|填写|创建|写作|发送|收信|收件|诉求提出|收到)+(?:的)?(?:时间|日期|日)$`)
	replyName = pattern.MustCompile(`^(?:` + answered + `|` + asked + `|政府|区县|责任)*(?:回复|答复|回应|反馈|回音|办复|解答|回答|批复|官方|处理|办理|办结|处置|核查|核实|调查|承办)(?:人员|单位|部门|机构)?(?:的)?(?:内容|意见|情况|结果|详情|正文|说明|信息|概况|如下|全文|结论|记录|过程|摘要|概要|要点|概况)?$|^(?:公示内容|处理过程|我答|政府回音)$`)
	// bare 办理, 处理 … are states, not replies, and so is 回复状态.
	replyNot    = pattern.MustCompile(`^(?:办理|处理|处置|核查|核实|调查|承办|官方|办结|受理|主办|承办单位|承办部门|办理单位|办理部门|主办单位|处理单位|处理部门|.*(?:承办|受理|办理|处理|核实|主办)(?:单位|部门|机构|人员))$`)
	replyAtName = pattern.MustCompile(`^(?:` + answered + `|` + asked + `)*(?:回复|答复|回应|反馈|办复|解答|回答|批复|办理|办结|处理|处置|结案|办毕|处结|转办|交办|签收)(?:完成)?(?:时间|日期|时限|期限|日)$`)
	unitName    = pattern.MustCompile(`^(?:` + answered + `|` + asked + `|责任|受理|所属|经办|牵头|协办|交办|转办|被反映|接收|收信|受信|处置|写给|致信|咨询|管辖|政府)*(?:回复|答复|回应|反馈|承办|主办|责任|受理|办理|处理|办结|所属|经办|牵头|协办|处置|接收|收信|咨询|解答|回答|交办|投诉|诉求|官方|来信|信件|被反映|管辖)的?(?:单位|部门|机构|机关|科室|局|处室|方|人员|对象|主体|领导)$|^(?:收信人|收件人|致|收信单位|写给)$`)
	personName  = pattern.MustCompile(`^(?:` + asked + `|发信|发文|报料|楼主|当事|联系|本|提出|您的|你的|填写|受访|求决|来函)*(?:来信|来件|来电|来访|写信|寄信|发信|发件|信件|信访|留言|诉求|咨询|投诉|举报|反映|求助|建议|建言|提问|提交|申请|网民|网友|群众|市民|联系|当事|发帖|发布|发表|登记|求决|来函|感谢|报修|问政|爆料|发文)(?:人|者|者姓名|人姓名|姓名|昵称|网名|人员|用户|名|电话|方式|地址|邮箱|手机|号码|电子邮箱|电子邮件|人电话|人手机|人地址|IP)$|^(?:姓名|昵称|网名|用户名|用户|作者|笔名|署名|楼主|网友名称|网民名称|用户名称|电话|手机|手机号|手机号码|联系电话|联系方式|联系地址|电子邮箱|电子邮件|邮箱|邮件|住址|家庭住址|地址|性别|年龄|职业|身份证号|身份证|IP|IP地址|IP属地|网友|网民|市民|来自|责任编辑|责编|编辑|记者|通讯员|摄影|审核|审签|校对|监制|主编|初审|复审|终审|一审|二审|三审|发言人|答复人|回复人|办理人|经办人|受理人|解答人)$`)
	otherName   = pattern.MustCompile(`^(?:` + asked + `|` + answered + `|查询|业务|索引|所属|行政|是否|满意|您|公示|涉及|发生|被)+(?:编号|索引号|序号|流水号|单号|号|号码|查询码|查询号|ID|id|类型|类别|分类|种类|性质|目的|状态|进度|环节|渠道|方式|来源|次数|浏览量|点击数|关注数|热度|区域|地区|属地|领域|行业|标签|公开|是否公开|满意度|评价|得分|星级|满意|密码|附件|图片|回复数|地点|地址|位置|时限)$|^(?:编号|索引号|序号|流水号|单号|查询码|查询号|类型|类别|分类|状态|浏览次数|浏览|点击|阅读|人气|浏览量|点击数|点击量|点击率|阅读量|阅读次数|关注数|满意度|满意度评价|评价|是否公开|有效性|时效性|来源|信息来源)$`)

	weakTitle = wordSet("主题 标题 题目 名称 题名 事由 信题 件名")
	weakText  = wordSet("内容 正文 详情 描述 问题 诉求 提问 问 问题内容 我要说 我想说 我有话说 我要问 我想问 网友说 留言 咨询 来信 投诉 建议 求助 疑问 事由 件由 Q 网友问 网友提问 市民问 群众问")
	weakTime  = wordSet("日期 时间")
	weakUnit  = wordSet("单位 部门 机构 科室")
	weakReply = wordSet("官方 回复 答复 答 批示 结果 进展 跟进 回应 反馈 回音 解答 回答 A 小编答 官方回复 答案 最佳答案 满意答案 权威答案 查看回复 查看答复 处理 办理 工作人员答 整改 落实 解决 处置 复函 接访答复 整改情况")
)

// labelEnds are the characters that labels end in: most words are told from labels by their last
// character, before anything that costs more is asked.
var labelEnds = endsOfParts() + `提呼诉愿字刻旨于动书执展进改实决函题目称名要项容文情述由况明细下求言问过的间期日果息论录程复应馈音答方理结置查实办员位门构见限关室局象体导致人者户话式址箱机码件P署主别龄业号证友民自辑编影核签对制审D类型质态度节道击览读气交报帖信电源数量域区地开价分级意片点率性诉议助信询案QAd说处位映`

// longestLabel is the longest label in characters.
const longestLabel = 12

// kindOf is the kind of a label, bare of its colon.
func kindOf(label string) kind { k, _ := labelKind(label); return k }

// numbered are questions and answers that are counted: Q1, 答2.
var numbered = pattern.MustCompile(`^([QAqa问答])\d{1,2}$`)

// uncounted is a bare label without its number, so that Q2 repeats Q1.
func uncounted(label string) string {
	return numbered.ReplaceAllString(simplified.Replace(bare(label)), "$1")
}

// synonyms are parts of labels that mean what a part in the patterns means.
var synonyms = strings.NewReplacer("答疑", "答复", "解疑", "解答", "经办", "承办", "来函", "来信", "致函", "来信", "民情", "诉求",
	"呼声", "诉求", "回帖", "回复", "回电", "回复", "复信", "回复", "回信", "回复", "采纳", "处理", "接访", "处理", "报料", "爆料", "信函", "信件", "办后", "办理", "呈现", "反映", "所反映", "反映")

// labelKind is the kind of a label; a weak one stands on other pages too, and counts only where
// others say that the page is of letters.
func labelKind(label string) (k kind, weak bool) {
	if tooLong(label) {
		return none, false
	}
	label = synonyms.Replace(uncounted(label))
	if k, ok := english[strings.ToLower(label)]; ok {
		return k, true
	}
	n := utf8.RuneCountInString(label)
	if last, _ := utf8.DecodeLastRuneInString(label); n == 0 || n > longestLabel ||
		!strings.ContainsRune(labelEnds, last) {
		return none, false
	}
	switch {
	case weakTitle[label]:
		return titleLabel, true
	case weakText[label]:
		return textLabel, true
	case weakTime[label]:
		return timeLabel, true
	case weakReply[label]:
		return replyLabel, true
	case weakUnit[label]:
		return unitLabel, true
	case n == 1:
		return none, false
	}
	switch {
	case askedBy.MatchString(label):
		return personLabel, false
	case otherName.MatchString(label):
		return otherLabel, false
	case personName.MatchString(label):
		return personLabel, false
	case unitName.MatchString(label):
		return unitLabel, false
	case dueName.MatchString(label), handedOn.MatchString(label):
		return otherLabel, false
	case replyAtName.MatchString(label) && label != "受理时间" && label != "受理日期":
		return replyTimeLabel, false
	case timeName.MatchString(label):
		return timeLabel, false
	case titleName.MatchString(label) && !strings.HasSuffix(label, "友名称") && !strings.HasSuffix(label, "民名称"):
		return titleLabel, false
	case replyName.MatchString(label) && !replyNot.MatchString(label):
		return replyLabel, false
	case textName.MatchString(label):
		return textLabel, false
	case sayerNot.MatchString(label):
	case replySayer.MatchString(label):
		return replyLabel, true
	case askSayer.MatchString(label):
		return textLabel, true
	}
	if cut, ok := strings.CutSuffix(label, "如下"); ok && cut != "" {
		k, _ := labelKind(cut)
		return k, false
	}
	return composed(label)
}

// dueName is until when an office has to answer.
var dueName = pattern.MustCompile(`^(?:要求|规定|应|承诺|计划|预计|法定|拟).{0,6}(?:时间|日期|时限|期限)$`)

// handedOn is when a letter was passed on: neither when it was written nor when it was answered.
var handedOn = pattern.MustCompile(`^(?:转办|交办|签收|派单|派发|分派|流转)(?:时间|日期)$`)

// askedBy names who wrote: 提问网友.
var askedBy = pattern.MustCompile(`^(?:提问|留言|咨询|投诉|来信|发布|发表|发帖|求助|建言|反映)(?:网友|网民|市民|群众|用户|会员|居民|村民)$`)

// english are labels as some sites keep them.
var english = map[string]kind{"subject": titleLabel, "title": titleLabel, "date": timeLabel, "time": timeLabel,
	"content": textLabel, "message": textLabel, "question": textLabel, "reply": replyLabel, "answer": replyLabel,
	"response": replyLabel, "replydate": replyTimeLabel, "replytime": replyTimeLabel}

// simplified are the characters of labels that differ on pages of traditional ones.
var simplified = strings.NewReplacer("標", "标", "題", "题", "內", "内", "來", "来", "時", "时", "間", "间", "復", "复", "覆", "复",
	"陳", "陈", "單", "单", "處", "处", "寫", "写", "訴", "诉", "詢", "询", "議", "议", "報", "报", "問", "问", "應", "应", "饋", "馈", "門", "门",
	"發", "发", "電", "电", "類", "类", "號", "号", "態", "态", "結", "结", "辦", "办", "詳", "详", "說", "说", "見", "见")

// Who speaks, before a colon: 镇里回复：…, 家长提问：…. Any name may stand before the verb.
var (
	replySayer = pattern.MustCompile(`^\p{Han}{1,8}(?:回复|答复|回应|解答|答)$`)
	askSayer   = pattern.MustCompile(`^\p{Han}{1,6}(?:提问|来信|来电|留言|反映|求助|投诉|咨询|提交|上报|建言|问)$`)
	sayerNot   = pattern.MustCompile(`未|待|请|等|已|无|的|是否|不|才|没|尚|如何|何时|催|我要|网上|在线|疑问|访问|慰问|顾问|学问|质问|问答|记者|主持|本报|共|查看|发表|添加|最新|热门|抢答|应答|报答`)
)

// bare is a label without the marks and the spaces that stretch it (标　题：).
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if isMark(r) {
			return -1
		}
		return r
	}, s)
}

// isMark says whether a label is the same without r.
func isMark(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\u00a0', '\u3000', '\u200b', ':', '：', '【', '】', '[', ']', '*', '|', '｜', '•', '·', '▪',
		'■', '□', '●', '○', '◆', '◇', '☆', '★', '▲', '△', '▶', '►', '※', '〓', '>', '＞', '、', '（', '）', '(', ')':
		return true
	}
	return false
}

// tooLong says whether words are too long for a label, marks and synonyms apart.
func tooLong(s string) bool {
	n := 0
	for _, r := range s {
		if isMark(r) {
			continue
		}
		if n++; n > longestLabel*3/2 { // 所反映 is read as 反映
			return true
		}
	}
	return false
}

// piece is a run of a line: a label with what stands behind it, or words without one.
type piece struct {
	kind  kind
	weak  bool
	label string // bare
	shape bool   // its shape alone says that it is a label
	text  string // behind the label, or the words
}
