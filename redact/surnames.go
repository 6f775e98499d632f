package redact

// compoundSurnames of two characters. Those of one character stand in data/surnames.txt, those of the
// Manchu in data/peoples.txt.
var compoundSurnames = wordSet("欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "宇文", "长孙", "东方", "独孤",
	"南宫", "西门", "端木", "轩辕", "申屠", "太史", "闻人", "赫连", "澹台", "公冶", "宗政", "濮阳", "淳于", "单于", "太叔", "仲孙", "钟离", "鲜于",
	"闾丘", "司空", "完颜", "拓跋", "呼延", "万俟", "百里", "东郭", "南门", "羊舌", "微生", "梁丘", "左丘", "第五", "段干", "谷梁", "漆雕", "乐正",
	"宰父", "公羊", "亓官", "司寇", "子车", "巫马", "公西", "壤驷", "颛孙", "夹谷", "欧陽")

// everydayCompounds are everyday words as well.
var everydayCompounds = wordSet("东方", "南门", "西门", "百里", "第五", "微生", "子车", "公西", "南宫", "太史", "单于", "濮阳", "闻人", "东郭")

// charset is a set of characters of the first plane.
type charset [1 << 16 / 64]uint64

func runeSet(s string) *charset {
	c := new(charset)
	for _, r := range s {
		c[r/64] |= 1 << (r % 64)
	}
	return c
}

func (c *charset) has(r rune) bool { return r > 0 && r < 1<<16 && c[r/64]>>(r%64)&1 == 1 }

func wordSet(list ...string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, w := range list {
		m[w] = true
	}
	return m
}
