package items

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"huiying/opinion"
	"huiying/words"
)

// column is one column of the official table: where it stands in the head, by which names offices know
// it, and how a cell becomes facts and facts a cell.
type column struct {
	top, sub string   // the head in two rows, as it is written; no sub: one cell over both
	names    []string // plain labels, with and without the top
	read     func(f *opinion.ItemFacts, cell string) bool
	write    func(f opinion.ItemFacts) string
	takes    string // words of what it takes, for whoever wrote something else; "": a tick
	extra    bool   // stands only where something differs from what the file says as a whole
}

// text is a column of plain words.
func text(top, sub string, of func(*opinion.ItemFacts) *string, names ...string) column {
	return column{top: top, sub: sub, names: names,
		read:  func(f *opinion.ItemFacts, cell string) bool { *of(f) = cell; return true },
		write: func(f opinion.ItemFacts) string { return *of(&f) }}
}

// tick is a column of ticks.
func tick(top, sub string, of func(*opinion.ItemFacts) *bool, names ...string) column {
	return column{top: top, sub: sub, names: names,
		read: func(f *opinion.ItemFacts, cell string) (ok bool) {
			*of(f), ok = ticked(cell)
			return ok
		},
		write: func(f opinion.ItemFacts) string { return mark(*of(&f)) }}
}

// level is a column of ticks for a level of government.
func level(l opinion.Level, sub string, names ...string) column {
	return column{top: "公开层级", sub: sub, names: names,
		read: func(f *opinion.ItemFacts, cell string) bool {
			on, ok := ticked(cell)
			if on && !slices.Contains(f.Levels, l) {
				f.Levels = append(f.Levels, l)
			}
			return ok
		},
		write: func(f opinion.ItemFacts) string { return mark(slices.Contains(f.Levels, l)) }}
}

// extra is a column that an office's own table need not have.
func extra(c column) column { c.extra = true; return c }

// namedGroups stands for groups that are ticked and not named.
const namedGroups = "特定群体"

// columns are all columns in the order in which they are written. Whoever adds one adds it here.
var columns = []column{
	text("序号", "", func(f *opinion.ItemFacts) *string { return &f.Serial }, "序号", "编号"),
	text("公开事项", "一级事项", func(f *opinion.ItemFacts) *string { return &f.First }, "一级事项", "公开事项一级", "一级",
		"公开事项一级事项", "公开事项类别", "公开类别", "一级目录"),
	text("公开事项", "二级事项", func(f *opinion.ItemFacts) *string { return &f.Name }, "二级事项", "公开事项二级", "二级",
		"公开事项二级事项", "公开事项", "事项名称", "公开事项名称", "二级目录",
		"政务服务事项名称", "业务办理项名称", "子项名称"),
	text("公开内容（要素）", "", func(f *opinion.ItemFacts) *string { return &f.Content }, "公开内容要素", "公开内容", "内容要素"),
	text("公开依据", "", func(f *opinion.ItemFacts) *string { return &f.Basis }, "公开依据", "依据", "设定依据", "实施依据", "办理依据"),
	text("公开时限", "", func(f *opinion.ItemFacts) *string { return &f.Limit }, "公开时限", "时限"),
	text("公开主体", "", func(f *opinion.ItemFacts) *string { return &f.Body }, "公开主体", "责任主体", "公开责任主体", "主体", "实施主体", "实施机关", "实施部门"),
	text("公开渠道和载体", "", func(f *opinion.ItemFacts) *string { return &f.Channel }, "公开渠道和载体", "公开渠道载体",
		"公开渠道", "渠道和载体", "公开载体", "公开渠道及载体"),
	tick("公开对象", "全社会", func(f *opinion.ItemFacts) *bool { return &f.Audience.All }, "全社会", "公开对象全社会"),
	{top: "公开对象", sub: "特定群体", names: []string{"特定群体", "公开对象特定群体", "特定群体请写明", "特定群众", "特定人群",
		"公开对象特定群体请写明", "公开对象特定群众", "特定群众请写明"}, read: readGroups,
		write: func(f opinion.ItemFacts) string { return f.Audience.Groups }},
	tick("公开方式", "主动", func(f *opinion.ItemFacts) *bool { return &f.Way.Active }, "主动", "公开方式主动", "主动公开",
		"公开方式主动公开"),
	tick("公开方式", "依申请", func(f *opinion.ItemFacts) *bool { return &f.Way.Request }, "依申请", "公开方式依申请", "依申请公开",
		"公开方式依申请公开"),
	extra(level(opinion.Province, "省级", "省级", "公开层级省级", "自治区级")),
	extra(level(opinion.City, "市级", "市级", "公开层级市级", "地市级")),
	level(opinion.County, "县级", "县级", "公开层级县级", "区级", "县区级", "区县级"),
	level(opinion.Township, "乡级", "乡级", "公开层级乡级", "乡镇级", "乡村级", "公开层级乡村级", "公开层级乡镇级", "街道乡镇级"),
	extra(text("领域", "", func(f *opinion.ItemFacts) *string { return &f.Field }, "领域", "试点领域", "所属领域")),
	extra(column{top: "类别", names: []string{"类别", "事项类别"}, read: readKind, takes: "item.takes.kind",
		write: func(f opinion.ItemFacts) string { return kindName(f.Kind) }}),
	extra(text("区划代码", "", func(f *opinion.ItemFacts) *string { return &f.Division }, "区划代码", "行政区划代码")),
	extra(column{top: "公开网址", names: []string{"公开网址", "网址", "链接", "公开链接", "办理网址", "办事指南网址", "网办地址"}, read: readAddresses,
		takes: "item.takes.address",
		write: func(f opinion.ItemFacts) string { return strings.Join(f.Addresses, "\n") }}),
	extra(text("开始日期", "", func(f *opinion.ItemFacts) *string { return &f.Opens }, "开始日期")),
	extra(text("截止日期", "", func(f *opinion.ItemFacts) *string { return &f.Closes }, "截止日期")),
	extra(text("成文日期", "", func(f *opinion.ItemFacts) *string { return &f.Dated }, "成文日期")),
}

