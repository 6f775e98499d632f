package ask

import (
	"huiying/console/facts"
	"huiying/opinion"
)

// Troubled keeps the sources whose state asks something of people.
func Troubled(all []facts.SourceRow) []facts.SourceRow {
	var out []facts.SourceRow
	for _, s := range all {
		if s.State.Trouble() != opinion.NoTrouble {
			out = append(out, s)
		}
	}
	return out
}
