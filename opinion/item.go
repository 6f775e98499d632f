package opinion

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Item (公开事项) is a duty to publish: a unit owes the public a piece of information, at a known place,
// in known elements, by a known day, and again when it changes. It is the fold of its ItemEvents. Of
// pages it knows address, time, hash and which elements were found, never their text: lists such as
// those of assistance name people.
type Item struct {
	ID      string `json:"id"`
	Version uint64 `json:"version"` // number of its events
	Hash    string `json:"hash"`    // of the last of them

	ItemFacts           // as they are now, reviewed or not
	Shown     ItemFacts `json:"shown,omitzero"` // as they stand before the public

	State     ItemState     `json:"state"`
	Attribute ItemAttribute `json:"attribute,omitempty"`
	Secrecy   bool          `json:"secrecy,omitempty"` // 保密审查: it was done, and nothing is secret
	Reason    string        `json:"reason,omitempty"`  // why it was returned, withheld or withdrawn
	Sent      string        `json:"sent,omitempty"`    // account that handed it in for review
	Passed    string        `json:"passed,omitempty"`  // account that passed it at the first level

	Added     time.Time `json:"added"`
	Changed   time.Time `json:"changed"`
	Published time.Time `json:"published,omitzero"`
	Updated   time.Time `json:"updated,omitzero"`  // the last time that the page was new, as far as is known
	Looked    time.Time `json:"looked,omitzero"`   // 定期评估
	Happened  time.Time `json:"happened,omitzero"` // 信息形成或变更, not yet published
	Due       time.Time `json:"due,omitzero"`      // until when the next thing is owed
	Proof     ItemProof `json:"proof,omitzero"`    // the last look at its page
}

// ItemFacts are what an Item says of itself: the nine elements and what the register adds.
type ItemFacts struct {
	Kind     ItemKind `json:"kind"`
	Division string   `json:"division"`         // whose catalogue it stands in
	Field    string   `json:"field,omitempty"`  // of the service catalogue (26 pilot fields and others)
	Serial   string   `json:"serial,omitempty"` // 序号, as the office counts

	First    string       `json:"first,omitempty"` // 公开事项, 一级
	Name     string       `json:"name"`            // 公开事项, 二级
	Content  string       `json:"content,omitempty"`
	Basis    string       `json:"basis,omitempty"`
	Limit    string       `json:"limit,omitempty"` // 公开时限, as it is written
	Body     string       `json:"body,omitempty"`  // 公开主体, as it is written
	Way      ItemWay      `json:"way,omitzero"`
	Channel  string       `json:"channel,omitempty"` // 公开渠道和载体
	Audience ItemAudience `json:"audience,omitzero"`
	Levels   []Level      `json:"levels,omitempty"`

	Unit     string    `json:"unit,omitempty"`     // its owner
	Reviewer string    `json:"reviewer,omitempty"` // unit of the second review: the openness office
	Cycle    ItemCycle `json:"cycle,omitzero"`
	// Addresses are where it is published, the first of them for its proof.
	Addresses []string `json:"addresses,omitempty"`
	Links     []string `json:"links,omitempty"` // ids of other items: a policy's interpretation
	// Opens and Closes are the first and the last day of a consultation, 2026-12-01.
	Opens  string `json:"opens,omitempty"`
	Closes string `json:"closes,omitempty"`
	// Dated is the day of the document itself (policy, interpretation).
	Dated string `json:"dated,omitempty"`
	// Result is where the outcome of a consultation is published.
	Result string `json:"result,omitempty"`
}

// ItemWay (公开方式) is how an item is given.
type ItemWay struct {
	Active  bool `json:"active,omitempty"`  // 主动公开
	Request bool `json:"request,omitempty"` // 依申请公开
}

// ItemAudience (公开对象) is to whom.
type ItemAudience struct {
	All    bool   `json:"all,omitempty"`    // 全社会
	Groups string `json:"groups,omitempty"` // 特定群体, named
}

// CycleBy says what makes an item due.
type CycleBy string

// What makes an item due.
const (
	CycleNone     CycleBy = "none"     // the limit says nothing that can be counted
	CycleOnce     CycleBy = "once"     // 一次性
	CycleEvent    CycleBy = "event"    // 信息形成或变更之日起 N 日内
	CycleEvery    CycleBy = "every"    // 每 N 日
	CycleStanding CycleBy = "standing" // 长期公开: it has to be there
)

var cycleBys = kinds[CycleBy, struct{}]{{CycleNone, struct{}{}}, {CycleOnce, struct{}{}},
	{CycleEvent, struct{}{}}, {CycleEvery, struct{}{}}, {CycleStanding, struct{}{}}}

// CycleBys are all of them, in order.
var CycleBys = cycleBys.all()

// ItemCycle is how often an item is owed.
type ItemCycle struct {
	By      CycleBy `json:"by,omitempty"`
	Days    int     `json:"days,omitempty"`
	Working bool    `json:"working,omitempty"` // Days are working days
}

// InForce is the cycle that an item is held to: its own, else that of its kind.
func (f ItemFacts) InForce() ItemCycle {
	if f.Cycle.By == "" || f.Cycle.By == CycleNone {
		return f.Kind.Cycle()
	}
	return f.Cycle
}

