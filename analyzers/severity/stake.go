package severity

import (
	"huiying/analyzers/harm"
	"huiying/opinion"
)

// ofStake weighs a life at stake now by how many they are: I 30 or more, II ten or more, a school, a
// hospital, an old people's home or a crowd, several with the event going on, or what strikes many
// wherever it happens; III one or two. The limits are those of article 3 read for lives that may
// be lost instead of lost ones.
func ofStake(r *harm.Reading) opinion.SeverityFinding {
	switch {
	case r.Sum(harm.Mass) > 0:
		return opinion.SeverityFinding{Level: opinion.SeverityI, Evidence: r.Words(harm.Mass)}
	case r.Sum(harm.Many) > 0:
		return opinion.SeverityFinding{Level: opinion.SeverityII, Evidence: r.Words(harm.Many)}
	}
	return opinion.SeverityFinding{Level: opinion.SeverityIII, Evidence: r.Words(harm.Now)}
}
