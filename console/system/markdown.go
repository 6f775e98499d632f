package system

import (
	"html/template"
	"regexp"
	"strings"
	"unicode/utf8"
)

// markdown draws the small part of Markdown that our own documents use: headings,
// paragraphs, lists, tables, bold, code, links. Everything is escaped first, so that no
// text can bring tags of its own; only http, https and site-local links become links.
func markdown(src string) template.HTML {
	var b strings.Builder
	lines := strings.Split(strings.ReplaceAll(src, "\r\n", "\n"), "\n")
	for i := 0; i < len(lines); {
		line := strings.TrimSpace(lines[i])
		switch {
		case line == "" || line == "---":
			i++
		case headline.MatchString(line):
			m := headline.FindStringSubmatch(line)
			tag := "h" + string(rune('0'+min(len(m[1]), 6)))
			b.WriteString("<" + tag + ">" + inline(m[2]) + "</" + tag + ">\n")
			i++
		case strings.HasPrefix(line, "|"):
			i = table(&b, lines, i)
		case bullet.MatchString(line):
			i = list(&b, lines, i, bullet, "ul")
		case numbered.MatchString(line):
			i = list(&b, lines, i, numbered, "ol")
		default:
			var para []string
			for ; i < len(lines) && plain(lines[i]); i++ {
				para = append(para, strings.TrimSpace(lines[i]))
			}
			if text := joined(para); elsewhere.FindString(text) != text || anchor.MatchString(text) {
				b.WriteString("<p>" + inline(text) + "</p>\n") // a bare link to a file beside it is left out
			}
		}
	}
	return template.HTML(b.String())
}

var (
	headline = regexp.MustCompile(`^(#{1,6})\s+(.*)$`)
	bullet   = regexp.MustCompile(`^[-*]\s+(.*)$`)
	numbered = regexp.MustCompile(`^\d{1,3}[.)]\s+(.*)$`)
	rule     = regexp.MustCompile(`^\|?[\s:|-]+$`)
	code     = regexp.MustCompile("`([^`]+)`")
	strong   = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	// elsewhere is a link to a file beside the document, which is no page here: its words stay
	elsewhere = regexp.MustCompile(`\[([^\]]*)\]\([^\s)]*\)`)
	anchor    = regexp.MustCompile(`\[([^\]]*)\]\((https?://[^\s)]+|/[^\s)/][^\s)]*|/)\)`)
)

// plain says whether a line goes on with a paragraph.
func plain(s string) bool {
	s = strings.TrimSpace(s)
	return s != "" && s != "---" && !headline.MatchString(s) && !strings.HasPrefix(s, "|") && !bullet.MatchString(s) && !numbered.MatchString(s)
}

// joined makes one line of several. Chinese runs on without a blank.
func joined(lines []string) string {
	var b strings.Builder
	for i, l := range lines {
		if i > 0 {
			last, _ := utf8.DecodeLastRuneInString(lines[i-1])
			first, _ := utf8.DecodeRuneInString(l)
			if last < 0x2e80 || first < 0x2e80 {
				b.WriteByte(' ')
			}
		}
		b.WriteString(l)
	}
	return b.String()
}

func inline(s string) string {
	s = template.HTMLEscapeString(s)
	s = code.ReplaceAllString(s, "<code>$1</code>")
	s = strong.ReplaceAllString(s, "<strong>$1</strong>")
	s = anchor.ReplaceAllString(s, `<a href="$2" rel="noopener noreferrer nofollow">$1</a>`)
	return elsewhere.ReplaceAllString(s, "$1")
}

// list draws the items from line i on; an indented line goes on with its item.
func list(b *strings.Builder, lines []string, i int, mark *regexp.Regexp, tag string) int {
	b.WriteString("<" + tag + ">\n")
	for i < len(lines) && mark.MatchString(strings.TrimSpace(lines[i])) {
		item := []string{mark.FindStringSubmatch(strings.TrimSpace(lines[i]))[1]}
		for i++; i < len(lines) && plain(lines[i]) && strings.HasPrefix(lines[i], " "); i++ {
			item = append(item, strings.TrimSpace(lines[i]))
		}
		b.WriteString("<li>" + inline(joined(item)) + "</li>\n")
		for i < len(lines)-1 && strings.TrimSpace(lines[i]) == "" && mark.MatchString(strings.TrimSpace(lines[i+1])) {
			i++
		}
	}
	b.WriteString("</" + tag + ">\n")
	return i
}

// table draws the rows from line i on; the first is the head.
func table(b *strings.Builder, lines []string, i int) int {
	b.WriteString(`<div class="scroll"><table>` + "\n")
	for first := true; i < len(lines) && strings.HasPrefix(strings.TrimSpace(lines[i]), "|"); i++ {
		line := strings.TrimSpace(lines[i])
		if rule.MatchString(line) {
			continue
		}
		cell, open := "td", "<td>"
		if first {
			cell, open, first = "th", `<th scope="col">`, false
		}
		b.WriteString("<tr>")
		for c := range strings.SplitSeq(strings.Trim(line, "|"), "|") {
			b.WriteString(open + inline(strings.TrimSpace(c)) + "</" + cell + ">")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</table></div>\n")
	return i
}
