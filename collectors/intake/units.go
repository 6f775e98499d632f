package intake

import (
	"bytes"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"huiying/collectors/intake/sheets"
	"huiying/opinion"
	"huiying/redact"
)

// UnitList is a list of departments as an office keeps it: what was understood of it.
type UnitList struct {
	Columns []UnitColumn
	Units   []ListedUnit
	Dropped int // cells that may tell of a person, and were not read
}

// UnitColumn is a column with what it means: one of UnitMeanings, "person" (dropped), or "" (not read).
type UnitColumn struct{ Label, Means string }

// ListedUnit is a department of a list. Nobody's name, number or address is in it.
type ListedUnit struct {
	Line     int
	Name     string
	Duties   string   // in the office's words
	Division string   // code, where a column tells it
	Posts    []string // public posts, such as 局长
}

// What a column of a list of departments can mean.
const (
	unitName, unitDuties, unitDivision, unitPost = "name", "duties", "division", "post"
	unitPerson                                   = "person"
)

// UnitMeanings are the meanings that a column of a list of departments can have.
func UnitMeanings() []string { return []string{unitName, unitDuties, unitDivision, unitPost, Waived} }

// unitLabels are labels of such columns, the best first.
var unitLabels = map[string][]string{
	unitName: {"name", "单位名称", "部门名称", "机构名称", "责任单位", "承办单位", "单位", "部门", "机构", "科室名称", "名称", "全称"},
	unitDuties: {"duties", "主要职责", "工作职责", "部门职责", "职责", "主要职能", "职能", "职责范围", "业务范围", "主管事项", "承办事项",
		"负责事项", "受理范围", "职能职责", "主要工作职责", "单位职责"},
	unitDivision: {"division", "行政区划代码", "区划代码", "行政区划", "区划"},
	unitPost:     {"post", "职务", "岗位", "职位", "岗位名称", "公开职务"},
}

var (
	personLabel = regexp.MustCompile(`姓名|联系人|负责人|领导|主任$|局长$|科长$|人员|电话|手机|号码|邮箱|微信|传真|住址|身份证|` +
		`(?i:phone|mobile|tel|e-?mail|contact|person)`)
	// a post is made of these words alone, so that no name is taken for one
	postWords = regexp.MustCompile(`^(?:党组|党委|党工委|党支部|书记|副|常务|第一|成员|委员|局长|主任|科长|股长|所长|站长|队长|处长|厅长|部长|` +
		`秘书长|院长|校长|县长|区长|市长|镇长|乡长|行长|经理|总经理|董事长|调研员|四级|三级|二级|一级|主任科员|办公室|综合|信访|法规|政务公开|热线|` +
		`值班|管理员|联络员|承办人|负责人|科|股|室|兼|[、，,/()（）\s])+$`)
	postBetween = regexp.MustCompile(`[、，,;；/\s]+`)
	codeForm    = regexp.MustCompile(`^\d{2,12}$`)
)

// CheckUnitMeaning says whether a column may have a meaning in a list of departments.
func CheckUnitMeaning(label, means string) error {
	for _, m := range UnitMeanings() {
		if m == means && plainKey(label) != "" {
			return nil
		}
	}
	return ErrHeader
}

// ReadUnits reads a list of departments from a workbook or a table; columns name labels of its own, by
// UnitMeanings. Columns of persons' names, telephones and addresses are dropped whatever they are called.
// Errors: ErrHeader where no column holds names of units, and those of reading a file.
func ReadUnits(raw []byte, name string, columns map[string]string) (UnitList, error) {
	var list UnitList
	f, err := formOf(name, raw[:min(len(raw), headBytes)])
	if err != nil {
		return list, err
	}
	form, known := map[string]sheets.Form{".xlsx": sheets.XLSX, ".xls": sheets.BIFF, ".xml": sheets.XML,
		".html": sheets.HTML, ".csv": sheets.CSV}[f.ends[0]]
	if !known {
		return list, ErrFormat
	}
	r := unitReader{own: map[string]string{}, mapper: newMapper(Options{})}
	for label, means := range columns {
		r.own[plainKey(label)] = means
	}
	for t, err := range sheets.Read(sheets.Input{At: bytes.NewReader(raw), Size: int64(len(raw)),
		R: bytes.NewReader(raw)}, form) {
		if err != nil {
			return list, err
		}
		if t.Hidden {
			continue
		}
		if err := r.table(t, &list); err != nil {
			return list, err
		}
	}
	if len(list.Columns) == 0 {
		return list, ErrHeader
	}
	return list, nil
}

