package casework

import (
	"slices"

	"huiying/opinion"
)

// correct notes what a person put right in the finding of a report. While the case waits in
// triage, the report it is known by decides anew which unit is proposed.
func correct(c opinion.Case, cmd opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	f := cmd.Finding
	if f == nil || f.ID == "" || len(f.Corrected) == 0 {
		return false, refuse(c, CodeNeedsFinding, "refusal.needs_finding.correct")
	}
	if !slices.Contains(c.Mentions, f.ID) || c.Corrections[f.ID] >= len(f.Corrected) {
		return false, nil
	}
	last := f.Corrected[len(f.Corrected)-1]
	e.Mention, e.Nth, e.Correction, e.Reason, e.By = f.ID, len(f.Corrected), &last, last.Reason, last.By
	e.Topic, e.Division, e.Severity, e.Demand, e.Unit = f.Topic.ID, f.Place(), cmd.Severity, f.Demand.ID, f.Route.Lead
	e.Unsure = f.Unsure()
	r := f.Route
	e.Route = &r
	return true, heavier(c, env, e)
}

// split takes a report out of the case: a person said that it is another matter.
func split(c opinion.Case, cmd opinion.Command, _ Env, e *opinion.Event) (bool, *MoveRefusal) {
	f := cmd.Finding
	if f == nil || f.ID == "" || len(f.Corrected) == 0 {
		return false, refuse(c, CodeNeedsFinding, "refusal.needs_finding.split")
	}
	if !slices.Contains(c.Mentions, f.ID) {
		return false, nil
	}
	last := f.Corrected[len(f.Corrected)-1]
	e.Mention, e.Nth, e.Correction, e.Reason, e.By = f.ID, len(f.Corrected), &last, last.Reason, last.By
	e.Issue, e.Copy = f.Issue.ID, f.Judgement().Issue.Copy
	return true, nil
}
