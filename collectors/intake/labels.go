package intake

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"huiying/opinion"
)

// Exports are made by many systems, and a column is called 诉求详情 here and 工单描述 there. Labels
// are made of few parts: what came (来信, 工单, 诉求 …) and what of it the column holds (内容, 时间,
// 编号 …). The lists of fields.go are the labels that were met; a label that stands in none of them
// is read by its parts, and ranks behind those that do.

// rankByParts is the rank of a label that was read by its parts.
const rankByParts = 100

// came is what a label may begin with.
const came = `(?:来信|来件|来电|来访|来话|来函|写信|信件|信访|留言|诉求|问题|工单|事件|反映|投诉|举报|咨询|求助|建议|` +
	`办件|受理|案件|事项|群众|市民|网民|网友|百姓|居民|企业|公众|热线|主要|具体|详细|基本|原始|原|总|业务|服务|提问|提交|` +
	`发帖|帖子|主帖|跟帖|舆情|信息|线索|故障|报修|话务|通话|登记|录入|上报|诉件|民意|情况|申请|意见|心声|客户|用户|` +
	`报事|来文|任务|立案|简要|内容|的|件|单)`

// spokenOf is what a label begins with when it is about what was said or asked.
const spokenOf = `(?:来信|来件|来电|来访|来话|来函|写信|信件|信访|留言|诉求|问题|工单|事件|反映|投诉|举报|咨询|求助|` +
	`建议|办件|受理|案件|提问|帖子|舆情|线索|报修|诉件|申请|意见|任务|事项|报事|提案|心声)`

// byParts are the meanings of labels by their parts, in the order in which they are tried.
var byParts = []struct {
	label *regexp.Regexp
	mean  meaning
}{
	{regexp.MustCompile(`^` + came + `*(?:官方|单位|部门|最终|网站|责任单位|承办单位|办理单位)?(?:答复|回复|回应|办理|处理|反馈|办结|督办|` +
		`回访|处置|承办|审核|核查|调查|整改|落实|批示|转办|交办)(?:单位|部门)?(?:的)?(?:内容|结果|意见|情况|详情|描述|过程|说明|` +
		`结论|反馈|答复|回复|口径|要求|记录)$|^` + came + `*(?:官方|单位|部门|最终|网站)?(?:答复|回复|回应)$|^(?:退回|退单|延期|挂起|作废|不予受理)(?:的)?(?:原因|理由|说明)$`), meaning{reply: true}},
	{regexp.MustCompile(`^(?:客户|用户|会员)(?:编号|号|id|代码)$`), meaning{person: true}},
	{regexp.MustCompile(`^` + came + `*(?:流水|系统|任务)?(?:编号|单号|编码|件号|流水号|编码号|单编号)$|^` + spokenOf +
		`(?:号|号码|id|代码|序号)$`), meaning{field: fieldTicket, rank: rankByParts}},
	{regexp.MustCompile(`(?:人|人员|者|坐席|坐席员|话务员|接线员)$|(?:姓名|名字|称呼|电话|手机|手机号|手机号码|号码|联系方式|邮箱|` +
		`证件号|身份证|身份证号|住址|性别|年龄|年龄段|微信号?|qq号?|ip|ip地址|工号)$|^.*人(?:的)?(?:地址|单位|类型|类别|信息|身份|职业|学历)$`),
		meaning{person: true}},
	{regexp.MustCompile(`^` + came + `*(?:内容|详情|描述|正文|全文|原文|详述|详细|经过|事由|诉因|陈述|内容描述|内容详情|内容说明|` +
		`情况说明|具体情况|简要情况|情况描述|情况|诉求|问题|诉求点|主诉|案由)$|^` + spokenOf + `事项$|^(?:件|事|情)由$`),
		meaning{field: fieldText, rank: rankByParts}},
	{regexp.MustCompile(`^` + came + `*(?:标题|主题|题目|题名|摘要|概要|概述|简述|简介|要点)$|^` + spokenOf + `名称?$`),
		meaning{field: fieldTitle, rank: rankByParts}},
	{regexp.MustCompile(`^` + came + `*(?:创建|建立|登记|录入|接收|接听|接电|呼入|拨打|通话|受理|提交|上报|发生|事发|收件|收单|` +
		`收到|收信|拨入|进线|接入|立单|接报|报案|生成|建单|立案|申请|发布|发表|发帖|填报|申报|系统|开始|成单|写信)?(?:时间|日期|时刻)$`),
		meaning{field: fieldTime, rank: rankByParts}},
	{regexp.MustCompile(`^` + came + `*(?:派单|派发|下派|分派|接单|转派|转办|交办|下单|批转|流转)(?:时间|日期)$`),
		meaning{field: fieldTime, rank: 2 * rankByParts}},
	{regexp.MustCompile(`^(?:` + came + `|事发|案发|所属|所在|涉及|发生|行政|归属|属地|市|责任)*(?:区域|区县|地区|县区|县市区|街道|乡镇|镇街|` +
		`街镇|辖区|社区|村居|地点|位置|属地|区划|所在地|发生地|地域)(?:名称)?$|^(?:事发|案发|诉求|问题|事件|发生|涉及)地?(?:地址|点位)$`),
		meaning{hint: opinion.HintPlace}},
	{regexp.MustCompile(`^` + came + `*(?:承办|主办|办理|责任|处理|处置|承接|受理|转办|派单|派发|交办|归口|主责|牵头|主管|职能|属事|经办)` +
		`(?:的)?(?:单位|部门|机构|科室|处室)(?:名称)?$`), meaning{hint: opinion.HintUnit}},
	{regexp.MustCompile(`^(?:` + came + `|一级|二级|三级|四级|大|中|小|所属)*(?:类型|类别|分类|性质|大类|小类|种类|领域)(?:名称)?$`),
		meaning{hint: opinion.HintType}},
	{regexp.MustCompile(`^` + came + `*(?:紧急|缓急|急缓|优先|重要)(?:程度|级别|等级|度|级)?$`), meaning{hint: opinion.HintUrgency}},
}

