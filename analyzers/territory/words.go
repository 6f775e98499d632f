package territory

import "strings"

// genericNames are names that any place could have: only with a parent right before them
// do they name a division.
var genericNames = set(`城区 郊区 矿区 东区 西区 南区 北区 林区 新区 港区 新城区 老城区 城厢区 城中区 管理区 示范区 开发区 高新区 经开区
	工业园 工业园区 产业园 产业园区 航空港 化工园区 园区 经济开发区 经济技术开发区 高新技术产业开发区 高新技术开发区 高新开发区 街道 农场 林场 牛场
	盐场 苗圃 渔场 茶场 种畜场 良种场 园艺场 原种场 城关 城郊 城厢 中心区 其它区 市区 县城 滨海新区管委会 管委会 新城 老城 旅游度假区 度假区
	风景区 风景名胜区 保税区 物流园区 科技园区 生态园区 自由贸易区 合作区 循环经济园区 城东 城西 城南 城北 城内 小城镇 工业区 牧场 马场 种羊场 蔬菜场 果园场`)

// zoneWords are the usual words for a development zone with such a name.
var zoneWords = map[string][]string{
	"经济技术开发区":   {"经济技术开发区", "经济开发区", "经开区", "开发区"},
	"经济开发区":     {"经济开发区", "经济技术开发区", "经开区", "开发区"},
	"高新技术产业开发区": {"高新技术产业开发区", "高新技术开发区", "高新开发区", "高新区"},
	"高新技术开发区":   {"高新技术产业开发区", "高新技术开发区", "高新开发区", "高新区"},
}

// alwaysWords are short names that are everyday words first, whatever a dictionary thinks.
var alwaysWords = strings.Fields(`和平 资源 合作 解放 东方 前进 公安 友好 通道 共和 城中 平安 友谊 中方 安定 延长 光明 新兴 港口 运河 万年 东风 红旗 富裕
	清水 复兴 长子 大方 互助 新华 莲花 平和 温泉 石门 南部 南岸 城北 工农 宏伟 振兴 平定 比如 武功 凤凰 洞口 芙蓉 同心 名山 小店 元宝 宝塔 平房 天涯
	七星 海棠 回民 钟楼 江岸 台前 方正 博爱 安居 黑水 马尾 鼓楼 白杨 麒麟 新民 富民 水城 老城 爱民 新星 惠民 民乐 高明 兴业 金牛 阳春 建华 建设 先锋 胜利
	太平 向阳 新城 西安区 长安 高台 桃源 石棉 灯塔 白云 罗湖 花山 花溪 双桥 月湖 龙门 阳明 南山 滨江 滨湖 海港 西湖 东湖 青云 桥东 桥西 桥头 新建 道外
	道里 路南 路北 北关 文峰 天心 雨花 开福 大通 田家 文圣 太子 明山 望花 东洲 西市 老边 细河 银州 龙城 前锋 朝天 利州 游仙 安宁 城关 红古 白银 西区 安源
	湘东 珠山 青原 章江 临川 宜春 袁州 信州 万山 碧江 长寿 大足 北部 中部 西部 东部 民主 文明 富强 和谐 幸福 新市 大同 华山 泰山 桂山 龙山 南海 东海 北海 黄山 日照
	朝阳 白银 三明 海东 海西 海北 和田 来宾 安康 玉树 兴安 阿里 金山 宝山 青山 洪山 江夏 江汉 三水 金水 沙河 大洼 金门 桃园 新北 台前 台中 台东 河池 金湖 金川
	江南 江北 江东 江宁 河南 河东 河西 中原 关岭 榕江 雷州 海丰 陆河 云安 新丰 乳源 翁源 福田 盐田 坪山 龙华 光明 龙岗 中站 解放 山阳 马村 新会 顺庆 高坪 会东 会理 美姑 普格`)

// highWords are short names of provinces and cities among them: they too need company.
// The others of that rank are place names first.
var highWords = set(`大同 黄山 日照 朝阳 白银 三明 海东 海西 海北 和田 来宾 安康 玉树 兴安 阿里 北海 河池 金门 桃园 新北 台中 台东`)

var extraShorts = map[string][]string{
	"71": {"台湾"}, "81": {"香港"}, "82": {"澳门"}, "15": {"内蒙"},
	"7101": {"台北"}, "7102": {"高雄"}, "7103": {"台南"}, "7107": {"基隆"}, "7108": {"新竹"},
}

