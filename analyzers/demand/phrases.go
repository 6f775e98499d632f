package demand

import (
	"strings"

	"huiying/analyzers/phrase"
)

type vote struct {
	demand demand
	weight float64
}

type entry struct {
	text  string
	votes []vote
	plain bool // it does not count when negated
}

// groups are the phrases by demand and weight. A phrase may speak for two demands: 怎么办
// asks, and asks for help.
var groups = []struct {
	demand demand
	weight float64
	words  string
}{
	{report, 4, "举报 检举 实名反映 揭发"},
	{report, 2.5, "涉嫌 偷排 传销 贪污 受贿 行贿 吃回扣 套取 骗取 冒领 诈骗 假药 卖淫 嫖娼 赌博窝点 聚众赌博 开设赌场 制假 售假 非法集资 私采 盗采 违法行为 偷税 漏税 阴阳合同 围标 串标 虚开"},
	{report, 1.8, "违法 非法 无证 无照 违建 违章建筑 违规 私自 假冒 过期食品 三无产品 黑中介 黑车 黑作坊 黑诊所 超载 酒驾 造假 弄虚作假 侵占 徇私 请查处 依法查处 严查 请调查 彻查 转包"},

	{complaint, 4, "投诉"},
	{complaint, 2.2, "扰民 不作为 乱收费 乱作为 推诿 扯皮 踢皮球 态度恶劣 态度差 态度极差 吃拿卡要 强制消费 霸王条款 虚假宣传 不满意 太差 差评 欺骗 坑人 坑骗 言而无信 强买强卖 克扣 刁难 服务差 敷衍"},
	{complaint, 1.6, "没人管 无人管 无人处理 没人处理 无人问津 置之不理 不理不睬 不闻不问 迟迟 拖延 一拖再拖 多次反映 屡次反映 反映多次 反映过多次 不解决 得不到解决 没有解决 未解决 不予理会 难以忍受 苦不堪言 严重影响 忍无可忍 拒绝退 不退 不给退 拖欠 噪音 噪声 油烟 恶臭 臭味 臭气 乱停 乱扔 占道 堵塞 脏乱差 质量差 质量问题 太吵 不合理 不公平 强烈不满 无语 收费高 乱涨价 涨价 被收 打人 骂人 辱骂 失职 垃圾成堆 打不通"},
	{complaint, 1.1, "擅自 侵害 侵犯 违背 遥遥无期 未到位 不到位 未落实 不落实 没有办好 办不下来 安全隐患 污染 异味 霉味 臭水 出行极难 损失巨大 人为操控 请整治 请治理 请管管 请管一管 请规范 垄断 天价 严惩 打扰 不按时 太贵 拥堵 一直不"},
	{complaint, 0.7, "反映 破损 损坏 坏了 问题 不接受 不公 不平等 挡住 爆裂 影响 为什么不 凭什么 居然 竟然 长期"},

	{help, 4, "求助 救命 救救 帮帮 请求帮助 请求救助 寻求帮助 需要帮助 希望帮助 恳请帮助 希望得到帮助"},
	{help, 2.4, "走投无路 帮忙 帮助解决 帮我 帮我们 求政府 生活困难 无力承担 无家可归 急需 讨薪 讨要工资 要不到工资 拿不到工资 没有收入 求解决 为民做主 主持公道 恳求 请求解决 被困 走失 病重 盼帮"},
	{help, 1.5, "恳请 请求 请协调 协调解决 请解决 尽快解决 尽快修 尽快恢复 尽快处理 请派人 请尽快 请抢修 停水 停电 断水 断电 没水用 没有水 没电 停气 停暖 漏水 困难 请修 请求将 请落实 请重视 请关注 求关注 请支持 需要解决 盼解决 怎么办 无法入学 没学上 没法 维权"},

	{suggestion, 3.5, "建议 提议 提个意见 提点意见 意见和建议"},
	{suggestion, 2, "增设 加装 加设 增开 加开 延长运营 呼吁 倡议 能否增加 加一班 多加 能不能加 能不能多 能不能改 能不能设 能不能装 能否加 能否改 能否设 能否装 能否划 可以增加 可否增设 能否设置 能否开通 能否安装 能不能增加 可否增加 希望增加 希望开通 希望设置 希望安装 希望能增加 希望能在 希望能够在 希望延长 希望优化 希望推广 应当设立 应该设立 不妨 何不"},
	{suggestion, 1, "希望 优化 完善 推广 应该 应当 最好能 改进 改善 规范 合理规划 开通 新增"},

	{inquiry, 4, "咨询 请教 想了解 想问 请问 问一下 问问 想知道 求解答 求告知"},
	{inquiry, 2, "何时 什么时候 啥时候 几时 多久 怎么办理 如何办理 需要什么材料 需要哪些材料 什么条件 哪些条件 符合条件 什么手续 哪些手续 如何申请 怎么申请 怎样申请 能否申请 可以申请 在哪里办 去哪里办 到哪里办 是什么 有哪些 多少钱 办理流程 什么标准 如何计算 怎么算 进展如何 有没有规划 是否有规划 有无规划 是不是可以 可不可以 能不能 能否 可否 属于什么 代表什么 什么意思 什么原因 什么时间 什么流程 什么材料 什么资料 什么证件 什么政策 哪一年 哪一天 哪年 哪天 哪些材料 哪个部门 哪个单位 什么部门 什么单位 多长时间 多少天 是多少 会不会 为准还是 是否需要 是否可以 可以吗 行吗 啥意思"},
	{inquiry, 1, "是否 如何 怎么 怎样 吗 哪里 哪个 哪所 哪些 哪儿 在哪 几点 几年 几天 几月 几号 有没有 多少 多大 是不是 呢 为何 为啥 咋 什么 谁来 截止"},
	{inquiry, 0.6, "怎么办"},
	{inquiry, 0.6, "？ ?"},

	{praise, 4, "表扬 点赞 锦旗 感谢信 好评 赞一个 手动赞"},
	{praise, 2, "衷心感谢 非常感谢 十分感谢 特别感谢 感谢政府 感谢党"}, // and a deed: see thanksAlone

	{praise, 2, "很满意 非常满意 十分满意 热心 服务周到 效率高 效率很高 拾金不昧 耐心 暖心 尽职尽责 认真负责 贴心 为民办实事 办了实事 好人好事 值得学习 越来越好"},
	{praise, 1.1, "感谢 修好了 方便多了 热情"},
	{praise, 0.4, "辛苦了 满意 解决了 见义勇为"},
}

