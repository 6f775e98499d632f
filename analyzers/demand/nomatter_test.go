package demand

import (
	"testing"

	"huiying/opinion"
)

// What is dropped by a rule must be clear: whoever quotes an answer or complains of an
// advertisement asks, and whatever is in doubt is no matter for a rule.
func TestOnlyClearAnswersAndAdvertisementsAreNoMatter(t *testing.T) {
	for _, c := range []struct {
		want opinion.NoMatter
		text string
	}{
		{opinion.NoMatterAnswer, "尊敬的网友，您好！您反映的路灯不亮问题收悉，经核实，现答复如下：已安排维修。感谢您对我们工作的支持。"},
		{opinion.NoMatterAnswer, "网友您好：您的留言已收到，现将有关情况回复如下：该路段投诉较多，我局已列入计划。"},
		{"", "您好，城管给我答复说“您反映的问题收悉，现答复如下：已整改”，但是油烟照样往楼上飘。"},
		{"", "您好，想问一下上次的留言有没有收悉，什么时候能答复。"},
		{opinion.NoMatterAdvertisement, "本公司专业承接各类工程，代开发票，量大从优，详情加微信，欢迎来电。"},
		{"", "天天收到短信说代开发票、低息贷款、加微信，请查处。"},
		{"", "楼下小店清仓甩卖，喇叭从早喊到晚。"},
		{"", "孩子们在食堂吃完午饭以后都吐了。"},
	} {
		if got := Judge("", c.text); got.NoMatter != c.want || got.NoMatter != "" &&
			(got.ID != opinion.NoDemand || len(got.Evidence) < 3) {
			t.Errorf("%s: %+v, want %q", c.text, got, c.want)
		}
	}
}

func TestAnAdvertisementThatTellsWhatItLacksIsOne(t *testing.T) {
	got := Judge("", "低息贷款，无抵押贷款，不查征信，当天放款，加微信办理。")
	if got.ID != opinion.NoDemand || got.NoMatter != opinion.NoMatterAdvertisement {
		t.Errorf("%+v", got)
	}
}
