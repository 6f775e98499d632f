package casework

import "huiying/opinion"

// What a text of a unit is for, as templates name it.
const (
	PurposeInform     = "inform"     // first authoritative information
	PurposeAnswer     = "answer"     // the answer
	PurposeContribute = "contribute" // a co-unit's part
)

// Purposes are what a unit has to write in a case now, the first due first. Who is not in charge
// contributes; who is, answers, and informs the public before where that is still owed.
func Purposes(c opinion.Case, unit string) []string {
	if c.Lead != unit {
		return []string{PurposeContribute}
	}
	if _, waits := c.TimedOf(opinion.DutyInform, ""); waits && c.Informed.IsZero() {
		return []string{PurposeInform, PurposeAnswer}
	}
	return []string{PurposeAnswer}
}

// Queue is how a case moved on the triage desk.
type Queue string

// The moves; "" where the case was not there and is not.
const (
	QueueCame    Queue = "came"
	QueueLeft    Queue = "left"
	QueueChanged Queue = "changed"
)

// QueueChange says what a change of state is to the triage desk.
func QueueChange(was, is opinion.State) Queue {
	switch there, here := was == opinion.Triage, is == opinion.Triage; {
	case here && there:
		return QueueChanged
	case here:
		return QueueCame
	case there:
		return QueueLeft
	}
	return ""
}
