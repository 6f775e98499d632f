package territory

import (
	"slices"

	"huiying/opinion"
)

// happened leaves out the places where nothing happened: those that are named for something else, and
// names far from home that nothing supports.
func (t scenes) happened() []place {
	t.roles()
	places, home := t.places, t.home
	is := func(p *place) bool { return p.role == scene || p.role == here }
	another := func(p *place) bool { // a place of the matter, in another city
		return slices.ContainsFunc(places, func(q place) bool {
			return is(&q) && q.confidence >= certain && !t.oneCity(p.div, q.div)
		})
	}
	keep := func(p *place) bool {
		switch {
		case p.role == aside:
			return slices.ContainsFunc(places, func(q place) bool { return is(&q) && t.oneCity(p.div, q.div) })
		case p.role == weak:
			return home < 0 && !another(p)
		case p.pick.kinds&(full|town|old|generic) != 0 || p.pick.variant:
			return true
		case p.pick.kinds&site != 0:
			return !t.far(p.div, home) && !another(p)
		}
		if home < 0 {
			return t.supportedFar(p) || t.stands(p)
		}
		return !t.far(p.div, home) || t.supportedFar(p)
	}
	kept := t.sc.kept[:0]
	for k := range places {
		if keep(&places[k]) {
			kept = append(kept, places[k])
		}
	}
	t.sc.kept = kept
	return kept
}

// oneCity says whether two places lie in one city, or one of them in the other.
func (t scenes) oneCity(a, b int32) bool {
	return t.in(a, b) || t.in(b, a) || cityOf(t.Table, a) == cityOf(t.Table, b)
}

// far says whether a place lies outside the province of home.
func (t scenes) far(div, home int32) bool { return home >= 0 && t.top(div) != t.top(home) }

func (t scenes) top(i int32) int32 {
	for t.divs[i].up >= 0 {
		i = t.divs[i].up
	}
	return i
}

// cityOf is the city in which a place lies; a province, and a county without a city, are theirs.
func cityOf(t *Table, i int32) int32 {
	for t.divs[i].Level > opinion.City && t.divs[i].up >= 0 {
		i = t.divs[i].up
	}
	return i
}

// supportedFar says whether a short name outside the province of home stands as a place: alone in the
// text, with a parent or a part of it, more than once, in a title by itself, after 在 and its like, or
// before a word that only places have. Else it is a dish, a brand, a word.
func (t scenes) supportedFar(p *place) bool {
	sc := t.sc
	if p.confidence > 0.95 || p.role == here {
		return true
	}
	after := sc.text[p.pick.end:]
	alone := len(after) == 0 || !han(after[0]) && !latin(after[0])
	if alone && (p.pick.start == 0 || !han(sc.text[p.pick.start-1])) || placeOnly.at(after) {
		return true
	}
	if (alone || after[0] == '的') && located.endsAt(sc.text[:p.pick.start]) {
		return true
	}
	return slices.ContainsFunc(t.places, func(q place) bool {
		return q.pick != p.pick && q.confidence >= certain && t.in(q.div, p.div)
	})
}

// stands says whether a short name stands as a place where nobody is at home: after a word that
// leads to places or at the beginning of a clause, or before the end of one or a word that follows
// places. In 装的洛阳牡丹壁纸 it does neither.
func (t scenes) stands(p *place) bool {
	sc, after := t.sc, t.sc.text[p.pick.end:]
	return freeBefore(sc.text, p.pick.start) || before.endsAt(sc.text[:p.pick.start]) || freeAfter(after) ||
		placeOnly.at(after) || publicAt(after)
}

// publicAt says whether an office, a station, a street or the like is named within the next words.
func publicAt(after []rune) bool {
	for i, r := range after {
		if i > 7 || !han(r) || r == '的' && i > 0 {
			return false
		}
		if publicHead.at(after[i:]) {
			return true
		}
	}
	return false
}

// siteAt says whether a name of a gazetteer means its place where it stands. Of a short one something
// else may be named, as of a city.
func siteAt(text []rune, m *mention) bool {
	after := text[m.end:]
	if m.end-m.start > 3 {
		return true
	}
	return !road(after) && !trapLexicon.at(after) && !estateLexicon.at(after)
}

// zoneAtHome says whether a zone's usual name (高新区) means the only one of home's city.
func zoneAtHome(t *Table, sc *scratch, m mention, home int32) bool {
	if home < 0 || !zoneName(sc.text[m.start:m.end]) || sc.isCut && sc.crossed(m.start, m.end) ||
		!sc.isCut && !freeBefore(sc.text, m.start) {
		return false
	}
	city, n := cityOf(t, home), 0
	if t.divs[city].Level < opinion.City {
		return false
	}
	for _, x := range t.means[t.offs[m.name]:t.offs[m.name+1]] {
		if t.in(x.div, city) {
			n++
		}
	}
	return n == 1
}

func zoneName(name []rune) bool {
	switch string(name) {
	case "高新区", "经开区", "开发区", "经济开发区", "经济技术开发区", "高新技术产业开发区", "高新技术开发区", "工业园区", "保税区", "综合保税区":
		return true
	}
	return false
}

var (
	placeOnly = words(`这边 这里 本地 当地 境内 市区 市民 城区 郊区 政府 公安 交警 法院 地铁 公交 机场 火车站 高铁站 东站 西站 南站 北站 站 出租车 教育局
		人社局 医保局 住建局 市 省 县 老城 老百姓 有没有 什么时候`)
	// publicHead are what a place has: offices, institutions, traffic, weather, people.
	publicHead = words(`局 院 校 站 厅 委 区 县 镇 乡 村 路 街 桥 河 江 湖 山 港 城 园 寺 公司 集团 大学 中学 小学 公交 地铁 高铁 机场 热线 户口
		户籍 社保 医保 公积金 落户 购房 房价 限购 限行 天气 空气 市场 市民 居民 出租 网约车 供电 供水 供热 燃气 物业 楼盘 商铺 政策 规定 地区 一带
		附近 周边 这座 本地 人才 高考 中考 考生 学区 疫情 防疫 隔离 暴雨 洪水`)
	before = newEndings(`在 到 从 去 来 回 往 于 是 住 我们 我 关于 对于 反映 投诉 咨询 举报 希望 请 请问 建议 为什么 整个 全 咱 咱们 作为 离开 返回 前往 位于 户口在 工作在 现在 目前 今天 最近 想问 问 给
		和 与 及 以及 、 还是 比如 例如 包括 了解 知道 听说 发现 感谢 支持 让 使 把 由 被 为 以`)
	located = newEndings(`在 位于 住 地址 地点 坐标 到 来`)
)