// whole are columns that say in one cell what others say in several.
var whole = []column{
	{names: []string{"公开对象"}, read: func(f *opinion.ItemFacts, cell string) bool {
		f.Audience.All = strings.Contains(cell, "全社会") || strings.Contains(cell, "社会公众")
		if !f.Audience.All {
			f.Audience.Groups = cell
		}
		return true
	}},
	{names: []string{"公开方式"}, takes: "item.takes.way", read: func(f *opinion.ItemFacts, cell string) bool {
		f.Way.Active, f.Way.Request = strings.Contains(cell, "主动"), strings.Contains(cell, "依申请")
		return cell == "" || f.Way.Active || f.Way.Request
	}},
	{names: []string{"公开层级"}, takes: "item.takes.levels", read: readLevels},
}

// taken says what a column takes.
func (c *column) taken() words.Phrase {
	if c.takes != "item.takes.kind" {
		return words.Of(cmp.Or(c.takes, "item.takes.tick"))
	}
	kinds := make([]words.Phrase, len(opinion.ItemKinds))
	for i, k := range opinion.ItemKinds {
		kinds[i] = words.Of("item.kind." + string(k))
	}
	return words.Of(c.takes, words.ListOf(kinds))
}

func readGroups(f *opinion.ItemFacts, cell string) bool {
	if on, ok := ticked(cell); ok {
		if f.Audience.Groups = ""; on {
			f.Audience.Groups = namedGroups
		}
		return true
	}
	f.Audience.Groups = strings.TrimSpace(strings.TrimLeft(cell, ticks+"：:"))
	return true
}

func readLevels(f *opinion.ItemFacts, cell string) bool {
	for l, say := range map[opinion.Level]string{opinion.Province: "省", opinion.City: "市", opinion.County: "县区",
		opinion.Township: "乡镇街"} {
		if strings.ContainsAny(cell, say) {
			f.Levels = append(f.Levels, l)
		}
	}
	return cell == "" || len(f.Levels) > 0
}

func readAddresses(f *opinion.ItemFacts, cell string) bool {
	for _, a := range strings.Fields(cell) {
		clean := opinion.CanonicalURL(a)
		if clean == "" {
			return false
		}
		f.Addresses = append(f.Addresses, clean)
	}
	return true
}

func kindName(k opinion.ItemKind) string { return words.Say(words.First, "item.kind."+string(k)) }

func readKind(f *opinion.ItemFacts, cell string) bool {
	for _, k := range opinion.ItemKinds {
		if cell == kindName(k) || cell == string(k) {
			f.Kind = k
			return true
		}
	}
	return cell == ""
}

// ticks are the marks by which offices tick a cell.
const ticks = "√✓✔☑■●∨"

// ticked reads a cell of ticks; ok where it is none or one of them.
func ticked(cell string) (on, ok bool) {
	cell = strings.TrimSpace(cell)
	switch strings.ToLower(cell) {
	case "", "×", "✗", "✕", "否", "□", "○", "x", "0", "false", "-", "－", "—", "/", "无":
		return false, true
	case "是", "v", "y", "1", "true", "有":
		return true, true
	}
	return true, strings.Trim(cell, ticks) == ""
}

func mark(on bool) string {
	if on {
		return "√"
	}
	return ""
}

// plain is a label without what offices write differently: spaces, brackets and marks.
func plain(label string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r) {
			return -1
		}
		return r
	}, label)
}

// columnOf is the column that a label means under another that stands above it; nil for none.
func columnOf(top, sub string) *column {
	if c := ofLabels(plain(top)+plain(sub), plain(sub)); c != nil || plain(sub) != "" && plain(sub) != plain(top) {
		return c
	}
	return ofLabels(plain(top))
}

// ofLabels is the column of the first label that any has.
func ofLabels(labels ...string) *column {
	for _, label := range labels {
		for _, set := range [][]column{columns, whole} {
			for i := range set {
				if label != "" && slices.Contains(set[i].names, label) {
					return &set[i]
				}
			}
		}
	}
	return nil
}
