package page

import (
	"strings"

	"golang.org/x/net/html"

	"huiying/collectors"
)

var (
	askWords    = wordSet("q ask asks asker question wen wenti tw w quest qq")
	askSides    = wordSet("left l user guest client me from mine")
	answerSides = wordSet("right r admin official gov service staff you to other host")
	answerWords = wordSet("a answer answers reply da dafu hf huifu d ans aa")
)

// answersAsk says whether n stands in the second of two boxes of one shape whose names differ in
// that one asks and the other answers: ico_q and ico_a, item-ask and item-answer.
func answersAsk(n *html.Node) bool {
	for up := 0; n != nil && up < 4; n, up = n.Parent, up+1 {
		if n.Type != html.ElementNode || attr(n, "class") == "" {
			continue
		}
		for s, back := n.PrevSibling, 0; s != nil && back < 12; s, back = s.PrevSibling, back+1 {
			if s.Type != html.ElementNode || s.DataAtom != n.DataAtom {
				continue
			}
			if pairOf(names(s), names(n), askWords, answerWords) ||
				pairOf(names(s), names(n), askSides, answerSides) && dayWithin(s) && dayWithin(n) {
				return true
			}
		}
	}
	return false
}

func pairOf(asks, answers string, first, second map[string]bool) bool {
	x, y := nameWords(asks), nameWords(answers)
	if len(x) != len(y) {
		return false
	}
	differ := 0
	for i := range x {
		if x[i] == y[i] {
			continue
		}
		if differ++; !ends(x[i], first) || !ends(y[i], second) {
			return false
		}
	}
	return differ == 1
}

// ends says whether a name is one of the words, or a short one that ends in one: zxq, zxa.
func ends(name string, words map[string]bool) bool {
	if words[name] {
		return true
	}
	for w := range words {
		if len(w) > 1 && strings.HasSuffix(name, w) {
			return true
		}
	}
	return false
}

// dayWithin says whether a box shows a day: one of a dialogue does, a column of the page may not.
func dayWithin(n *html.Node) bool {
	return headDay.MatchString(collectors.NodeText(n, nil))
}
