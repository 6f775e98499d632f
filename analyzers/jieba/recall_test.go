package jieba

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"huiying/internal/sharedtest"
)

// finds says whether every token of a query stands among those of a text.
func finds(query []string, text map[string]bool) bool {
	return !slices.ContainsFunc(query, func(w string) bool { return strings.TrimSpace(w) != "" && !text[w] })
}

func tokensOf(words []string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[w] = true
	}
	return out
}

// Names that no dictionary has are found whatever stands around them. All are invented.
func TestANameIsFoundWhateverStandsAroundIt(t *testing.T) {
	j := opened(t)
	names := []string{"沁玥湾", "丽澜新城", "鹭悦府", "栖霁花园", "梧叶里", "澄砚国际", "茗杉名邸", "晗光路", "翡栎公馆", "澜郡", "恺盛大厦", "泊岸小区"}
	around := []string{"%s业主", "住在%s的居民", "我是%s一期的", "请问%s何时通水", "澄川市柳浦区%s旁边夜里施工", "就%s问题咨询", "%s", "在%s二栋", "和%s物业多次沟通",
		"由于%s小学迟迟不开", "位于%s北门", "去%s要绕路", "把%s围起来", "对%s一事", "到%s站下车", "给%s供暖", "要求%s开发商整改", "从%s往东", "原%s路口", "新%s项目"}
	for _, name := range names {
		for _, a := range around {
			text := strings.Replace(a, "%s", name, 1)
			for kind, words := range map[string][]string{"one cut": j.Finer(j.Cut(text)), "search": j.CutForSearch(text)} {
				if !finds(j.CutForSearch(name), tokensOf(words)) {
					t.Errorf("%s: %q asks for %q, %q has %q", kind, name, j.CutForSearch(name), text, words)
				}
			}
		}
	}
	// and is more than its characters in any order
	if text := tokensOf(j.CutForSearch("湾里的沁水，玥石")); finds(j.CutForSearch("沁玥湾"), text) {
		t.Error("scattered characters count as the name")
	}
}

var estate = regexp.MustCompile(`[区县市](\p{Han}{2,4}(?:新城|花园|家园|公馆|名邸|国际|小区|大厦))`)

// TestRealNamesAreFound looks for what people call their neighbourhoods in the real messages:
// a name must be found in nearly every text that holds it.
func TestRealNamesAreFound(t *testing.T) {
	type message struct{ ID, Title, Text string }
	all := sharedtest.Lines[message](t, "tipdm2020c/city_messages.jsonl")
	j := opened(t)
	texts, tokens, was := make([]string, len(all)), make([]map[string]bool, len(all)), make([]map[string]bool, len(all))
	old := func(s string) []string { return j.dictionary().handle.CutForSearch(Clean(s), true) }
	names, size, wasSize := map[string]int{}, 0, 0
	for i, m := range all {
		texts[i] = Clean(m.Title + "\n" + m.Text)
		words, before := j.CutForSearch(texts[i]), old(texts[i])
		tokens[i], was[i] = tokensOf(words), tokensOf(before)
		size, wasSize = size+len(words), wasSize+len(before)
		for _, found := range estate.FindAllStringSubmatch(m.Title, -1) {
			names[found[1]]++
		}
	}
	held, found, foundBefore := 0, 0, 0
	for name, n := range names {
		if n < 2 {
			continue
		}
		query, before := j.CutForSearch(name), old(name)
		for i, text := range texts {
			if !strings.Contains(text, name) {
				continue
			}
			held++
			if finds(query, tokens[i]) {
				found++
			}
			if finds(before, was[i]) {
				foundBefore++
			}
		}
	}
	recall := float64(found) / float64(held)
	t.Logf("%d texts hold a name: %.4f are found, %.4f by jieba's own search tokens; %d tokens, %d of jieba's", held, recall,
		float64(foundBefore)/float64(held), size, wasSize)
	if recall < 0.985 {
		t.Errorf("only %.4f of the texts that hold a name are found by it", recall)
	}
}