// abbreviations of provinces; they count only when they are the whole text, or after one
// of the runes of abbreviationBefore (赴京, 援藏).
var abbreviations = map[rune]string{'京': "11", '津': "12", '冀': "13", '晋': "14", '沪': "31", '浙': "33", '皖': "34",
	'闽': "35", '赣': "36", '鲁': "37", '豫': "41", '鄂': "42", '湘': "43", '粤': "44", '桂': "45",
	'琼': "46", '渝': "50", '黔': "52", '滇': "53",
	'藏': "54", '陕': "61", '疆': "65"}

var abbreviationBefore = runes("赴驻援进返")

// abbreviationRunes are the keys of abbreviations: few texts have one.
var abbreviationRunes = func() *runeSet {
	all := ""
	for r := range abbreviations {
		all += string(r)
	}
	return runes(all)
}()

// blockers are words in which a name stands for something else.
var blockers = strings.Fields(`城镇化 城镇居民 城镇职工 乡镇企业 乡镇政府 乡镇干部 村镇银行 市镇 集镇 城乡 北京时间 北京烤鸭 上海滩 孙中山 中山装 中山陵 中山大学 中山医院 中山公园
	钟南山 南山集团 朝阳产业 朝阳行业 夕阳朝阳 武昌鱼 武昌起义 南昌起义 广州起义 秋收起义 南京条约 南京大屠杀 西安事变 遵义会议 延安精神 延安时期 井冈山精神 沙县小吃 兰州拉面 兰州牛肉面
	重庆小面 重庆火锅 桂林米粉 柳州螺蛳粉 海南鸡饭 热干面 过桥米线 金华火腿 德州扒鸡 符离集烧鸡 涪陵榨菜 扬州炒饭 新疆大盘鸡 黄山毛峰 安溪铁观音 信阳毛尖 西湖龙井 普洱茶 祁门红茶 安化黑茶 六安瓜片
	哈密瓜 吐鲁番葡萄 库尔勒香梨 阿克苏苹果 烟台苹果 赣南脐橙 莱阳梨 青岛啤酒 燕京啤酒 哈尔滨啤酒 贵州茅台 泸州老窖 洋河大曲 北京现代 上海大众 上海通用 广州本田 长安汽车 东风汽车 大连万达 广州恒大 西藏天路 云南白药
	海南航空 四川航空 深圳航空 厦门航空 山东航空 吉祥航空 青藏铁路 京广铁路 京沪高铁 沪昆高速 京港澳 长江 黄河 湘江 珠江 赣江 汉江 松花江 黑龙江流域 泰山石 昆山一中 普洱熟茶 阿里巴巴 阿里云 海南黄花梨
	和田玉 寿山石 宜兴紫砂 景德镇陶瓷 景泰蓝 大理石 和平共处 和平年代 和平里 平安保险 中国平安 平安银行 平安城市 平安夜 新华书店 新华社 新华网 新华保险 新华字典 光明乳业 东方航空 东方明珠 东方财富 解放军 解放前 解放后
	公安局 公安机关 公安部 资源局 人力资源 自然资源 水资源 合作社 合作医疗 通道闸 消防通道 绿色通道 安全通道 友好协商 前进方向 万年青 长安大学 长安街 南海问题 华山医院 泰山压顶 江南水乡 东海舰队 中山纪念堂 中山舰 海河 淮河 中心城区 主城区 发展中
	社区和谐 山区 老山区 贫困山区 大山区 市场 市民 市政 区域 区间 区块 区别 县域 省内 省外 省钱 省心 省力 省事 省电 乡村 乡亲 乡下 乡愁 镇痛 镇静 镇定 街道路 道路 大道 街道口`)

