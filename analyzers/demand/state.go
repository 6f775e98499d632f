package demand

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"huiying/analyzers/phrase"
	"huiying/opinion"
)

// Many who turn to an office do not say what they want. They say how things are (路灯坏了三天),
// what was refused (押金不退), what was left in the taxi, or what they do not know (补办身份证的问题).
// Where no phrase and no form of a request decided, a short text is judged by that.

// longest is the number of characters up to which a text is judged by the state that it tells:
// a longer one that asks for nothing in any of its sentences is a report rather than a letter.
const longest = 400

// byState is the confidence of what a text asks for by the state that it tells.
const byState = 0.5

// leastLacking is the number of characters from which a text that says no more than that something
// is not so is taken for a complaint.
const leastLacking = 10

// lost are words of those who left something behind, and want it back.
var lost = words(`遗落 遗失了 遗失一 遗失手机 遗失在 遗失钱包 落在车上 落在了 落在 忘在 忘了拿 掉落了一 掉了一 丢失了 丢失一 丢了 落了一 落了部 捡到 拾到 找不到了 走丢 走失 失联`)

// trouble are states that nobody wishes for, and what others do that they should not.
var trouble = words(`
坏了 坏掉 损坏 破损 破烂 破旧 破了 破裂 裂开 裂缝 开裂 塌陷 塌了 坍塌 下沉 下陷 凹陷 倾斜 松动 脱落 掉落 倒塌 断裂 断了 坑洼 坑坑 大坑
漏水 渗水 漏雨 漏电 冒水 外溢 溢出 溢流 积水 被淹 淹了 倒灌 堵住 堵了 堵路 堵死 堵塞 堵车 塞车 拥堵 拥挤 封死 被封 封闭 围挡 被占 占用 占道 占满 违停 违章停 乱停 乱放 乱堆 乱丢 乱倒 乱扔 乱摆
堆放 堆满 成堆 倾倒 没人清 无人清 脏 脏乱 臭 难闻 刺鼻 异味 烟味 焦味 噪音 噪声 太吵 吵闹 吵得 喧哗 扰民 大声 喇叭 睡不着 休息不好 影响休息 正常休息 冻得 不热 没水 没电 没气 断水 断电 断网 停水 停电 信号差 信号不好
失灵 失效 故障 异常 不亮 灯灭 不通 打不通 用不了 进不去 出不来 过不去 走不了 上不了 办不了 办不下 拿不到 领不到 收不到 等不到 买不到 打不开 打不到 退不了 接不到 查不到
拒载 拒绝 拒不 被拒 推脱 推卸 推诿 拖着 拖延 拖欠 耽误 延误 延期 晚点 过长 等了 太慢 太久 太晚 太贵 太高 太多 太大 太差 太乱 太脏 太旧 太窄 过高 过大 过慢 过多 过低 过小 又涨 涨价 再涨 多收 乱收 私收 收取 强制 强行 强收
威胁 骂 打人 打他 打她 打孩子 打手心 殴打 欺负 欺骗 被骗 骗其 骗了 诈骗 画大饼 假货 假的 假钱 假币 冒充 过期 变质 发霉 虫子 苍蝇 拉肚子 腹泻 中毒 受伤 摔倒 摔伤 弄坏 刮花 撞 咬人 咬伤 被咬 污染 排污 污水 冒烟 黑烟 浓烟 扬尘 灰尘 危险 隐患 安全风险 严重
欠其 欠我 欠薪 欠钱 欠款 超时 超载 超标 超速 闯红灯 逆行 鸣笛 加塞 缺失 缺少 抄错 弄错 写错 错别字 标错 算错 出错 被困 被偷 被盗 被扣 被罚 被拖 被挖 被砍 被迫 破坏 损毁 损失 侵占 搭建 搭盖 违建 偷砂 偷沙 盗沙 采砂 偷偷 私自 私装 擅自 赌博 私彩 打麻将 打牌 卖淫 燃放 放鞭炮 焚烧 小广告 乞讨 流浪 醉汉 野狗 老鼠 蟑螂
苦不堪言 一塌糊涂 无法上岸 血汗钱 无故 误封 封号 闲置 烂尾 停工 缩水 偷工减料 纠纷 遮挡 挡住 杂草 掉出 垂落 倒下 违章 违法 违规 吸烟 抽烟 摆摊 摊贩 出店经营 裸露 遗撒 渣土 泥土 蚊虫 异响 抖动`)

// negations say that something is lacking or was not done. harmless hold the same characters.
var (
	negations = words(`不 没 未 无`)
	harmless  = words(`无犯罪 无房证明 无障碍 无偿 无线 无锡 无人机 无纸 无忧 无论 无须 无需 不动产 不锈钢 不错 不客气 不好意思 不仅 不但 不少 不久 不过 不管 不论 不限 不用谢 不同 不足为 没关系 没事 未来 未成年 未婚 未满 差不多 对不起 能不能 是不是 会不会 可不可 要不要 有没有 有无 是否 了不起 不断 用不用`)
)

