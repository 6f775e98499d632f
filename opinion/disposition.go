package opinion

import "time"

// Disposition (去向) says where a text stands that came in. Every text stands somewhere, so that
// what was received is the sum of all of them (对账).
type Disposition string

// The dispositions.
const (
	DispositionCase      Disposition = "case"      // in a case
	DispositionWaiting   Disposition = "waiting"   // in a queue of the desk, until a person decides
	DispositionDismissed Disposition = "dismissed" // asks nothing: a person or a rule with a name says so
	DispositionKnown     Disposition = "known"     // the same text, or the same report, was here before
	DispositionRefused   Disposition = "refused"   // no text that can be taken in
)

// In the order of the balance.
var dispositions = kinds[Disposition, struct{}]{
	{id: DispositionCase}, {id: DispositionWaiting}, {id: DispositionDismissed}, {id: DispositionKnown},
	{id: DispositionRefused},
}

// Dispositions are all of them, in order.
var Dispositions = dispositions.all()

// Known says whether d is one of Dispositions.
func (d Disposition) Known() bool { _, ok := dispositions.of(d); return ok }

// DispositionRule is why a mention that is in no case waits or was dismissed.
type DispositionRule string

// The rules.
const (
	RuleOpens         DispositionRule = "opens"         // a case of its own is due, and will be there in a moment
	RuleUnclear       DispositionRule = "unclear"       // said to the office, and nobody knows yet whether it asks
	RuleByHand        DispositionRule = "by_hand"       // it asks, and the configuration leaves the opening to a person
	RulePraise        DispositionRule = "praise"        // clear praise
	RuleCopy          DispositionRule = "copy"          // word for word a text that is here
	RuleAdvertisement DispositionRule = "advertisement" // somebody sells something
	RuleOfficeAnswer  DispositionRule = "office_answer" // the answer of an office
	RuleNotAsked      DispositionRule = "not_asked"     // said in public, not to the office
	RuleByPerson      DispositionRule = "person"        // a person said that it asks nothing
	RulePurged        DispositionRule = "purged"        // it was purged before anybody decided
	RuleReplaced      DispositionRule = "replaced"      // its source sent another text of the same report
	RuleForgotten     DispositionRule = "forgotten"     // its retention ended before anybody decided
)

type ruleTraits struct {
	is Disposition
	// reviewed: it was said to the office, so it stands in a list where it can be taken back.
	reviewed bool
}

var dispositionRules = kinds[DispositionRule, ruleTraits]{
	{RuleOpens, ruleTraits{is: DispositionWaiting}},
	{RuleUnclear, ruleTraits{is: DispositionWaiting}},
	{RuleByHand, ruleTraits{is: DispositionWaiting}},
	{RulePraise, ruleTraits{DispositionDismissed, true}},
	{RuleCopy, ruleTraits{DispositionDismissed, true}},
	{RuleAdvertisement, ruleTraits{DispositionDismissed, true}},
	{RuleOfficeAnswer, ruleTraits{DispositionDismissed, true}},
	{RuleByPerson, ruleTraits{DispositionDismissed, true}},
	{RuleNotAsked, ruleTraits{is: DispositionDismissed}},
	{RulePurged, ruleTraits{is: DispositionDismissed}},
	{RuleReplaced, ruleTraits{is: DispositionKnown}},
	{RuleForgotten, ruleTraits{is: DispositionDismissed}},
}

// DispositionRules are all of them, in order.
var DispositionRules = dispositionRules.all()

// Disposition is what the rule leads to; "" for what is no rule.
func (r DispositionRule) Disposition() Disposition { is, _ := dispositionRules.of(r); return is.is }

// Reviewed says whether what the rule dismissed was said to the office: it then stands in a list
// of the desk, where a person can take it back.
func (r DispositionRule) Reviewed() bool { is, _ := dispositionRules.of(r); return is.reviewed }

// Disposed is what a mention is due that is in no case, with the reason. By is the role or the
// "unit:<id>" that decided, "" for a rule.
type Disposed struct {
	Rule DispositionRule `json:"rule"`
	By   string          `json:"by,omitempty"`
}

// LedgerLine is one mention's line in the balance, without words: it outlives them. In which cases
// the mention is say the cases.
type LedgerLine struct {
	Mention  string          `json:"mention"`
	Source   string          `json:"source"`
	Received time.Time       `json:"received"`
	Severity Severity        `json:"severity,omitempty"`
	Rule     DispositionRule `json:"rule"` // what it is due where it is in no case
	By       string          `json:"by,omitempty"`
}

// Door is what came to a source's door and was not let in, within one call or visit: known texts, and
// records and pages that are no mentions, by the code of the reason. It has no word of them.
type Door struct {
	Source  string         `json:"source"`
	At      time.Time      `json:"at"`
	Known   int            `json:"known,omitempty"`
	Refused map[string]int `json:"refused,omitempty"`
}

// Kept are lines of the balance whose mentions' words are dropped by retention. A register that is
// built after that knows them by this alone. Those that still waited wait no more: nobody can judge
// a text without its words (RuleForgotten).
type Kept struct {
	Lines []LedgerLine `json:"lines"`
}

// Asked is what a person said of whether a text asks for anything; "" where nobody did.
type Asked string

// What a person may say.
const (
	AsksCase    Asked = "case"    // 立件: it does, and a case is opened for it
	AsksNothing Asked = "nothing" // it does not
)

// NoMatter is a kind of text that asks nothing although it may sound so.
type NoMatter string

// The kinds.
const (
	NoMatterAdvertisement NoMatter = "advertisement"
	NoMatterAnswer        NoMatter = "office_answer"
)
