package territory

import "slices"

// elsewhere says whether a short name is part of the name of something else: a road, an estate, a dish,
// a brand, a shop, a person, or a direction (河南边). A parent right before it says that the place is meant
// after all, unless the two together name a shop (湖南衡东土菜馆); then the parent goes with it.
func elsewhere(t *Table, sc *scratch, m *mention, kinds kind) bool {
	after := sc.text[m.end:]
	sells := trapLexicon.at(after) || shop(after) || sc.goods(m.end)
	if t.supported(sc, m) {
		if !sells {
			return false
		}
		return takeParent(t, sc, m)
	}
	if station(after) && kinds&short != 0 {
		return false
	}
	return sells || road(after) || estateLexicon.at(after) || sideOf(sc.text[m.start:m.end], after) ||
		personBefore.endsAt(sc.text[:m.start]) && !notPerson(after) || surnamed(sc.text[:m.start], after) ||
		called.endsAt(sc.text[:m.start]) && (len(after) == 0 || !han(after[0]))
}

// takeParent widens a name to its parent right before it, if that is a short name too.
func takeParent(t *Table, sc *scratch, m *mention) bool {
	for k := len(sc.mentions) - 1; k >= 0 && k >= len(sc.mentions)-24; k-- {
		p := &sc.mentions[k]
		if p.end != m.start || p.name < 0 || !t.parent(p, m.name) {
			continue
		}
		if p.kinds&(full|town|old|generic|site) != 0 || p.variant {
			return false
		}
		m.start, m.weight = p.start, m.weight+(m.start-p.start)*perRune+bonusFull+bonusNext
		return true
	}
	return false
}

// station says whether a station of the city is named: 深圳北站, 长沙火车站.
func station(after []rune) bool {
	if len(after) > 1 && direction.has(after[0]) && after[1] == '站' {
		return !notStation.at(after[1:])
	}
	return stations.at(after) && !notStation.at(after)
}

// goods says whether words follow that end like the names of dishes and goods (重庆|鸡公|煲), or a mark
// (青海湖|牌|酸奶). Markets, offices and prices of such goods are a city's own.
func (sc *scratch) goods(end int32) bool {
	for i, r := range sc.text[end:min(len(sc.text), int(end)+4)] {
		if r == '牌' && i < 3 {
			return !noMark.at(sc.text[int(end)+i:]) && !(i > 0 && noMarkBefore.has(sc.text[int(end)+i-1]))
		}
		if !han(r) || leadsAway.has(r) {
			break
		}
	}
	if !sc.isCut {
		return false
	}
	at := end
	for range 2 {
		n := sc.wordAt(at)
		if n == 0 || at+n-end > 4 || leadsAway.has(sc.text[at]) {
			return false
		}
		if at += n; at-end >= 2 && foodHead.has(sc.text[at-1]) {
			return !ofCity.at(sc.text[at:])
		}
	}
	return false
}

// sideOf says whether a name that could be read as 河|南 or 山|西 is a side of a river or a hill.
func sideOf(name, after []rune) bool {
	return len(name) == 2 && waters.has(name[0]) && compass.has(name[1]) && sides.at(after)
}

// surnamed says whether a surname stands before what then is a given name: 王咸阳是我们村会计.
func surnamed(before, after []rune) bool {
	n := len(before)
	if n == 0 || before[n-1] == '姓' {
		return n > 0
	}
	return surnames.has(before[n-1]) && (n == 1 || !han(before[n-2]) || callsPerson.has(before[n-2])) &&
		len(after) > 0 && doesPerson.has(after[0])
}

func notPerson(after []rune) bool {
	return len(after) == 0 || !han(after[0]) || slices.Contains([]rune("的市省县区人路街地境那这"), after[0]) ||
		placeAfter.at(after) && after[0] != '有'
}

var (
	stations   = words(`站 火车站 高铁站 汽车站 汽车东站 汽车西站 汽车南站 汽车北站 客运站 总站 火车东站 火车西站 火车南站 火车北站 汽车总站 机场`)
	notStation = words(`站在 站台 站立 站岗 站着 站起 站出 站点 站长 站不 站了 站到 站错`)

	noMark       = words(`牌照 牌楼 牌坊 牌匾 牌子 牌位`)
	noMarkBefore = runes("路站招门广车号指标示告名铭奖金银铜界")
	foodHead     = runes("鸡鸭鹅鱼虾蟹面粉煲汤粥饼糕粽酒茶醋肠肉串锅饭饺粑糖果枣梨橘柚柿杏瓜笋豆腐乳酱油奶糁馍馕粿丸羹鲊皮脚")
	ofCity       = words(`市场 批发 局 价 涨 协会 产业 基地 种植 养殖 加工 厂 农 公司的 码头 专班`)

	waters  = runes("江河湖山海")
	compass = runes("东西南北")
	sides   = words(`边的 边有 边上 边那 边是 侧 岸 坡 面的 面有 面墙 面那 头的 段的 走向 方向`)

	surnames    = runes("王李张刘陈杨赵周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕卢蒋蔡贾丁魏薛叶余潘杜戴夏汪田任姜范姚谭廖邹熊陆郝崔康邱秦史顾侯邵孟段雷钱尹黎常乔贺赖龚")
	callsPerson = runes("叫找被让和跟与向由对问请")
	doesPerson  = runes("是说把不骂打会要有向对已做当拿收没让")

	// called come before what something is called: 狗叫武汉，半夜叫个不停.
	called = newEndings(`叫 名叫 取名 起名 名字叫 外号 绰号 小名 网名 名为 代号`)

	personBefore = newEndings(`房东 司机 店主 承包人 包工头 医生 老师 护士 经理 网格员 邻居 书记 主任 同事 同学 室友 业主 老板 中介 保安 校长 村长 教练 法官 律师 警官`)
)
