package places

import (
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// endings end the names of places, by kind; the longest counts.
var endings = map[string]string{
	"road":     `路 街 大道 巷 胡同 立交`,
	"compound": `小区 花园 苑 花苑 公寓 家园 新村 家属院 大院 豪庭 山庄 名都 名苑 新城 府 公馆 雅居 半岛 广场 大厦`,
	"village":  `村 社区 居委会 村委会`,
	"school":   `小学 中学 幼儿园 大学 学院 一中 二中 三中 四中 五中 实验学校 附中 附小`,
	"hospital": `医院 卫生院 门诊部`,
	"station":  `客运站 汽车站 火车站 高铁站 地铁站 码头 机场 东站 西站 南站 北站`,
	"market":   `市场 农贸市场 菜市场 批发市场 商城`,
	"scenic":   `公园 景区 水库 体育馆 体育场 图书馆 博物馆`,
	"zone":     `开发区 工业园 产业园 园区 新区`,
}

var kindOf, longestEnding = func() (map[string]string, int) {
	kinds, most := map[string]string{}, 0
	for _, kind := range slices.Sorted(maps.Keys(endings)) {
		for _, e := range strings.Fields(endings[kind]) {
			kinds[e] = kind
			most = max(most, utf8.RuneCountInString(e))
		}
	}
	return kinds, most
}()

// noNames are what such an ending stands behind when no place is called so, and words that end like one.
var noNames = set(`老旧 附近 住宅 整个 农贸 中心 民办 私立 公办 全部 周边 其他 所有 旁边 对面 一个 一条 这个 这条 那条 该条 我们 施工 新建 高档 商业 居民 自己 多个 各个 某个
	某 本 该 此 每个 部分 安置 回迁 商品房 小 大 新 老 旧 水果 蔬菜 批发 建材 二手 花卉 海鲜 家电 汽车 服装 电脑 数码 人才 房地产 劳动力 股票 金融 文化 广告
	消费 国际 国内 相关 指定 定点 三甲 综合 公立 专科 妇幼 市级 省级 社会 整条 两条 几条 半条 水泥 柏油 混凝土 断头 主干 盲 人行 非机动车 机动车 单行 乡村 农村
	城市 城乡 高速 国 省 县 乡 道 马 公 铁 线 网 思 出 半 一 上 下 内 外 前 后 左 右 门口 楼下 全市 全省 改造 拆迁 封闭 开放 无物业 三无 高层 多层 幼儿
	小学 中学 学校 初级 高级 职业 技术 市 区 镇`)

// breaks are words that a name does not reach over.
var breaks = set(`在 位于 的 和 与 及 对 从 到 往 向 是 有 为 被 把 将 让 给 叫 至 由 距 靠 近 靠近 与 跟 去 来 住 家住 居住 来自 反映 投诉 举报 咨询 称 其 他 她
	我 你 该 此 本 某 各 每 这 那 位 处 即 或 以及 进 出 沿 沿着 经过 路过 通往 前往 附近 旁边 对面 旁 后面 前面 里面 门口 交叉 交叉口 路口 之间 等 了
	着 过 地址 地点 市民 来电 来信 认为 希望 建议 请 请问 现 现在 目前 今天 昨天 因 因为 由于 关于 内 里 上 下 中 外 东 西 南 北 侧 号 段 不 没 没有 无
	都 也 就 还 又 再 已 已经 可以 能否 是否 之前 之后 每天 经常 一直 多次 凌晨 晚上 早上 中午 夜间 施工 建设 修建 改造 占用 占 堵 开 关 买 卖 租 售 办理
	申请 就读 上学 工作 上班`)

func set(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}

// namesOf are the names that a text may have, each with its kind: all that end with a word for a kind of
// place and begin with one of the four words before it.
func namesOf(words []string) map[string]string {
	out := map[string]string{}
	for i, w := range words {
		ending := endingOf(w)
		if ending == "" || !allHan(w) {
			continue
		}
		name := ""
		for k := i; k >= 0 && k > i-5; k-- {
			if k < i && (breaks[words[k]] || !allHan(words[k]) || endingOf(words[k]) != "" || ofDivision(words[k])) {
				break
			}
			name = words[k] + name
			n := utf8.RuneCountInString(name)
			if n > maxName {
				break
			}
			own := strings.TrimSuffix(name, ending)
			if n >= minName && utf8.RuneCountInString(own) >= 2 && !noNames[own] && !noNames[words[k]] {
				out[name] = kindOf[ending]
			}
		}
	}
	return out
}

// endingOf is the longest ending of a word; "" for none.
func endingOf(w string) string {
	r := []rune(w)
	for n := min(len(r), longestEnding); n > 0; n-- {
		if e := string(r[len(r)-n:]); kindOf[e] != "" {
			return e
		}
	}
	return ""
}

// ofDivision says whether a word is the name of a division, which is no part of the names in it.
func ofDivision(w string) bool {
	r := []rune(w)
	return len(r) > 1 && strings.ContainsRune("省市县区镇乡旗州", r[len(r)-1]) || strings.HasSuffix(w, "街道")
}

func allHan(w string) bool {
	for _, r := range w {
		if !unicode.Is(unicode.Han, r) {
			return false
		}
	}
	return w != ""
}
