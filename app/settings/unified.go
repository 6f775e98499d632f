package settings

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"huiying/configs"
)

// around is how many lines without a change stand beside one that has.
const around = 3

// mostCells bounds the table of a comparison; two texts that differ in more are shown as one whole
// instead of the other.
const mostCells = 16 << 20

// Unified is what differs between two sets of files, as programs write it; "" for nothing.
func Unified(was, is configs.Files) string {
	var out strings.Builder
	for _, name := range names(was, is) {
		if was[name] != is[name] {
			fmt.Fprintf(&out, "--- %s\n+++ %s\n", name, name)
			hunks(&out, edits(lines(was[name]), lines(is[name])))
		}
	}
	return out.String()
}

// names are those of the files of either set, sorted.
func names(was, is configs.Files) []string {
	out := slices.Collect(maps.Keys(was))
	for name := range is {
		if _, both := was[name]; !both {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

func lines(text string) []string {
	if text = strings.TrimSuffix(text, "\n"); text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// edit is a line of one or both texts: ' ', '-' or '+'.
type edit struct {
	sign byte
	line string
}

// edits are the lines of two texts beside one another, with as many of both as there can be.
func edits(a, b []string) (out []edit) {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		out = append(out, edit{' ', a[head]})
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	out = append(out, middle(a[head:len(a)-tail], b[head:len(b)-tail])...)
	for _, line := range a[len(a)-tail:] {
		out = append(out, edit{' ', line})
	}
	return out
}

// middle is edits of texts that begin and end differently.
func middle(a, b []string) (out []edit) {
	wide := len(b) + 1
	if (len(a)+1)*wide > mostCells {
		for _, line := range a {
			out = append(out, edit{'-', line})
		}
		for _, line := range b {
			out = append(out, edit{'+', line})
		}
		return out
	}
	both := make([]int32, (len(a)+1)*wide) // how many lines are in both from here on
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				both[i*wide+j] = both[(i+1)*wide+j+1] + 1
			} else {
				both[i*wide+j] = max(both[(i+1)*wide+j], both[i*wide+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			out = append(out, edit{' ', a[i]})
			i, j = i+1, j+1
		case i < len(a) && (j == len(b) || both[(i+1)*wide+j] >= both[i*wide+j+1]):
			out = append(out, edit{'-', a[i]})
			i++
		default:
			out = append(out, edit{'+', b[j]})
			j++
		}
	}
	return out
}

// hunks writes the changed lines with those around them.
func hunks(out *strings.Builder, all []edit) {
	old, now := 1, 1 // number of the next line
	for at := 0; at < len(all); {
		next := at
		for next < len(all) && all[next].sign == ' ' {
			next++
		}
		if next == len(all) {
			return
		}
		from := max(at, next-around)
		old, now, at = old+from-at, now+from-at, from
		end, quiet := next, 0 // the hunk ends where nothing changes for long
		for ; end < len(all) && quiet <= 2*around; end++ {
			if quiet++; all[end].sign != ' ' {
				quiet = 0
			}
		}
		if quiet > around {
			end -= quiet - around
		}
		gone, came := 0, 0
		for _, e := range all[at:end] {
			if e.sign != '+' {
				gone++
			}
			if e.sign != '-' {
				came++
			}
		}
		fmt.Fprintf(out, "@@ -%d,%d +%d,%d @@\n", old, gone, now, came)
		for _, e := range all[at:end] {
			fmt.Fprintf(out, "%c%s\n", e.sign, e.line)
		}
		old, now, at = old+gone, now+came, end
	}
}
