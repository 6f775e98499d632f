package route

import (
	"strings"

	"huiying/opinion"
)

// question is one request on its way through the three principles. Everything a rule may look
// at is worked out first, so that a rule is one line and the order of rules can be read.
type question struct {
	t      *Table
	req    opinion.RouteRequest
	topic  string
	also   []string
	places [][]string  // paths of the places concerned, none within another, the main one first
	one    [1][]string // the memory of places where there is one, as nearly always
	path   []string    // of the place, or of what the places have in common
	base   int         // index in path where the level principle lets the search begin
	floor  opinion.Level
	main   found
	others []*opinion.Unit // in charge of the further sectors
	local  []*opinion.Unit // of the several places
	why    []string
	spoken struct{ code, name string } // the place of which the last step spoke
}

// found is who answers for the main topic.
type found struct {
	unit     *opinion.Unit
	also     []*opinion.Unit // in charge of the very same topic there
	index    int             // in path; -1 when the unit is not in charge (an office) or not on path
	charge   bool            // in charge of the topic
	vertical bool
}

func (t *Table) ask(req opinion.RouteRequest) *question {
	q := &question{t: t, req: req, topic: req.Topic, why: make([]string, 0, 8)}
	q.places = q.one[:0]
	for _, s := range req.Also {
		switch {
		case s == "" || s == q.topic || contains(q.also, s):
		case q.topic == "":
			q.topic = s
		default:
			q.also = append(q.also, s)
		}
	}
	q.territory()
	if req.Refer != "" || len(q.places) == 0 {
		return q
	}
	q.level()
	q.sector()
	return q
}

// territory (属地): what the text names for certain, else the source's home, else the region.
func (q *question) territory() {
	var named, outside []string
	for i := range 1 + len(q.req.Places) {
		code := q.req.Division
		if i > 0 {
			code = q.req.Places[i-1]
		}
		if code == "" || contains(named, code) {
			continue
		}
		path := q.t.places.Path(code)
		switch {
		case len(path) == 0:
			q.say("属地：代码", code, "不在行政区划表中，不作依据")
		case !q.t.inside(code, path):
			outside = append(outside, code)
		default:
			named = append(named, code)
			q.places = addDeepest(q.places, path)
		}
	}
	for _, code := range outside {
		q.say("属地：文中写明的「", q.t.nameOf(code), "」不在本系统负责的地区内")
	}
	switch {
	case len(q.places) == 1:
		q.say("属地：文中写明发生在「", q.name(q.places[0]), "」")
	case len(q.places) > 1:
		q.say("属地：文中写明涉及多地：", q.t.placeNames(q.places))
	case len(outside) > 0:
		return
	default:
		q.home()
	}
	q.path = common(q.places)
}

func (q *question) home() {
	if path := q.t.places.Path(q.req.Home); q.req.Home != "" && len(path) > 0 && q.t.inside(q.req.Home, path) {
		q.say("属地：文中没有写明地点，按来源所在地「", q.name(path), "」办理")
		q.places = append(q.places, path)
		return
	}
	code := q.t.region
	if code == "" {
		code = q.t.last.Division
	}
	q.say("属地：文中和来源都没有可用的地点，按本系统所在地区「", q.t.nameOf(code), "」办理")
	q.places = append(q.places, q.t.places.Path(code))
}

// level (分级): severity I to at least the province, II to at least the city.
func (q *question) level() {
	q.base = len(q.path) - 1
	q.floor = q.req.Severity.AtLeast()
	if len(q.places) > 1 {
		if len(q.path) == 0 {
			q.say("分级：这几处没有共同的上级地区")
			return
		}
		q.say("分级：涉及多地，由共同的上级「", q.name(q.path), "」主办")
	}
	for q.floor != opinion.LevelUnknown && q.base > 0 && q.t.below(q.path[q.base], q.floor) {
		q.base--
	}
	weight := severityName(q.req.Severity)
	switch {
	case q.raised():
		q.say("分级：等级「", weight, "」至少由", levelName(q.floor), "办理，上提到「", q.name(q.path[:q.base+1]), "」")
	case q.floor != opinion.LevelUnknown:
		q.say("分级：等级「", weight, "」至少由", levelName(q.floor), "办理，「", q.name(q.path), "」已是这一级，不再上提")
	case len(q.places) == 1:
		q.say("分级：等级「", weight, "」，由当地办理，不上提")
	}
}

// raised says whether the severity lifted the matter above its place.
func (q *question) raised() bool { return q.base < len(q.path)-1 }

// sector (谁主管): who is in charge of the main topic, of the further ones, and in the places.
func (q *question) sector() {
	q.main = q.find(q.topic, true)
	for _, topic := range q.also {
		f := q.find(topic, false)
		if !f.charge {
			q.say("主管：另涉及「", q.t.topicName(topic), "」，但没有登记主管它的单位，不列协办")
			continue
		}
		if f.unit != q.main.unit {
			q.others = append(q.others, f.unit)
			q.say("主管：另涉及「", q.t.topicName(topic), "」，由", f.unit.Name, "协办")
		}
	}
	for _, u := range q.main.also {
		q.say("主管：", u.Name, "也主管这一事项，列为协办")
	}
	if len(q.places) < 2 {
		return
	}
	for _, path := range q.places {
		here := q.name(path)
		switch u := q.localUnit(path); {
		case u == nil:
			q.say("属地：「", here, "」没有可以协办的单位，这一部分由主办单位一并办理")
		case u != q.main.unit:
			q.local = append(q.local, u)
			q.say("属地：「", here, "」的部分由", u.Name, "协办")
		}
	}
}

