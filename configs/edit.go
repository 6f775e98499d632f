package configs

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
)

// Edit changes one thing of a configuration's files as a form does: the text around it, comments
// included, stays as it was written.
type Edit struct {
	List   string // units or sources; "" for a key of huiying.yaml
	ID     string // of the entry; "" for a new one
	Remove bool
	Set    []Setting // in their order
}

// Setting is a key and what it shall say: a string, a bool, or a list of strings. Of a list's entry an
// empty string and an empty list take the key out.
type Setting struct {
	Key   string
	Value any
}

// ErrByText: a text is written in a way that a form cannot change.
var ErrByText = errors.New("this entry is written so that only its text can be changed")

// Apply makes the edited files. What comes out is not checked.
func (f Files) Apply(e Edit) (Files, error) {
	name := mainFile
	if e.List != "" {
		name = e.List + ".yaml"
	}
	lines := strings.Split(strings.TrimRight(f[name], "\n"), "\n")
	var err error
	if e.List == "" {
		for _, s := range e.Set {
			lines = setMain(lines, s)
		}
	} else if lines, err = editEntry(lines, e); err != nil {
		return nil, err
	}
	out := Files{}
	for n, text := range f {
		out[n] = text
	}
	out[name] = strings.Join(lines, "\n") + "\n"
	return out, nil
}

// editEntry changes one entry of a list, takes it out, or adds one at the end.
func editEntry(lines []string, e Edit) ([]string, error) {
	entries, err := entriesOf(lines, e.List)
	if err != nil {
		return nil, err
	}
	if e.ID == "" {
		return addEntry(lines, entries, e)
	}
	i := slices.IndexFunc(entries, func(x entry) bool { return x.id == e.ID })
	if i < 0 {
		return nil, fmt.Errorf("%s: there is no %s: %w", e.List, e.ID, ErrByText)
	}
	x := entries[i]
	if e.Remove {
		return slices.Delete(slices.Clone(lines), x.from, x.to), nil
	}
	block := slices.Clone(lines[x.from:x.to])
	if strings.HasPrefix(strings.TrimSpace(block[0]), "- {") {
		if block, err = unfolded(block); err != nil {
			return nil, err
		}
	}
	for _, s := range e.Set {
		block = setIn(block, x.indent+2, s)
	}
	return slices.Concat(lines[:x.from], block, lines[x.to:]), nil
}

// entry is where an item of a list stands: lines from to before to.
type entry struct {
	id               string
	from, to, indent int
}