// ItemProof is what was seen at an item's address: facts about the page, never its words.
type ItemProof struct {
	Address string        `json:"address"`
	At      time.Time     `json:"at"`
	Hash    string        `json:"hash,omitempty"`    // of the page as it was
	Found   []ItemElement `json:"found,omitempty"`   // elements that were found
	Missing []ItemElement `json:"missing,omitempty"` // elements that were not
	Failed  []ItemCheck   `json:"failed,omitempty"`  // checks that the page did not pass
	Updated time.Time     `json:"updated,omitzero"`  // the newest day that the page tells
}

// Seen says whether anybody looked.
func (p ItemProof) Seen() bool { return !p.At.IsZero() }

// Dead says that the address did not answer.
func (p ItemProof) Dead() bool { return slices.Contains(p.Failed, CheckReach) }

// Good says that the page passed all that was looked at.
func (p ItemProof) Good() bool { return p.Seen() && len(p.Failed) == 0 }

// Late says that what an item owes was due before a moment.
func (i Item) Late(now time.Time) bool {
	return !i.Due.IsZero() && i.Due.Before(now) && !i.State.Over()
}

// Public says whether an item stands before the public, be it in an earlier form.
func (i Item) Public() bool { return i.Shown.Name != "" && i.State != ItemWithdrawn }

// Open says whether a consultation can be spoken to at a moment.
func (i Item) Open(now time.Time) bool {
	day := now.In(Beijing).Format(time.DateOnly)
	return i.Kind == ItemConsultation && i.Public() && i.State != ItemConcluded && i.Shown.Closes >= day &&
		(i.Shown.Opens == "" || i.Shown.Opens <= day)
}

// In says whether an item lies in a scope; path is a place and all that it lies in.
func (i Item) In(scope *Scope, path func(division string) []string) bool {
	switch {
	case scope == nil:
		return true
	case len(scope.Units) > 0:
		return slices.Contains(scope.Units, i.Unit)
	case scope.Division == "":
		return false
	}
	return i.Division == scope.Division || slices.Contains(path(i.Division), scope.Division)
}

// Lacks are the elements that an item has to name and does not, in order.
func (f ItemFacts) Lacks() (out []ItemElement) {
	for _, e := range f.Kind.Facts() {
		if !f.has(e) {
			out = append(out, e)
		}
	}
	return out
}

func (f ItemFacts) has(e ItemElement) bool {
	//exhaustive:ignore the others are elements of pages, not of facts
	switch e {
	case ElementName:
		return f.Name != ""
	case ElementContent:
		return f.Content != ""
	case ElementBasis:
		return f.Basis != ""
	case ElementLimit:
		return f.Limit != ""
	case ElementBody:
		return f.Body != "" || f.Unit != ""
	case ElementWay:
		return f.Way != ItemWay{}
	case ElementChannel:
		return f.Channel != ""
	case ElementAudience:
		return f.Audience != ItemAudience{}
	case ElementLevel:
		return len(f.Levels) > 0
	}
	return true
}

// Written is the facts as they may be kept: every text cleaned and without identifiers of persons,
// every address in its one spelling.
func (f ItemFacts) Written() ItemFacts {
	for _, text := range []*string{&f.Serial, &f.First, &f.Name, &f.Content, &f.Basis, &f.Limit, &f.Body,
		&f.Channel, &f.Audience.Groups, &f.Opens, &f.Closes, &f.Dated} {
		*text = Typed(*text)
	}
	f.Result = CanonicalURL(f.Result)
	var addresses []string
	for _, a := range f.Addresses {
		if a = CanonicalURL(a); a != "" && !slices.Contains(addresses, a) {
			addresses = append(addresses, a)
		}
	}
	f.Addresses = addresses
	f.Levels = slices.Compact(slices.Sorted(slices.Values(f.Levels)))
	if len(f.Levels) == 0 {
		f.Levels = nil
	}
	f.Links = slices.Compact(slices.Sorted(slices.Values(f.Links)))
	if len(f.Links) == 0 {
		f.Links = nil
	}
	return f
}

// Same says whether two items say the same of themselves.
func (f ItemFacts) Same(g ItemFacts) bool {
	return slices.Equal(f.Levels, g.Levels) && slices.Equal(f.Addresses, g.Addresses) &&
		slices.Equal(f.Links, g.Links) && f.plain() == g.plain()
}

// plain is what of the facts can be compared by ==.
func (f ItemFacts) plain() any {
	return struct {
		kind     ItemKind
		texts    [16]string
		way      ItemWay
		audience ItemAudience
		cycle    ItemCycle
	}{f.Kind, [...]string{f.Division, f.Field, f.Serial, f.First, f.Name, f.Content, f.Basis, f.Limit, f.Body,
		f.Channel, f.Unit, f.Reviewer, f.Opens, f.Closes, f.Dated, f.Result}, f.Way, f.Audience, f.Cycle}
}

// ItemID is the id of the nth item of the same kind, place, field, names and body. It stays when any of
// them is changed later.
func ItemID(f ItemFacts, nth int) string {
	return "o" + hashOf("item", string(f.Kind), f.Division, f.Field, f.First, f.Name,
		strings.TrimSpace(f.Body), strconv.Itoa(nth))[:24]
}

// ItemSubject is where the events of an item are kept.
func ItemSubject(id string) string { return "item." + token(id) }
