//go:build ignore

// Gen writes given.txt, words.txt, pairs.txt and places.txt of this folder:
//
//	go run data/gen.go -dict jieba.dict.utf8 -given charfreq.csv -divisions DIR -out data
//
// dict is the dictionary of cppjieba (MIT), given the counts of characters in given names of
// ngender 0.1.1 (MIT), DIR the compilation of divisions that analyzers/territory is made from.
// alike.go writes alike.txt. surnames.txt, peoples.txt, own.txt and pairs_own.txt are kept by hand:
// general knowledge of how names are made and words that the dictionary lacks, no list of persons.
package main

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"flag"
	"log"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// entry is a word of the dictionary.
type entry struct {
	word []rune
	n    int
	tag  string
}

func (e entry) isName() bool { return strings.HasPrefix(e.tag, "nr") }

func main() {
	dict := flag.String("dict", "", "jieba.dict.utf8 of cppjieba")
	given := flag.String("given", "", "charfreq.csv of ngender")
	divisions := flag.String("divisions", "", "folder with divisions.csv")
	out := flag.String("out", "data", "folder to write, which holds the tables kept by hand")
	flag.Parse()

	entries := dictionary(*dict)
	weights := givenWeights(entries, *given)
	write(*out, "given.txt", `# Characters of given names by how much more often they stand in one than in any word: log2 of the
# ratio, then the characters. Counts: ngender 0.1.1 (MIT) against the dictionary of cppjieba (MIT).`,
		byWeight(weights))
	write(*out, "words.txt", `# Words of two and three characters that are no names, of the dictionary of cppjieba (MIT): a first
# character, what follows it in words of two, and what follows it in words of three. See gen.go.`, words(entries))
	write(*out, "pairs.txt", `# Given names of two characters by which several persons of the dictionary of cppjieba (MIT) go. See gen.go.`,
		filled(pairs(entries, weights, surnames(*out))))
	write(*out, "places.txt", `# Short names of provinces, cities and counties, from the project's table of divisions.`,
		filled(places(*divisions)))
}

func dictionary(path string) (all []entry) {
	for l := range lines(path) {
		if f := strings.Fields(l); len(f) == 3 {
			n, err := strconv.Atoi(f[1])
			if err != nil {
				log.Fatal(err)
			}
			all = append(all, entry{[]rune(f[0]), n, f[2]})
		}
	}
	return all
}

// givenWeights are log2 of how much more often a character stands in given names than in words.
// Characters of fewer than 50 names are left out, and those that names avoid.
func givenWeights(entries []entry, path string) map[rune]int {
	const smooth, fewest, least, most = 10, 50, -3, 6
	inWords, words := map[rune]float64{}, 0.0
	for _, e := range entries {
		if !e.isName() {
			for _, r := range e.word {
				inWords[r] += float64(e.n)
				words += float64(e.n)
			}
		}
	}
	inNames, names := map[rune]float64{}, 0.0
	for _, row := range table(path)[1:] {
		r := []rune(row[0])[0]
		for _, n := range row[1:] {
			count, err := strconv.ParseFloat(n, 64)
			if err != nil {
				log.Fatal(err)
			}
			inNames[r] += count
			names += count
		}
	}
	out := map[rune]int{}
	for r, n := range inNames {
		ratio := (n + smooth) / names / ((inWords[r] + smooth) / words)
		if w := int(math.RoundToEven(math.Log2(ratio))); n >= fewest && w >= least {
			out[r] = min(most, w)
		}
	}
	return out
}

func byWeight(weights map[rune]int) (out []string) {
	by := map[int][]rune{}
	for r, w := range weights {
		by[w] = append(by[w], r)
	}
	for _, w := range slices.Backward(slices.Sorted(maps.Keys(by))) {
		slices.Sort(by[w])
		for part := range slices.Chunk(by[w], 96) {
			out = append(out, strconv.Itoa(w)+" "+string(part))
		}
	}
	return out
}

// words are those of two characters that stand five times in the dictionary's texts and those of three
// that stand twenty times.
func words(entries []entry) (out []string) {
	two, three := map[rune][]rune{}, map[rune][]string{}
	for _, e := range entries {
		switch {
		case e.isName() || slices.ContainsFunc(e.word, func(r rune) bool { return r < 0x4e00 || r > 0x9fff }):
		case len(e.word) == 2 && e.n >= 5:
			two[e.word[0]] = append(two[e.word[0]], e.word[1])
		case len(e.word) == 3 && e.n >= 20:
			three[e.word[0]] = append(three[e.word[0]], string(e.word[1:]))
		}
	}
	firsts := maps.Clone(two)
	for r := range three {
		firsts[r] = two[r]
	}
	for _, r := range slices.Sorted(maps.Keys(firsts)) {
		slices.Sort(two[r])
		slices.Sort(three[r])
		out = append(out, strings.Join(append([]string{string(r), cmp.Or(string(two[r]), "-")}, three[r]...), " "))
	}
	return out
}

