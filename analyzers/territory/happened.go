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
	located = newEndings(`在 位于 住 地址 地点 坐标 到 来`)
)
