package issue

import "strings"

// generic holds words that stand in messages about anything. They are not ignored, but
// they begin as frequent, so that a young grouper does not take them for names.
var generic = set(`
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

// small holds what carries no meaning of its own: function words, and words of courtesy.
var small = set(`
的 了 在 是 我 有 和 就 不 人 都 一 上 也 很 到 说 要 去 你 会 着 没 看 好 自 这 那 他 她 它 们 与 及 或 等 对 从 向 把 被 让 给 但 而 
之 其 为 于 以 所 因 由 又 再 还 已 将 可 能 该 此 个 些 年 月 日 号 时 点 中 下 里 内 外 后 前 间 多 少 大 小 吗 呢 吧 啊 呀 嘛 请 求 
a b c d e f g h i j k l m n 市 区 县 省 问 何 谁 几 每 各 本 某 并 且 则 却 只 才 更 最 太 真 非 无 未 做 作 用 来 过 得 地 想 叫 使
`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