// traps follow a short name that stands for a dish, a brand, an event, not for a place.
var traps = strings.Fields(`火锅 小面 拉面 烤鸭 臭豆腐 热干面 鸡饭 米粉 螺蛳粉 酸辣粉 凉皮 凉粉 肉夹馍 小吃 烧烤 烤鱼 烤肉 烤全羊 大盘鸡 羊肉 牛肉 驴肉 狗肉 羊杂 羊汤 泡馍 盐水鸭 板鸭 酱鸭
	鸭血 鸭脖 鸭头 酱板鸭 豆腐 豆皮 豆花 豆干 刀削面 担担面 过桥米线 米线 汤圆 月饼 大闸蟹 龙虾 小龙虾 啤酒 白酒 黄酒 老窖 大曲 茅台 米酒 葡萄酒 火腿 榨菜 老陈醋 陈醋 香醋 米醋 烧鸡 扒鸡 烧鹅 烧腊 烧饼 炒饭 炒粉 炒肝
	肠粉 早茶 早点 煲仔饭 凉茶 沙茶面 烩面 胡辣汤 饺子 水饺 锅包肉 麻辣烫 冒菜 串串 钵钵鸡 抄手 兔头 腊肉 腊肠 腊味 剁椒 狮子头 肴肉 煎饼 大包 包子 汤包 小笼 生煎 馄饨 馒头 锅盔 蒸菜 私房菜 家常菜 土菜 菜馆 本帮菜 风味 名吃
	特产 老字号 麻花 糕点 酥饼 果脯 茶叶 毛尖 毛峰 乌龙茶 红茶 黑茶 绿茶 普洱 瓜子 蜜桔 脐橙 苹果 香梨 大枣 红枣 葡萄干 哈密瓜 荔枝 椰子 椰汁 海鲜 鱼头 鱼丸 牛杂 牛排 卤味 卤菜 卤肉 甜品 餐馆 餐厅 餐饮店 饭馆 饭店 饭庄 酒楼 酒家 食府
	面馆 面庄 粉店 粉馆 菜 鱼店 鱼庄 话 方言 口音 腔 味道 味儿 时间 大众 现代汽车 现代 通用 本田 丰田 汽车集团 啤酒节 牌 银行 证券 信托 航空 人寿 白药 万达 恒大 实德 家化 同仁堂 天路 人家 往事 故事 印象 之恋 爱情 条约 起义 战役 事变
	保卫战 公约 宣言 奥运 冬奥 世博 亚运 国安 申花 泰达 鲁能 足球队 篮球队 队 队员 戏 评弹 梆子 花鼓戏 二人转 玉石 玉器 紫砂 刺绣 陶瓷 瓷器 唐卡 羊绒 皮鞋 服饰 女装 装 按摩 推拿 理发 美发 足浴 沐足 洗浴 籍 户籍 牌照 号牌 车牌 移民 老乡 商会 同乡会 知青`)

// estates follow a name that a building or an estate has taken; a parent before the name
// says that the place is meant after all.
var estates = strings.Fields(`小区 大厦 花园 花苑 公寓 新村 广场 宾馆 酒店 山庄 公馆 雅苑 家园 名城 新城 豪庭 豪苑 商城 商场 商厦 公园 影城 影院 宾楼 国际城 国际花园 苑 里社区 商业街 步行街 风情街 小镇 印象城 城市花园 世纪城 城邦 府邸 名邸 名苑 嘉园 佳苑 医院西`)

var peoples = strings.Fields(`蒙古族 蒙古 回族 藏族 维吾尔族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 哈萨克 傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜族 柯尔克孜 土族
	达斡尔族 达斡尔 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 锡伯 阿昌族 普米族 塔吉克族 塔吉克 怒族 乌孜别克族 俄罗斯族 鄂温克族 鄂温克 德昂族 保安族 裕固族 京族 塔塔尔族 独龙族 鄂伦春族 鄂伦春 赫哲族 门巴族 珞巴族 基诺族`)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}

// runeSet holds characters of the basic plane, as bits.
type runeSet [1 << 16 / 64]uint64

func runes(s string) *runeSet {
	set := new(runeSet)
	for _, r := range s {
		set[r/64] |= 1 << (r % 64)
	}
	return set
}

func (s *runeSet) has(r rune) bool { return r>>16 == 0 && s[r/64]>>(r%64)&1 != 0 }

// lexicon answers whether one of its words begins at a place of a text: mostly none does, and
// the set of their first characters says so.
type lexicon struct {
	first *runeSet
	words map[rune][][]rune
}

func newLexicon(words []string) lexicon {
	l := lexicon{new(runeSet), map[rune][][]rune{}}
	for _, w := range words {
		r := []rune(w)
		l.first[r[0]/64] |= 1 << (r[0] % 64)
		l.words[r[0]] = append(l.words[r[0]], r)
	}
	return l
}

func (l lexicon) at(text []rune) bool {
	if len(text) == 0 || !l.first.has(text[0]) {
		return false
	}
	for _, w := range l.words[text[0]] {
		if len(w) <= len(text) && equal(w, text[:len(w)]) {
			return true
		}
	}
	return false
}

func equal(a, b []rune) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

var (
	trapLexicon   = newLexicon(traps)
	estateLexicon = newLexicon(estates)
)