// unitReader knows what labels mean.
type unitReader struct {
	own    map[string]string
	mapper *mapper
}

// means says what a label means.
func (r unitReader) means(label string) string {
	plain := plainKey(label)
	if mean, known := r.mapper.meaning(label); known && mean.person {
		return unitPerson
	}
	if own, has := r.own[plain]; has {
		return own
	}
	for means, labels := range unitLabels {
		for _, l := range labels {
			if plainKey(l) == plain {
				return means
			}
		}
	}
	if personLabel.MatchString(label) {
		return unitPerson
	}
	return ""
}

// header reads cells as labels; ok where one is that of units' names.
func (r unitReader) header(cells []string) (columns []UnitColumn, ok bool) {
	for _, c := range cells {
		means := r.means(c)
		ok = ok || means == unitName
		columns = append(columns, UnitColumn{Label: shownName(c), Means: means})
	}
	return columns, ok && mayBeHead(cells)
}

// table adds the units of one table. One without a header is passed over.
func (r unitReader) table(t *sheets.Table, list *UnitList) error {
	var columns []UnitColumn
	last, n := -1, 0
	for row := range t.Rows {
		if n++; row.Err != nil {
			if fatal(row.Err) {
				return row.Err
			}
			continue
		}
		if columns == nil {
			if n > headerRows {
				return nil
			}
			if head, ok := r.header(row.Cells); ok {
				columns = head
				list.Columns = append(list.Columns, head...)
			}
			continue
		}
		last = list.add(row, columns, last)
	}
	return nil
}

// add takes one row: a unit, or more of the one before, where its name stands in cells that are one.
func (l *UnitList) add(row sheets.Row, columns []UnitColumn, last int) int {
	var u ListedUnit
	u.Line = row.Line
	for i, c := range row.Cells {
		c = strings.TrimSpace(c)
		if c == "" || i >= len(columns) {
			continue
		}
		switch columns[i].Means {
		case unitName:
			u.Name = unitNameOf(c)
		case unitDuties:
			text, _ := redact.Text(opinion.CleanText(c))
			u.Duties = strings.TrimSpace(u.Duties + "\n" + text)
		case unitDivision:
			if c = strings.Trim(c, "'\" "); codeForm.MatchString(c) {
				u.Division = c
			}
		case unitPost:
			u.Posts = append(u.Posts, l.posts(c)...)
		case unitPerson:
			l.Dropped++
		}
	}
	if total.MatchString(u.Name) {
		return last
	}
	for i, known := range l.Units {
		if u.Name != "" && known.Name == u.Name && known.Division == u.Division {
			last = i
			u.Name = ""
			break
		}
	}
	switch {
	case u.Name != "":
		l.Units = append(l.Units, u)
		return len(l.Units) - 1
	case last >= 0:
		known := &l.Units[last]
		known.Duties = strings.TrimSpace(known.Duties + "\n" + u.Duties)
		known.Posts = append(known.Posts, u.Posts...)
	}
	return last
}

// posts are those of a cell that are made of words of posts alone; what else it holds is dropped.
func (l *UnitList) posts(cell string) (out []string) {
	for _, p := range postBetween.Split(cell, -1) {
		switch {
		case p == "":
		case postWords.MatchString(p):
			out = append(out, p)
		default:
			l.Dropped++
		}
	}
	return out
}

// unitNameOf is a unit's name as it may be kept: on one line, without numbers of telephones.
func unitNameOf(cell string) string {
	name := shownName(cell)
	if _, err := strconv.Atoi(name); err == nil {
		return ""
	}
	if r := []rune(name); len(r) > 60 {
		return string(r[:60])
	}
	return name
}

// ErrNoUnits: a list without any unit.
var ErrNoUnits = errors.New("the list names no unit")
