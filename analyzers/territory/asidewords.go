package territory

import "strings"

// What is said of a place that is not where it happened.
var (
	// filler stands between such a word and the place: 发货地写的是广东.
	filler = runes("写的是说为在于位显示填注着系地址：:")
	origin = newEndings(`祖籍 籍贯 原籍 出生地 户籍地 户口 户籍 户口所在地 户籍所在地 身份证 娘家 婆家 产自 出产自 产于 购自 买自 进自`)
	// homeTown is a place of the matter all the same where more is said of it: 老家大新镇那边停电.
	homeTown = newEndings(`老家 家乡 老家地址`)
	goesOn   = words(`，`)

	sellerBefore = newEndings(`发货地 发货 发货点 发货地址 寄件地 寄件 寄件地址 产地 原产地 仓库 厂家 卖家 商家 店家 店主 店铺 网店 淘宝店 生产厂家 生产商
		供应商 经销商 代理商 公司注册地 注册地 注册地址 退货地址 退货 客服 总部 总公司 厂址 商家地址 主播 微商 公司地址`)
	sellerAfter = words(`发货 发运 运来 运出 寄来 寄出 寄到 寄过来 寄的 发来 发过来 发的货 发的快递 发的包裹 发出 发到 卖家 商家 店家 网店 厂家 仓库 仓发 的卖家 的商家 的店家 的网店
		的厂家 的仓库 产的 生产的 出产 的淘宝 的微商 的直播 那边的厂家 一家网店 某网店`)
	afar = words(`网购 网上 网店 淘宝 拼多多 抖音 京东 天猫 闲鱼 直播 微商 快递 发货 寄来 寄件 邮寄 包裹 物流 退货 主播 下单 商品`)

	from     = newEndings(`从 由 自 打`)
	leaving  = words(`开 驶 飞 去 到 至 来 回 过来 自驾 坐 乘 搭 出发 转 寄 发 赶 返 运 往 直达 上车 上的 出来 打车 骑 搬 调`)
	arriving = words(`来的 过来的 飞来 开来 驶来 赶来 运来 始发 出发 飞往 开往 驶往 过来这 过来打 来这打 来这里 过来的`)
	passing  = newEndings(`途经 途径 经停 中转 路过 经过`)
	bound    = newEndings(`开往 驶往 飞往 前往 去往 发往 寄往 飞到 直达 坐车去 坐车到 坐船去 坐船到 高铁去 高铁到 火车去 火车到 飞机去 飞机到`)
	vehicles = words(`列车 火车 航班 高铁 动车 飞机 大巴 班车 客车 轮渡 车次 机票 车票 快递 包裹 中转`)

	native      = words(`人`)
	nativeAfter = words(`在 来 到这 打工 过来 嫁 租`)
	comers      = words(`老板 学生 游客 客商 商人 装修队 施工队 包工头 工程队 媳妇 女婿 亲戚 朋友 网友`)
	works       = words(`某厂 某公司 某工厂 某店 一家厂 一厂家 一家公司 的厂 的公司 的工厂`)
	bought      = words(`买到 买了 买的 购买 购得 订购 网购 下单`)
	housing     = words(`房 楼 车位 商铺 公寓 小区 别墅`)
	is          = newEndings(`房东是 老板是 老家是 厂家是 商家是 卖家是 他是 她是 对方是 我是 我们是 本人是 家是 司机是 包工头是 师傅是 父母是 老公是 老婆是 丈夫是 妻子是 户口是 公司是`)
	yonder      = words(`那边 那里 那头 老家 方面`)

	hereBefore = newEndings(`我在 我们在 我住 我住在 我现在 我现在在 我人在 人在 现居 现居住在 现住 现住在 家住 家在 发生在 地点在 地点： 地点 地址 地址： 位置 位于 事发 事发地`)
	employed   = words(`打工 工作 上班 读书 上学 出差 旅游`)
)

func words(list string) lexicon { return newLexicon(strings.Fields(list)) }

// endings answers whether one of its words ends at a place of a text.
type endings struct{ lexicon }

func newEndings(list string) endings {
	reversed := strings.Fields(list)
	for i, w := range reversed {
		r := []rune(w)
		for a, b := 0, len(r)-1; a < b; a, b = a+1, b-1 {
			r[a], r[b] = r[b], r[a]
		}
		reversed[i] = string(r)
	}
	return endings{newLexicon(reversed)}
}

func (e endings) endsAt(text []rune) bool {
	n := len(text)
	if n == 0 || !e.first.has(text[n-1]) {
		return false
	}
next:
	for _, w := range e.words[text[n-1]] {
		if len(w) > n {
			continue
		}
		for i, r := range w {
			if text[n-1-i] != r {
				continue next
			}
		}
		return true
	}
	return false
}

// within says whether one of the words stands anywhere in a text.
func (l *lexicon) within(text []rune) bool {
	for i := range text {
		if l.at(text[i:]) {
			return true
		}
	}
	return false
}
