package index

import (
	"fmt"
	"slices"
	"strings"
)

// Latest keeps one doc of each id: the one that Put promises.
func Latest(docs []Doc) ([]Doc, error) {
	at := make(map[string]int, len(docs))
	out := make([]Doc, 0, len(docs))
	for i, d := range docs {
		id := d.Finding.ID
		if id == "" {
			return nil, fmt.Errorf("finding %d of %d has no id: nothing was indexed", i+1, len(docs))
		}
		j, known := at[id]
		switch {
		case !known:
			at[id] = len(out)
			out = append(out, d)
		case d.Seq == 0 || d.Seq >= out[j].Seq:
			out[j] = d
		}
	}
	return out, nil
}

// Refused names the docs of a Put that the engine will never take, each with the kind of
// its fault and never with its words. All other docs of the Put are stored.
type Refused struct{ Why map[string]string }

func (r *Refused) Error() string {
	ids := make([]string, 0, len(r.Why))
	for id, why := range r.Why {
		ids = append(ids, fmt.Sprintf("%.64s (%s)", id, why))
	}
	slices.Sort(ids)
	more := ""
	if len(ids) > 5 {
		ids, more = ids[:5], " …"
	}
	return fmt.Sprintf("the index refuses %d findings: %s%s", len(r.Why), strings.Join(ids, ", "), more)
}
