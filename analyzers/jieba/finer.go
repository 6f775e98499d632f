package jieba

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yanyiwu/gojieba"
)

// Finer adds to the words of Cut the shorter words inside long ones, as CutForSearch would.
// Only the long words are cut again, so that a text that was cut once need not be cut whole a
// second time for an index.
func (j *Jieba) Finer(words []string) []string {
	var long []string
	for _, w := range words {
		if inside(w) {
			long = append(long, w)
		}
	}
	if len(long) == 0 {
		return words
	}
	parts := j.run(strings.Join(long, "\n"), (*gojieba.Jieba).CutForSearch)
	out := make([]string, 0, len(words)+len(parts))
	for _, w := range words {
		if inside(w) {
			end := slices.Index(parts, "\n")
			if end < 0 {
				end = len(parts)
			}
			out = append(out, parts[:end]...)
			parts = parts[min(end+1, len(parts)):]
			if end == 0 || out[len(out)-1] != w {
				out = append(out, w)
			}
			continue
		}
		out = append(out, w)
	}
	return out
}

// inside says whether a word may hold shorter ones: three or more characters, no line end.
func inside(w string) bool {
	return len(w) > 6 && utf8.RuneCountInString(w) > 2 && !strings.Contains(w, "\n")
}
