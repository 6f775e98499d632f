package kit

import (
	"slices"

	"huiying/opinion"
)

// choiceList is a closed list with the present choice.
type choiceList struct {
	V    *Naming
	List []string
	Now  string
}

// choices are the closed lists of the forms, by the values that a case keeps: reasons for a return
// from hotline practice, kinds of response of 国办发〔2016〕80号, channels of 国办函〔2025〕66号, kinds of
// answer to a request (政府信息公开条例 articles 36 to 39) and why its time does not count (articles 30
// and 33). Their words are choice.<value>.
var choices = map[string][]string{
	"reason":  {"属地不符", "职能不符", "权属不清", "应走法定渠道", "重复", "信息不足"},
	"kind":    {"权威解释", "解决公布", "调查发布", "采纳公开", "事实更正"},
	"channel": valuesOf(opinion.StatutoryChannels),
	"solved":  {"yes", "partly", "no", "promised"},
	"dkind":   {"予以公开", "部分公开", "不予公开", "信息不存在", "非本机关负责", "不予处理"},
	"pause":   {"补正", "征求第三方意见"},
	"limit":   {"24h", "48h", "3d", "5d", "7d", "15d"},
}

// valuesOf are the values of a kind of thing as a form holds them.
func valuesOf[ID ~string](kind []ID) []string {
	out := make([]string, len(kind))
	for i, id := range kind {
		out[i] = string(id)
	}
	return out
}

// Choices offers a closed list.
func (v *Naming) Choices(of, now string) choiceList { return choiceList{v, choices[of], now} }

// ChoiceWord is the word for a value of a closed list; other values are words already.
func (v *Naming) ChoiceWord(of, value string) string {
	if slices.Contains(choices[of], value) {
		return v.Word("choice.", value)
	}
	return value
}

// OfficeMeans are the ways in which the office confirms whether a case is solved.
func (v *Naming) OfficeMeans() []opinion.Means { return opinion.OfficeMeans }
