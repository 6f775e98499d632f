package severity

import (
	"strings"

	"huiying/analyzers/amount"
	"huiying/analyzers/phrase"
)

// kind is what a phrase tells of.
type kind uint32

const (
	death     kind = 1 << iota
	injury         // somebody is hurt
	grave          // badly
	illness        // people are taken ill
	event          // fire, explosion, collapse, flood
	release        // poison got out
	trapped        // somebody cannot get out, or is missing
	hazard         // dangerous, nobody hurt yet
	crack          // dangerous in what carries people: needs structure
	structure      // a building, bridge, dam, slope
	outage         // no water, power, gas, heating
	frail          // children, patients, the old, and where they are
	reach          // how many are touched
	loss           // money lost
	harmless       // looks like one of the above and is not
	maybe          // feared, prevented, supposed: what follows in the clause is not real
	never          // denied: what follows in the clause is not real
	story          // told, remembered, rehearsed: real elsewhere or before, to the end of the sentence
	now            // ends a story
	over           // was mended: outages and hazards of the sentence are past

	stop   // ends a sentence
	comma  // ends a clause
	figure // begins a number
)

var groups = []struct {
	kind  kind
	words string
}{
	{death, "死亡 身亡 遇难 丧生 溺亡 溺水死 致死 炸死 砸死 烧死 淹死 撞死 电死 摔死 毒死 打死 压死 死了 死者 没了命 丢了命 不治身亡 丧命 猝死 罹难 命案 尸体 当场死 医治无效 抢救无效"},
	{injury, "受伤 致伤 伤者 轻伤 烧伤 烫伤 砸伤 撞伤 摔伤 炸伤 咬伤 刺伤 砍伤 打伤 触电了 扎伤 割伤 伤亡 摔断 划伤 压伤"},
	{injury | grave, "重伤 骨折 昏迷 病危 正在抢救 重症监护 截肢 生命垂危 休克 颅内出血 不省人事 毁容 失明"},
	{illness, "食物中毒 集体中毒 一氧化碳中毒 煤气中毒 中毒 呕吐 上吐下泻 腹泻 拉肚子 集体发热 集体发烧 疫情 传染病 霍乱 血铅超标 铅中毒 过敏性休克 诺如 手足口病 肺结核聚集 禽流感 住进医院"},
	{event, "爆炸 炸开 火灾 起火 着火 失火 大火 燃烧起来 坍塌 垮塌 倒塌 塌方 塌了 塌陷 山体滑坡 滑坡 泥石流 山洪 洪水进村 溃坝 决堤 管涌 内涝 淹没 踩踏 翻车 侧翻 坠河 坠崖 沉船 翻船 列车脱轨 火车脱轨 连环追尾 地震 桥断 断裂垮 雪崩 轿厢坠落 吊车倒 塔吊倒 脚手架倒 持刀 砍人 枪击 劫持"},
	{release, "毒气泄漏 氯气泄漏 氨气泄漏 液氨泄漏 危化品泄漏 化学品泄漏 甲醇泄漏 硫化氢泄漏 有毒气体泄漏 苯泄漏 毒气弥漫 剧毒品泄漏 放射源丢失 核泄漏 水源被投毒 投毒 原油泄漏 尾矿泄漏"},
	{trapped, "被困 困在 压在下面 埋在 被埋 失联 失踪 下落不明 走失 跳楼 轻生 自杀 割腕 割喉 逃不出"},
	{hazard, "煤气味 燃气味 天然气味 液化气味 煤气泄漏 燃气泄漏 天然气泄漏 漏气 漏煤气 电线裸露 电线外露 裸露的电线 电线垂 电线掉 电线落 线头裸露 电缆裸露 电缆外露 漏电 触电 高压线垂 高压线掉 高压线离 配电箱敞开 " +
		"变压器冒烟 冒火花 打火花 井盖缺失 井盖丢失 井盖没了 井盖不见 没有井盖 没井盖 无井盖 井盖被偷 井盖破 井盖塌 电梯坠落 电梯下坠 电梯急坠 电梯失控 电梯突然下滑 电梯冲顶 电梯夹 瓷砖脱落 外墙脱落 墙皮掉落 墙砖掉落 玻璃坠落 高空坠物 广告牌摇摇欲坠 " +
		"摇摇欲坠 落石 滚石 护栏断 护栏缺失 没有护栏 没护栏 无护栏 扶手断 毒气 有毒气体 剧毒 放射源 浓烟滚滚 深坑 天坑 地面下沉 路面下沉 路面塌 渗水的大坝 大坝渗水 堤坝渗 危房 违规存放 存放汽油 存放烟花 私存烟花 囤积汽油 氧气瓶堆 煤气罐堆 储存危险化学品 刹车失灵 刹车不灵 校车超载 校车超员 超员 " +
		"咬人 恶犬 疯狗 马蜂窝 毒蛇 虐待 殴打学生 打孩子 家暴 拐卖 拐骗 跟踪女 猥亵 性侵 甲醛超标 水质发黑 饮用水发臭 自来水发黑 自来水发黄 自来水有异味 自来水发臭 喝了发臭的水 重金属超标 氨味刺鼻 刺鼻气味 假疫苗 过期疫苗 用错药 无证行医打针 充电起烟 冒烟 消防栓没水 消防栓无水 灭火器过期 安全出口锁 逃生门锁 消防通道锁"},
	{crack, "裂缝 开裂 裂开 倾斜 歪了 断裂 松动 掏空 悬空 沉降 下沉 变形 脱落 掉下来 剥落 露出钢筋 钢筋外露 钢筋裸露"},
	{structure, "承重 墙 楼 房 桥 坝 堤 梁 柱 山体 边坡 地基 天花板 屋顶 阳台 护坡 挡土墙 隧道 教室 看台 顶棚 铁塔 水塔 烟囱 塔吊 脚手架 雨棚 栏杆 护栏 电线杆 信号塔"},
	{outage, "停水 断水 没有水 没水用 没水喝 无水可用 没有自来水 停电 断电 没有电 没电 停气 断气 没有暖气 停暖 断暖 不供暖 暖气不热 供暖不足 没有供暖 停供 供水中断 供电中断 断网 通信中断 道路中断 交通中断 与外界隔绝 出不去"},
	{frail, "学生 孩子 小孩 幼儿 儿童 婴儿 幼儿园 小学 中学 学校 医院 病人 患者 养老院 敬老院 福利院 孕妇 产妇 老人 残疾人 透析 呼吸机 手术室 托管班 校车 课堂 宿舍"},
	{reach, "全市 全城 全县 全区 整个城区 整个县城 全县城 整个新区 大半个城 全镇 全乡 整个镇 多个小区 数个小区 好几个小区 数个村 好几个村 全校"},

	{harmless, "危房改造 危房改建 危房鉴定 危房补助 危房补贴 危房指标 危房资金 危房重建 危房户 危房政策 旧房危房改造 不治理 不死不休 以毒气 万死 生不如死 死去活来 死不承认 死不 害死 死心塌地 医治 打死不 抢救室 伤者家属 食物链 烧死草 爆炸性 信息爆炸 知识爆炸 爆炸新闻 气炸 炸了锅 炸锅 炸鸡 炸串 油炸 火锅 火车 火爆 火热 上火 发火 冒火 火气 笑死 累死 热死 吵死 烦死 冻死 气死 饿死 急死 臭死 羡慕死 困死 要死 死路 死角 死机 死缠 死板 死心 死活 打死也 打死不 " +
		"死循环 坑死 害死人 愁死 难看死 丑死 无聊死 花草死了 花死了 树死了 鱼死了 苗死了 草死了 绿植死了 心死了 该死 半死 睡死 卡死 死记 死等 死守 血汗钱 救命钱 天塌 塌房 崩塌式 信任崩塌 心态崩 爆雷 暴雷 中毒太深 游戏中毒 毒舌 毒鸡汤 病毒视频 消毒 杀毒 " +
		"雷区 炸金花 火眼 烟火气 烟花三月 大火的 太火 很火 爆款 火了 着火一样 杀人不眨眼 要命 致命伤 内伤 伤心 伤感情 受伤的心 心里受伤 伤不起 玻璃心 情绪崩溃 暴跳 洗劫 房价 房租 房贷 房产 房东 房屋买卖 墙报 翻墙软件 楼市 楼主 楼盘 桥牌 栋梁 柱状 学历造假 " +
		"打火机 灭火器 消防栓 地震局 气象 医院里人多 老人卡 学生证 学生票 老人证 孩子他 孩子气 煤气公司 煤气费 燃气费 燃气公司 天然气公司 煤气罐价 死亡证明 死亡赔偿 死亡抚恤 工伤 伤残鉴定 伤残津贴 伤残等级 伤残 受伤害者 中毒性 抢救性 抢救文物 文物抢救 猝死险 垮掉的 倒塌价 " +
		"消防 水火不容 隔岸观火 火炬 火焰山 防火门 防火墙 防洪 抗震 抗洪 楼道堆 关系断裂 断裂带 资金链断裂 合同断裂 牙齿松动 政策松动 松动的螺丝 口碑开裂 皮肤开裂 手机开裂 屏幕裂缝 屏幕开裂 鞋子开裂 鞋底开裂 杯子裂 碗裂 盘子裂 家具开裂 地板变形 门变形 衣服变形 踩踏板 " +
		"爆炸头 失联会员 困在原地 困在系统 信息被埋 被埋没 埋在心 倾斜政策 政策倾斜 资源倾斜 倾斜照顾 流血不流泪 吐血 血亏 疫情期间 疫情防控 疫情以来 疫情影响 疫情结束 疫情政策 因疫情 受疫情 疫情后 疫情前 疫情三年 地下车库水淹 放射科 毒气太重 大坑人 大坑爹 超员 职工超员 打孩子主意 马路牙子 交通事故认定"},
	{maybe, "担心 害怕 生怕 怕 恐怕 万一 一旦 如果 假如 要是 倘若 可能 容易 避免 防止 预防 以防 以免 免得 杜绝 谨防 严防 防范 防 会不会 是否会 存在 隐患 将会 迟早 早晚 差点 险些 几乎 差一点 好像要 别等 不要等 难道要 非要等 等到 会引发 会引起 会造成 会导致 的风险 潜在 不排除 应急 怎么处理 如何 怎样"},
	{never, "没有发生 未发生 没发生 没有造成 未造成 无人员 没有人员 无人 没有人 没人 未出现 没有出现 并无 并未 不是 不曾 从未 没有任何 尚未 辟谣 谣言 不实 假消息 误报 虚惊"},
	{story, "演练 演习 培训 讲座 宣传 知识竞赛 预案 电影 电视剧 小说 游戏 剧情 据报道 新闻 报道 网传 听说 外地 外省 某地 别的城市 其他城市 国外 历史 当年 曾经 年前 去年 前年 往年 上世纪 纪念 周年 遗址 烈士 抗战 解放前 古代 汶川 唐山大地震 案例 课本 征文 展览 主题 保险 理赔 赔偿金 补偿标准 抚恤金 残疾证 残疾等级 残疾补贴 残疾人证 防灾 减灾 安全月 安全教育 每年 全国 统计 平均 据统计 条例 办法规定 资格证"},
	{now, "现在 目前 如今 今天 今早 今晚 刚才 刚刚 正在 昨天 昨晚 昨夜 前天 今年 这几天 本周 上周 我们小区 我家 仍然 至今 还在 救命"},
	{over, "已修复 已经修复 修好了 已经修好 已恢复 已经恢复 恢复了 已处理 已经处理好 已解决 已经解决 解决了 已通水 来水了 来电了 已排除 已经排除 已扑灭并 已整改 整改到位"},

	// learned from judged examples: dangers that are told quietly, and what only sounds like harm
	{death, "失去生命 没了呼吸 没抢救过来 没有抢救过来"},
	{illness, "都进了医院 都送进医院 住进了医院 抽搐 学生肚子疼 孩子肚子疼"},
	{event, "煤矿透水 矿井透水 井下透水 山火 决口 塌桥 桥塌 楼塌 房子塌 围墙倒 墙倒了 坠桥 自燃 自己烧起来 烧起来了"},
	{release, "氨水泄漏 液氯泄漏 氨水罐漏 液氨罐漏 氯气罐漏 槽罐车泄漏 漏氨气 漏氯气"},
	{trapped, "井里掉下去 掉进井 掉下井 掉到井里 坠井 有人落水 掉进河 掉进水库 工人没上来 人没上来 没有逃出来 还没出来 锁在车里"},
	{hazard, "井盖缺 井盖掉 井盖翘 气罐放在 气瓶放在 电箱门开 电箱敞开 电箱开着 电缆皮破 电线皮破 电线破 电缆破 铜线露 铜丝露 电线烧焦 焦糊味 煤气的味 燃气的味 天然气的味 " +
		"一推就晃 一碰就晃 要掉下来 快掉下来 要砸下来 锈断 钢丝绳断 栈道断 电梯门没关 扶梯倒转 扶梯突然倒转 扶梯逆行 承重墙砸 砸承重墙 砸了承重墙 拆承重墙 突然凹下去 突然下陷 石头掉 石头滚 护栏撞坏 护栏被撞 信号灯全黑 红绿灯全黑 红绿灯全灭 " +
		"堤上有个洞 坝上有个洞 坝下面有渗水 坝脚渗水 坝体渗水 突然放水 放水没有通知 泄洪没有通知 没有救生衣 没穿救生衣 没有救生员 呛水 没有安全绳 没系安全绳 不系安全绳 追尾 轮胎磨平 一边开车 边开车边 扔石头 扔砖头 高空抛物 烧荒 黄烟 满楼都是烟 满屋都是烟 自制烟花 自制的烟花 黑火药 " +
		"围着打 围殴 暴力伤医 打老人 校园欺凌 校园霸凌 被同学打 把孩子咬 拉孩子上车 抢孩子 偷孩子 农药味 水是红的 井水发红 井水发臭 鱼都浮上来 肉发臭 变质肉 食材变质 食材发霉 饭菜有虫 饭菜里有虫 饭菜生蛆 吃出虫 工业盐 工业酒精 过期药 药过期 药品过期 打错针 打错了针 输错 开错药 拿错药 用过的针头 针头丢 针头扔"},
	{crack, "裂了一 梁裂 墙裂 桥裂 柱裂 坝裂 一道缝 往下掉 压弯"},
	{harmless, "堵死 呛死 熏死 挤死 吓死 贵死 晒死 拖死 等死 亏死 虫咬死 虫子咬死 死不起 打不死 死亡率 致死率 死亡赔付 死亡理赔 死亡补偿 狗被车撞死 狗被撞死 猫被撞死 狗死了 猫死了 严重伤害 双重伤害 多重伤害 危重伤病 " +
		"灾后重建 火灾后重建 火灾救援 炸开了锅 炸开锅 爆炸场 大爆炸的 遇难呼救 倒塌式 带货翻车 直播翻车 翻车现场 踩踏绿 踩踏草 踩踏小区绿 被菜地淹没 路灯失明 路灯集体失明 深埋在 填埋在 管道埋在 埋在地 埋在红线 " +
		"失踪人口 失踪证明 法人失踪 法人失联 老板失踪 老板失联 玩失踪 大火锅 狗咬狗 承诺如"},
	{story, "急救知识 急救培训 科普"},
}

type entry struct {
	text string
	kind kind
}

// signs are what a sentence is read by besides phrases. A figure is what a number begins
// with: 百 and 万 alone do not (百姓, 万死), and 上, 几 and the like only before them.
var signs = []entry{{"。！？；!?;\n", stop}, {"，,： 　", comma}, {"0123456789零〇一二两三四五六七八九十", figure}}

// entries are all phrases and signs, and phrases finds them, at each place the longest: so
// 炸鸡 hides nothing and 灭火器 is no fire.
var entries, phrases = build()

func build() ([]entry, *phrase.Matcher) {
	var all []entry
	for _, g := range groups {
		for _, w := range strings.Fields(g.words) {
			all = append(all, entry{w, g.kind})
		}
	}
	for _, s := range signs {
		for _, r := range s.text {
			all = append(all, entry{string(r), s.kind})
		}
	}
	for _, v := range amount.Vague() {
		for _, scale := range "十百千万亿" {
			all = append(all, entry{v + string(scale), figure})
		}
	}
	texts := make([]string, len(all))
	for i, e := range all {
		texts[i] = e.text
	}
	return all, phrase.New(texts)
}