// entriesOf finds the items of a list by their indentation.
func entriesOf(lines []string, list string) (out []entry, err error) {
	at := slices.IndexFunc(lines, func(s string) bool { return strings.HasPrefix(s, list+":") })
	if at < 0 {
		return nil, ErrByText
	}
	indent := -1
	for i := at + 1; i < len(lines); i++ {
		text := strings.TrimSpace(lines[i])
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		in := indentOf(lines[i])
		if in == 0 && !strings.HasPrefix(text, "- ") {
			break
		}
		if indent < 0 {
			indent = in
		}
		if in == indent && strings.HasPrefix(text, "- ") {
			out = append(out, entry{from: i, to: i + 1, indent: in})
		} else if len(out) > 0 {
			out[len(out)-1].to = i + 1
		}
	}
	for i, x := range out {
		var items []struct {
			ID string `yaml:"id"`
		}
		text := strings.Join(lines[x.from:x.to], "\n")
		if err := yaml.Unmarshal([]byte(text), &items); err != nil || len(items) != 1 {
			return nil, ErrByText
		}
		out[i].id = items[0].ID
	}
	return out, nil
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// addEntry puts a new item behind the last one.
func addEntry(lines []string, entries []entry, e Edit) ([]string, error) {
	at, indent := 0, 2
	if n := len(entries); n > 0 {
		at, indent = entries[n-1].to, entries[n-1].indent
	} else {
		at = slices.IndexFunc(lines, func(s string) bool { return strings.HasPrefix(s, e.List+":") }) + 1
		lines = slices.Clone(lines)
		lines[at-1] = e.List + ":"
	}
	var block []string
	for _, s := range e.Set {
		block = setIn(block, indent+2, s)
	}
	if len(block) == 0 {
		return nil, ErrByText
	}
	block[0] = strings.Repeat(" ", indent) + "- " + strings.TrimSpace(block[0])
	return slices.Concat(lines[:at], block, lines[at:]), nil
}

// unfolded writes an item in braces with a line for each key.
func unfolded(block []string) ([]string, error) {
	var items []yaml.MapSlice
	if err := yaml.Unmarshal([]byte(strings.Join(block, "\n")), &items); err != nil || len(items) != 1 {
		return nil, ErrByText
	}
	indent := indentOf(block[0])
	var out []string
	for _, kv := range items[0] {
		key, value := fmt.Sprint(kv.Key), kv.Value
		if list, ok := value.([]any); ok {
			words := make([]string, len(list))
			for i, x := range list {
				words[i] = fmt.Sprint(x)
			}
			value = words
		}
		switch value.(type) {
		case string, bool, []string:
			out = setIn(out, indent+2, Setting{key, value})
		default:
			return nil, ErrByText
		}
	}
	if len(out) == 0 {
		return nil, ErrByText
	}
	out[0] = strings.Repeat(" ", indent) + "- " + strings.TrimSpace(out[0])
	return out, nil
}

// setIn sets a key that stands at an indentation, of an item whose first key stands behind a dash.
func setIn(block []string, indent int, s Setting) []string {
	at := slices.IndexFunc(block, func(line string) bool { return keyAt(line, indent) == s.Key })
	value := written(s.Value)
	_, kept := s.Value.(quoted)
	gone := !kept && (value == "" || value == `""` || value == "[]")
	line := strings.Repeat(" ", indent) + s.Key + ": " + value
	if at < 0 {
		if gone {
			return block
		}
		return append(slices.Clone(block), line)
	}
	end := at + 1
	for end < len(block) && keyAt(block[end], indent) == "" && strings.TrimSpace(block[end]) != "" &&
		(indentOf(block[end]) > indent || strings.HasPrefix(strings.TrimSpace(block[end]), "- ")) {
		end++
	}
	switch first := strings.HasPrefix(strings.TrimSpace(block[at]), "- "); {
	case first:
		line = strings.Repeat(" ", indent-2) + "- " + s.Key + ": " + value
	case gone:
		return slices.Delete(slices.Clone(block), at, end)
	}
	return slices.Concat(block[:at], []string{line}, block[end:])
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

// setMain sets a key of huiying.yaml, "site.code" or "region".
func setMain(lines []string, s Setting) []string {
	section, key, nested := strings.Cut(s.Key, ".")
	if !nested {
		return setIn(lines, 0, s)
	}
	at := slices.IndexFunc(lines, func(line string) bool { return keyAt(line, 0) == section })
	if at < 0 {
		lines = append(slices.Clone(lines), section+":")
		at = len(lines) - 1
	}
	end := at + 1
	for last := end; last < len(lines); last++ {
		if in := indentOf(lines[last]); in > 0 {
			end = last + 1
		} else if strings.TrimSpace(lines[last]) != "" {
			break
		}
	}
	value := s.Value
	if empty := written(value); empty == `""` || empty == "[]" { // it is said, for the default may be another
		value = quoted(empty)
	}
	return slices.Concat(lines[:at+1], setIn(lines[at+1:end], 2, Setting{key, value}), lines[end:])
}

// quoted is a value as it stands in the file.
type quoted string

// written is a value as YAML has it.
func written(v any) string {
	switch v := v.(type) {
	case bool:
		return strconv.FormatBool(v)
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
	plain := s != "" && !bytes.ContainsAny([]byte(s), "\n\r\t:#{}[],&*!|>'\"%@` \\") &&
		!strings.HasPrefix(s, "-") && !strings.HasPrefix(s, "?") && !strings.HasPrefix(s, "=")
	switch strings.ToLower(s) {
	case "true", "false", "yes", "no", "on", "off", "null", "~":
		plain = false
	}
	if _, err := strconv.ParseFloat(s, 64); err == nil || !plain {
		return strconv.Quote(s)
	}
	return s
}
