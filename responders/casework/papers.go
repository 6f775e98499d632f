package casework

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huiying/opinion"
)

// PaperCommand is an act upon a unit's working papers (办理底稿) of a case.
type PaperCommand struct {
	Act    opinion.PaperAct
	By     string // account of the office; "" where nobody signs in
	Head   bool   // it may review what others of the unit wrote
	Seen   uint64 // the version that was looked at
	Post   string // assign
	To     string // assign
	Text   string // save
	Kind   string // save
	Reason string // send_back
}

// The codes of refusals about working papers.
const (
	CodeNotOnDesk   = "not_on_desk"
	CodeNoDraft     = "no_draft"
	CodeNotSent     = "not_submitted"
	CodeOwnDraft    = "own_draft"
	CodeNeedsHead   = "needs_head"
	CodeNeedsReview = "needs_review"
	CodeNotApproved = "not_approved_text"
	CodeBadOfficer  = "bad_officer"
	CodeUnfilled    = "unfilled"
)

// Blank marks in a template what only the unit knows (〔待填：…〕). A text that still holds it is not ready.
const Blank = "〔待填"

// officer is how accounts are named.
var officer = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$`)

const maxPost = 40 // runes of a desk's name

// DecidePaper says what an act does to the papers. No event and no error means that there is
// nothing to do. It is pure.
func DecidePaper(c opinion.Case, p opinion.Paper, cmd PaperCommand, now time.Time) (*opinion.PaperEvent, error) {
	place := c.OnDesk(p.Unit, p.State)
	switch {
	case place == "" || place == opinion.DeskAnswered && cmd.Act != opinion.PaperAssign && cmd.Act != opinion.PaperDrop:
		return nil, refuse(c, CodeNotOnDesk, "本办件现在不在您单位办理，不能改动底稿。", "your unit is not working on this case now, so its papers stay as they are")
	case cmd.Seen != p.Version:
		return nil, refuse(c, CodeStaleVersion, "同事刚刚改动过底稿。请核对最新内容后再操作。", "a colleague has just changed the papers; look at them again, then decide")
	}
	e := &opinion.PaperEvent{Case: c.ID, Unit: p.Unit, Act: cmd.Act, At: notBefore(now, p.Changed), By: cmd.By}
	var r *Refusal
	did := true
	switch cmd.Act {
	case opinion.PaperAssign:
		did, r = assign(c, p, cmd, e)
	case opinion.PaperSave:
		did, r = save(c, p, cmd, e)
	case opinion.PaperSubmit:
		r = submit(c, p)
	case opinion.PaperApprove, opinion.PaperSendBack:
		r = judge(c, p, cmd, e)
	case opinion.PaperDrop:
		e.Post, e.To, did = p.Post, p.To, p.State != ""
	default:
		r = refuse(c, CodeUnknownMove, "没有这个操作。", "there is no such act")
	}
	if r != nil {
		return nil, r
	}
	if !did {
		return nil, nil
	}
	return e, nil
}

// assign gives the work to a desk of the unit, to an officer, or to nobody again.
func assign(c opinion.Case, p opinion.Paper, cmd PaperCommand, e *opinion.PaperEvent) (bool, *Refusal) {
	e.Post, e.To = strings.Join(strings.Fields(plain(cmd.Post)), " "), strings.TrimSpace(cmd.To)
	if utf8.RuneCountInString(e.Post) > maxPost {
		return false, refuse(c, CodeTooLong, fmt.Sprintf("科室或岗位请控制在%d字以内。", maxPost), fmt.Sprintf("keep the desk's name within %d characters", maxPost))
	}
	if e.To != "" && (!officer.MatchString(e.To) || plain(e.To) != e.To) {
		return false, refuse(c, CodeBadOfficer, "经办人请填账号（字母、数字、. _ -），不填姓名、电话。", "name the officer by account (letters, digits, . _ -), never by name or number")
	}
	return e.Post != p.Post || e.To != p.To, nil
}

func save(c opinion.Case, p opinion.Paper, cmd PaperCommand, e *opinion.PaperEvent) (bool, *Refusal) {
	e.Text, e.Kind = plain(cmd.Text), cmd.Kind
	switch {
	case e.Text == "":
		return false, refuse(c, CodeNeedsText, "请填写正文。", "write the text first")
	case utf8.RuneCountInString(e.Text) > maxWords:
		return false, refuse(c, CodeTooLong, fmt.Sprintf("正文请控制在%d字以内。", maxWords), fmt.Sprintf("keep the text within %d characters", maxWords))
	case e.Kind != "" && !slices.Contains(ResponseKinds, e.Kind) && !slices.Contains(DisclosureKinds, e.Kind):
		return false, refuse(c, CodeNeedsKind, "请选择回应方式。", "choose a kind of response from the list")
	}
	e.TextHash = opinion.TextHash(e.Text)
	last, _ := p.Draft()
	return last.TextHash != e.TextHash || last.Kind != e.Kind, nil // looking and saving again makes nobody a drafter
}

func submit(c opinion.Case, p opinion.Paper) *Refusal {
	switch p.State {
	case "":
		return refuse(c, CodeNoDraft, "还没有草稿，请先起草。", "there is no draft yet; write one first")
	case opinion.PaperSubmitted, opinion.PaperApproved:
		return refuse(c, CodeNoDraft, "这份草稿已经送审。如有改动，请先保存。", "this draft was handed in already; save a change first")
	}
	if d, _ := p.Draft(); strings.Contains(d.Text, Blank) {
		return unfilled(c)
	}
	return nil
}

func unfilled(c opinion.Case) *Refusal {
	return refuse(c, CodeUnfilled, "草稿中还有“〔待填…〕”，请填写或删去。", "the text still holds 〔待填…〕: fill it in or take it out")
}

// Ready refuses a text that is not fit to go out.
func Ready(c opinion.Case, text string) error {
	if strings.Contains(text, Blank) {
		return unfilled(c)
	}
	return nil
}

// judge is the second person's word (审核). Whoever wrote the text, or handed it in, is not the second
// person. Where nobody signs in, nobody can be told apart, and the rule is off.
func judge(c opinion.Case, p opinion.Paper, cmd PaperCommand, e *opinion.PaperEvent) *Refusal {
	draft, has := p.Draft()
	switch {
	case !has || p.State != opinion.PaperSubmitted:
		return refuse(c, CodeNotSent, "没有等待审核的草稿。", "no draft waits for review")
	case cmd.By != "" && !cmd.Head:
		return refuse(c, CodeNeedsHead, "审核由单位负责人办理。", "the head of the unit reviews")
	case cmd.By != "" && (cmd.By == draft.By || cmd.By == p.Sent):
		return refuse(c, CodeOwnDraft, "起草人、送审人不能审核自己的草稿，请由另一位负责人审核。", "whoever wrote or handed in the draft cannot review it; another head of the unit does")
	}
	if cmd.Act == opinion.PaperApprove {
		e.TextHash = draft.TextHash
		return nil
	}
	if e.Reason = plain(cmd.Reason); e.Reason == "" {
		return refuse(c, CodeNeedsReason, "请写明退回修改的意见。", "say what is to be changed")
	}
	if utf8.RuneCountInString(e.Reason) > maxReason {
		return refuse(c, CodeTooLong, fmt.Sprintf("意见请控制在%d字以内。", maxReason), fmt.Sprintf("keep it within %d characters", maxReason))
	}
	return nil
}

// Reviewed refuses an answer that no second person approved word for word. It is asked where the
// configuration wants reviews (casework.review), of what the public said; a request for disclosure has a review of
// its own.
func Reviewed(c opinion.Case, p opinion.Paper, text string) error {
	switch {
	case c.Matter == opinion.Disclosure:
		return nil
	case p.State != opinion.PaperApproved:
		return refuse(c, CodeNeedsReview, "本机关要求答复先审后发：请在“承办”中起草并送审，由另一人审核通过后再答复。",
			"answers are reviewed here before they go out: draft it on the unit's desk (/work), hand it in, and answer when a second person has approved it")
	case opinion.TextHash(plain(text)) != p.Approved:
		return refuse(c, CodeNotApproved, "答复内容与审核通过的文本不一致。请使用审核通过的文本，或重新送审。",
			"the answer is not the text that was approved; send the approved text, or hand the new one in for review")
	}
	return nil
}
