package route

import (
	"cmp"
	"strings"

	"huiying/opinion"
)

// name is what a clerk calls the place that a path ends in: 拉萨市城关区 without the province,
// 北京市朝阳区 with it, and without the code tables' rows that are no places of their own.
func (t *Table) name(path []string) string {
	var few [4]string
	names := few[:0]
	for i := min(1, len(path)-1); i >= 0 && i < len(path); i++ {
		d, ok := t.places.Division(path[i])
		if i == 1 && (pseudo(d.Name) || d.Level == opinion.County) { // no city that would say where
			province, _ := t.places.Division(path[0])
			names = append(names, province.Name)
		}
		if ok && !pseudo(d.Name) {
			names = append(names, d.Name)
		}
	}
	if name := strings.Join(names, ""); name != "" {
		return name
	}
	return lastOr(path, len(path)-1)
}

// nameOf is the name of a place by its code; a code that the tables do not have is its own.
func (t *Table) nameOf(code string) string {
	if path := t.places.Path(code); len(path) > 0 {
		return t.name(path)
	}
	return code
}

// pseudo: a row of the code table that groups places and has no government of its own.
func pseudo(name string) bool {
	return name == "市辖区" || name == "县" || strings.HasSuffix(name, "直辖县级行政区划")
}

func (t *Table) placeNames(paths [][]string) string {
	names := make([]string, len(paths))
	for i, p := range paths {
		names[i] = t.name(p)
	}
	return strings.Join(names, "、")
}

func (t *Table) topicName(id string) string {
	if n := t.topics[id]; n != "" {
		return n
	}
	return id
}

// below: the place is lower than a level, or has no government that could be of that level.
func (t *Table) below(code string, floor opinion.Level) bool {
	d, _ := t.places.Division(code)
	return d.Level > floor || pseudo(d.Name)
}

func severityName(s opinion.Severity) string { return cmp.Or(s.Name(), "未定级") }

func levelName(l opinion.Level) string {
	switch l {
	case opinion.Province:
		return "省级"
	case opinion.City:
		return "市级"
	case opinion.County:
		return "县级"
	}
	return "乡级"
}

// sayNobody tells why the search leaves the place that a path ends in for the one above it.
func (q *question) sayNobody(path []string) {
	d, _ := q.t.places.Division(last(path))
	switch {
	case pseudo(d.Name):
	case d.Level == opinion.Township:
		q.say("主管：「", q.t.topicName(q.topic), "」不在「", q.name(path), "」的履职事项之内，部门职责不下推乡镇（街道），看上一级")
	default:
		q.say("主管：「", q.name(path), "」没有登记主管「", q.t.topicName(q.topic), "」的单位，看上一级")
	}
}

// sayVertical tells how the main topic came to a vertically managed unit.
func (q *question) sayVertical(u *opinion.Unit) {
	near := q.t.nearestVertical(q.places[0], q.topic)
	head := "主管：「" + q.t.topicName(q.topic) + "」实行垂直管理（由本系统的上级领导），"
	switch {
	case len(q.places) > 1:
		q.say(head, "由各地单位共同的上级", u.Name, "负责")
	case u == near:
		q.say(head, "由", u.Name, "负责")
	default:
		q.say(head, "当地属", near.Name, "，按等级在本系统内上提到", u.Name)
	}
}

// sayReferred tells which channel the public is pointed to, and by whom.
func (q *question) sayReferred(office *opinion.Unit) {
	channel := opinion.Statutory(q.req.Refer)
	if channel.AtOnce() {
		q.say("渠道：这是警情急救，应即时转接", channel.Name(), "，由", office.Name, "办理转接")
		return
	}
	q.say("渠道：这件事有法定渠道，不派部门办理，由", office.Name, "告知公众走「", channel.Name(), "」")
}
