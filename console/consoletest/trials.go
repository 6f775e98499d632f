package consoletest

import (
	"context"
	"strings"

	"huiying/console/facts"
	"huiying/console/kit"
)

// trials answers by the id: at work, one that could not be read, or a board that was read.
type trials struct{ w *World }

// TrialIDs are trials that there are: one that found something, one that could not, one at work.
var TrialIDs = []string{"found", "blocked", "running"}

func (t trials) Begin(_ context.Context, _, address string) (string, error) {
	if !strings.HasPrefix(address, "https://") {
		return "", &kit.Error{Kind: kit.Invalid, Code: "trial_address", Words: "样例：网址不完整"}
	}
	return "found", t.w.Fail
}

func (t trials) Trial(_, id string) (facts.HeldTrial, error) {
	h := facts.HeldTrial{ID: id, Address: "https://board.example.org/list", Asked: 4}
	switch id {
	case "running":
		h.Running = true
	case "blocked":
		h.Code, h.Reason = "private_address", "the host resolves to an address that is not public"
	case "found":
		h.Trial = facts.Trial{Kind: "page", Charset: "gb18030", Warnings: []string{"year_guessed", "made_by_script"},
			Items: []facts.TrialItem{
				{Title: "【样例】小区停水三天", Text: "【样例】小区停水三天，没有通知，请尽快恢复。", URL: "https://board.example.org/1",
					Published: Now, Division: "320200", Reply: &facts.TrialReplyAt{Unit: "示例市水务局"}},
				{Title: "【样例】路灯不亮", Text: "【样例】路灯不亮", URL: "https://board.example.org/2"},
			},
			Replies: []facts.TrialReply{{Text: "【样例】已经恢复供水。"}},
			Refused: []facts.TrialRefusal{{Address: "https://board.example.org/3.pdf", Code: "attachment"}},
			YAML:    "  - id: board-example-org\n    name: board.example.org\n    by: page\n    url: \"https://board.example.org/list\"\n",
			Page:    "示例市市民留言板\n首页 上一页 下一页\n【样例】小区停水三天\n【样例】路灯不亮\n版权所有"}
	default:
		return h, &kit.Error{Kind: kit.NotFound, Code: "trial_gone"}
	}
	return h, t.w.Fail
}
