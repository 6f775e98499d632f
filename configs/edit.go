package configs

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
)

// Edit changes one thing of a configuration's files as a form does: the text around it, comments
// included, stays as it was written.
type Edit struct {
	// List is one of units, sources, topics, clocks, watches, templates, policies, channels and tell; "" for keys
	// of huiying.yaml.
	List string
	// ID of the entry: of topics also field/item, of tell its place in the list from 0; "" for a new one.
	ID     string
	In     string // of a new item of the catalogue: its field
	Remove bool
	Set    []Setting // in their order
}

// Setting is a key and what it shall say: a string, a bool, a whole number, or a list of strings. Of a list's
// entry an empty string, an empty list and 0 take the key out.
type Setting struct {
	Key   string
	Value any
}

// ErrByText: a text is written in a way that a form cannot change.
var ErrByText = errors.New("this entry is written so that only its text can be changed")

// list is where a list of entries stands, and the key that tells them apart ("" for their place).
type list struct{ file, section, key, id string }

var lists = map[string]list{
	"units":     {unitsFile, "", "units", "id"},
	"sources":   {sourcesFile, "", "sources", "id"},
	"topics":    {catalogueFile, "", "fields", "id"},
	"clocks":    {clocksFile, "", "profiles", "id"},
	"templates": {templatesFile, "", "templates", "id"},
	"watches":   {watchesFile, "", "watches", "id"},
	"policies":  {templatesFile, "", "policies", "number"},
	"channels":  {mainFile, "notify", "channels", "id"},
	"tell":      {mainFile, "notify", "tell", ""},
}

// Apply makes the edited files. What comes out is not checked.
func (f Files) Apply(e Edit) (Files, error) {
	l, known := lists[e.List]
	if !known && e.List != "" {
		return nil, fmt.Errorf("no list %q: %w", e.List, ErrByText)
	}
	name := cmp.Or(l.file, mainFile)
	lines := strings.Split(strings.TrimRight(f[name], "\n"), "\n")
	var err error
	switch {
	case e.List == "":
		for _, s := range e.Set {
			lines = setMain(lines, s)
		}
	case l.section != "":
		lines, err = inSection(lines, l, e)
	default:
		lines, err = editEntry(lines, 0, l, e)
	}
	if err != nil {
		return nil, err
	}
	out := maps.Clone(f)
	out[name] = strings.Join(lines, "\n") + "\n"
	return out, nil
}

// inSection changes a list that stands in a section of its file.
func inSection(lines []string, l list, e Edit) ([]string, error) {
	lines, from, to := section(lines, l.section)
	block, err := editEntry(lines[from:to], 2, l, e)
	return slices.Concat(lines[:from], block, lines[to:]), err
}

// editEntry changes one entry of the list whose key stands at an indentation, takes it out, or adds one
// at the end. An item of the catalogue is an entry of the list within its field.
func editEntry(lines []string, indent int, l list, e Edit) ([]string, error) {
	id, item := e.ID, ""
	if l.file == catalogueFile {
		if id, item, _ = strings.Cut(e.ID, "/"); e.In != "" {
			id = e.In
		}
	}
	lines, entries, err := entriesOf(lines, indent, l)
	if err != nil {
		return nil, err
	}
	if id == "" {
		return addEntry(lines, entries, indent, l.key, e)
	}
	i := slices.IndexFunc(entries, func(x entry) bool { return x.id == id })
	if i < 0 {
		return nil, fmt.Errorf("%s: there is no %s: %w", e.List, id, ErrByText)
	}
	x := entries[i]
	inner := e.In != "" || item != ""
	if e.Remove && !inner {
		return slices.Delete(slices.Clone(lines), x.from, x.to), nil
	}
	block := slices.Clone(lines[x.from:x.to])
	if strings.HasPrefix(strings.TrimSpace(block[0]), "- {") {
		if block, err = unfolded(block); err != nil {
			return nil, err
		}
	}
	if inner {
		e.ID, e.In = item, ""
		block, err = editEntry(block, x.indent+2, list{key: "items", id: "id"}, e)
	} else {
		for _, s := range e.Set {
			block = setIn(block, x.indent+2, s)
		}
	}
	return slices.Concat(lines[:x.from], block, lines[x.to:]), err
}

