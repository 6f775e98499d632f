package opinion

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// Apply folds one event into the case. It trusts the event: whether a move may be made is
// decided before the event is written (casework.Decide), never when it is read.
func (c Case) Apply(e Event) Case {
	c.Version, c.LastHash, c.Updated = e.Seq, e.Hash, e.At
	was, asked := c.State, c
	if e.Type == MoveRegister {
		c.Matter = e.Matter
	}
	next, _ := c.Matter.After(c.State, e.Type)
	c.State = next
	switch e.Type {
	case MoveOpen:
		c.opened(e)
	case MoveJoin:
		c.joined(e, was)
	case MoveDispatch, MoveArbitrate:
		c.Lead, c.Co, c.Dispatch, c.SignedAt = e.Unit, e.Co, e.At, time.Time{}
		if e.Type == MoveArbitrate {
			c.InARow, c.Returners, c.Arbitrated = 0, nil, e.Unit
		}
	case MoveSign: // signing and returning again is still a return in a row
		c.SignedAt = e.At
	case MoveHandle:
		c.InARow, c.Returners = 0, nil
	case MoveReturn:
		c.Returns++
		c.InARow++
		c.Returners = append(slices.Clip(c.Returners), e.Unit)
	case MoveRaise:
		c.Raised++
		if e.Unit != "" {
			c.Lead = e.Unit
		}
	case MoveAnswer:
		c.answered(e, was)
	case MoveVerify:
		c.Doubts, c.Pledges = nil, nil
		if !e.OK {
			c.State, c.AnswerAt = Handling, time.Time{} // the answer is owed again
			c.Redone++
		} else {
			c.Found = &Word{Said: "yes", By: e.By, At: e.At}
		}
	case MoveOverdue:
		c.Overdue = true
	case MoveClose:
		c.Outcome, c.Solved, c.ClosedAt = e.Outcome, e.Solved, e.At
		c.Done = &Word{Said: e.Solved, By: e.By, At: e.At}
	case MoveDismiss, MoveMerge, MoveRefer:
		c.Outcome, c.Into, c.Statutory, c.ClosedAt = e.Outcome, e.Into, e.Statutory, e.At
	case MoveReopen, MoveUnmerge:
		c.reopened(e)
	case MoveRecall:
		c = c.recalled()
	case MoveCorrect:
		c = c.corrected(e)
	case MoveAmend:
		c.amended(e)
	case MoveFind:
		c.offered(e)
	case MoveSplit:
		c.Mentions, c.Offers = c.without(e.Mention), c.offersBut(e.Mention)
		if !e.Copy {
			c.Reports = max(0, c.Reports-1)
		}
	case MovePurge:
		c.Mentions, c.Offers = c.without(e.Mention), c.offersBut(e.Mention)
	default:
		c.further(e)
	}
	c.tick(e)
	c.Before = before(asked, e)
	return c
}

// opened takes down what a case begins with.
func (c *Case) opened(e Event) {
	c.ID, c.Issue, c.Topic, c.Division, c.Severity = e.Case, e.Issue, e.Topic, e.Division, e.Severity
	c.Demand, c.Source, c.Opened, c.Lead = e.Demand, e.Source, e.At, e.Unit
	c.SourceKind, c.Earlier, c.Unsure = e.SourceKind, e.From, e.Unsure
	if e.Route != nil {
		c.Route, c.Co = *e.Route, e.Route.Co
	}
	c.Mentions, c.Reports = []string{e.Mention}, 1
	c.Danger, c.Urgent, c.Part = e.Danger, e.Urgent, e.Part
}

// joined counts one more report, said while the case was in that state. A report counts once.
func (c *Case) joined(e Event, was State) {
	if slices.Contains(c.Mentions, e.Mention) {
		return
	}
	c.Mentions = append(slices.Clip(c.Mentions), e.Mention)
	if !e.Copy {
		c.Reports++
		if !was.Open() {
			c.Repeats++
		}
	}
	if e.Severity.Heavier(c.Severity) {
		c.Severity = e.Severity
	}
	c.endanger(e.Danger)
	c.Urgent = cmp.Or(c.Urgent, e.Urgent)
}

func (c *Case) endanger(call []string) {
	for _, n := range call {
		if !slices.Contains(c.Danger, n) {
			c.Danger = append(slices.Clip(c.Danger), n)
		}
	}
}

// amended puts the newer text of a report in the place of the older one. The report that the case
// is known by decides anew what it is about and, while nobody has it yet, which unit is to have it,
// unless a person decided that. Danger stays until somebody passed it on.
func (c *Case) amended(e Event) {
	at := slices.Index(c.Mentions, e.Replaces)
	if at < 0 || slices.Contains(c.Mentions, e.Mention) {
		return
	}
	c.Mentions = slices.Clone(c.Mentions)
	c.Mentions[at] = e.Mention
	c.Offers = c.offersOf(e.Replaces, e.Mention)
	c.Replaced = append(slices.Clip(c.Replaced), e.Replaces)
	c.endanger(e.Danger)
	c.Urgent = cmp.Or(c.Urgent, e.Urgent)
	byPerson := c.Corrections[e.Replaces] > 0
	if e.Severity != "" && (!byPerson || e.Severity.Heavier(c.Severity)) {
		c.Severity = e.Severity
	}
	if at > 0 || byPerson {
		return
	}
	c.Topic, c.Division, c.Demand, c.Unsure = e.Topic, e.Division, e.Demand, e.Unsure
	if c.State == Triage && e.Route != nil {
		c.Route, c.Lead, c.Co = *e.Route, e.Unit, e.Route.Co
	}
}