// reports are words of the news and of an office's own notices.
var reports = words(`记者 本报 讯 获悉 据悉 日前 近日从 报道 新华社 召开 举行 举办 印发 出台 公告 通告 公示 通报 发布会 启动仪式 特此 本次活动 正式开放 正常开放 落成 揭牌 表彰`)

// irony is praise that is none, where trouble stands beside it.
var irony = words(`堪称 奇迹 英明 呵呵 鼓掌 佩服 给跪 长见识 涨见识 真有你们的 真行 真好啊 好样的 厉害了 了不起 良心 速度感人 感人 高明 贴心 周到 辛苦了 点赞 真会 可真 谢谢你们 感谢你们 值得学习 领教`)

// worse are complaints that only stand beside irony.
var worse = words(`越来越 越减越 又涨 涨了 修了 才 还没 还是没 几年 三年 五年 两年 半年 一个月 快毕业 等了 排队 倒闭 没了`)

// mostAbout is how many bytes at the end of a text about is looked for in.
const mostAbout = 60

// about ends a text that only names what somebody wants to know.
var about = regexp.MustCompile(`(?:的问题|问题|信息|地址|地点|电话|号码|时间|时间段|材料|条件|流程|手续|政策|标准|依据|规定|费用|价格|价钱|情况|事宜|要求|方式|方法|办法|目录|原因|多少天|补办|办理|年审|年检|落户|换证|上牌|过户|报销|代领|进度|期限)[）)。.？?！!\s]*$`)

func words(list string) *phrase.Matcher { return phrase.New(strings.Fields(list)) }

// heardIn lists what of a list is in the texts, at most maxWords.
func heardIn(m *phrase.Matcher, texts ...string) (out []string) {
	for _, s := range texts {
		m.Find(s, func(_, from, to int) int {
			if len(out) < maxWords {
				out = append(out, s[from:to])
			}
			return to
		})
	}
	return out
}

// lacks lists the negations that say what is lacking.
func lacks(texts ...string) (out []string) {
	for _, s := range texts {
		negations.Find(s, func(_, from, to int) int {
			end := to
			harmless.Find(s[max(0, from-6):min(len(s), to+9)], func(_, a, b int) int {
				if at := max(0, from-6); at+a <= from && from < at+b {
					end = 0
				}
				return b
			})
			if end > 0 && len(out) < maxWords {
				out = append(out, s[from:to])
			}
			return to
		})
	}
	return out
}

// told lists the trouble that texts tell of: 没有扰民 tells of none.
func told(texts ...string) (out []string) {
	for _, s := range texts {
		trouble.Find(s, func(_, from, to int) int {
			if len(out) < maxWords && !negated(s[:from]) {
				out = append(out, s[from:to])
			}
			return to
		})
	}
	return out
}

// tell lets the trouble that a text tells of weigh beside its phrases: who tells of much complains,
// even if it ends with a wish or a question, and praise beside it is meant otherwise.
func (r *reading) tell(title, text string) {
	r.told = told(title, text)
	if n := len(r.told); n > 1 {
		r.weights[complaint] += min(mostTold, eachTold*float64(n))
	}
	if w := &r.weights; len(r.told) > 0 && w[suggestion] > 0 && w[suggestion] < leastProposal {
		w[suggestion], w[complaint] = w[suggestion]*0.5, w[complaint]+enough
	}
	ironic := heardIn(irony, title, text)
	if ironic == nil || r.weights[praise] >= leastMeant {
		return
	}
	if bad := append(r.told, heardIn(worse, title, text)...); len(bad) > 0 {
		r.told = append(bad, ironic...)
		r.weights[complaint] += r.weights[praise] + enough
		r.weights[praise] = 0
	}
}

const (
	eachTold = 0.4
	mostTold = 1.2
	// leastProposal is what a suggestion must weigh to be one beside trouble: 希望 alone is a wish that
	// the trouble end.
	leastProposal = 2.0
	leastMeant    = 5.0 // praise of such weight is meant, whatever trouble it tells of
)

// state is what a text asks for by the state that it tells; told is the trouble in it.
func state(title, text string, told []string) opinion.DemandFinding {
	none := opinion.DemandFinding{ID: opinion.NoDemand, Confidence: 0.6}
	if n := utf8.RuneCountInString(text); n > longest || len(heardIn(reports, title, text)) > 0 {
		return none
	}
	say := func(d opinion.Demand, evidence []string) opinion.DemandFinding {
		return opinion.DemandFinding{ID: d, Confidence: byState, Evidence: evidence}
	}
	if found := heardIn(lost, title, text); found != nil {
		return say(opinion.Help, found)
	}
	if told != nil {
		return say(opinion.Complaint, told)
	}
	if found := lacks(title, text); found != nil && utf8.RuneCountInString(title+text) >= leastLacking {
		return say(opinion.Complaint, found)
	}
	for _, s := range []string{text, title} {
		end := strings.TrimSpace(s)
		if found := about.FindString(end[max(0, len(end)-mostAbout):]); found != "" {
			return say(opinion.Inquiry, []string{strings.TrimRight(found, "）)。.？?！! \t\n")})
		}
	}
	return none
}