// entry is where an item of a list stands: lines from to before to.
type entry struct {
	id               string
	from, to, indent int
}

// entriesOf finds the items of a list by their indentation. A list that is not there comes at the end.
func entriesOf(lines []string, indent int, l list) (all []string, out []entry, err error) {
	at := slices.IndexFunc(lines, func(s string) bool { return keyAt(s, indent) == l.key })
	if at < 0 {
		return append(slices.Clone(lines), strings.Repeat(" ", indent)+l.key+":"), nil, nil
	}
	_, said, _ := strings.Cut(lines[at], ":")
	said, _, _ = strings.Cut(said, " #")
	if said = strings.TrimSpace(said); said != "" && said != "[]" {
		return nil, nil, ErrByText
	}
	dash := -1
	for i := at + 1; i < len(lines); i++ {
		text, in := strings.TrimSpace(lines[i]), indentOf(lines[i])
		if text == "" || strings.HasPrefix(text, "#") && (dash < 0 || in <= dash+2) {
			continue
		}
		if in < indent || in == indent && !strings.HasPrefix(text, "- ") {
			break
		}
		if dash < 0 {
			dash = in
		}
		if in == dash && strings.HasPrefix(text, "- ") {
			out = append(out, entry{from: i, to: i + 1, indent: in})
		} else if len(out) > 0 {
			out[len(out)-1].to = i + 1
		}
	}
	for i, x := range out {
		if out[i].id, err = idOf(lines[x.from:x.to], l.id, i); err != nil {
			return nil, nil, err
		}
	}
	return lines, out, nil
}

// idOf is how an item is called: by a key of it, or its place in the list.
func idOf(block []string, key string, place int) (string, error) {
	var items []map[string]any
	if err := yaml.Unmarshal([]byte(strings.Join(block, "\n")), &items); err != nil || len(items) != 1 {
		return "", ErrByText
	}
	if key == "" {
		return strconv.Itoa(place), nil
	}
	return fmt.Sprint(items[0][key]), nil
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// addEntry puts a new item behind the last one of a list.
func addEntry(lines []string, entries []entry, keyIndent int, key string, e Edit) ([]string, error) {
	at, indent := 0, keyIndent+2
	if n := len(entries); n > 0 {
		at, indent = entries[n-1].to, entries[n-1].indent
	} else {
		at = slices.IndexFunc(lines, func(s string) bool { return keyAt(s, keyIndent) == key }) + 1
		lines = slices.Clone(lines)
		lines[at-1] = strings.Replace(lines[at-1], ": []", ":", 1)
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
		case string, []string:
		case bool, int64, uint64, float64:
			value = quoted(fmt.Sprint(value))
		default:
			return nil, ErrByText
		}
		out = setIn(out, indent+2, Setting{key, value})
	}
	if len(out) == 0 {
		return nil, ErrByText
	}
	out[0] = strings.Repeat(" ", indent) + "- " + strings.TrimSpace(out[0])
	return out, nil
}

// setMain sets a key of huiying.yaml, "site.code" or "region".
func setMain(lines []string, s Setting) []string {
	name, key, nested := strings.Cut(s.Key, ".")
	if !nested {
		return setIn(lines, 0, s)
	}
	lines, from, to := section(lines, name)
	value := s.Value
	switch said := written(value); said { // it is said, for the default may be another
	case `""`, "[]", "false":
		value = quoted(said)
	}
	return slices.Concat(lines[:from], setIn(lines[from:to], 2, Setting{key, value}), lines[to:])
}

// section finds the lines of a section; one that is not there comes at the end.
func section(lines []string, name string) (all []string, from, to int) {
	at := slices.IndexFunc(lines, func(line string) bool { return keyAt(line, 0) == name })
	if at < 0 {
		lines = append(slices.Clone(lines), name+":")
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
	return lines, at + 1, end
}

// WithHolidays has clocks.yaml name these holiday files.
func (f Files) WithHolidays(names []string) Files {
	value := any(names)
	if len(names) == 0 {
		value = quoted("[]")
	}
	out := maps.Clone(f)
	lines := strings.Split(strings.TrimRight(f[clocksFile], "\n"), "\n")
	out[clocksFile] = strings.Join(setIn(lines, 0, Setting{"holidays", value}), "\n") + "\n"
	return out
}
