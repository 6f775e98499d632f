package route

import (
	"strings"

	"huiying/opinion"
)

// name is what a clerk calls the place that a path ends in: 南宁市青秀区, without the province
// and without the code tables' rows that are no places of their own.
func (t *Table) name(path []string) string {
	from := 0
	if len(path) > 1 {
		from = 1
	}
	var few [4]string
	names := few[:0]
	for i := from; i < len(path); i++ {
		d, ok := t.places.Division(path[i])
		if !ok || (i < len(path)-1 && pseudo(d.Name)) {
			continue
		}
		names = append(names, d.Name)
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

func (t *Table) level(code string) opinion.Level {
	d, _ := t.places.Division(code)
	return d.Level
}

func severityName(s opinion.Severity) string {
	switch s {
	case opinion.SeverityI:
		return "特别重大"
	case opinion.SeverityII:
		return "重大"
	case opinion.SeverityIII:
		return "较大"
	case opinion.SeverityIV:
		return "一般"
	}
	return "未定级"
}

// channelName says which channel a catalogue's refer key means; a word of an own catalogue
// stands for itself.
func channelName(refer string) string {
	switch refer {
	case "emergency":
		return "110、119、120、122紧急渠道"
	case "litigation":
		return "诉讼"
	case "arbitration":
		return "仲裁"
	case "discipline":
		return "纪检监察"
	case "review":
		return "行政复议"
	case "disclosure":
		return "依申请公开"
	case "petition":
		return "信访"
	}
	return refer
}

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
