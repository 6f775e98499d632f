package configs

import (
	"fmt"
	"sort"
	"strings"
)

// Diagnostic is one thing that is wrong, where, and what to do.
type Diagnostic struct {
	File  string
	Line  int // 0: the file as a whole
	Code  string
	Words string
}

func (f Diagnostic) String() string {
	if f.Line == 0 {
		return fmt.Sprintf("%s: %s [%s]", f.File, f.Words, f.Code)
	}
	return fmt.Sprintf("%s:%d: %s [%s]", f.File, f.Line, f.Words, f.Code)
}

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

// remedyInit is what to do where the divisions of a configuration do not fit one another.
const remedyInit = "huiying init makes a directory whose units fit"

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
	all.Words += fmt.Sprintf(" (and %d more of the same: %s", len(fs)-1, strings.Join(places, ", "))
	if len(fs) > few+1 {
		all.Words += " …"
	}
	all.Words += "); " + remedy
	return Diagnostics{all}
}
