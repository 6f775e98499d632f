package correct

import (
	"fmt"

	"huiying/opinion"
)

// VersionID is the id under which a corrected finding is published: two processes that decide on
// the same version give the same id, and the log takes the first.
func VersionID(f opinion.Finding) string { return fmt.Sprintf("%s.%d", f.ID, len(f.Corrected)) }

// Weight gives a version of a finding its place among all versions of it: one with more corrections
// always comes after one with fewer, whenever the log was told of them; else the later in the log,
// by its sequence there.
func Weight(f opinion.Finding, seq uint64) uint64 { return uint64(len(f.Corrected))<<44 | seq }

// AskedTwice looks at a finding whose place in the list of corrections was taken when it was
// published. nil means that what holds now is what was to be published: somebody asked twice. Else
// the error is a *words.Refusal: another decision was first.
func AskedTwice(wanted, holds opinion.Finding) error {
	n := len(wanted.Corrected)
	if n > 0 && len(holds.Corrected) >= n {
		a, b := wanted.Corrected[n-1], holds.Corrected[n-1]
		if a.Field == b.Field && a.Is == b.Is && a.By == b.By && a.Undo == b.Undo {
			return nil
		}
	}
	return refuse(CodeStale, "refusal.correction.stale_version")
}
