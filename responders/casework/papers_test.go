package casework

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/opinion"
)

var paperDay = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

func workedCase() opinion.Case {
	return opinion.Case{ID: "c1", Version: 4, State: opinion.Handling, Lead: "water",
		Co: []string{"road"}, Dispatch: paperDay}
}

func paperWith(t *testing.T, c opinion.Case, cmds ...opinion.PaperCommand) opinion.Paper {
	t.Helper()
	p := opinion.Paper{Case: c.ID, Unit: "water"}
	for _, cmd := range cmds {
		cmd.Seen = p.Version
		e, err := DecidePaper(c, p, cmd, paperDay)
		if err != nil {
			t.Fatal(err)
		}
		if e != nil {
			p = p.Apply(*e, p.Version+1)
		}
	}
	return p
}

func TestWhoMayDoWhatToPapers(t *testing.T) {
	save := opinion.PaperCommand{Act: opinion.PaperSave, By: "a", Text: "已修好。", Kind: "解决公布"}
	sent := []opinion.PaperCommand{save, {Act: opinion.PaperSubmit, By: "a"}}
	for name, x := range map[string]struct {
		before []opinion.PaperCommand
		state  opinion.State
		cmd    opinion.PaperCommand
		want   string // code of the refusal
	}{
		"assign to a desk":      {cmd: opinion.PaperCommand{Act: opinion.PaperAssign, Post: "信访科"}},
		"an officer by account": {cmd: opinion.PaperCommand{Act: opinion.PaperAssign, To: "li.02"}},
		"an officer by number": {cmd: opinion.PaperCommand{Act: opinion.PaperAssign,
			To: "13812345678"}, want: CodeBadOfficer},
		"an officer by name": {cmd: opinion.PaperCommand{Act: opinion.PaperAssign,
			To: "张三"}, want: CodeBadOfficer},
		"a desk of many words": {cmd: opinion.PaperCommand{Act: opinion.PaperAssign,
			Post: strings.Repeat("科", 41)}, want: CodeTooLong},
		"an empty draft": {cmd: opinion.PaperCommand{Act: opinion.PaperSave,
			Text: " \n "}, want: CodeNeedsText},
		"a draft of another kind": {cmd: opinion.PaperCommand{Act: opinion.PaperSave, Text: "x",
			Kind: "删帖"}, want: CodeNeedsKind},
		"a draft after the answer":  {state: opinion.Answered, cmd: save, want: CodeNotOnDesk},
		"a draft of a closed case":  {state: opinion.Closed, cmd: save, want: CodeNotOnDesk},
		"to review without a draft": {cmd: opinion.PaperCommand{Act: opinion.PaperSubmit}, want: CodeNoDraft},
		"to review half done": {before: []opinion.PaperCommand{{Act: opinion.PaperSave,
			By: "a", Text: "经查，〔待填：结果〕"}}, cmd: opinion.PaperCommand{Act: opinion.PaperSubmit},
			want: CodeUnfilled},
		"to review twice": {before: sent,
			cmd: opinion.PaperCommand{Act: opinion.PaperSubmit}, want: CodeNoDraft},
		"approve what was not sent": {before: sent[:1],
			cmd:  opinion.PaperCommand{Act: opinion.PaperApprove, By: "b", Head: true},
			want: CodeNotSent},
		"approve as a handler": {before: sent,
			cmd: opinion.PaperCommand{Act: opinion.PaperApprove, By: "b"}, want: CodeNeedsHead},
		"approve one's own": {before: sent,
			cmd:  opinion.PaperCommand{Act: opinion.PaperApprove, By: "a", Head: true},
			want: CodeOwnDraft},
		"approve what one handed in": {before: []opinion.PaperCommand{save,
			{Act: opinion.PaperSubmit, By: "b"}},
			cmd:  opinion.PaperCommand{Act: opinion.PaperApprove, By: "b", Head: true},
			want: CodeOwnDraft},
		"approve as a second person": {before: sent,
			cmd: opinion.PaperCommand{Act: opinion.PaperApprove, By: "b", Head: true}},
		"approve where nobody is one": {before: sent, cmd: opinion.PaperCommand{Act: opinion.PaperApprove}},
		"send back without a word": {before: sent,
			cmd:  opinion.PaperCommand{Act: opinion.PaperSendBack, By: "b", Head: true},
			want: CodeNeedsReason},
		"send back": {before: sent,
			cmd: opinion.PaperCommand{Act: opinion.PaperSendBack, By: "b", Head: true,
				Reason: "写明日期"}},
		"no such act": {cmd: opinion.PaperCommand{Act: "burn"}, want: CodeUnknownMove},
	} {
		t.Run(name, func(t *testing.T) {
			c := workedCase()
			p := paperWith(t, c, x.before...)
			if x.state != "" {
				c.State = x.state
			}
			x.cmd.Seen = p.Version
			e, err := DecidePaper(c, p, x.cmd, paperDay)
			var no *MoveRefusal
			if errors.As(err, &no) {
				if no.Code != x.want || no.In("zh-CN") == no.Key || no.In("en") == no.Key {
					t.Fatalf("refused with %q, want %q", no.Code, x.want)
				}
				return
			}
			if err != nil || x.want != "" || e == nil {
				t.Fatalf("event %+v, %v; want %q", e, err, x.want)
			}
			if e.Case != "c1" || e.Unit != "water" || e.By != x.cmd.By {
				t.Errorf("%+v", e)
			}
		})
	}
}

