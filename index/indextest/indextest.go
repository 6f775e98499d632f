// Package indextest is the suite that every index.Index passes. Engines may differ in speed
// and in nothing else.
package indextest

import (
	"context"
	"testing"

	"huiying/index"
)

// Index is what the suite needs beside index.Index.
type Index interface {
	index.Index
	Count(context.Context) (int, error)
	Close() error
}

// Reopen closes an index and opens the same one again; nil where an engine has no such thing.
type Reopen func(t *testing.T, x index.Index) index.Index

// Run holds an engine to the words of index.Index. open gives an empty index that was opened
// with Cut and is closed by the test's cleanup.
func Run(t *testing.T, open func(t *testing.T) index.Index) {
	for _, c := range []struct {
		name string
		test func(*testing.T, index.Index)
	}{
		{"empty index", empty},
		{"newest first", newestFirst},
		{"whole finding comes back", whole},
		{"filters", filters},
		{"marks", marks},
		{"hierarchy of topics and divisions", hierarchy},
		{"time bounds", times},
		{"words", words},
		{"phrases and not", phrases},
		{"hostile text is no error", hostile},
		{"facets", facets},
		{"several matters in one text", several},
		{"paging", paging},
		{"paging through one moment", pagingOneMoment},
		{"paging while findings arrive", pagingWhileArriving},
		{"cursor of nowhere", cursors},
		{"put again", putAgain},
		{"older never replaces newer", olderNeverReplaces},
		{"delete", deleting},
		{"no id", noID},
		{"many at once", concurrent},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

// Cut is the cutter of the suite: every Han character and every run of other letters and
// digits is a token.
func Cut(s string) []string {
	var out []string
	word := ""
	flush := func() {
		if word != "" {
			out = append(out, word)
		}
		word = ""
	}
	for _, r := range s {
		switch {
		case r >= 0x4e00 && r <= 0x9fff:
			flush()
			out = append(out, string(r))
		case r == ' ' || r == '，' || r == '。' || r == '\n' || r == '"':
			flush()
			out = append(out, string(r))
		default:
			word += string(r)
		}
	}
	flush()
	return out
}