// find is the whole search for one topic: its vertical chain, the department at the place or
// the nearest above it, the office. Only the main topic falls back to an office, and only its
// search is told step by step.
func (q *question) find(topic string, main bool) found {
	say := func(parts ...string) {
		if main {
			q.say(parts...)
		}
	}
	if u := q.verticalUnit(topic); u != nil {
		if main {
			q.sayVertical(u)
		}
		return found{unit: u, index: -1, charge: true, vertical: true}
	}
	if us, i := q.t.chargeUp(q.path, q.base, topic); us != nil {
		for j := q.base; main && j > i; j-- {
			q.sayNobody(q.path[:j+1])
		}
		say("主管：在「", q.name(q.path[:i+1]), "」，「", q.t.topicName(topic), "」由", us[0].Name, "主管")
		return found{unit: us[0], also: us[1:], index: i, charge: true}
	}
	if !main {
		return found{}
	}
	if topic == "" {
		q.say("主管：没有认出是哪一类事项，无法确定主管单位，请人工核定")
	} else {
		q.say("主管：从「", q.name(q.path[:q.base+1]), "」往上，各级都没有登记主管「", q.t.topicName(topic), "」的单位")
	}
	return q.fallBack(topic)
}

// fallBack: the nearest office upwards; when severity asked for a level at which this
// installation has nobody at all, the highest unit below it; at last the office that catches.
func (q *question) fallBack(topic string) found {
	if u := q.t.officeUp(q.path, q.base); u != nil {
		if here := q.path[q.base]; u.Division != here {
			q.say("兜底：「", q.name(q.path[:q.base+1]), "」没有可以兜底的办公室，由上一级的", u.Name, "统筹协调")
		} else {
			q.say("兜底：由", u.Name, "统筹协调")
		}
		return found{unit: u, index: -1}
	}
	for i := q.base + 1; i < len(q.path); i++ {
		if us := q.t.inCharge(q.path[i], topic); len(us) > 0 {
			q.say("分级：本系统没有登记更高一级的单位，由现有最高一级的", us[0].Name, "负责")
			return found{unit: us[0], also: us[1:], index: i, charge: true}
		}
		if u := q.t.officeUp(q.path[i:i+1], 0); u != nil {
			q.say("分级：本系统没有登记更高一级的单位，由现有最高一级的", u.Name, "统筹协调")
			return found{unit: u, index: -1}
		}
	}
	q.say("兜底：由本系统所在地区的", q.t.last.Name, "统筹协调")
	return found{unit: q.t.last, index: -1}
}

// verticalUnit is the unit of a vertically managed sector: the one at the place or the nearest
// above, lifted along its own superiors to the level asked for and, for several places, to the
// superior they share. nil when the sector is not vertical here or its chain does not reach.
func (q *question) verticalUnit(topic string) *opinion.Unit {
	var few [4]*opinion.Unit
	us := few[:0]
	for _, path := range q.places {
		u := q.t.nearestVertical(path, topic)
		if u == nil {
			return nil
		}
		us = append(us, u)
	}
	if len(us) == 0 {
		return nil
	}
	return q.t.climb(q.t.commonSuperior(us), q.floor)
}

// localUnit answers for one of several places: whoever is in charge there, below where the
// search for the lead began; else that place's office. A vertically managed sector is in the
// charge of its own units only, whatever the local departments list.
func (q *question) localUnit(path []string) *opinion.Unit {
	below := path[q.base+1:]
	if q.main.vertical {
		if u := q.t.nearestVertical(path, q.topic); u != nil && contains(below, u.Division) {
			return u
		}
	} else if us, _ := q.t.chargeUp(below, len(below)-1, q.topic); us != nil {
		return us[0]
	}
	return q.t.officeUp(below, len(below)-1)
}

// office is the coordination office of the main place, for matters with a channel of their own.
func (q *question) office() *opinion.Unit {
	if len(q.places) > 0 {
		if u := q.t.officeUp(q.places[0], len(q.places[0])-1); u != nil {
			return u
		}
	}
	return q.t.last
}

// name is that of the place in which a path ends. The steps speak of one place several times.
func (q *question) name(path []string) string {
	if len(path) == 0 || q.spoken.code != last(path) {
		q.spoken.code, q.spoken.name = lastOr(path, len(path)-1), q.t.name(path)
	}
	return q.spoken.name
}

func (q *question) say(parts ...string) { q.why = append(q.why, strings.Join(parts, "")) }

// inside: the place lies in the region, or the region in the place.
func (t *Table) inside(code string, path []string) bool {
	return t.region == "" || contains(path, t.region) || contains(t.above, code)
}

// addDeepest keeps places of which none lies within another: "城关区, 拉萨市" is one place.
func addDeepest(places [][]string, path []string) [][]string {
	for i, p := range places {
		if contains(p, last(path)) {
			return places
		}
		if contains(path, last(p)) {
			places[i] = path
			return places
		}
	}
	return append(places, path)
}

// common is the longest path that all paths begin with.
func common(paths [][]string) []string {
	if len(paths) == 0 {
		return nil
	}
	c := paths[0]
	for _, p := range paths[1:] {
		n := 0
		for n < len(c) && n < len(p) && c[n] == p[n] {
			n++
		}
		c = c[:n]
	}
	return c
}

func last(path []string) string { return path[len(path)-1] }

func lastOr(path []string, i int) string {
	if i < 0 || i >= len(path) {
		return ""
	}
	return path[i]
}