func TestPapersTakeNoChangeUnseen(t *testing.T) {
	c := workedCase()
	p := paperWith(t, c, opinion.PaperCommand{Act: opinion.PaperSave, By: "a", Text: "一"})
	var no *MoveRefusal
	if _, err := DecidePaper(c, p, opinion.PaperCommand{Act: opinion.PaperSave, By: "b", Text: "二",
		Seen: 0}, paperDay); !errors.As(err, &no) || no.Code != CodeStaleVersion {
		t.Fatal(err)
	}
	if e, err := DecidePaper(c, p, opinion.PaperCommand{Act: opinion.PaperSave, By: "b",
		Text: " 一 ", Seen: p.Version}, paperDay); e != nil || err != nil {
		t.Errorf("the same text made a version: %+v %v", e, err)
	}
}

func TestDraftsAreRedacted(t *testing.T) {
	p := paperWith(t, workedCase(), opinion.PaperCommand{Act: opinion.PaperSave, Text: "请联系 13812345678。"})
	if d, _ := p.Draft(); strings.Contains(d.Text, "13812345678") || d.TextHash != opinion.TextHash(d.Text) {
		t.Errorf("%+v", d)
	}
}

func TestAnswersAreTheApprovedText(t *testing.T) {
	c := workedCase()
	p := paperWith(t, c, opinion.PaperCommand{Act: opinion.PaperSave, By: "a", Text: "已修好。"},
		opinion.PaperCommand{Act: opinion.PaperSubmit, By: "a"})
	var no *MoveRefusal
	if !errors.As(Reviewed(c, p, "已修好。"), &no) || no.Code != CodeNeedsReview {
		t.Error("went out before its review")
	}
	p = paperWith(t, c, opinion.PaperCommand{Act: opinion.PaperSave, By: "a", Text: "已修好。"},
		opinion.PaperCommand{Act: opinion.PaperSubmit, By: "a"},
		opinion.PaperCommand{Act: opinion.PaperApprove, By: "b", Head: true})
	if err := Reviewed(c, p, " 已修好。\n"); err != nil {
		t.Error(err)
	}
	if !errors.As(Reviewed(c, p, "已修好了。"), &no) || no.Code != CodeNotApproved {
		t.Error("another text went out")
	}
	later := paperWith(t, c, opinion.PaperCommand{Act: opinion.PaperSave, By: "a", Text: "已修好。"},
		opinion.PaperCommand{Act: opinion.PaperSubmit, By: "a"},
		opinion.PaperCommand{Act: opinion.PaperApprove, By: "b", Head: true},
		opinion.PaperCommand{Act: opinion.PaperSave, By: "a", Text: "改过。"})
	if !errors.As(Reviewed(c, later, "已修好。"), &no) || no.Code != CodeNeedsReview {
		t.Error("a change after the approval kept the approval")
	}
	c.Matter = opinion.Disclosure
	if err := Reviewed(c, opinion.Paper{}, ""); err != nil {
		t.Error(err)
	}
}

// Whatever is done in whatever order by named accounts: what is approved was written, handed in
// and approved by two persons at least, and is the latest version word for word.
func TestNothingIsApprovedByOnePerson(t *testing.T) {
	acts := []opinion.PaperAct{opinion.PaperAssign, opinion.PaperSave, opinion.PaperSubmit,
		opinion.PaperApprove, opinion.PaperSendBack, opinion.PaperDrop}
	rapid.Check(t, func(t *rapid.T) {
		c := workedCase()
		p := opinion.Paper{Case: c.ID, Unit: "water"}
		for range rapid.IntRange(1, 30).Draw(t, "acts") {
			cmd := opinion.PaperCommand{Act: rapid.SampledFrom(acts).Draw(t, "act"),
				By:   rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "by"),
				Head: rapid.Bool().Draw(t, "head"),
				Text: rapid.SampledFrom([]string{"一", "二", "三"}).Draw(t, "text"), Reason: "改", Seen: p.Version}
			e, err := DecidePaper(c, p, cmd, paperDay)
			if err != nil || e == nil {
				continue
			}
			p = p.Apply(*e, p.Version+1)
			if p.State != opinion.PaperApproved {
				if p.Approved != "" && p.State == opinion.PaperDrafted {
					t.Fatalf("a new version kept an approval: %+v", p)
				}
				continue
			}
			d, ok := p.Draft()
			if !ok || d.TextHash != p.Approved || p.Reviewer == d.By || p.Reviewer == p.Sent || p.Reviewer == "" {
				t.Fatalf("%+v", p)
			}
		}
	})
}
