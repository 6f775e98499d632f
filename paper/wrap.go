package paper

import (
	"strings"
	"unicode"
)

// piece is a part of a line: text of one run.
type piece struct {
	Run
	width float64
}

// Marks that may not begin a line, and those that may not end one.
const (
	closing = "，。、；：！？）》」』】”’…％%,.;:!?)]}·"
	opening = "（《「『【“‘([{"
)

// wrap breaks runs into lines no wider than width: between Chinese characters anywhere, but
// not before a closing mark or behind an opening one, and not within words of Latin letters.
func wrap(runs []Run, width float64, measure func(Run, string) float64) [][]piece {
	var lines [][]piece
	var line []piece
	left := width
	put := func(r Run, text string, w float64) {
		if k := len(line) - 1; k >= 0 && line[k].Run.same(r) {
			line[k].Text += text
			line[k].width += w
		} else {
			r.Text = text
			line = append(line, piece{r, w})
		}
		left -= w
	}
	feed := func() {
		lines = append(lines, line)
		line, left = nil, width
	}
	for _, r := range runs {
		for _, atom := range atoms(clean(r.Text)) {
			w := measure(r, atom)
			if w > left && len(line) > 0 {
				feed()
				if atom = strings.TrimLeft(atom, " "); atom == "" {
					continue
				}
				w = measure(r, atom)
			}
			for w > width && len([]rune(atom)) > 1 { // one word longer than a line
				part := []rune(atom)
				k := len(part) - 1
				for k > 1 && measure(r, string(part[:k])) > left {
					k--
				}
				put(r, string(part[:k]), measure(r, string(part[:k])))
				feed()
				atom = string(part[k:])
				w = measure(r, atom)
			}
			put(r, atom, w)
		}
	}
	if len(line) > 0 || len(lines) == 0 {
		feed()
	}
	return lines
}

func (r Run) same(o Run) bool { return r.Link == o.Link && r.Bold == o.Bold && r.Tiny == o.Tiny }

// clean leaves out what a font of 65,536 characters cannot hold, and what steers terminals
// and the direction of writing.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r' || r == '\u00A0':
			return ' '
		case r > 0xFFFD || r == unicode.ReplacementChar:
			return '□'
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Co, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "□"))
}

// atoms are the parts of a text that stay on one line.
func atoms(s string) []string {
	var out []string
	var now []rune
	flush := func() {
		if len(now) > 0 {
			out = append(out, string(now))
			now = nil
		}
	}
	word := func(r rune) bool { return r < 0x2E80 && r != ' ' }
	for _, r := range s {
		switch {
		case strings.ContainsRune(closing, r): // stays with what stands before it
		case len(now) > 0 && strings.ContainsRune(opening, now[len(now)-1]): // stays with an opening mark
		case len(now) > 0 && word(r) && word(now[len(now)-1]) && !strings.ContainsRune(opening, r):
		default:
			flush()
		}
		now = append(now, r)
	}
	flush()
	return out
}
