package issue

import "strings"

// genericWords stand in messages about anything. They are not ignored, but
// they begin as frequent, so that a young grouper does not take them for names.
var genericWords = set(`
领导 政府 问题 希望 解决 请问 咨询 投诉 举报 反映 尊敬 您好 你好 市长 书记 部门 有关 有关部门 相关 相关部门 我们 他们 大家
居民 市民 群众 百姓 老百姓 业主 小区 社区 街道 物业 开发商 学校 学生 孩子 家长 老人 老师 单位 公司 企业 职工 员工 村民 村里 农民 
政策 规定 文件 通知 办理 处理 答复 回复 情况 时间 时候 什么 为什么 怎么 如何 是否 能否 可以 可能 应该 需要 要求 请求 恳请 
强烈 严重 影响 生活 工作 正常 一直 已经 至今 现在 目前 今年 去年 多年 长期 每天 晚上 凌晨 早上 白天 附近 旁边 周边 周围 门口 
建议 关于 谢谢 感谢 支持 关注 重视 监管 管理 整治 整改 治理 查处 严查 调查 电话 多次 没有 不能 无法 不是 就是 还是 
环境 污染 噪音 噪声 扰民 安全 隐患 建设 规划 施工 工程 项目 道路 公路 交通 出行 车辆 停车 收费 费用 标准 合理 违规 违法 非法 
医院 社保 医保 工资 拖欠 房子 房屋 住房 购房 买房 合同 补贴 补偿 拆迁 征收 安置 教育 教师 招生 入学 幼儿园 小学 中学 
国家 社会 城市 农村 地方 地区 本人 个人 家庭 身体 健康 健身 休息 睡觉 睡眠 生产 经营 营业 公共 设施 服务 态度 不作为 
一个 一些 这个 这样 这些 那么 因为 所以 但是 如果 而且 并且 以及 或者 进行 通过 根据 由于 有限公司 责任公司 股份 集团 分公司 投资 科技 商务 贸易 实业 电子 信息 网络 涉嫌 巨额 资金 金额 自己 别人 有人 无人 何时 何去何从
`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
