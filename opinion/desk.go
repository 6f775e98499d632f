package opinion

import (
	"slices"
	"time"
)

// DeskSection is where a case lies on a unit's desk (承办台).
type DeskSection string

// The sections, in the order of a desk.
const (
	DeskSign     DeskSection = "sign"     // 待签收
	DeskWorking  DeskSection = "working"  // 办理中
	DeskReview   DeskSection = "review"   // 待审核: a text waits for its second person
	DeskAsked    DeskSection = "asked"    // 已申请延期或退单: somebody else decides
	DeskAnswered DeskSection = "answered" // 已答复, waiting for the verdict or the close
)

// DeskSections in their order.
var DeskSections = []DeskSection{DeskSign, DeskWorking, DeskReview, DeskAsked, DeskAnswered}

// DeskDay is when a case on a unit's desk is due next.
type DeskDay string

// The days, in the order of a desk.
const (
	DueLate   DeskDay = "late"   // 已超时
	DueToday  DeskDay = "today"  // 今天到期
	DueWeek   DeskDay = "week"   // 本周到期, after today
	DueLater  DeskDay = "later"  // after this week, or nothing is due
	DueOthers DeskDay = "others" // 在其他环节: others have to decide before the unit goes on
)

// DeskDays in their order.
var DeskDays = []DeskDay{DueLate, DueToday, DueWeek, DueLater, DueOthers}

// Sections are those whose cases a day holds. What others have lies with them, whenever it is due.
func (d DeskDay) Sections() []DeskSection {
	if d == DueOthers {
		return []DeskSection{DeskAsked, DeskAnswered}
	}
	return []DeskSection{DeskSign, DeskWorking, DeskReview}
}

// Span is when what a day holds is due: within [from, to), of which either may be open (zero). Days and
// weeks are those of Beijing, and a week ends with its Sunday.
func (d DeskDay) Span(now time.Time) (from, to time.Time) {
	y, m, day := now.In(Beijing).Date()
	tomorrow := time.Date(y, m, day+1, 0, 0, 0, 0, Beijing)
	monday := tomorrow.AddDate(0, 0, (7-int(now.In(Beijing).Weekday()))%7)
	switch d {
	case DueLate:
		return time.Time{}, now
	case DueToday:
		return now, tomorrow
	case DueWeek:
		return tomorrow, monday
	case DueLater:
		return monday, time.Time{}
	case DueOthers:
	}
	return time.Time{}, time.Time{}
}

// OnDesk says where a case lies on a unit's desk, as far as its papers are; "" when it does not
// lie there. A unit that assists has it there until the answer.
func (c Case) OnDesk(unit string, paper PaperState) DeskSection {
	lead, co := c.Lead == unit, slices.Contains(c.Co, unit)
	if !lead && !co || unit == "" || c.Dispatch.IsZero() {
		return ""
	}
	is, _ := states.of(c.State)
	switch {
	case is.desk != DeskWorking && lead:
		return is.desk
	case is.desk != DeskWorking:
		return ""
	case paper == PaperSubmitted:
		return DeskReview
	case lead && c.State == Dispatched:
		return DeskSign
	case lead && c.Asked != nil:
		return DeskAsked
	}
	return DeskWorking
}

// CameBack says whether a unit has to answer what it answered before: the answer was not
// accepted, or the case was opened again.
func (c Case) CameBack() bool {
	is, _ := states.of(c.State)
	return is.desk == DeskWorking && c.Answer != "" && c.AnswerAt.IsZero() && c.Redone+c.Reopened > 0
}

// Owes lists the clocks that run against a unit, the next due first. A clock that stands still is
// not among them, and the dispatch is no unit's work.
func (c Case) Owes(unit string) []Timed {
	var out []Timed
	for _, t := range c.Running() {
		if t.Unit == unit && t.Duty != DutyTriage && !t.Clock.Paused() {
			out = append(out, t)
		}
	}
	slices.SortStableFunc(out, func(x, y Timed) int { return x.Due.Compare(y.Due) })
	return out
}

// DueTo is when a unit owes something next in a case; zero when it owes nothing.
func (c Case) DueTo(unit string) time.Time {
	if owes := c.Owes(unit); len(owes) > 0 {
		return owes[0].Due
	}
	return time.Time{}
}
