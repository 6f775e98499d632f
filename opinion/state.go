package opinion

import "slices"

// State (办件状态) of a Case.
type State string

// The states of a Case (DESIGN section 5).
const (
	Triage     State = "triage"     // 待研判
	Dispatched State = "dispatched" // 已派单
	Signed     State = "signed"     // 已签收
	Handling   State = "handling"   // 办理中
	Returned   State = "returned"   // 已退单
	Answered   State = "answered"   // 已答复
	Verified   State = "verified"   // 已核实
	Closed     State = "closed"     // 已办结
	Dismissed  State = "dismissed"  // 不予受理: not a government matter
	Merged     State = "merged"     // 已并案
	Referred   State = "referred"   // 已转法定渠道
)

// The states of a request for disclosure (依申请公开) that a public matter does not have.
const (
	Registered State = "registered" // 已登记
	Reviewed   State = "reviewed"   // 已审查
	Handled    State = "handled"    // 已办理
	Delivered  State = "delivered"  // 已送达
	Archived   State = "archived"   // 已归档
)

type stateTraits struct {
	open bool        // the public still waits: the case has a unit and a running clock
	next Move        // the ordinary step from it, "" where the way ends
	desk DeskSection // where it lies on the desk of the unit that leads, "" where it does not
}

// In the order in which pages list them.
var states = kinds[State, stateTraits]{
	{Triage, stateTraits{open: true, next: MoveDispatch}},
	{Dispatched, stateTraits{open: true, next: MoveSign, desk: DeskWorking}},
	{Signed, stateTraits{open: true, next: MoveHandle, desk: DeskWorking}},
	{Handling, stateTraits{open: true, next: MoveAnswer, desk: DeskWorking}},
	{Returned, stateTraits{open: true, next: MoveDispatch, desk: DeskAsked}},
	{Answered, stateTraits{open: true, next: MoveVerify, desk: DeskAnswered}},
	{Verified, stateTraits{open: true, next: MoveClose, desk: DeskAnswered}},
	{Closed, stateTraits{}},
	{Dismissed, stateTraits{}},
	{Merged, stateTraits{}},
	{Referred, stateTraits{}},
	{Registered, stateTraits{open: true, next: MoveReview}},
	{Reviewed, stateTraits{open: true, next: MoveHandle, desk: DeskWorking}},
	{Handled, stateTraits{open: true, next: MoveAnswer, desk: DeskWorking}},
	{Delivered, stateTraits{open: true, next: MoveArchive, desk: DeskAnswered}},
	{Archived, stateTraits{}},
}

// States are all of them, in order.
var States = states.all()

// Open says whether the public still waits: such a case has a unit and a running clock.
func (s State) Open() bool { is, _ := states.of(s); return is.open }

// Next is the ordinary step from a state; "" where the way ends.
func (s State) Next() Move { is, _ := states.of(s); return is.next }

// Outcome is how a Case ended. The list is closed (DESIGN section 1.5): removing a post, or
// acting against whoever wrote it, is not an outcome.
type Outcome string

// The outcomes.
const (
	AnsweredInPublic Outcome = "answered_in_public" // 公开答复
	AnsweredAtSource Outcome = "answered_at_source" // 在来源处答复
	OutcomeMerged    Outcome = "merged"             // 并案
	OutcomeReferred  Outcome = "referred"           // 转法定渠道
	NotGovernment    Outcome = "not_government"     // 非政府职责事项
)

// Outcomes are all of them: no more may be added but by the law that a case is held to.
var Outcomes = []Outcome{AnsweredInPublic, AnsweredAtSource, OutcomeMerged, OutcomeReferred, NotGovernment}

// ValidOutcome says whether o is in the closed list.
func ValidOutcome(o Outcome) bool { return slices.Contains(Outcomes, o) }
