package collectors

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"huiying/opinion"
	"huiying/redact"
)

// PlainText is what a reader sees of a piece of HTML: text with a line for each block,
// without scripts, styles and tags. A text that holds no mark-up comes back with its lines
// trimmed.
func PlainText(s string) string {
	if !strings.ContainsAny(s, "<&") {
		return TidyLines(s)
	}
	nodes, err := html.ParseFragment(strings.NewReader(s), &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body})
	if err != nil {
		return ""
	}
	var b strings.Builder
	for _, n := range nodes {
		writeText(&b, n, nil)
	}
	return TidyLines(b.String())
}

// NodeText is PlainText of parsed HTML. skip, where not nil, names nodes to leave out.
func NodeText(n *html.Node, skip func(*html.Node) bool) string {
	var b strings.Builder
	writeText(&b, n, skip)
	return TidyLines(b.String())
}

func writeText(b *strings.Builder, n *html.Node, skip func(*html.Node) bool) {
	if skip != nil && skip(n) {
		return
	}
	switch n.Type {
	case html.TextNode:
		b.WriteString(strings.Map(func(r rune) rune { // a line break in the source is a space to the reader
			if r == '\n' || r == '\r' || r == '\t' {
				return ' '
			}
			return r
		}, n.Data))
		return
	case html.CommentNode, html.DoctypeNode:
		return
	case html.ElementNode:
		switch n.DataAtom {
		case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Iframe, atom.Head, atom.Select, atom.Button, atom.Textarea, atom.Object, atom.Svg:
			return
		case atom.Br:
			b.WriteByte('\n')
			return
		case atom.Td, atom.Th:
			b.WriteByte(' ')
		}
	}
	block := IsBlock(n)
	if block {
		b.WriteByte('\n')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		writeText(b, c, skip)
	}
	if block {
		b.WriteByte('\n')
	}
}

// IsBlock says whether an element begins a line of its own.
func IsBlock(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	switch n.DataAtom {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Nav, atom.Li, atom.Ul, atom.Ol,
		atom.Dl, atom.Dt, atom.Dd, atom.Tr, atom.Table, atom.Tbody, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6,
		atom.Blockquote, atom.Pre, atom.Form, atom.Fieldset, atom.Hr, atom.Figure, atom.Figcaption, atom.Center:
		return true
	}
	return false
}

var spaces = regexp.MustCompile(`[ \t\x{00a0}\x{3000}\x{2002}-\x{200a}\x{200b}\x{feff}]+`)

// TidyLines trims each line, folds runs of spaces (the wide ones too) and drops empty lines.
func TidyLines(s string) string {
	out := make([]string, 0, 8)
	for line := range strings.Lines(strings.ReplaceAll(s, "\r", "\n")) {
		if line = strings.TrimSpace(spaces.ReplaceAllString(line, " ")); line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// OneLine is s on one line: for titles.
func OneLine(s string) string { return strings.Join(strings.Fields(TidyLines(s)), " ") }

// personLabels introduce who wrote or made a text. What follows them is never kept.
const personLabels = `来信人姓名|来信人|写信人|发信人|留言人|留言者|诉求人|反映人|投诉人|举报人|咨询人|申请人|信访人|提问人|来电人|联系人|姓名|昵称|网名|用户名|网友昵称|楼主|发帖人|发表人|作者|责任编辑|责编|编辑|记者|联系电话|联系方式|手机号码|手机号|手机|电话号码|电子邮箱|邮箱|联系地址|家庭住址|IP地址|IP属地|IP`

var personField = regexp.MustCompile(`(^|[\s|｜;；,，【\[(（])(?:` + personLabels + `)\s*[:：]\s*[^\s|｜;；,，。】\])）]{0,24}[】\])）]?`)

// WithoutPersons drops the fields of a page that say who wrote it: such labels with their
// values within short lines of fields, and the line when no more than a rest of a name is
// left of it. The sentences of a text stay; names within them are for redaction.
func WithoutPersons(s string) string {
	lines := strings.Split(s, "\n")
	out := lines[:0]
	for _, line := range lines {
		if utf8.RuneCountInString(line) <= longestField {
			if cut := personField.ReplaceAllString(line, "$1"); cut != line {
				line = TidyLines(cut)
				if letters(line) <= 3 {
					continue
				}
			}
		}
		if line != "" {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

// longestField is the longest line, in characters, that is taken for a row of fields.
const longestField = 120

func letters(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}

// redacted is a text without what identifies a person.
func redacted(s string) (string, map[string]int) { return redact.Text(opinion.CleanText(s)) }
