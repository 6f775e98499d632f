package casework

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"huiying/opinion"
)

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

// officer is how accounts are named.
var officer = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$`)

const maxPost = 40 // runes of a desk's name

// DecidePaper says what an act does to the papers. No event and no error means that there is
// nothing to do. It is pure.
func DecidePaper(c opinion.Case, p opinion.Paper, cmd opinion.PaperCommand,
	now time.Time) (*opinion.PaperEvent, error) {
	place := c.OnDesk(p.Unit, p.State)
	switch {
	case place == "" || place == opinion.DeskAnswered && cmd.Act != opinion.PaperAssign && cmd.Act != opinion.PaperDrop:
		return nil, refuse(c, CodeNotOnDesk, "refusal.not_on_desk")
	case cmd.Seen != p.Version:
		return nil, refuse(c, CodeStaleVersion, "refusal.stale_version.paper")
	}
	e := &opinion.PaperEvent{Case: c.ID, Unit: p.Unit, Act: cmd.Act, At: notBefore(now, p.Changed), By: cmd.By}
	var r *MoveRefusal
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
		r = refuse(c, CodeUnknownMove, "refusal.unknown_move.paper")
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
func assign(c opinion.Case, p opinion.Paper, cmd opinion.PaperCommand, e *opinion.PaperEvent) (bool, *MoveRefusal) {
	e.Post, e.To = strings.Join(strings.Fields(plain(cmd.Post)), " "), strings.TrimSpace(cmd.To)
	if utf8.RuneCountInString(e.Post) > maxPost {
		return false, refuse(c, CodeTooLong, "refusal.too_long.post", maxPost)
	}
	if e.To != "" && (!officer.MatchString(e.To) || plain(e.To) != e.To) {
		return false, refuse(c, CodeBadOfficer, "refusal.bad_officer")
	}
	return e.Post != p.Post || e.To != p.To, nil
}

func save(c opinion.Case, p opinion.Paper, cmd opinion.PaperCommand, e *opinion.PaperEvent) (bool, *MoveRefusal) {
	e.Text, e.Kind = plain(cmd.Text), cmd.Kind
	switch {
	case e.Text == "":
		return false, refuse(c, CodeNeedsText, "refusal.needs_text.save")
	case utf8.RuneCountInString(e.Text) > maxWords:
		return false, refuse(c, CodeTooLong, "refusal.too_long.text", maxWords)
	case e.Kind != "" && !slices.Contains(ResponseKinds, e.Kind) && !slices.Contains(DisclosureKinds, e.Kind):
		return false, refuse(c, CodeNeedsKind, "refusal.needs_kind.save")
	}
	e.TextHash = opinion.TextHash(e.Text)
	last, _ := p.Draft()
	return last.TextHash != e.TextHash || last.Kind != e.Kind, nil // looking and saving again makes nobody a drafter
}

func submit(c opinion.Case, p opinion.Paper) *MoveRefusal {
	switch p.State {
	case "":
		return refuse(c, CodeNoDraft, "refusal.no_draft.none")
	case opinion.PaperSubmitted, opinion.PaperApproved:
		return refuse(c, CodeNoDraft, "refusal.no_draft.sent")
	case opinion.PaperDrafted, opinion.PaperSentBack:
	}
	if d, _ := p.Draft(); strings.Contains(d.Text, opinion.Blank) {
		return unfilled(c)
	}
	return nil
}

func unfilled(c opinion.Case) *MoveRefusal {
	return refuse(c, CodeUnfilled, "refusal.unfilled")
}

// Ready refuses a text that is not fit to go out.
func Ready(c opinion.Case, text string) error {
	if strings.Contains(text, opinion.Blank) {
		return unfilled(c)
	}
	return nil
}

// judge is the second person's word (审核). Whoever wrote the text, or handed it in, is not the
// second person. Where nobody signs in, nobody can be told apart, and the rule is off.
func judge(c opinion.Case, p opinion.Paper, cmd opinion.PaperCommand, e *opinion.PaperEvent) *MoveRefusal {
	draft, has := p.Draft()
	switch {
	case !has || p.State != opinion.PaperSubmitted:
		return refuse(c, CodeNotSent, "refusal.not_submitted")
	case cmd.By != "" && !cmd.Head:
		return refuse(c, CodeNeedsHead, "refusal.needs_head")
	case cmd.By != "" && (cmd.By == draft.By || cmd.By == p.Sent):
		return refuse(c, CodeOwnDraft, "refusal.own_draft")
	}
	if cmd.Act == opinion.PaperApprove {
		e.TextHash = draft.TextHash
		return nil
	}
	if e.Reason = plain(cmd.Reason); e.Reason == "" {
		return refuse(c, CodeNeedsReason, "refusal.needs_reason.judge")
	}
	if utf8.RuneCountInString(e.Reason) > maxReason {
		return refuse(c, CodeTooLong, "refusal.too_long.opinion", maxReason)
	}
	return nil
}

// Reviewed refuses an answer that no second person approved word for word. It is asked where the
// configuration wants reviews (casework.review), of what the public said; a request for disclosure
// has a review of its own.
func Reviewed(c opinion.Case, p opinion.Paper, text string) error {
	switch {
	case c.Matter == opinion.Disclosure:
		return nil
	case p.State != opinion.PaperApproved:
		return refuse(c, CodeNeedsReview, "refusal.needs_review")
	case opinion.TextHash(plain(text)) != p.Approved:
		return refuse(c, CodeNotApproved, "refusal.not_approved_text")
	}
	return nil
}
