package verify

import (
	"slices"
	"strings"
	"testing"
)

// An answer that is the question again says nothing, whatever stands around it or in which order
// its sentences come. One that quotes the question and then answers is an answer.
func TestAnAnswerThatOnlyRepeatsTheQuestion(t *testing.T) {
	half := string([]rune(lamps.Text)[:len([]rune(lamps.Text))*2/3])
	tests := []struct {
		name, reply string
		repeats     bool
	}{
		{"whole", lamps.Title + "\n" + lamps.Text, true},
		{"body alone", lamps.Text, true},
		{"in other signs and widths", strings.NewReplacer("，", ", ", "。", ".\n").Replace(lamps.Text), true},
		{"with courtesy", "您好！您的留言已收悉。您反映的“" + lamps.Title + "”，" + lamps.Text + "感谢您对我们工作的理解与支持！", true},
		{"in another order", "请尽快修好，老人晚上出门摔倒过。望江里从柳絮巷到老码头一段路灯坏了两个月。", true},
		{"two thirds", half, true},
		{"two thirds, signed", "您好！关于" + half + "的问题，感谢您的关注。2026年11月20日", true},
		{"and handed on", lamps.Text + "该问题已转交区城管局处理，请耐心等待。", true},
		{"its own answer", lamps.Reply, false},
		{"quoted, then answered", "您反映“" + lamps.Text + "”。" + lamps.Reply, false},
		{"quoted, then answered in few words", lamps.Text + "路灯已于11月18日修复。", false},
		{"quoted, then a finding", lamps.Text + "经查属实。", false},
		{"quoted, then a term", lamps.Text + "将于12月5日前修好。", false},
		{"quoted, then who is in charge", lamps.Text + "该路段由榕湖物业负责养护，请拨打其维修电话。", false},
	}
	for _, tt := range tests {
		p := lamps
		p.Reply = tt.reply
		got := new(Judge).Judge(p, 0)
		at := slices.IndexFunc(got.Checks, func(c Check) bool { return c.Name == CheckRepeats })
		if repeats := at >= 0; repeats != tt.repeats || got.OK() == tt.repeats ||
			(got.FormLetter >= border) != tt.repeats {
			t.Errorf("%s: form letter %.2f, %v: %v", tt.name, got.FormLetter, got.OK(), got.Reasons())
			continue
		}
		if at < 0 {
			continue
		}
		if c := got.Checks[at]; c.OK || !strings.Contains(c.Reason, "复述") || !strings.Contains(c.ReasonEn, "repeats") {
			t.Errorf("%s: %+v", tt.name, c)
		}
		if e := Emptiness(p, got); !strings.Contains(e.Reason, "复述") {
			t.Errorf("%s: emptiest for %q", tt.name, e.Reason)
		}
	}
}

// A form letter that names the title stays one: it says of itself that the matter was passed on.
func TestAFormLetterIsNoRepeat(t *testing.T) {
	p := lamps
	p.Reply = "您好！感谢您的来信，您反映的“望江里路灯不亮”问题我们高度重视，已责成有关单位核实处理，后续将及时向您反馈。"
	if c := new(Judge).Judge(p, 0).Checks[1]; c.Name != CheckFormLetter || c.OK {
		t.Errorf("%+v", c)
	}
}

func TestWithoutPassages(t *testing.T) {
	tests := []struct {
		reply, question, rest string
		copied                float64
	}{
		{"", "望江里路灯不亮", "", 0},
		{"望江里路灯不亮", "", "望江里路灯不亮", 0},
		{"望江里路灯", "望江里路灯不亮", "望江里路灯", 0}, // shorter than a passage
		{"您好，望江里 路灯不亮。", "望江里路灯不亮了", "您好，。 。。", 7. / 9},
		{"ＡＢＣ1２3", "abc123", "。", 1},
	}
	for _, tt := range tests {
		if rest, copied := without(tt.reply, tt.question); rest != tt.rest || copied != tt.copied {
			t.Errorf("%q without %q: %q, %v; want %q, %v", tt.reply, tt.question, rest, copied, tt.rest, tt.copied)
		}
	}
}
