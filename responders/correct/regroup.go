package correct

import (
	"fmt"
	"slices"
	"time"

	"huiying/opinion"
)

// Split is which mentions leave an issue.
type Split struct {
	Mentions []string // in the order of the issue
	Joins    bool     // all of them go to a known issue: the two issues are joined
}

// DecideSplit says which of an issue's mentions leave it for into, "" for a new issue,
// which OpenedBy names. The error is a
// *words.Refusal: nothing of it was chosen, or everything, which tells nothing apart.
func DecideSplit(all, chosen []string, into string) (Split, error) {
	var out Split
	for _, id := range all {
		if slices.Contains(chosen, id) {
			out.Mentions = append(out.Mentions, id)
		}
	}
	whole := len(out.Mentions) == len(all)
	switch {
	case len(out.Mentions) == 0:
		return Split{}, refuse(CodeOneMatter, "refusal.correction.one_matter.split")
	case whole && into == "":
		return Split{}, refuse(CodeOneMatter, "refusal.correction.one_matter.all")
	}
	out.Joins = whole
	return out, nil
}

// OpenedBy is the id of the issue that a split opens, by the first mention that leaves. Splitting
// the same mention off again, after it was put back, opens another issue.
func OpenedBy(first opinion.Finding) string {
	return opinion.IssueID(fmt.Sprintf("split %s %d", first.ID, len(first.Corrected)))
}

// Matter is an issue with its case, the zero case where it has none.
type Matter struct {
	Issue string
	Case  opinion.Case
}

// Why a join goes the way it goes.
const (
	WhyAsked      = "asked"       // the issue that was asked to go may go
	WhyHasUnit    = "has_unit"    // its case has a unit, that of the other has none yet
	WhyOnlyTheOne = "only_option" // only the other issue's case can be merged
)

// Join is which of two issues becomes part of the other.
type Join struct {
	Goes, Stays Matter
	Merges      bool   // the case of Goes is merged into that of Stays
	Why         string // one of the Why constants
}

// DecideJoin says how two issues become one. asked goes to into, except that a case nobody has yet
// goes to the one that a unit has, and that where only one case can be merged, that one goes. The
// error is a *words.Refusal: both are the same issue, or neither case can be merged.
func DecideJoin(asked, into Matter) (Join, error) {
	if asked.Issue == into.Issue || into.Issue == "" {
		return Join{}, refuse(CodeOneMatter, "refusal.correction.one_matter.join")
	}
	goes, comes := mayGo(asked.Case, into.Case), mayGo(into.Case, asked.Case)
	out := Join{Goes: asked, Stays: into, Why: WhyAsked}
	switch {
	case comes && !goes:
		out.Goes, out.Stays, out.Why = into, asked, WhyOnlyTheOne
	case comes && into.Case.State == opinion.Triage && asked.Case.State != opinion.Triage:
		out.Goes, out.Stays, out.Why = into, asked, WhyHasUnit
	case !goes:
		return Join{}, refuse(CodeNotMerged, "refusal.correction.not_merged")
	}
	out.Merges = out.Goes.Case.Version > 0 && out.Goes.Case.State != opinion.Merged && out.Stays.Case.Version > 0
	return out, nil
}

// mayGo says whether an issue with case a can become part of one with case b.
func mayGo(a, b opinion.Case) bool {
	if a.Version == 0 || a.State == opinion.Merged {
		return true
	}
	_, merges := opinion.After(a.State, opinion.MoveMerge)
	return merges && b.State.Open()
}

// Arrive gives mentions, one after the other, their place in the issue that they come to, which has
// so many reports already. Of those that come to a new issue (0 reports) the first is a report of
// its own, whatever it was a copy of.
func Arrive(issue string, reports int) func(opinion.Finding) opinion.IssueRef {
	first := reports == 0
	return func(f opinion.Finding) opinion.IssueRef {
		ref := opinion.IssueRef{ID: issue, New: first, Copy: f.Issue.Copy && !first}
		first = false
		if !ref.Copy {
			reports++
		}
		ref.Size = reports
		return ref
	}
}

// Back is what the undoing of a split or join moves.
type Back struct {
	To       string // the issue they came from
	Mentions []string
}

// DecideBack says what the undoing of the latest split or join that brought mentions into an issue
// moves: all of one decision carry the same moment. Of in, findings that persons corrected, those
// count whose latest standing correction is of their issue. The error is a *words.Refusal: there is
// none.
func DecideBack(in []opinion.Finding) (Back, error) {
	var latest time.Time
	var out Back
	for _, f := range in {
		last, ok := Moved(f)
		switch {
		case !ok || last.At.Before(latest):
		case last.At.After(latest):
			latest, out = last.At, Back{To: last.Was, Mentions: []string{f.ID}}
		default:
			out.Mentions = append(out.Mentions, f.ID)
		}
	}
	if len(out.Mentions) == 0 {
		return Back{}, refuse(CodeNothing, "refusal.correction.nothing_to_undo.regroup")
	}
	return out, nil
}

// Moved is the split or join that a finding's next undoing takes back, and says whether it is one.
func Moved(f opinion.Finding) (opinion.Correction, bool) {
	standing := opinion.Standing(f.Corrected)
	if len(standing) == 0 || standing[len(standing)-1].Field != opinion.FieldIssue {
		return opinion.Correction{}, false
	}
	return standing[len(standing)-1], true
}

// Unmerges says whether the undoing of a join takes back the merging of its cases too: c is the
// case of the issue that mentions go back to, and it was merged into that of the issue they leave.
func Unmerges(c opinion.Case, leaves string) bool {
	return c.State == opinion.Merged && c.Into == opinion.CaseID(leaves)
}

// Forgotten says that a finding's words are past their retention, those from before a moment: it
// stays as it is, for a correction would store the words once more.
func Forgotten(f opinion.Finding, before time.Time) bool { return f.CollectedAt.Before(before) }

// NoneLeft is the refusal of a decision about mentions that are all forgotten.
func NoneLeft() error {
	return refuse(CodeForgotten, "refusal.correction.forgotten")
}
