package opinion

import (
	"slices"
	"strings"
	"time"
)

// Means (核实方式) is how somebody else than the unit came to say whether a matter is solved.
type Means string

// The means.
const (
	MeansCode     Means = "code"     // 受理码: whoever asked, by the query code
	MeansCallback Means = "callback" // 回访: the hotline asked who had asked
	MeansLook     Means = "look"     // 察看: the coordinating office looked
)

type meansTraits struct {
	asker bool // who asked says so: it cannot be said by the office
}

var means = kinds[Means, meansTraits]{
	{MeansCode, meansTraits{asker: true}}, {MeansCallback, meansTraits{}}, {MeansLook, meansTraits{}},
}

// AllMeans are all of them, in order.
var AllMeans = means.all()

// OfficeMeans are those by which the office says it.
var OfficeMeans = means.those(func(t meansTraits) bool { return !t.asker })

// Unsolved (未解决的原因) is why who asked says that the matter is not solved: one of a closed list, so
// that nothing is written of him.
type Unsolved string

// The reasons.
const (
	UnsolvedNotDone   Unsolved = "not_done"  // nothing was done
	UnsolvedPartDone  Unsolved = "part_done" // a part was done
	UnsolvedCameBack  Unsolved = "came_back" // it was done, and is as before
	UnsolvedBeside    Unsolved = "beside"    // the answer is about something else
	UnsolvedNotKept   Unsolved = "not_kept"  // what was promised was not done
	UnsolvedUnfounded Unsolved = "not_so"    // what the answer says is not so
)

var unsolved = kinds[Unsolved, struct{}]{{UnsolvedNotDone, struct{}{}}, {UnsolvedPartDone, struct{}{}},
	{UnsolvedCameBack, struct{}{}}, {UnsolvedBeside, struct{}{}}, {UnsolvedNotKept, struct{}{}},
	{UnsolvedUnfounded, struct{}{}}}

// UnsolvedReasons are all of them, in the order in which a form offers them.
var UnsolvedReasons = unsolved.all()

// Known says whether u is one of UnsolvedReasons.
func (u Unsolved) Known() bool { _, ok := unsolved.of(u); return ok }

// Upheld (维持办结的理由) is why a closed case stays closed though others call it unsolved: one of a
// closed list.
type Upheld string

// The reasons.
const (
	UpheldSeen    Upheld = "seen"     // somebody went to see, or asked: it is done by now
	UpheldOther   Upheld = "other"    // what is meant is another matter, and has a case of its own
	UpheldPlanned Upheld = "planned"  // it needs a plan or money, and a day was named
	UpheldNoMeans Upheld = "no_means" // the law or the policy allows no more, and that was explained
	UpheldChannel Upheld = "channel"  // it belongs to a statutory channel, which was named
)

var upheld = kinds[Upheld, struct{}]{{UpheldSeen, struct{}{}}, {UpheldOther, struct{}{}},
	{UpheldPlanned, struct{}{}}, {UpheldNoMeans, struct{}{}}, {UpheldChannel, struct{}{}}}

// UpheldReasons are all of them, in the order in which a form offers them.
var UpheldReasons = upheld.all()

// Known says whether u is one of UpheldReasons.
func (u Upheld) Known() bool { _, ok := upheld.of(u); return ok }

// Asker is the By of whoever asked, who speaks by the query code and stays unknown.
const Asker = "asker"

// Word is one of the facts about a case's end: what was said, in which role, and when.
type Word struct {
	Said  string    `json:"said"` // yes, partly, no, promised; of what was found: yes
	By    string    `json:"by"`   // a role, "unit:<id>", "system" or "asker"; never a person
	At    time.Time `json:"at"`
	Means Means     `json:"means,omitempty"` // of a confirmation
	Why   string    `json:"why,omitempty"`   // of "no"
}

// Solution (解决情况) says whether a matter is solved, and who says so.
type Solution string

// The solutions. A case that nobody calls solved has none.
const (
	SolvedConfirmed    Solution = "confirmed"    // somebody else than the unit says that it is
	SolvedClaimed      Solution = "claimed"      // the unit says so, and nobody else said anything
	SolvedContradicted Solution = "contradicted" // somebody else says that it is not
)

var solutions = kinds[Solution, struct{}]{{SolvedConfirmed, struct{}{}}, {SolvedClaimed, struct{}{}},
	{SolvedContradicted, struct{}{}}}

// Solutions are all of them, in order.
var Solutions = solutions.all()

// SolutionOf weighs the unit's own word (of MoveClose) with the verdict of others: "yes", "no" or "".
func SolutionOf(claim, verdict string) Solution {
	switch {
	case verdict == "no":
		return SolvedContradicted
	case verdict == "yes":
		return SolvedConfirmed
	case claim == "yes":
		return SolvedClaimed
	}
	return ""
}

// Verdict is what others than the unit say of the present answer. One who says no outweighs all who
// say yes: for him it is not solved.
func (c Case) Verdict() string {
	out := ""
	for _, w := range c.Verdicts {
		if w.Said == "no" {
			return "no"
		}
		out = w.Said
	}
	return out
}

// Solution is that of the present answer.
func (c Case) Solution() Solution { return SolutionOf(c.Solved, c.Verdict()) }

// confirmed takes down what somebody else than the unit says. The office's own word by the same means
// takes the place of the one before; of those who asked, each speaks for himself.
func (c *Case) confirmed(e Event) {
	w := Word{Said: e.Solved, By: e.By, At: e.At, Means: e.Means, Why: e.Reason}
	c.Verdicts = slices.Clone(c.Verdicts)
	if w.Means != MeansCode {
		c.Verdicts = slices.DeleteFunc(c.Verdicts, func(x Word) bool { return x.Means == w.Means })
	}
	c.Verdicts = append(c.Verdicts, w)
	c.Contested = c.Contested && c.Verdict() == "no" // the office took its own "no" back
}

// Fact is one of the three facts as anybody may read it.
type Fact struct {
	Of   string    `json:"of" enum:"done,found,confirmed" doc:"the unit says that it is done; the checks found the answer; others say whether it solved the matter"`
	Said string    `json:"said" enum:"yes,partly,no,promised"`
	Who  string    `json:"who" enum:"unit,office,check,code,callback,look" doc:"who says so, never which person"`
	At   time.Time `json:"at"`
}

// Facts are those of the present answer, in the order of their kinds.
func (c Case) Facts() []Fact {
	var out []Fact
	who := func(by string) string {
		switch {
		case strings.HasPrefix(by, "unit:"):
			return "unit"
		case by == "system":
			return "check"
		}
		return "office"
	}
	if c.Done != nil {
		out = append(out, Fact{"done", c.Done.Said, who(c.Done.By), c.Done.At})
	}
	if c.Found != nil {
		out = append(out, Fact{"found", "yes", who(c.Found.By), c.Found.At})
	}
	for _, w := range c.Verdicts {
		out = append(out, Fact{"confirmed", w.Said, string(w.Means), w.At})
	}
	return out
}
