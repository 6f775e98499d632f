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
		c.add(r)
	}
	return c
}

func (c *charset) add(r rune) { c[r/64] |= 1 << (r % 64) }

func (c *charset) has(r rune) bool { return r > 0 && r < 1<<16 && c[r/64]>>(r%64)&1 == 1 }

func wordSet(list ...string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, w := range list {
		m[w] = true
	}
	return m
}

// neverGiven characters stand in hardly any given name.
var neverGiven = runeSet("的了是在不就也没把被让给着吗呢吧啊们个您你我他她它这那哪几很最更但或且而又某各些什么怎谁省县市乡村街路巷幢号楼室层组队块岁日点分间局委厅处部室所站厂店院校司业职务员者户单位车房物费款税账钱证件票问题请求求要说话打电脑网先女士姐叔姨爷奶爸妈哥弟妹次少每第该此上下外与及并从到去对于由因所将需使用买卖租住做看听现已还再只都跟等姓副总")

// notNames look like names behind an introduction and are none.
var notNames = newLexicon([]string{"姓名", "电话", "身份", "地址", "住址", "联系", "匿名", "保密", "不详", "未知", "未填", "未提供", "未留", "未透露", "不提供", "不公开", "拒绝",
	"不愿", "不便", "无", "同上", "某某", "某", "热心", "群众", "市民", "网友", "业主", "村民", "居民", "本人", "自己", "妹妹", "楼", "孙女", "孙儿",
	"保安", "保洁", "师傅", "苦连天", "举报", "制", "按", "或", "屠夫", "别人", "他人", "对方", "第三", "开发", "向", "一名", "一个", "一位", "公开", "如下", "以及", "为了"})
