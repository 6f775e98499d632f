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

// States in the order in which pages list them.
var States = []State{Triage, Dispatched, Signed, Handling, Returned, Answered, Verified, Closed, Dismissed, Merged, Referred,
	Registered, Reviewed, Handled, Delivered, Archived}

// Open says whether the public still waits: such a case has a unit and a running clock.
func (s State) Open() bool {
	switch s {
	case Triage, Dispatched, Signed, Handling, Returned, Answered, Verified, Registered, Reviewed, Handled, Delivered:
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

// The moves. Those of SystemMoves belong to the system; the others are commands of
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
	MoveRaise     Move = "raise"   // 提级办理
	MoveCorrect   Move = "correct" // a person corrected a finding of one of its mentions
	MoveSplit     Move = "split"   // one report turned out to be another matter
	MovePurge     Move = "purge"   // one mention was forgotten; only the fact stays

	MoveAsk        Move = "ask"        // 申请延期
	MoveDeny       Move = "deny"       // 不同意延期
	MoveInform     Move = "inform"     // 首次发布: first authoritative information
	MoveContribute Move = "contribute" // 协办反馈: a co-unit's part, given to the lead

	MoveRecall Move = "recall" // 撤回: takes back, at once, what a person has just done to a case in triage

	MoveAdopt    Move = "adopt"    // 定为派单规则: what was arbitrated here decides like matters there from now on
	MoveWithdraw Move = "withdraw" // 撤销派单规则

	MoveDoubt Move = "doubt" // 存疑: the checks doubt a published answer; a person decides, by a clock
	MoveKeep  Move = "keep"  // 兑现承诺: what an answer promised was done

	MoveRemind   Move = "remind"   // 提醒: a quarter of the time is left
	MoveLapse    Move = "lapse"    // a clock other than the answer's ran out
	MoveUrge     Move = "urge"     // 催办: the written urge to who owes
	MoveEscalate Move = "escalate" // 督办: the superior is told
	MoveRecount  Move = "recount"  // the calendar changed; what was due is in the words
	MoveAbsorb   Move = "absorb"   // another case was merged into this one
	MoveRelease  Move = "release"  // and is its own again
	MoveLink     Move = "link"     // a repeat was taken up by a new case

	MoveRegister Move = "register" // 登记: a request for disclosure came in
	MoveReview   Move = "review"   // 审查: it is a request, and this unit handles it
	MovePause    Move = "pause"    // 中止计时: while the applicant or a third party is asked
	MoveResume   Move = "resume"   // 恢复计时
	MoveDeliver  Move = "deliver"  // 送达
	MoveArchive  Move = "archive"  // 归档
)

// SystemMoves are made by no person.
var SystemMoves = []Move{MoveOpen, MoveJoin, MoveOverdue, MoveCorrect, MoveSplit, MovePurge, MoveRemind, MoveLapse, MoveUrge, MoveEscalate, MoveRecount,
	MoveAbsorb, MoveRelease, MoveLink, MoveDoubt}

// Matter (办件种类) is what a case is about: each kind has its own table of states.
type Matter string

// The matters. The zero Matter is what the public said.
const (
	PublicMatter Matter = ""
	Disclosure   Matter = "disclosure" // 依申请公开
)

// table holds, for each state, the moves that may be made there and the state they lead to.
// "" means the state stays as it is.
type table map[State]map[Move]State

// onClocks are possible wherever a clock runs.
var onClocks = []Move{MoveRemind, MoveOverdue, MoveLapse, MoveUrge, MoveEscalate, MoveRecount}

var tables = map[Matter]table{
	PublicMatter: table{
		"":         {MoveOpen: Triage},
		Triage:     {MoveDispatch: Dispatched, MoveDismiss: Dismissed, MoveMerge: Merged, MoveRefer: Referred, MoveRaise: ""},
		Dispatched: {MoveRecall: Triage, MoveSign: Signed, MoveReturn: Returned, MoveExtend: "", MoveAsk: "", MoveDeny: "", MoveInform: "", MoveContribute: "", MoveRaise: "", MoveRefer: Referred, MoveMerge: Merged},
		Signed:     {MoveHandle: Handling, MoveAnswer: Answered, MoveReturn: Returned, MoveExtend: "", MoveAsk: "", MoveDeny: "", MoveInform: "", MoveContribute: "", MoveRaise: "", MoveRefer: Referred, MoveMerge: Merged},
		Handling:   {MoveAnswer: Answered, MoveExtend: "", MoveAsk: "", MoveDeny: "", MoveInform: "", MoveContribute: "", MoveRaise: "", MoveRefer: Referred, MoveMerge: Merged},
		Returned:   {MoveDispatch: Dispatched, MoveArbitrate: Dispatched, MoveRaise: "", MoveRefer: Referred, MoveMerge: Merged},
		Answered:   {MoveVerify: Verified, MoveDoubt: "", MoveAnswer: Answered, MoveRaise: ""},
		Verified:   {MoveClose: Closed},
		Closed:     {MoveReopen: Dispatched, MoveLink: ""},
		Dismissed:  {MoveReopen: Triage, MoveRecall: Triage},
		Merged:     {MoveUnmerge: Triage, MoveRecall: Triage},
		Referred:   {MoveReopen: Triage, MoveRecall: Triage},
	}.with(MoveJoin, MoveCorrect, MoveSplit, MovePurge, MoveAbsorb, MoveRelease, MoveAdopt, MoveWithdraw, MoveKeep).ringing(),
	Disclosure: table{
		"":         {MoveRegister: Registered},
		Registered: {MoveReview: Reviewed, MovePause: "", MoveResume: ""},
		Reviewed:   {MoveHandle: Handled, MoveReview: "", MovePause: "", MoveResume: "", MoveAsk: "", MoveDeny: "", MoveExtend: ""},
		Handled:    {MoveAnswer: Answered, MovePause: "", MoveResume: "", MoveAsk: "", MoveDeny: "", MoveExtend: ""},
		Answered:   {MoveDeliver: Delivered},
		Delivered:  {MoveArchive: Archived},
		Archived:   {},
	}.with(),
}

// with adds the moves that every state knows, and to open ones those on clocks.
func (t table) with(everywhere ...Move) table {
	for s, moves := range t {
		if s == "" {
			continue
		}
		add := everywhere
		if s.Open() {
			add = slices.Concat(everywhere, onClocks)
		}
		for _, m := range add {
			moves[m] = ""
		}
	}
	return t
}

// ringing lets clocks ring in ended states too: a promise to the public outlives the case.
func (t table) ringing() table {
	for s, moves := range t {
		if s != "" {
			for _, m := range onClocks {
				moves[m] = ""
			}
		}
	}
	return t
}

// After says which state a move leads to from s, and whether it is legal there at all. A
// failed verification leads back to Handling, and a merged case back to its unit: see Case.Apply.
func (k Matter) After(s State, m Move) (State, bool) {
	next, ok := tables[k][s][m]
	if next == "" {
		next = s
	}
	return next, ok
}

// MovesFrom lists the legal moves in a state, for pages and for refusals that say what
// would have been possible. The order is stable.
func (k Matter) MovesFrom(s State) []Move {
	var out []Move
	for _, m := range allMoves {
		if _, ok := tables[k][s][m]; ok {
			out = append(out, m)
		}
	}
	return out
}

// After is that of a public matter.
func After(s State, m Move) (State, bool) { return PublicMatter.After(s, m) }

// MovesFrom is that of a public matter.
func MovesFrom(s State) []Move { return PublicMatter.MovesFrom(s) }

var allMoves = []Move{MoveOpen, MoveJoin, MoveOverdue, MoveDispatch, MoveSign, MoveHandle, MoveAnswer, MoveVerify, MoveClose,
	MoveInform, MoveContribute, MoveAsk, MoveReturn, MoveArbitrate, MoveExtend, MoveDeny, MoveMerge, MoveUnmerge, MoveRefer, MoveRaise, MoveDismiss, MoveReopen, MoveRecall, MoveKeep, MoveAdopt, MoveWithdraw, MoveCorrect, MoveSplit, MovePurge,
	MoveRegister, MoveReview, MovePause, MoveResume, MoveDeliver, MoveArchive,
	MoveRemind, MoveLapse, MoveUrge, MoveEscalate, MoveRecount, MoveAbsorb, MoveRelease, MoveLink, MoveDoubt}
