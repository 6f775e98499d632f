package casework

import (
	"time"
)

// ReturnReasons are the codes with which a unit may return a case (退单).
var ReturnReasons = []string{"属地不符", "职能不符", "权属不清", "应走法定渠道", "重复", "信息不足"}

// ResponseKinds are the kinds of response (国办发〔2016〕80号): a suggestion's adoption is
// published, a hardship's solution, a major problem's investigation; what is unclear is
// explained with authority, what is mistaken is corrected with facts.
var ResponseKinds = []string{"采纳公开", "解决公布", "调查发布", "权威解释", "事实更正"}

// DisclosureKinds are the ways to answer a request (政府信息公开条例, State Council order 711, articles 36
// to 39).
var DisclosureKinds = []string{"予以公开", "部分公开", "不予公开", "信息不存在", "非本机关负责", "不予处理"}

// PauseReasons are why the time of a request does not count: the applicant is asked to say more
// (补正), after which the limit begins anew, or a third party is heard (articles 30 and 33).
var PauseReasons = []string{Supplement, "征求第三方意见"}

// Supplement (补正) starts the limit of a request again.
const Supplement = "补正"

// SolvedWords say whether the matter was solved for the public, which is another fact than
// the case being closed.
var SolvedWords = []string{"yes", "partly", "no", SolvedPromised}

// SolvedPromised: the answer names a day that is still to come. The case ends, the promise goes on.
const SolvedPromised = "promised"

// Channels are the statutory channels (应走法定渠道) that forms offer. A configured topic may
// name another one, so refer takes any words.
var Channels = []string{"110/119/120/122", "诉讼", "仲裁", "纪检监察", "行政复议", "依申请公开", "信访"}

// Limits of what a command may carry.
const (
	maxWords     = 20000 // runes of a text
	maxReason    = 500   // runes of a reason or channel
	maxExtension = 90 * 24 * time.Hour
	raiseEvery   = 3 // returns or redone answers (提级办理)
)

// System is the By of everything that no person decided.
const System = "system"