// countering phrases look like one of the above and are not; they vote for nothing, or for
// another demand.
var countering = []entry{
	{text: "咨询公司"}, {text: "建议书"}, {text: "投诉电话"}, {text: "举报电话"}, {text: "投诉渠道"}, {text: "投诉热线"},
	{text: "心理咨询"}, {text: "感谢您的回复"},
	{text: "谢谢"}, {text: "感谢领导"}, {text: "感谢关注"}, {text: "希望小学"}, {text: "希望工程"}, {text: "感谢贵"},
	{text: "解决了吗", votes: []vote{{inquiry, 2}}},
	{text: "不热情", votes: []vote{{complaint, 2}}}, {text: "不耐心", votes: []vote{{complaint, 2}}},
	{text: "不耐烦", votes: []vote{{complaint, 2}}},
	{text: "效率低", votes: []vote{{complaint, 2}}}, {text: "不满", votes: []vote{{complaint, 1.6}}},
	{text: "不太满意", votes: []vote{{complaint, 2}}},
	{text: "采纳建议"}, {text: "怎么举报", votes: []vote{{inquiry, 4}}},
	{text: "如何举报", votes: []vote{{inquiry, 4}}}, {text: "怎么投诉", votes: []vote{{inquiry, 3}}},
	{text: "如何投诉", votes: []vote{{inquiry, 3}}}, {text: "去哪投诉", votes: []vote{{inquiry, 3}}},
	{text: "有何不可"}, {text: "不知怎么"}, {text: "应该是"}, {text: "被举报"},
	{text: "医疗救助"}, {text: "救助站"}, {text: "救助政策"}, {text: "困难补助"}, {text: "困难群众"},
	{text: "帮忙的", votes: []vote{{praise, 0.5}}},
	{text: "没想到"}, {text: "违法停车", votes: []vote{{complaint, 1.6}}},
	{text: "违规停车", votes: []vote{{complaint, 1.6}}}, {text: "没有噪音"},
	{text: "咨询不到", votes: []vote{{complaint, 1.5}}}, {text: "吗啡"}, {text: "吗丁啉"}, {text: "反映情况"},
	{text: "解决了问题", votes: []vote{{praise, 1.5}}},
}

// deeds make thanks a praise. Without one they are how a letter ends (非常感谢！).
var deeds = phrase.New(strings.Fields(`工作人员 民警 交警 警察 师傅 医生 护士 医护 老师 司机 环卫 社区 窗口 干部 志愿者 消防员 帮 及时 修 为了 关停 拆除 认真 耐心 热心 辛勤 付出 快速 迅速 第二天 锦旗 办好 解决了`))

// entries are all phrases, and phrases finds them.
var entries, phrases = build()

func build() ([]entry, *phrase.Matcher) {
	byText := map[string]*entry{}
	for _, g := range groups {
		for _, w := range strings.Fields(g.words) {
			if byText[w] == nil {
				byText[w] = &entry{text: w, plain: true}
			}
			byText[w].votes = append(byText[w].votes, vote{g.demand, g.weight})
		}
	}
	for i := range countering {
		byText[countering[i].text] = &countering[i]
	}
	var all []entry
	var texts []string
	for w, e := range byText {
		all, texts = append(all, *e), append(texts, w)
	}
	return all, phrase.New(texts)
}