// aside is what a label says beside its name: (必填), （不超过30字）, 【选填】, a number before it.
var aside = regexp.MustCompile(`[(（【\[«<《〔][^)）】\]»>》〕]*[)）】\]»>》〕]|^[\s*★※·]*\d{1,2}[.、．]|[*★※«»<>《》【】〔〕]|必填|选填`)

// longestLabel is the longest label, in characters. What is longer is a sentence.
const longestLabel = 24

// labelMeaning reads a label that stands in no list: without its asides, then by its parts.
func labelMeaning(label string) (meaning, bool) {
	plain := plainKey(aside.ReplaceAllString(label, ""))
	if n := utf8.RuneCountInString(plain); n == 0 || n > longestLabel {
		return meaning{}, false
	}
	if mean, known := knownKeys[plain]; known {
		return mean, true
	}
	for _, p := range byParts {
		if p.label.MatchString(plain) {
			return p.mean, true
		}
	}
	if mean, known := latinMeaning(plain); known {
		return mean, true
	}
	return severalMeanings(label)
}

// severalMeanings reads a label of two names, 姓名/昵称: a person's where either is one, else what
// the first of them means.
func severalMeanings(label string) (mean meaning, known bool) {
	names := strings.FieldsFunc(label, func(r rune) bool { return strings.ContainsRune("/／、|或及和与", r) })
	if len(names) < 2 {
		return meaning{}, false
	}
	for _, name := range names {
		one, is := knownKeys[plainKey(name)]
		if !is {
			one, is = labelMeaning(name)
		}
		if is && (!known || one.person) {
			mean, known = one, true
		}
	}
	return mean, known
}

// Groups of a header of two levels say what the labels below them do not: 内容 below 办理情况 is no
// letter, 区域 below 来电人信息 is somebody's.
var (
	ofAnswer = regexp.MustCompile(`^(?:答复|回复|回应|办理|处理|反馈|办结|回访|处置|承办|审核|督办|评价|满意)`)
	ofPerson = regexp.MustCompile(`(?:人|人员|者|用户|个人|市民|联系)(?:的)?(?:基本)?(?:信息|资料|情况)?$`)
)

// within is a meaning as the group above it has it.
func (mean meaning) within(group string) meaning {
	group = strings.TrimSpace(group)
	switch {
	case group == "":
	case ofAnswer.MatchString(group) && (mean.field != "" && mean.field != fieldTicket):
		return meaning{reply: true}
	case ofPerson.MatchString(group) && (mean.hint == opinion.HintPlace || mean.hint == opinion.HintType):
		return meaning{person: true}
	}
	return mean
}
