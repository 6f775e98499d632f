// Package notify decides who in the office is told what about a case, and when (通知). It sends
// nothing: Decide and Signal turn what happened into notices, each with its reason; Quiet, digest
// times and working days say when a notice may be told; Gather puts what waited into one.
//
// A notice holds ids and facts, never a word of a mention. What a reader sees is written by Write
// at the moment of sending.
package notify

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"huiying/opinion"
)

// Kind is what a notice is about.
type Kind string

// The kinds.
const (
	Dispatch  Kind = "dispatch"  // 派单: a unit has a new case
	Assist    Kind = "assist"    // 协办: it is to assist another
	Remind    Kind = "remind"    // 提醒: a quarter of the time is left
	Due       Kind = "due"       // 到期: the time ran out
	Urge      Kind = "urge"      // 催办
	Escalate  Kind = "escalate"  // 督办: its superior is told
	Return    Kind = "return"    // 退单: the coordinator must dispatch anew
	Arbitrate Kind = "arbitrate" // 裁定: returned twice in a row
	Ask       Kind = "ask"       // 申请延期
	Redo      Kind = "redo"      // 重办: the answer was not accepted
	Recount   Kind = "recount"   // 到期时间重算: the calendar changed and a due time moved
	Danger    Kind = "danger"    // 险情: life is at stake now
	Heavy     Kind = "heavy"     // 重大: a case of severity I or II
	Amend     Kind = "amend"     // 来源更正: the source corrected a report that the unit works on
	Found     Kind = "found"     // 发现答复: an office's reply stands where a report of the case was found
	Doubt     Kind = "doubt"     // 答复存疑
	Contest   Kind = "contest"   // 办结有异议: others call a closed case unsolved, and somebody must decide
	Faulty    Kind = "source"    // 来源异常: a source cannot be read
	Silence   Kind = "silence"   // 来源静默: a source is silent for longer than its rhythm
	Alert     Kind = "alert"     // 预警: a surge, a watch, reach or a silence
	Dead      Kind = "dead"      // messages that no step could finish
	Briefing  Kind = "briefing"  // 简报 is ready
	Digest    Kind = "digest"    // several that waited
	Test      Kind = "test"
)

// Kinds are all that rules may name, in the order of a case's life.
var Kinds = []Kind{Danger, Heavy, Dispatch, Assist, Remind, Due, Urge, Escalate, Return, Arbitrate,
	Ask, Redo, Recount, Amend, Found, Doubt, Contest, Faulty, Silence, Alert, Dead, Briefing}

// Roles are the parts of the office that can be told, with what each is told unless its rule says.
var Roles = map[string][]Kind{
	"coordinator":   {Danger, Heavy, Return, Arbitrate, Ask, Doubt, Contest, Escalate},
	"monitor":       {Danger, Heavy, Alert, Doubt, Contest},
	"leader":        {Danger, Heavy, Briefing},
	"administrator": {Faulty, Silence, Dead},
}

// Notice is one thing for one channel to tell.
type Notice struct {
	Key      string           `json:"key"` // the same for the same thing: the idempotency key
	Channel  string           `json:"channel"`
	Kind     Kind             `json:"kind"`
	To       string           `json:"to"` // unit:<id> or role:<name>
	Reason   string           `json:"reason"`
	Urgent   bool             `json:"urgent,omitempty"`
	At       time.Time        `json:"at"`               // of what happened
	Tell     time.Time        `json:"tell,omitzero"`    // not before; zero = at once
	Replay   int              `json:"replay,omitempty"` // how often somebody asked for it again
	Case     string           `json:"case,omitempty"`
	Topic    string           `json:"topic,omitempty"`
	Division string           `json:"division,omitempty"`
	Severity opinion.Severity `json:"severity,omitempty"`
	Unit     string           `json:"unit,omitempty"` // who owes
	Due      time.Time        `json:"due,omitzero"`
	Call     []string         `json:"call,omitempty"`    // emergency numbers, where life is at stake
	Alert    string           `json:"alert,omitempty"`   // its id
	Subject  string           `json:"subject,omitempty"` // a source, a number: what the kind is about beside a case
	Items    []Notice         `json:"items,omitempty"`   // of a digest
}

// Rule says that somebody is told by some channels.
type Rule struct {
	Unit     string // a unit, or
	Role     string // a role
	Channels []string
	Kinds    []Kind // nil: all of a unit's, or those of the role
	When     DeliveryHours
}

// Rules are all of them, with what decisions look up.
type Rules struct {
	Tell     []Rule
	Superior func(unit string) string
	Stale    time.Duration // what is older is not told any more; 0 = 72 h
}

const staleAfter = 72 * time.Hour

// KeyOf is the hash of what makes a notice this one.
func KeyOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:16])
}
