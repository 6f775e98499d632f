package ask

import (
	"huiying/console/facts"
)

// Troubled keeps the sources that are late or failing.
func Troubled(all []facts.SourceRow) []facts.SourceRow {
	var out []facts.SourceRow
	for _, s := range all {
		if s.State == "late" || s.State == "failing" {
			out = append(out, s)
		}
	}
	return out
}
