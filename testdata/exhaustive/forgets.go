// Package exhaustive forgets a value of each kind, so that a test sees the linter complain.
package exhaustive

import "huiying/opinion"

func demand(d opinion.Demand) string {
	switch d {
	case opinion.Inquiry, opinion.Help, opinion.Complaint, opinion.Report, opinion.Suggestion, opinion.NoDemand:
		return "known"
	default:
		return "a default is no answer"
	}
}

func source(k opinion.SourceKind) bool {
	switch k {
	case opinion.KindHotline, opinion.KindBoard, opinion.KindNews, opinion.KindOther:
		return true
	}
	return false
}

func severity(s opinion.Severity) bool {
	switch s {
	case opinion.SeverityI, opinion.SeverityII, opinion.SeverityIII:
		return true
	}
	return false
}

func state(s opinion.State) bool {
	switch s {
	case opinion.Triage, opinion.Dispatched, opinion.Signed, opinion.Handling, opinion.Returned, opinion.Answered, opinion.Verified,
		opinion.Closed, opinion.Dismissed, opinion.Merged, opinion.Referred, opinion.Registered, opinion.Reviewed, opinion.Handled, opinion.Delivered:
		return true
	}
	return false
}

func statutory(c opinion.Statutory) bool {
	switch c {
	case opinion.ToEmergency, opinion.ToLitigation, opinion.ToArbitration, opinion.ToDiscipline, opinion.ToReview, opinion.ToDisclosure:
		return true
	}
	return false
}

//exhaustive:enforce
var rules = map[opinion.Outcome]string{
	opinion.AnsweredInPublic: "", opinion.AnsweredAtSource: "", opinion.OutcomeMerged: "", opinion.OutcomeReferred: "",
}
