package usual

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"huiying/opinion"
)

// ErrEdit: a unit of units.yaml is written in a way that is only changed by hand.
var ErrEdit = errors.New("this is changed by hand")

// Edit writes additions into the text of a units.yaml, new units below a heading at the end; all else stays
// as it is, comments too. What is written so that it cannot be changed line by line gives ErrEdit. Whoever
// writes it back reads it first: it must say what was asked for.
func Edit(text []byte, add []Addition, heading string) ([]byte, error) {
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	indent := "  "
	if first := slices.IndexFunc(lines, item.MatchString); first >= 0 {
		indent = item.FindStringSubmatch(lines[first])[1]
	}
	var made []string
	for _, a := range add {
		if !a.New {
			var err error
			if lines, err = give(lines, a.Unit.ID, a.Topics); err != nil {
				return nil, err
			}
			continue
		}
		l, err := line(unit{Unit: a.Unit})
		if err != nil {
			return nil, err
		}
		made = append(made, indent+strings.TrimSpace(l))
	}
	if len(made) > 0 {
		lines = append(append(lines, "", indent+"# ---- "+heading+" ----", ""), made...)
	}
	return []byte(strings.Join(lines, "\n") + "\n"), nil
}

var (
	item      = regexp.MustCompile(`^(\s*)-\s`)
	oneLine   = regexp.MustCompile(`^\s*-\s*\{.*\}`)
	flowList  = regexp.MustCompile(`(topics:\s*\[)([^\]]*)(\])`)
	blockList = regexp.MustCompile(`^(\s*)topics:\s*(?:#.*)?$`)
)

// give adds topics to a unit.
func give(lines []string, id string, topics []string) ([]string, error) {
	byID := regexp.MustCompile(`(?:^|[\s{,])id:\s*["']?` + regexp.QuoteMeta(id) + `["']?\s*(?:[,}#]|$)`)
	at := slices.IndexFunc(lines, byID.MatchString)
	if at < 0 {
		return nil, fmt.Errorf("%w: %s", ErrEdit, id)
	}
	list := strings.Join(topics, ", ")
	if oneLine.MatchString(lines[at]) {
		if flowList.MatchString(lines[at]) {
			lines[at] = inList(lines[at], list)
		} else {
			end := oneLine.FindStringIndex(lines[at])[1] - 1
			lines[at] = lines[at][:end] + ", topics: [" + list + "]" + lines[at][end:]
		}
		return lines, nil
	}
	from, end := span(lines, at)
	for i := from; i < end; i++ {
		if flowList.MatchString(lines[i]) {
			lines[i] = inList(lines[i], list)
			return lines, nil
		}
		if m := blockList.FindStringSubmatch(lines[i]); m != nil {
			last := i
			for last+1 < end && strings.HasPrefix(strings.TrimSpace(lines[last+1]), "- ") {
				last++
			}
			if last == i {
				return nil, fmt.Errorf("%w: %s", ErrEdit, id)
			}
			before := item.FindStringSubmatch(lines[last])[1]
			for j, t := range topics {
				lines = slices.Insert(lines, last+1+j, before+"- "+t)
			}
			return lines, nil
		}
	}
	column := strings.Index(lines[at], "id:")
	if column < 0 {
		return nil, fmt.Errorf("%w: %s", ErrEdit, id)
	}
	return slices.Insert(lines, at+1, strings.Repeat(" ", column)+"topics: ["+list+"]"), nil
}

func inList(text, list string) string {
	return flowList.ReplaceAllStringFunc(text, func(found string) string {
		m := flowList.FindStringSubmatch(found)
		if was := strings.TrimRight(strings.TrimSpace(m[2]), ","); was != "" {
			list = was + ", " + list
		}
		return m[1] + list + m[3]
	})
}

// span are the lines of the item that a line stands in.
func span(lines []string, at int) (from, end int) {
	from = at
	for from > 0 && !item.MatchString(lines[from]) {
		from--
	}
	depth := len(item.FindString(lines[from]))
	end = from + 1
	for end < len(lines) {
		text := strings.TrimLeft(lines[end], " ")
		if text != "" && !strings.HasPrefix(text, "#") && len(lines[end])-len(text) < depth {
			break
		}
		end++
	}
	return from, end
}

// Rewrite writes units as they are to be into the text of a units.yaml: those that differ in their line,
// whose comment stays, new ones at the end. A unit that is not written on one line gives ErrEdit.
func Rewrite(text []byte, before, after []opinion.Unit, heading string) ([]byte, error) {
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	var add []Addition
	for _, u := range after {
		was := slices.IndexFunc(before, func(b opinion.Unit) bool { return b.ID == u.ID })
		if was < 0 {
			add = append(add, Addition{Unit: u, New: true})
			continue
		}
		if b := before[was]; b.Name == u.Name && slices.Equal(b.Topics, u.Topics) {
			continue
		}
		byID := regexp.MustCompile(`(?:^|[\s{,])id:\s*["']?` + regexp.QuoteMeta(u.ID) + `["']?\s*[,}]`)
		at := slices.IndexFunc(lines, byID.MatchString)
		if at < 0 || !oneLine.MatchString(lines[at]) {
			return nil, fmt.Errorf("%w: %s", ErrEdit, u.ID)
		}
		l, err := line(unit{Unit: u})
		if err != nil {
			return nil, err
		}
		indent := item.FindStringSubmatch(lines[at])[1]
		lines[at] = indent + strings.TrimSpace(l) + lines[at][oneLine.FindStringIndex(lines[at])[1]:]
	}
	return Edit([]byte(strings.Join(lines, "\n")+"\n"), add, heading)
}
