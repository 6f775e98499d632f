package page

import "huiying/internal/pattern"

// Labels of times, by what they are the time of.
var (
	neverTime = pattern.MustCompile(`截止|截至|报名|活动|答复|回复|办结|办理|反馈|处理|处结|生效|施行|实施|执行|有效|失效|废止|开始|结束|召开|会议|举行|举办|考试|公示期|出生|成立|今天|现在|当前|访问|发生|停水|停电|停气|施工|预约|开放|营业|投标|开标|缴费|面试|笔试|上市|签订|竣工|开工|受理期限|登录|注册|下次|到期|起止|服务|上班|办公|工作|检查|采样|抽检|任职|领取|听证|征集|征求|申报|评审|验收|计划|预计|转办|交办|签收|时限|期限|止$|审批|批准|通过|讲话|播出|整改|恢复|抓拍|拍摄|截图`)
	pubTime   = pattern.MustCompile(`发布|发稿|公布|公开|刊发|刊登|发表|上网|上传|录入|来信|来件|来电|写信|提交|留言|提问|登记|信件|咨询|投诉|诉求|反映|求助|发帖|首发|上稿|挂网|挂出|公告|上线|加入|添加|入库|刊载|登载|张贴|推出|(?i:posted|published)|发文时间|发送|递交|推送|发出|受理|建议|举报`)
	newTime   = pattern.MustCompile(`更新|修改|编辑`)
	madeTime  = pattern.MustCompile(`成文|生成|制发|印发|签发|发文|制定|制作|创建|形成|撰写|写作`)
	plainTime = pattern.MustCompile(`^(?:信息)?(?:时间|日期)$`)
	labelTail = pattern.MustCompile(`([\p{Han}A-Za-z][\p{Han}A-Za-z\s]{0,12})\s*([】\]]?[:：]?)\s*[\[【（(]?\s*$`)
	spanMark  = pattern.MustCompile(`^\s*[日号时]?\s*(?:至|到|起|止|—|--|~|～|-\s*\d|之?前|后|以前|内)`)
	boundMark = pattern.MustCompile(`(?:至|到|自|从|于|截止|截至|~|～|—)\s*$`)
	timeNames = wordSet("date time pub pubtime pubdate publish fbsj sj rq riqi shijian info meta source ly msg laiyuan attr articleinfo arti_meta")
)