// pairs are given names that two persons of the dictionary have, in characters of given names. Parts
// of foreign names, titles and things are left out.
func pairs(entries []entry, weights map[rune]int, surname map[rune]bool) (out []string) {
	persons, foreign := map[string]int{}, map[string]int{}
	for _, e := range entries {
		if e.tag == "nr" && len(e.word) == 3 && surname[e.word[0]] {
			persons[string(e.word[1:])]++
		}
		if e.tag == "nrt" {
			for i := range len(e.word) - 1 {
				foreign[string(e.word[i:i+2])]++
			}
		}
	}
	for name, n := range persons {
		r := []rune(name)
		a, known := weights[r[0]]
		b, also := weights[r[1]]
		if n >= 2 && known && also && a >= 0 && b >= 0 && foreign[name] < 3 && !strings.Contains(notGiven, name) {
			out = append(out, name)
		}
	}
	return out
}

const notGiven = `先生 朝廷 尚书 博士 微微 刚刚 冠军 继承 妹妹 进士 元素 义军 贵妃 美军 国民 树林 月亮 山镇 福利 娃娃 君臣 乐园 进军
	平生 文学 海军 正义 红军 英雄 海洋 美丽 秀丽 珍珠 新生 文书 小弟 小妹 锡金 锡兰 国立 成群 亚科 绍尔 德克 利维 福克 远东 京津 盛唐 冰川
	海滨 友军 湘军 奇峰 福斯 凯文 文臣 忠臣 显明 升华 竹林 晨光 春光 月光 利卡 瑞斯 迪安 希斯 德洛 德伦 苏斯 丙丁 铁木 瑞尔 赛尔 克兰 祖训
	兴兵 小民 富强 立克`

// surnames are those of the table kept by hand that begin a name far more often than a word.
func surnames(dir string) map[rune]bool {
	out := map[rune]bool{}
	for l := range lines(filepath.Join(dir, "surnames.txt")) {
		weight, list, _ := strings.Cut(l, " ")
		if n, err := strconv.Atoi(weight); err == nil && n >= 2 {
			for _, r := range list {
				out[r] = true
			}
		}
	}
	return out
}

// places are the names of divisions above townships without their suffix, of two and three characters.
func places(dir string) []string {
	found := map[string]bool{}
	for _, row := range table(filepath.Join(dir, "divisions.csv"))[1:] {
		name := row[1]
		if row[2] == "township" {
			continue
		}
		for _, suffix := range []string{"特别行政区", "自治区", "自治州", "自治县", "自治旗", "地区", "林区", "矿区", "新区", "省", "市",
			"县", "区", "盟", "旗"} {
			if short, ok := strings.CutSuffix(name, suffix); ok && len([]rune(short)) > 1 {
				name = short
				break
			}
		}
		for cut := true; cut; {
			cut = false
			for _, people := range peoples {
				if short, ok := strings.CutSuffix(name, people); ok && len([]rune(short)) > 1 {
					name, cut = short, true
				}
			}
		}
		if n := len([]rune(name)); n == 2 || n == 3 {
			found[name] = true
		}
	}
	return slices.Collect(maps.Keys(found))
}

var peoples = strings.Fields(`蒙古族 蒙古 回族 藏族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克 傣族 黎族 傈僳族 佤族
	畲族 拉祜族 水族 东乡族 纳西族 景颇族 柯尔克孜 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯 塔吉克 怒族 裕固族 保安族 独龙族
	各族 多民族`)

// filled sorts words into lines.
func filled(words []string) (out []string) {
	slices.Sort(words)
	for part := range slices.Chunk(words, 24) {
		out = append(out, strings.Join(part, " "))
	}
	return out
}

func table(path string) [][]string {
	f, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		log.Fatal(err)
	}
	return rows
}

func lines(path string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		f, err := os.Open(path)
		if err != nil {
			log.Fatal(err)
		}
		defer f.Close()
		for sc := bufio.NewScanner(f); sc.Scan(); {
			if !yield(sc.Text()) {
				return
			}
		}
	}
}

func write(dir, name, head string, lines []string) {
	text := head + "\n" + strings.Join(lines, "\n") + "\n"
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		log.Fatal(err)
	}
}
