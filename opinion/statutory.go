package opinion

import "cmp"

// Statutory (法定渠道) is a channel that the law has for a matter: such a case is referred, with
// the words that tell the public which one. An own catalogue may name others in words of its own.
type Statutory string

// The channels of 国办函〔2025〕66号.
const (
	ToEmergency   Statutory = "emergency"   // 警情急救
	ToLitigation  Statutory = "litigation"  // 诉讼
	ToArbitration Statutory = "arbitration" // 仲裁
	ToDiscipline  Statutory = "discipline"  // 纪检监察
	ToReview      Statutory = "review"      // 行政复议
	ToDisclosure  Statutory = "disclosure"  // 依申请公开
	ToPetition    Statutory = "petition"    // 信访
)

type statutoryTraits struct {
	name   string // as the steps of a route and the command line write it
	atOnce bool   // the office passes it on itself, at once; of others it tells the public
}

var statutory = kinds[Statutory, statutoryTraits]{
	{ToEmergency, statutoryTraits{"110、119、120、122", true}},
	{ToLitigation, statutoryTraits{name: "诉讼"}},
	{ToArbitration, statutoryTraits{name: "仲裁"}},
	{ToDiscipline, statutoryTraits{name: "纪检监察"}},
	{ToReview, statutoryTraits{name: "行政复议"}},
	{ToDisclosure, statutoryTraits{name: "依申请公开"}},
	{ToPetition, statutoryTraits{name: "信访"}},
}

// StatutoryChannels are all of them, in order.
var StatutoryChannels = statutory.all()

// Name is what s is called, in Chinese; a word of an own catalogue stands for itself.
func (s Statutory) Name() string { is, _ := statutory.of(s); return cmp.Or(is.name, string(s)) }

// AtOnce says whether the office passes the matter on itself, at once.
func (s Statutory) AtOnce() bool { is, _ := statutory.of(s); return is.atOnce }
