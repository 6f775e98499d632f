package unitdesk

import (
	"net/url"
	"strings"
	"testing"

	"huiying/opinion"
)

func TestWhatADraftBeginsWith(t *testing.T) {
	paper := opinion.Paper{Drafts: []opinion.Drafted{{N: 1, Text: "草稿", Kind: "事实更正"}}}
	redo := opinion.Case{State: opinion.Handling, Answer: "上次", Kind: "权威解释", Redone: 1}
	for name, x := range map[string]struct {
		in    url.Values
		found foundStart
		paper opinion.Paper
		c     opinion.Case
		want  draftStart
	}{
		"nothing": {want: draftStart{}},
		"what was refused": {in: url.Values{"text": {"填的"}, "kind": {"采纳公开"}},
			paper: paper, c: redo, want: draftStart{"填的", "采纳公开", "entered"}},
		"a draft before the answer":      {paper: paper, c: redo, want: draftStart{"草稿", "事实更正", "draft"}},
		"an answer that came back":       {c: redo, want: draftStart{"上次", "权威解释", "answer"}},
		"a found reply where nothing is": {found: foundStart{"网上的", false}, want: draftStart{"网上的", "", "found"}},
		"a draft before a found reply": {found: foundStart{"网上的", false}, paper: paper,
			want: draftStart{"草稿", "事实更正", "draft"}},
		"a found reply that was asked for": {found: foundStart{"网上的", true}, paper: paper, c: redo,
			want: draftStart{"网上的", "", "found"}},
		"an answer that came back before a found reply": {found: foundStart{"网上的", false}, c: redo,
			want: draftStart{"上次", "权威解释", "answer"}},
		"an answer that holds": {c: opinion.Case{State: opinion.Answered, Answer: "上次",
			Redone: 1, AnswerAt: testNow}, want: draftStart{}},
	} {
		if got := startOf(x.in, x.found, x.paper, x.c); got != x.want {
			t.Errorf("%s: %+v, want %+v", name, got, x.want)
		}
	}
}

func TestAPieceIsPutOnLinesOfItsOwn(t *testing.T) {
	for _, x := range []struct{ text, at, want string }{
		{"", "0", "依据"},
		{"已修好。", "", "已修好。\n依据"},
		{"已修好。\n", "5", "已修好。\n依据"},
		{"一\n二", "0", "一\n依据\n二"},    // behind the line of the cursor
		{"一\r\n二", "1", "一\n依据\n二"},  // as a form sends it
		{"𠮷一\n二", "3", "𠮷一\n依据\n二"},  // a rune of two units
		{"一\n二", "99", "一\n二\n依据"},   // no such place
		{"一\n二", "luck", "一\n二\n依据"}, // nor this
	} {
		if got := insertAt(x.text, "依据", x.at); got != x.want {
			t.Errorf("into %q at %q: %q, want %q", x.text, x.at, got, x.want)
		}
	}
	named := PolicyBasis{Number: "国办发〔2016〕61号", Title: "通知", URL: "https://gov.example.org/61"}
	if got := basis(named) + "|" + basis(PolicyBasis{Number: "样例条例"}); got !=
		"依据：通知（国办发〔2016〕61号） https://gov.example.org/61|依据：样例条例" {
		t.Error(got)
	}
}

func TestHowATextGoesOut(t *testing.T) {
	inform := []opinion.Timed{{Duty: opinion.DutyInform, Unit: "a"}}
	for name, x := range map[string]struct {
		c    opinion.Case
		unit string
		want string
	}{
		"lead":              {opinion.Case{State: opinion.Handling, Lead: "a"}, "a", "answer"},
		"lead that informs": {opinion.Case{State: opinion.Signed, Lead: "a", Clocks: inform}, "a", "answer inform"},
		"lead that informed": {opinion.Case{State: opinion.Signed, Lead: "a", Clocks: inform,
			Informed: testNow}, "a", "answer"},
		"co-unit":    {opinion.Case{State: opinion.Handling, Lead: "a", Co: []string{"b"}}, "b", "contribute"},
		"not signed": {opinion.Case{State: opinion.Dispatched, Lead: "a"}, "a", ""},
		"answered":   {opinion.Case{State: opinion.Answered, Lead: "a"}, "a", ""},
		"closed":     {opinion.Case{State: opinion.Closed, Lead: "a"}, "a", ""},
	} {
		var got []string
		for _, m := range waysOut(x.c, x.unit) {
			got = append(got, string(m))
		}
		if strings.Join(got, " ") != x.want {
			t.Errorf("%s: %v, want %s", name, got, x.want)
		}
	}
}
