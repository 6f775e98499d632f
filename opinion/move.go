package opinion

import "slices"

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
	MoveAmend     Move = "amend"   // 来源更正: its source sent another text of one report

	MoveAsk        Move = "ask"        // 申请延期
	MoveDeny       Move = "deny"       // 不同意延期
	MoveInform     Move = "inform"     // 首次发布: first authoritative information
	MoveContribute Move = "contribute" // 协办反馈: a co-unit's part, given to the lead

	MoveRecall Move = "recall" // 撤回: takes back, at once, what a person has just done to a case in triage

	MoveAdopt    Move = "adopt"    // 定为派单规则: what was arbitrated here decides like matters there from now on
	MoveWithdraw Move = "withdraw" // 撤销派单规则

	MoveDoubt Move = "doubt" // 存疑: the checks doubt a published answer; a person decides, by a clock
	MoveKeep  Move = "keep"  // 兑现承诺: what an answer promised was done

	MoveFind Move = "find" // 发现答复: an office's reply stood on the page of a report; it decides nothing

	MoveConfirm Move = "confirm" // 核实: somebody else than the unit says whether it is solved
	MoveContest Move = "contest" // 有异议: others call a closed case unsolved; a person decides, by a clock
	MoveUphold  Move = "uphold"  // 维持办结: it stays closed, though others call it unsolved

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

// Reason says whether a person gives words for a move.
type Reason int

// Whether a move may, must or cannot be given a reason.
const (
	MayReason Reason = iota
	MustReason
	NoReason
)

type moveTraits struct {
	system  bool   // made by no person
	assigns bool   // its event names the unit that the case is with from now on
	reason  Reason // of who makes it, in words
}

// In the order in which pages list them.
var moves = kinds[Move, moveTraits]{
	{MoveOpen, moveTraits{system: true, assigns: true}},
	{MoveJoin, moveTraits{system: true}},
	{MoveOverdue, moveTraits{system: true}},
	{MoveDispatch, moveTraits{assigns: true}},
	{MoveSign, moveTraits{reason: NoReason}},
	{MoveHandle, moveTraits{reason: NoReason}},
	{MoveAnswer, moveTraits{reason: NoReason}},
	{MoveVerify, moveTraits{}},
	{MoveClose, moveTraits{reason: NoReason}},
	{MoveInform, moveTraits{reason: NoReason}},
	{MoveContribute, moveTraits{assigns: true, reason: NoReason}},
	{MoveAsk, moveTraits{reason: MustReason}},
	{MoveReturn, moveTraits{reason: NoReason}},
	{MoveArbitrate, moveTraits{assigns: true, reason: MustReason}},
	{MoveExtend, moveTraits{}},
	{MoveDeny, moveTraits{reason: MustReason}},
	{MoveMerge, moveTraits{reason: MustReason}},
	{MoveUnmerge, moveTraits{reason: MustReason}},
	{MoveRefer, moveTraits{}},
	{MoveRaise, moveTraits{assigns: true, reason: MustReason}},
	{MoveDismiss, moveTraits{reason: MustReason}},
	{MoveReopen, moveTraits{reason: MustReason}},
	{MoveRecall, moveTraits{}},
	{MoveKeep, moveTraits{}},
	{MoveConfirm, moveTraits{}},
	{MoveUphold, moveTraits{reason: NoReason}},
	{MoveAdopt, moveTraits{assigns: true, reason: NoReason}},
	{MoveWithdraw, moveTraits{reason: MustReason}},
	{MoveCorrect, moveTraits{system: true}},
	{MoveSplit, moveTraits{system: true}},
	{MovePurge, moveTraits{system: true}},
	{MoveAmend, moveTraits{system: true}},
	{MoveFind, moveTraits{system: true}},
	{MoveRegister, moveTraits{assigns: true}},
	{MoveReview, moveTraits{assigns: true, reason: NoReason}},
	{MovePause, moveTraits{reason: NoReason}},
	{MoveResume, moveTraits{reason: NoReason}},
	{MoveDeliver, moveTraits{reason: NoReason}},
	{MoveArchive, moveTraits{reason: NoReason}},
	{MoveRemind, moveTraits{system: true}},
	{MoveLapse, moveTraits{system: true}},
	{MoveUrge, moveTraits{system: true, assigns: true}},
	{MoveEscalate, moveTraits{system: true}},
	{MoveRecount, moveTraits{system: true}},
	{MoveAbsorb, moveTraits{system: true}},
	{MoveRelease, moveTraits{system: true}},
	{MoveLink, moveTraits{system: true}},
	{MoveDoubt, moveTraits{system: true}},
	{MoveContest, moveTraits{system: true}},
}

