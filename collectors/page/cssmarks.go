package page

import (
	"strings"

	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"huiying/internal/pattern"
)

// Some sites write the labels of a letter in a style sheet: .a1::before{content:"标题："}.

var (
	beforeRule = pattern.MustCompile(`([^{}]{1,200})::?before\s*\{[^{}]*content\s*:\s*(?:["']([^"'{}\\]{1,16})["']|attr\(\s*([\w-]{1,30})\s*\))`)
	cssComment = pattern.MustCompile(`(?s)/\*.*?\*/`)
)

// mostRules bounds how many rules of a page's styles are tried.
const mostRules = 40

// styled are the elements that a style sheet of the page puts a label before.
func styled(root *html.Node) map[*html.Node]string {
	var out map[*html.Node]string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || n.DataAtom != atom.Style || n.FirstChild == nil {
			continue
		}
		css := cssComment.ReplaceAllString(n.FirstChild.Data, "")
		for _, m := range beforeRule.FindAllStringSubmatch(css, mostRules) {
			if m[3] == "" && kindOf(m[2]) == none {
				continue
			}
			selectors := strings.Split(m[1], ",")
			to, err := cascadia.Parse(strings.Trim(selectors[len(selectors)-1], ": \t\r\n"))
			if err != nil {
				continue
			}
			for _, at := range cascadia.QueryAll(root, to) {
				said := m[2]
				if m[3] != "" {
					said = strings.TrimSpace(attr(at, m[3]))
				}
				if kindOf(said) == none {
					continue
				}
				if out == nil {
					out = map[*html.Node]string{}
				}
				out[at] = said
			}
		}
	}
	return out
}
