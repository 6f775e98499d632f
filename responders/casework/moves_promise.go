package casework

import (
	"slices"
	"time"

	"huiying/opinion"
)

// doubt notes that the checks doubt a published answer, and starts the time in which the
// coordinating office decides. The same answer is doubted once.
func doubt(c opinion.Case, cmd opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	if len(c.Doubts) > 0 || len(cmd.Doubts) == 0 {
		return false, nil
	}
	e.Why = doubtsOf(cmd)
	e.Unit, e.URL, e.Pledges = c.Lead, c.AnswerURL, pledges(cmd.Pledges)
	return true, beginDuty(c, env, e, env.decide(), opinion.DutyDecide, env.Office)
}

// waitsForCalendar says that a doubt was noted for which no time could be counted, as versions
// before 29 November 2026 left it where the calendar lacked the year.
func waitsForCalendar(c opinion.Case) bool {
	_, has := c.TimedOf(opinion.DutyDecide, "")
	return c.State == opinion.Answered && len(c.Doubts) > 0 && !has
}

// doubtsOf are the doubts of a command, as an event keeps them.
func doubtsOf(cmd opinion.Command) []string {
	var out []string
	for _, why := range cmd.Doubts {
		out = append(out, opinion.Clip(plain(why), maxReason-1))
	}
	return out
}

// mostPledge is the longest promise that gets a clock; what lies beyond is a plan.
const mostPledge = 990 * day

// pledges are those that a clock can follow, one for each day.
func pledges(in []opinion.Pledge) []opinion.Pledge {
	var out []opinion.Pledge
	for _, p := range in {
		same := func(x opinion.Pledge) bool { return x.Due == p.Due }
		if _, err := time.ParseInLocation(time.DateOnly, p.Due, opinion.Beijing); err == nil &&
			!slices.ContainsFunc(out, same) {
			out = append(out, opinion.Pledge{Term: opinion.Clip(plain(p.Term), 40), Due: p.Due})
		}
	}
	return out
}

// pledge starts a clock for each day that an answer which holds promises something for. It runs
// from the answer on, for the unit that gave it, to the end of that day.
func pledge(c opinion.Case, cmd opinion.Command, env Env, e *opinion.Event) *MoveRefusal {
	seen := cmd.Pledges
	if len(seen) == 0 {
		seen = c.Pledges
	}
	cal, ok := env.Calendars[opinion.CalendarAlways]
	if !ok {
		return nil
	}
	for _, p := range pledges(seen) {
		last, _ := time.ParseInLocation(time.DateOnly, p.Due, opinion.Beijing)
		limit := endOfDay(last).Sub(c.AnswerAt)
		if _, had := c.TimedFor(opinion.DutyFollow, "", p.Due); had || limit <= 0 || limit > mostPledge {
			continue
		}
		k := opinion.Clock{Profile: ProfilePromise, Start: c.AnswerAt, Limit: limit,
			Calendar: cal.Name, Version: cal.Version, Basis: kept("basis.promise", p.Term)}
		due, err := Due(k, cal)
		if err != nil {
			return cannotCount(c, err)
		}
		e.Pledges = append(e.Pledges, p)
		e.Clocks = append(e.Clocks, opinion.Timed{Duty: opinion.DutyFollow, Unit: c.Lead, Of: p.Due,
			Clock: k, Due: due})
	}
	return nil
}

// keep ends a promise: the unit that gave it says with a second answer (续答) what was done and where
// that stands, or the coordinating office confirms it in words.
func keep(c opinion.Case, cmd opinion.Command, env Env, e *opinion.Event) (bool, *MoveRefusal) {
	open := c.Promised()
	if cmd.Of != "" {
		open = slices.DeleteFunc(open, func(t opinion.Timed) bool { return t.Of != cmd.Of })
	}
	is := partsOf(c, cmd.By, env)
	if is&byDesk == 0 { // a unit keeps its own promises only
		open = slices.DeleteFunc(open, func(t opinion.Timed) bool { return "unit:"+t.Unit != cmd.By })
	}
	if len(open) == 0 {
		return false, refuse(c, CodeNoPromise, "refusal.no_promise.keep")
	}
	url := opinion.CanonicalURL(cmd.URL)
	switch {
	case is&byDesk == 0 && cmd.Text == "":
		return false, refuse(c, CodeNeedsText, "refusal.needs_text.keep")
	case is&byDesk == 0 && url == "":
		return false, refuse(c, CodeNeedsURL, "refusal.needs_url.keep")
	case cmd.URL != "" && url == "":
		return false, refuse(c, CodeNeedsURL, "refusal.needs_url.keep")
	case cmd.Text == "" && cmd.Reason == "":
		return false, refuse(c, CodeNeedsReason, "refusal.needs_reason.keep")
	case cmd.Solved != "" && (cmd.Solved == SolvedPromised || !slices.Contains(SolvedWords, cmd.Solved)):
		return false, refuse(c, CodeNeedsSolved, "refusal.needs_solved.keep")
	}
	e.Unit, e.Of, e.Duty, e.Due, e.Text, e.URL = open[0].Unit, open[0].Of, opinion.DutyFollow,
		open[0].Due, cmd.Text, url
	if c.State == opinion.Closed && len(c.Promised()) == 1 {
		e.Solved = cmd.Solved
		if e.Solved == "" && c.Solved == SolvedPromised {
			e.Solved = "yes"
		}
	}
	return true, nil
}

// promisedOrNot refuses an end that says something else of a promise than its clock does.
func promisedOrNot(c opinion.Case, cmd opinion.Command) *MoveRefusal {
	open := c.Promised()
	switch {
	case cmd.Solved == SolvedPromised && len(open) == 0:
		return refuse(c, CodeNoPromise, "refusal.no_promise.close")
	case cmd.Solved == "yes" && len(open) > 0:
		return refuse(c, CodeNeedsSolved, "refusal.needs_solved.promised", open[0].Of)
	}
	return nil
}
