package sheets

import (
	"bytes"
	"slices"
	"strings"
)

// A table typed by hand under a Chinese keyboard has its cells apart by ，、or ；, which letters are
// full of. So they separate only where the header says so: a line whose parts are labels.

// wideCommas are the full-width separators, in the order in which they are tried.
var wideCommas = []string{"，", "；", "、", "｜"}

// standIn takes the place of a full-width separator while a record is split by bytes: the unit
// separator of ASCII, which stands in no text.
const standIn = 0x1f

// headerLines is within how many lines a header of full-width separators is looked for.
const headerLines = 60

// wideComma is the full-width separator that a header among the first lines uses, "" where none
// does. upTo is the last line that it separates, 0 where that are all: a header may be typed so
// above rows that a program wrote.
func wideComma(look []byte, gbk bool, header func([]string) bool) (comma string, upTo int) {
	if header == nil {
		return "", 0
	}
	lines := bytes.SplitN(look, []byte{'\n'}, 2*headerLines)
	text := make([]string, len(lines))
	for i, raw := range lines {
		text[i] = strings.TrimRight(string(raw), "\r")
		if out, ok := fromGB18030(text[i]); gbk && ok {
			text[i] = out
		}
	}
	for i, line := range text[:min(len(text), headerLines)] {
		if mark := findComma([]byte(line)); strings.IndexByte(line, mark) >= 0 {
			if header(strings.Split(line, string(mark))) {
				return "", 0
			}
			continue
		}
		if header([]string{line}) && !strings.ContainsAny(line, strings.Join(wideCommas, "")) {
			return "", 0 // one column
		}
		for _, comma := range wideCommas {
			labels := bare(strings.Split(line, comma))
			if len(labels) < 2 || !header(labels) {
				continue
			}
			same, other := fitting(text[i+1:], comma, len(labels)), fitting(text[i+1:], "", len(labels))
			switch {
			case other > same:
				return comma, i + 1
			case same > 0 || comma == "，":
				return comma, 0
			}
		}
	}
	return "", 0
}

// bare are cells without their quotes.
func bare(cells []string) []string {
	out := slices.Clone(cells)
	for i, s := range out {
		out[i] = strings.Trim(strings.TrimSpace(s), `"`)
	}
	return out
}

// fitting is how many lines a separator cuts into n cells; "" is the ASCII mark of each line.
func fitting(lines []string, comma string, n int) (fit int) {
	for _, line := range lines {
		mark := comma
		if mark == "" {
			mark = string(findComma([]byte(line)))
		}
		if strings.Count(line, mark) == n-1 {
			fit++
		}
	}
	return fit
}

// narrow puts standIn for the full-width separator of a line, which becomes UTF-8.
func (c *csvReader) narrow(line []byte) []byte {
	if c.wide == "" || c.wideTo > 0 && c.line > c.wideTo {
		return line
	}
	if c.gbk {
		if out, ok := fromGB18030(string(line)); ok {
			line = []byte(out)
		}
	}
	return bytes.ReplaceAll(line, []byte(c.wide), []byte{standIn})
}

// widen gives back the separators that stood within quotes.
func (c *csvReader) widen(cells []string) {
	for i, s := range cells {
		cells[i] = strings.ReplaceAll(s, string(rune(standIn)), c.wide)
	}
}