// answered takes down what the unit says to the public; before it was verified it may say it anew.
func (c *Case) answered(e Event, was State) {
	if was == Answered {
		c.Redone++
	}
	c.Answer, c.AnswerURL, c.Kind, c.AnswerAt, c.InARow = e.Text, e.URL, e.Kind, e.At, 0
	c.Returners, c.Asked, c.Doubts, c.Pledges = nil, nil, nil, nil
	c.Done, c.Found, c.Verdicts = nil, nil, nil
}

// reopened takes back how a case ended.
func (c *Case) reopened(e Event) {
	c.Reopened++
	c.Outcome, c.Solved, c.Into, c.Statutory, c.ClosedAt, c.AnswerAt = "", "", "", "", time.Time{}, time.Time{}
	c.Doubts, c.Pledges = nil, nil
	c.Done, c.Found, c.Verdicts = nil, nil, nil
	c.AskedAgain, c.Contested = c.AskedAgain || e.Means == MeansCode, false
	c.Overdue, c.SignedAt, c.InARow, c.Returners, c.Asked = false, time.Time{}, 0, nil, nil
	if e.Type == MoveUnmerge && e.Clock != nil { // it was with a unit when it was merged
		c.State = Dispatched
	}
	if c.State == Dispatched {
		c.Dispatch = e.At
	}
}

// further folds what came to the first moves later: extensions that are asked for, first
// information, cases that absorb others, and requests for disclosure.
func (c *Case) further(e Event) {
	switch e.Type {
	case MoveAsk:
		c.Asked = &Ask{Limit: e.Limit, Reason: e.Reason, At: e.At}
	case MoveExtend, MoveDeny:
		c.Asked = nil
	case MoveInform:
		c.Informed = e.At
	case MoveAbsorb:
		c.Absorbed = append(slices.Clip(c.Absorbed), Part{e.From, e.Reports})
		c.Reports += e.Reports
	case MoveRelease:
		i := slices.IndexFunc(c.Absorbed, func(p Part) bool { return p.Case == e.From })
		if i >= 0 {
			c.Reports -= c.Absorbed[i].Reports
			c.Absorbed = slices.Delete(slices.Clone(c.Absorbed), i, i+1)
		}
	case MoveDoubt:
		c.Doubts, c.Pledges = e.Why, e.Pledges
	case MoveKeep:
		if c.State == Closed && e.Solved != "" {
			c.Solved = e.Solved
			c.Done = &Word{Said: e.Solved, By: e.By, At: e.At}
		}
	case MoveConfirm:
		c.confirmed(e)
	case MoveContest, MoveUphold:
		c.Contested = e.Type == MoveContest
	case MoveAdopt, MoveWithdraw:
		c.Adopted = e.Type == MoveAdopt
	case MoveLink:
		c.Later = e.Into
		c.Repeats++
	case MoveRegister:
		c.ID, c.Ref, c.Lead, c.Topic, c.Division, c.Opened = e.Case, e.Ref, e.Unit, e.Topic, e.Division, e.At
	case MoveReview:
		c.Lead, c.Co, c.Dispatch = e.Unit, e.Co, e.At
	case MoveArchive:
		c.ClosedAt, c.Outcome = e.At, e.Outcome
	}
}

// corrected follows what a person put right in the finding of one of the case's mentions. The
// mention it is known by decides what it is about and, while nobody has it yet, which unit is
// to have it; a unit that has it keeps it, and returns it where it must.
func (c Case) corrected(e Event) Case {
	c.Corrections = maps.Clone(c.Corrections)
	if c.Corrections == nil {
		c.Corrections = map[string]int{}
	}
	c.Corrections[e.Mention] = e.Nth
	if e.Severity != "" {
		c.Severity = e.Severity
	}
	if len(c.Mentions) == 0 || c.Mentions[0] != e.Mention {
		return c
	}
	c.Topic, c.Division, c.Demand, c.Unsure = e.Topic, e.Division, e.Demand, e.Unsure
	if c.State == Triage && e.Route != nil {
		c.Route, c.Lead, c.Co = *e.Route, e.Unit, e.Route.Co
	}
	return c
}

func (c Case) without(mention string) []string {
	return slices.DeleteFunc(slices.Clone(c.Mentions), func(id string) bool { return id == mention })
}

// Late says whether the answer is still owed and its time has passed.
func (c Case) Late(now time.Time) bool {
	return c.State.Open() && c.AnswerAt.IsZero() && !c.Due.IsZero() && now.After(c.Due) &&
		(c.Clock == nil || !c.Clock.Paused())
}
