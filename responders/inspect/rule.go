package inspect

import "huiying/opinion"

// The rules.
const (
	DeadPage      opinion.ItemRule = "dead_page"
	SoftGone      opinion.ItemRule = "soft_404"
	DeadLink      opinion.ItemRule = "dead_link"
	HomeAsleep    opinion.ItemRule = "home_asleep"
	AccountAsleep opinion.ItemRule = "account_asleep"
	NewsStale     opinion.ItemRule = "news_stale"
	NoticesStale  opinion.ItemRule = "notices_stale"
	ColumnEmpty   opinion.ItemRule = "column_empty"
	NotUpdated    opinion.ItemRule = "not_updated"
	ElementLacks  opinion.ItemRule = "element_missing"
	GuideLacks    opinion.ItemRule = "guide_element_missing"
	NoMeaning     opinion.ItemRule = "interpretation_missing"
	LateMeaning   opinion.ItemRule = "interpretation_late"
	NotLinked     opinion.ItemRule = "not_linked"
	NoResult      opinion.ItemRule = "result_missing"
	ShortTerm     opinion.ItemRule = "term_short"
	NoReply       opinion.ItemRule = "message_unanswered"
	LateReply     opinion.ItemRule = "message_late"
	NoInteraction opinion.ItemRule = "no_interaction"
	PersonsShown  opinion.ItemRule = "persons_shown"
)

// Certainty says how sure the house is of what a rule is based on.
type Certainty string

// How sure: the document or reports by it were read; it was recalled and is to be looked up before it is
// quoted; the item's own line of the catalogue says it.
const (
	Read     Certainty = "read"
	Recalled Certainty = "recalled"
	ByItem   Certainty = "item"
)

// Rule is what a finding goes by.
type Rule struct {
	ID        opinion.ItemRule  `json:"id"`
	Check     opinion.ItemCheck `json:"check"`
	Document  string            `json:"document,omitempty"` // 文号
	Certainty Certainty         `json:"certainty"`
}

const (
	channels  = "国办秘函〔2019〕19号"
	openness  = "国务院令第711号"
	decisions = "国务院令第713号"
	explained = "国办发〔2016〕80号"
	catalogue = "国办发〔2019〕54号"
)

// Rules are all of them, in the order in which a report tells of them.
var Rules = []Rule{
	{DeadPage, opinion.CheckReach, channels, Read},
	{SoftGone, opinion.CheckReach, channels, Read},
	{DeadLink, opinion.CheckLinks, channels, Read},
	{HomeAsleep, opinion.CheckFresh, channels, Read},
	{AccountAsleep, opinion.CheckFresh, channels, Read},
	{NewsStale, opinion.CheckFresh, channels, Recalled},
	{NoticesStale, opinion.CheckFresh, channels, Recalled},
	{ColumnEmpty, opinion.CheckFresh, channels, Recalled},
	{NotUpdated, opinion.CheckFresh, "", ByItem},
	{ElementLacks, opinion.CheckElements, catalogue, Recalled},
	{GuideLacks, opinion.CheckElements, channels, Recalled},
	{NoMeaning, opinion.CheckLinked, explained, Recalled},
	{LateMeaning, opinion.CheckTogether, explained, Recalled},
	{NotLinked, opinion.CheckLinked, explained, Recalled},
	{NoResult, opinion.CheckResult, decisions, Recalled},
	{ShortTerm, opinion.CheckTerm, decisions, Recalled},
	{NoReply, opinion.CheckReplies, channels, Recalled},
	{LateReply, opinion.CheckReplies, channels, Recalled},
	{NoInteraction, opinion.CheckInteract, channels, Read},
	{PersonsShown, opinion.CheckPersons, openness, Recalled},
}

var ruleOf = func() map[opinion.ItemRule]Rule {
	out := map[opinion.ItemRule]Rule{}
	for _, r := range Rules {
		out[r.ID] = r
	}
	return out
}()
