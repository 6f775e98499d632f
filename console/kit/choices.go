package kit

// disclosureKinds are the kinds of answer to a request (政府信息公开条例 articles 36 to 39), pauseReasons why its
// time does not count (articles 30 and 33).
var (
	disclosureKinds = []Choice{
		{"予以公开", "予以公开", "Disclosed"}, {"部分公开", "部分公开", "Disclosed in part"}, {"不予公开", "不予公开", "Not disclosed"},
		{"信息不存在", "信息不存在", "There is no such information"}, {"非本机关负责", "非本机关负责", "Another office's"}, {"不予处理", "不予处理", "Not dealt with"},
	}
	pauseReasons = []Choice{{"补正", "补正（期限重新起算）", "The applicant must say more (the limit begins again)"}, {"征求第三方意见", "征求第三方意见", "A third party is heard"}}
)

// Choice is one entry of a closed list.
type Choice struct{ Value, Zh, En string }

// Choices are the closed lists of the forms.
type Choices struct {
	ReturnReasons []Choice // 退单理由
	Kinds         []Choice // kinds of response (国办发〔2016〕80号)
	Channels      []Choice // statutory channels
	Solved        []Choice // solved for the public
}

// choiceList is a closed list with the present choice.
type choiceList struct {
	V    *Naming
	List []Choice
	Now  string
}

// Choices offers a closed list.
func (v *Naming) Choices(of, now string) choiceList {
	return choiceList{v, v.kit.Choices.of(of), now}
}

// ChoiceWord is the word for a value of a closed list; other values are words already.
func (v *Naming) ChoiceWord(of, value string) string {
	for _, c := range v.kit.Choices.of(of) {
		if c.Value == value {
			return v.In(c.Zh, c.En)
		}
	}
	return value
}

func (c Choices) of(name string) []Choice {
	switch name {
	case "reason":
		return c.ReturnReasons
	case "kind":
		return c.Kinds
	case "channel":
		return c.Channels
	case "solved":
		return c.Solved
	case "dkind":
		return disclosureKinds
	case "pause":
		return pauseReasons
	}
	return nil
}

// Filled takes the defaults for empty lists.
func (c Choices) Filled() Choices {
	d := DefaultChoices()
	or := func(have, usual []Choice) []Choice {
		if len(have) > 0 {
			return have
		}
		return usual
	}
	return Choices{or(c.ReturnReasons, d.ReturnReasons), or(c.Kinds, d.Kinds), or(c.Channels, d.Channels), or(c.Solved, d.Solved)}
}

// DefaultChoices are the closed lists of the regulations: reasons for a return from hotline
// practice, kinds of response of 国办发〔2016〕80号, channels of 国办函〔2025〕66号.
func DefaultChoices() Choices {
	return Choices{
		ReturnReasons: []Choice{
			{"属地不符", "属地不符", "Not our territory"}, {"职能不符", "职能不符", "Not our duty"},
			{"权属不清", "权属不清", "Ownership unclear"}, {"应走法定渠道", "应走法定渠道", "Has a statutory channel"},
			{"重复", "重复", "Repeat"}, {"信息不足", "信息不足", "Too little information"},
		},
		Kinds: []Choice{
			{"权威解释", "权威解释", "Authoritative explanation"}, {"解决公布", "解决公布", "Solution published"},
			{"调查发布", "调查发布", "Investigation published"}, {"采纳公开", "采纳公开", "Suggestion: adopted or not"},
			{"事实更正", "事实更正", "Correction with facts"},
		},
		Channels: []Choice{
			{"emergency", "110/119/120/122 紧急热线", "Emergency lines 110/119/120/122"}, {"litigation", "诉讼", "Litigation"},
			{"arbitration", "仲裁", "Arbitration"}, {"discipline", "纪检监察", "Discipline inspection"},
			{"review", "行政复议", "Administrative review"}, {"disclosure", "依申请公开", "Disclosure on request"},
			{"petition", "信访", "Petition"},
		},
		Solved: []Choice{{"yes", "已解决", "Solved"}, {"partly", "部分解决", "Partly solved"}, {"no", "未解决", "Not solved"}, {"promised", "已承诺期限，到期兑现", "Promised for a day to come"}},
	}
}

// Limits are the spans by which a case can be extended.
var Limits = []Choice{
	{"24h", "24 小时", "24 hours"}, {"48h", "48 小时", "48 hours"}, {"3d", "3 天", "3 days"},
	{"5d", "5 天", "5 days"}, {"7d", "7 天", "7 days"}, {"15d", "15 天", "15 days"},
}
