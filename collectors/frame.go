package collectors

import (
	"cmp"
	"maps"
	"slices"
)

// Frame is what is learned of the pages of one source: which lines recur on them. It holds no
// text, only hashes and counts, and is safe to keep. The zero Frame knows nothing; a nil one
// does as well.
type Frame struct {
	Pages int            `json:"pages"`           // that were looked at; old ones weigh less and less
	Lines map[string]int `json:"lines,omitempty"` // hash of a line -> on how many of them it stood
}

const (
	// EnoughPages is how many pages must be seen before anything is called recurring.
	EnoughPages = 3
	mostPages   = 64   // after these, counts are halved: a site that changes its frame is learned anew
	mostLines   = 1000 // kept; the rarest go first
)

// Learn looks at one page of the source, by the hashes of its lines, each once. Pages are to be
// of different addresses. One that repeats another as a whole is no second one: the same text
// stands at several addresses of a site, and is a text all the same.
func (f *Frame) Learn(lines []string) {
	if f.Lines == nil {
		f.Lines = map[string]int{}
	}
	if !slices.ContainsFunc(lines, func(k string) bool { return f.Lines[k] == 0 }) {
		return
	}
	for _, k := range lines {
		f.Lines[k]++
	}
	if f.Pages++; f.Pages > mostPages {
		f.halve()
	}
	if len(f.Lines) > mostLines {
		keys := slices.SortedFunc(maps.Keys(f.Lines), func(a, b string) int {
			return cmp.Or(cmp.Compare(f.Lines[b], f.Lines[a]), cmp.Compare(a, b))
		})
		for _, k := range keys[mostLines:] {
			delete(f.Lines, k)
		}
	}
}

func (f *Frame) halve() {
	f.Pages /= 2
	maps.DeleteFunc(f.Lines, func(k string, n int) bool {
		f.Lines[k] = n / 2
		return n < 2
	})
}

// Known says whether enough pages were seen to tell frame from text.
func (f *Frame) Known() bool { return f != nil && f.Pages >= EnoughPages }

// Recurs says whether a line, by its hash, stands on at least three pages of the source and on
// six of ten.
func (f *Frame) Recurs(line string) bool {
	if !f.Known() || line == "" {
		return false
	}
	n := f.Lines[line]
	return n >= EnoughPages && n*10 >= f.Pages*6
}

// Clone is a copy that can be taught on its own; of nil it is an empty Frame.
func (f *Frame) Clone() *Frame {
	if f == nil {
		return &Frame{}
	}
	return &Frame{f.Pages, maps.Clone(f.Lines)}
}
