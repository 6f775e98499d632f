package opinion

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

// States in the order in which pages list them.
var States = []State{Triage, Dispatched, Signed, Handling, Returned, Answered, Verified, Closed, Dismissed, Merged, Referred}

// Open says whether the public still waits: such a case has a unit and a running clock.
func (s State) Open() bool {
	switch s {
	case Triage, Dispatched, Signed, Handling, Returned, Answered, Verified:
		return true
	}
	return false
}

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

// ValidOutcome says whether o is in the closed list.
func ValidOutcome(o Outcome) bool {
	switch o {
	case AnsweredInPublic, AnsweredAtSource, OutcomeMerged, OutcomeReferred, NotGovernment:
		return true
	}
	return false
}

// Move is what a person or the system does to a Case.
type Move string

// The moves. Open, Join and Overdue belong to the system; the others are commands of
// POST /api/v1/cases/{id}/{move}.
const (
	MoveOpen      Move = "open"
	MoveJoin      Move = "join"    // a further report of the same issue
	MoveOverdue   Move = "overdue" // the answer clock ran out
	MoveDismiss   Move = "dismiss"
	MoveDispatch  Move = "dispatch"
	MoveSign      Move = "sign"
	MoveHandle    Move = "handle" // the unit starts work
	MoveReturn    Move = "return" // 退单
	MoveArbitrate Move = "arbitrate"
	MoveExtend    Move = "extend"
	MoveAnswer    Move = "answer"
	MoveVerify    Move = "verify"
	MoveClose     Move = "close"
	MoveReopen    Move = "reopen"
	MoveMerge     Move = "merge"
	MoveUnmerge   Move = "unmerge"
	MoveRefer     Move = "refer"
	MoveRaise     Move = "raise" // 提级办理
	MovePurge     Move = "purge" // one mention was forgotten; only the fact stays
)

// legal holds, for each state, the moves that may be made there and the state they lead to.
// "" means the state stays as it is.
var legal = map[State]map[Move]State{
	"":         {MoveOpen: Triage},
	Triage:     {MoveJoin: "", MovePurge: "", MoveOverdue: "", MoveDispatch: Dispatched, MoveDismiss: Dismissed, MoveMerge: Merged, MoveRefer: Referred, MoveRaise: ""},
	Dispatched: {MoveJoin: "", MovePurge: "", MoveOverdue: "", MoveSign: Signed, MoveReturn: Returned, MoveExtend: "", MoveRaise: "", MoveRefer: Referred},
	Signed:     {MoveJoin: "", MovePurge: "", MoveOverdue: "", MoveHandle: Handling, MoveAnswer: Answered, MoveReturn: Returned, MoveExtend: "", MoveRaise: "", MoveRefer: Referred},
	Handling:   {MoveJoin: "", MovePurge: "", MoveOverdue: "", MoveAnswer: Answered, MoveExtend: "", MoveRaise: "", MoveRefer: Referred},
	Returned:   {MoveJoin: "", MovePurge: "", MoveOverdue: "", MoveDispatch: Dispatched, MoveArbitrate: Dispatched, MoveRaise: ""},
	Answered:   {MoveJoin: "", MovePurge: "", MoveOverdue: "", MoveVerify: Verified, MoveAnswer: Answered, MoveRaise: ""},
	Verified:   {MoveJoin: "", MovePurge: "", MoveOverdue: "", MoveClose: Closed},
	Closed:     {MoveJoin: "", MovePurge: "", MoveReopen: Dispatched},
	Dismissed:  {MoveJoin: "", MovePurge: "", MoveReopen: Triage},
	Merged:     {MoveJoin: "", MovePurge: "", MoveUnmerge: Triage},
	Referred:   {MoveJoin: "", MovePurge: "", MoveReopen: Triage},
}

// After says which state a move leads to from s, and whether it is legal there at all. A
// failed verification leads back to Handling: see Case.Apply.
func After(s State, m Move) (State, bool) {
	next, ok := legal[s][m]
	if next == "" {
		next = s
	}
	return next, ok
}

// MovesFrom lists the legal moves in a state, for pages and for refusals that say what
// would have been possible. The order is stable.
func MovesFrom(s State) []Move {
	var out []Move
	for _, m := range allMoves {
		if _, ok := legal[s][m]; ok {
			out = append(out, m)
		}
	}
	return out
}

var allMoves = []Move{MoveOpen, MoveJoin, MoveOverdue, MoveDispatch, MoveSign, MoveHandle, MoveAnswer, MoveVerify, MoveClose,
	MoveReturn, MoveArbitrate, MoveExtend, MoveMerge, MoveUnmerge, MoveRefer, MoveRaise, MoveDismiss, MoveReopen, MovePurge}
