package configs

import (
	"errors"
	"fmt"
	"io/fs"
	"sort"
	"strconv"
	"strings"
	"unicode"

	"huiying/opinion"
	"huiying/words"
)

// Diagnostic is one thing that is wrong, where, and what to do.
type Diagnostic struct {
	File  string
	Line  int    // 0: the file as a whole
	Code  string // for programs
	Words words.Phrase
}

// In is the fault on one line, told in a language.
func (f Diagnostic) In(lang string) string {
	where := f.File
	if f.Line > 0 {
		where += ":" + strconv.Itoa(f.Line)
	}
	return printable(fmt.Sprintf("%s: %s [%s]", where, f.Words.In(lang), f.Code))
}

// String is the fault in English, for logs.
func (f Diagnostic) String() string { return f.In("en") }

// printable writes out what cannot be seen: a fault stays on one line, and moves no terminal.
func printable(s string) string {
	var b strings.Builder
	for _, r := range s {
		if unicode.IsPrint(r) {
			b.WriteRune(r)
		} else {
			b.WriteString(strings.Trim(strconv.QuoteRune(r), "'"))
		}
	}
	return b.String()
}

var errEmpty = errors.New("is empty")

// unread says why a file cannot be read.
func unread(err error) any {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return words.Of("fault.unread.absent")
	case errors.Is(err, fs.ErrPermission):
		return words.Of("fault.unread.denied")
	case errors.Is(err, errEmpty):
		return words.Of("fault.unread.empty")
	}
	return words.Why(err)
}

// levelWord names a level of divisions.
func levelWord(l opinion.Level) words.Phrase { return words.Of("fault.division." + l.String()) }

// Diagnostics is all of them, as an error; one a line.
type Diagnostics []Diagnostic

func (fs Diagnostics) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.String()
	}
	return strings.Join(lines, "\n")
}

func (fs Diagnostics) sorted() Diagnostics {
	sort.SliceStable(fs, func(i, j int) bool {
		if fs[i].File != fs[j].File {
			return fs[i].File < fs[j].File
		}
		return fs[i].Line < fs[j].Line
	})
	return fs
}

// What to do where the divisions of a configuration do not fit one another.
const (
	remedyInit = "fault.remedy.init"
	remedyFill = "fault.remedy.fill" // where topics have no unit
)

// once says faults of one cause once: where there are more than a few, the first stands for all, with
// their number, where the next ones are, and what mends them together.
func (fs Diagnostics) once(remedy string) Diagnostics {
	const few = 3
	if len(fs) <= few {
		return fs
	}
	all := fs[0]
	places := make([]string, few)
	for i, f := range fs[1 : few+1] {
		places[i] = fmt.Sprintf("%s:%d", f.File, f.Line)
	}
	next := strings.Join(places, ", ")
	if len(fs) > few+1 {
		next += " …"
	}
	all.Words = words.Of("fault.more", all.Words, len(fs)-1, next, words.Of(remedy))
	return Diagnostics{all}
}
