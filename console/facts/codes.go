package facts

import (
	"huiying/opinion"
	"huiying/register"
)

// Followed is what whoever asked sees by a query code (受理码).
type Followed struct {
	Case   *opinion.Case // nil: there is none yet
	Steps  []register.ReleasedStep
	Judged bool   // the code has judged the answer that stands
	Ticket string // for a verdict; it holds no code
}

// Answered says whether an answer stands that was found where it is published.
func (f Followed) Answered() bool {
	return f.Case != nil && (f.Case.State == opinion.Verified || f.Case.State == opinion.Closed)
}

// Judges says whether a verdict can be given.
func (f Followed) Judges() bool { return f.Answered() && !f.Judged }
