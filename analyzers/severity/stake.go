package severity

import (
	"huiying/analyzers/harm"
	"huiying/opinion"
)

// ofStake weighs a life at stake now by how many they are: I 30 or more, II ten or more, a school, a
// hospital, an old people's home or a crowd, several with the event going on, or what strikes many
// wherever it happens; III one or two. The limits are those of article 3 read for lives that may
// be lost instead of lost ones.
func ofStake(s harm.Stake) opinion.Severity {
	kind := s.Kinds
	sudden := kind[harm.Fire] || kind[harm.Explosion] || kind[harm.Collapse] || kind[harm.Flood] ||
		kind[harm.Chemical] || kind[harm.Poisoning] || kind[harm.Gas]
	public := sudden || kind[harm.Landslide] || kind[harm.Traffic] || kind[harm.Crush] ||
		kind[harm.Mine] || kind[harm.Violence] || kind[harm.Lift] || kind[harm.Cold]
	many := (public || s.Hurt && s.Frail) && (s.Going || s.Held || sudden)
	switch {
	case many && (s.Lives >= 100 || s.Lives >= 30 && (s.Going || s.Held) && !kind[harm.Poisoning]):
		return opinion.SeverityI
	case many && (s.Lives >= 10 || s.Houses >= 5):
		return opinion.SeverityII
	case public && (s.Frail || s.Crowd) && (s.Held || sudden || s.Going && !kind[harm.Traffic]):
		return opinion.SeverityII
	case kind[harm.Landslide] || kind[harm.Mine] || kind[harm.Crush] || kind[harm.Chemical] && s.Place:
		return opinion.SeverityII
	case public && s.Lives >= 3 && (s.Going || s.Held):
		return opinion.SeverityII
	}
	return opinion.SeverityIII
}
