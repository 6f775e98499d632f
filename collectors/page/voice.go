package page

import (
	"strings"

	"huiying/internal/pattern"
)

// voices are the ways in which an office answers and in which somebody asks, each with its
// weight: positive for the office. They decide where no label and no head does.
var voices = []struct {
	weight int
	says   *pattern.Pattern
}{
	{3, pattern.MustCompile(`收悉|(?:答复|回复|回应|解答)如下|特此(?:回复|答复|函复)|^尊敬的(?:.{0,8}(?:网友|来信人|市民|先生|女士|群众|用户|居民|同志|家长))`)},
	{2, pattern.MustCompile(`您(?:所)?(?:反映|咨询|提出|提到|来信|来电|留言|投诉|关心|的(?:来信|留言|问题|诉求|建议|反映|咨询|情况))|(?:来信|诉求|反映|投诉|来电|留言)人`)},
	{2, pattern.MustCompile(`感谢(?:您|反映|关注|来信|留言|提醒|监督|支持|理解)|谢谢(?:您|关注|来信|提醒)|敬请(?:谅解|理解)|(?:您|大家|市民)的?(?:理解|谅解|支持)|请(?:您|市民|大家)|欢迎(?:您|监督|来电|拨打|继续)`)},
	{2, pattern.MustCompile(`经.{0,16}?(?:核实|核查|调查|了解|查询|研究|鉴定|协调|排查|核对|督办|查|协商|测算|复核|勘查|联系|沟通)`)},
	{2, pattern.MustCompile(`我(?:局|委|中心|公司|单位|部门|办|街道|站|队|处|院|大队|支队)|(?:县|市|区|镇|乡)[\p{Han}]{0,8}(?:局|委|办|公司|中心|部门|政府|支队|大队|管委会).{0,20}(?:已|将|拟|会)`)},
	{2, pattern.MustCompile(`(?:已|现已|已经|均已|正在?|将|拟)(?:于.{1,12}|将.{1,14}?|对.{1,20}?)?(?:责成|责令|督促|要求|安排|协调|组织|联系|完成|整改|处理|修复|更换|清理|清除|拆除|恢复|约谈|立案|设置|增设|安装|增派|拨付|转|列入|纳入|补装|到场|解决|建议|制定|启动|根据|按|发放|抢修|开展|下达|办结|落实|建成|调整)`)},
	{1, pattern.MustCompile(`研究决定|予以|执法人员|工作人员|责令|督促|下一步|后续|预计|计划(?:于|在)|根据《|按照《|依据|依照|可(?:以)?(?:到|前往|携带|持|通过|拨打|登录|在线|凭)|需(?:携带|提供)|^(?:您好|你好|网友)`)},
	{-3, pattern.MustCompile(`请问|想问|想咨询|想了解|能不能|能否|可不可以|是否可以|为什么|怎么办|凭什么|到底|没人管|无人管|没有人管|(?:领导|市长|书记|局长|县长|区长|镇长|老师)(?:您|你|们)?好|^(?:尊敬的)?\p{Han}{0,6}(?:书记|市长|县长|区长|局长|镇长|领导|警察同志|编辑同志|记者同志)[：:，,]`)},
	{-2, pattern.MustCompile(`[？?]|希望|恳请|盼|麻烦(?:尽快|你们|领导|有关|部门|帮)|拜托|恳求|强烈要求|请(?:有关|相关|领导|政府|尽快|求|贵|帮|[\p{Han}]{2,8}(?:局|部门|政府|公司)(?:尽快|帮|给|管|来|制止|重新|核))|求助|建议(?:在|增|把|能|开|延)`)},
	{-2, pattern.MustCompile(`本人|我们?(?:[^局市县省国区镇乡院委校中公单办部厅站所队处街大]|$)`)},
	{-1, pattern.MustCompile(`业主|扰民|严重影响|投诉|一直|根本|好几|天天|每天晚上|没有人|睡不着|吵得|受不了|没有?用|不管|推诿|踢皮球|太[贵高慢差]|乱收费|乱要价|提心吊胆|摔了`)},
}

// officeVoice weighs who speaks in a text: above zero an office that answers, below somebody who asks.
func officeVoice(s string) (sum int) {
	s = strings.TrimSpace(quoted.ReplaceAllString(s, ""))
	for _, v := range voices {
		if v.says.MatchString(s) {
			sum += v.weight
		}
	}
	return sum
}

// quoted are the words of others.
var quoted = pattern.MustCompile(`“[^”]*”|「[^」]*」`)

// An office is heard from surelyOffice on, one who asks up to surelyAsks.
const (
	surelyOffice = 2
	surelyAsks   = -2
)
