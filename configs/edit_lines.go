package configs

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// setIn sets a key that stands at an indentation, of an item whose first key may stand behind a dash.
func setIn(block []string, indent int, s Setting) []string {
	at := slices.IndexFunc(block, func(line string) bool { return keyAt(line, indent) == s.Key })
	value := written(s.Value)
	_, kept := s.Value.(quoted)
	gone := !kept && (value == "" || value == `""` || value == "[]" || value == "0" || value == "false" && at < 0)
	if at < 0 {
		if gone {
			return block
		}
		return append(slices.Clone(block), keyLines(indent, s)...)
	}
	end := valueEnd(block, at, indent)
	first := strings.HasPrefix(strings.TrimSpace(block[at]), "- ")
	if gone && !first {
		return slices.Delete(slices.Clone(block), at, end)
	}
	if gone && end < len(block) && keyAt(block[end], indent) != "" { // the next key comes to stand behind the dash
		next := strings.Repeat(" ", indent-2) + "- " + block[end][indent:]
		return slices.Concat(block[:at], []string{next}, block[end+1:])
	}
	lines := keyLines(indent, s)
	if first {
		lines[0] = strings.Repeat(" ", indent-2) + "- " + lines[0][indent:]
	}
	return slices.Concat(block[:at], lines, block[end:])
}

// valueEnd is the line behind the value of the key at a line: what is deeper belongs to it, and a list's
// dashes, and blank lines among these.
func valueEnd(block []string, at, indent int) int {
	end := at + 1
	for i := end; i < len(block); i++ {
		text := strings.TrimSpace(block[i])
		if text == "" {
			continue
		}
		if keyAt(block[i], indent) != "" || indentOf(block[i]) <= indent && !strings.HasPrefix(text, "- ") {
			break
		}
		end = i + 1
	}
	return end
}

// widest is how long a line of a list of words may be, in characters.
const widest = 100

// keyLines are a key with its value: a text of several lines as such, a long list over several lines.
func keyLines(indent int, s Setting) []string {
	head := strings.Repeat(" ", indent) + s.Key + ": "
	deeper := strings.Repeat(" ", indent+2)
	switch v := s.Value.(type) {
	case string:
		if !literal(v) {
			break
		}
		out := []string{head + "|"}
		for line := range strings.Lines(strings.TrimRight(v, "\n")) {
			out = append(out, strings.TrimRight(deeper+strings.TrimSuffix(line, "\n"), " "))
		}
		return out
	case []string:
		line, out := head+"[", []string(nil)
		for i, word := range v {
			piece := scalar(word)
			if i > 0 {
				piece = ", " + piece
			}
			if i > 0 && utf8.RuneCountInString(line+piece) > widest {
				out, line, piece = append(out, line+","), deeper, piece[2:]
			}
			line += piece
		}
		return append(out, line+"]")
	}
	return []string{head + written(s.Value)}
}

// literal says whether a text can stand as it is, line by line.
func literal(s string) bool {
	return strings.Contains(s, "\n") && !strings.HasPrefix(s, " ") && !strings.HasPrefix(s, "\n") &&
		!strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\n' || r == 0x7f || r == 0xfeff || r == 0xfffd })
}

// keyAt is the key that a line has at an indentation, "" for none.
func keyAt(line string, indent int) string {
	if indent >= 2 && indentOf(line) == indent-2 && strings.HasPrefix(line[indent-2:], "- ") {
		line = strings.Repeat(" ", indent) + line[indent:]
	}
	if indentOf(line) != indent || len(line) == indent {
		return ""
	}
	key, _, ok := strings.Cut(line[indent:], ":")
	if !ok || strings.ContainsAny(key, " #-{[\"'") {
		return ""
	}
	return key
}

// quoted is a value as it stands in the file.
type quoted string

// written is a value as YAML has it.
func written(v any) string {
	switch v := v.(type) {
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	case quoted:
		return string(v)
	case []string:
		words := make([]string, len(v))
		for i, x := range v {
			words[i] = scalar(x)
		}
		return "[" + strings.Join(words, ", ") + "]"
	case string:
		return scalar(v)
	}
	return ""
}

// scalar writes a word as it is where nobody can take it for anything else.
func scalar(s string) string {
	plain := s != "" && !strings.ContainsAny(s, "\n\r\t:#{}[],&*|>'\"%@` \\") && !strings.ContainsAny(s[:1], "-?=!")
	switch strings.ToLower(s) {
	case "true", "false", "yes", "no", "on", "off", "null", "~":
		plain = false
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil || !plain {
		return strconv.Quote(s)
	}
	return s
}