// Moves are all of them, in order.
var Moves = moves.all()

// SystemMoves are made by no person.
var SystemMoves = moves.those(func(t moveTraits) bool { return t.system })

// Assigns says whether the event of a move names the unit that the case is with from then on;
// others name the unit that it is with already.
func (m Move) Assigns() bool { is, _ := moves.of(m); return is.assigns }

// Reason says whether a person gives words for it.
func (m Move) Reason() Reason { is, _ := moves.of(m); return is.reason }

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
		"": {MoveOpen: Triage},
		Triage: {MoveDispatch: Dispatched, MoveDismiss: Dismissed, MoveMerge: Merged,
			MoveRefer: Referred, MoveRaise: ""},
		Dispatched: {MoveRecall: Triage, MoveSign: Signed, MoveReturn: Returned, MoveExtend: "",
			MoveAsk: "", MoveDeny: "", MoveInform: "", MoveContribute: "", MoveRaise: "",
			MoveRefer: Referred, MoveMerge: Merged},
		Signed: {MoveHandle: Handling, MoveAnswer: Answered, MoveReturn: Returned,
			MoveExtend: "", MoveAsk: "", MoveDeny: "", MoveInform: "", MoveContribute: "",
			MoveRaise: "", MoveRefer: Referred, MoveMerge: Merged},
		Handling: {MoveAnswer: Answered, MoveExtend: "", MoveAsk: "", MoveDeny: "",
			MoveInform: "", MoveContribute: "", MoveRaise: "", MoveRefer: Referred,
			MoveMerge: Merged},
		Returned: {MoveDispatch: Dispatched, MoveArbitrate: Dispatched, MoveRaise: "",
			MoveRefer: Referred, MoveMerge: Merged},
		Answered:  {MoveVerify: Verified, MoveDoubt: "", MoveAnswer: Answered, MoveRaise: ""},
		Verified:  {MoveClose: Closed, MoveConfirm: ""},
		Closed:    {MoveReopen: Dispatched, MoveLink: "", MoveConfirm: "", MoveContest: "", MoveUphold: ""},
		Dismissed: {MoveReopen: Triage, MoveRecall: Triage},
		Merged:    {MoveUnmerge: Triage, MoveRecall: Triage},
		Referred:  {MoveReopen: Triage, MoveRecall: Triage},
	}.with(MoveJoin, MoveCorrect, MoveSplit, MovePurge, MoveAmend, MoveFind, MoveAbsorb, MoveRelease,
		MoveAdopt, MoveWithdraw, MoveKeep).ringing(),
	Disclosure: table{
		"":         {MoveRegister: Registered},
		Registered: {MoveReview: Reviewed, MovePause: "", MoveResume: ""},
		Reviewed: {MoveHandle: Handled, MoveReview: "", MovePause: "", MoveResume: "",
			MoveAsk: "", MoveDeny: "", MoveExtend: ""},
		Handled:   {MoveAnswer: Answered, MovePause: "", MoveResume: "", MoveAsk: "", MoveDeny: "", MoveExtend: ""},
		Answered:  {MoveDeliver: Delivered},
		Delivered: {MoveArchive: Archived},
		Archived:  {},
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
	for _, m := range Moves {
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
