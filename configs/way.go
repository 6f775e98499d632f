package configs

import (
	"fmt"
	"strings"
)

// Way is how the texts of a source come in.
type Way string

// The ways.
const (
	ByPage   Way = "page"   // pages that are visited
	ByFeed   Way = "feed"   // RSS, Atom or JSON Feed
	ByIntake Way = "intake" // handed in: files, the clerk's form, the API
)

// ways are all of them. Whoever adds one that is visited gives it a collector too: what has
// none is refused by CheckWays.
var ways = []struct {
	id      Way
	visited bool // has an address that is fetched
}{{ByPage, true}, {ByFeed, true}, {ByIntake, false}}

// Ways are all of them, in order.
func Ways() []Way {
	var out []Way
	for _, w := range ways {
		out = append(out, w.id)
	}
	return out
}

// Known says whether w is one of Ways.
func (w Way) Known() bool { _, ok := w.row(); return ok }

// Visited says whether a source of this way has an address that is fetched.
func (w Way) Visited() bool { visited, _ := w.row(); return visited }

func (w Way) row() (visited, ok bool) {
	for _, x := range ways {
		if x.id == w {
			return x.visited, true
		}
	}
	return false, false
}

// CheckWays asks whether each source that is visited has a collector. It is apart from Load
// because collectors are a living part that configs does not know.
func (c *Config) CheckWays(collected []Way) Diagnostics {
	var out Diagnostics
	names := make([]string, len(collected))
	has := map[Way]bool{}
	for i, w := range collected {
		names[i], has[w] = string(w), true
	}
	for i, s := range c.Sources {
		if s.By.Visited() && !has[s.By] {
			out = append(out, c.fault(c.at(sourcesFile, fmt.Sprintf("sources[%d].by", i)), "no_collector",
				"nothing collects the source %q by %q; there are collectors by: %s", s.ID, s.By, strings.Join(names, ", ")))
		}
	}
	return out.sorted()
}
