package briefing

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"huiying/opinion"
)

// Special (专报) is a report of one issue as it stood at a moment: its course, places, units and answers.
// It is kept without a word of a mention or an answer, as a briefing is.
type Special struct {
	Year     int           `json:"year"`
	No       int           `json:"no"` // within the year, of special reports alone
	At       time.Time     `json:"at"` // nothing later is in it
	Issue    Issue         `json:"issue"`
	Last     time.Time     `json:"last"`
	Mentions int           `json:"mentions"` // with copies
	Days     []DayCount    `json:"days"`     // independent reports, day by day
	Places   []Counted     `json:"places"`   // independent reports
	Sources  []Counted     `json:"sources"`  // mentions, with copies
	Cases    []SpecialCase `json:"cases"`
}

// Counted is something with its number.
type Counted struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	N    int    `json:"n"`
}

// Named is a unit with its name.
type Named struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// SpecialCase is a case of the issue. Its answer is read with it, and not kept.
type SpecialCase struct {
	ID         string           `json:"id"`
	State      opinion.State    `json:"state"`
	Lead       Named            `json:"lead"`
	Co         []Named          `json:"co,omitempty"`
	Due        time.Time        `json:"due,omitzero"`
	Late       bool             `json:"late"` // an answer is owed and its time is over, or came when it was
	Dispatched time.Time        `json:"dispatched,omitzero"`
	Answered   time.Time        `json:"answered,omitzero"`
	Solution   opinion.Solution `json:"solution,omitempty"`
	Steps      []Step           `json:"steps"`
	Answer     string           `json:"-"`
	URL        string           `json:"-"` // where the answer is published
}

// Step is something that happened to a case.
type Step struct {
	At   time.Time    `json:"at"`
	Move opinion.Move `json:"move"`
	Unit Named        `json:"unit,omitzero"`
	OK   bool         `json:"ok,omitempty"` // of a verification: it held
}

// Told are the moves that a special report tells of, in the words of the course of a matter; the work of
// the system beside them is not for a leader.
var Told = []opinion.Move{opinion.MoveOpen, opinion.MoveDispatch, opinion.MoveSign, opinion.MoveReturn,
	opinion.MoveArbitrate, opinion.MoveExtend, opinion.MoveInform, opinion.MoveAnswer, opinion.MoveVerify, opinion.MoveClose, opinion.MoveReopen,
	opinion.MoveOverdue, opinion.MoveEscalate, opinion.MoveRaise, opinion.MoveMerge, opinion.MoveRefer, opinion.MoveDismiss}

// Matters tells what is known of an issue now, without its words.
type Matters interface {
	Matter(ctx context.Context, issue string) (Special, error)
}

// Replies finds how a case stood at a moment, for the words of its answer.
type Replies interface {
	CaseAt(ctx context.Context, id string, at time.Time) (opinion.Case, error)
}

// Specials are the special reports that were issued, numbered within each year.
type Specials struct {
	Facts  Matters
	Kept   Keeper
	Titles Titler
	Cases  Replies
	Gone   func(error) bool // says that a case is not there any more; nil: none ever is
}

// ErrNoSpecial is the error of a number under which none was issued.
var ErrNoSpecial = errors.New("no special report has this number")

// Issue writes the report of an issue under the next number of the year. Where the last one of the
// issue tells the same, it is that one: a button pressed twice makes one paper.
func (k Specials) Issue(ctx context.Context, issue string) (Special, error) {
	s, err := k.Facts.Matter(ctx, issue)
	if err != nil {
		return s, err
	}
	s.Year = s.At.In(opinion.Beijing).Year()
	all, err := k.numbered(ctx, s.Year)
	if err != nil {
		return s, err
	}
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].Issue.ID == issue {
			if all[i].tells(s) {
				return all[i], nil
			}
			break
		}
	}
	for s.No = len(all) + 1; ; s.No++ {
		raw, err := json.Marshal(s)
		if err != nil {
			return s, err
		}
		kept, err := k.Kept.Keep(ctx, specialKey(s.Year, s.No), raw)
		if err != nil || bytes.Equal(kept, raw) {
			return s, err
		}
	}
}

// tells says whether another report says the same, whenever it was written.
func (s Special) tells(other Special) bool {
	s.Year, s.No, s.At, other.Year, other.No, other.At = 0, 0, time.Time{}, 0, 0, time.Time{}
	a, errA := json.Marshal(s)
	b, errB := json.Marshal(other)
	return errA == nil && errB == nil && bytes.Equal(a, b)
}

func specialKey(year, no int) string { return "special/" + strconv.Itoa(year) + "/" + strconv.Itoa(no) }

// numbered are the reports of a year, the first first, without their words.
func (k Specials) numbered(ctx context.Context, year int) (out []Special, err error) {
	for {
		s, err := k.kept(ctx, year, len(out)+1)
		if errors.Is(err, ErrNoSpecial) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
}

func (k Specials) kept(ctx context.Context, year, no int) (s Special, err error) {
	raw, ok, err := k.Kept.Kept(ctx, specialKey(year, no))
	if err == nil && !ok {
		err = ErrNoSpecial
	}
	if err == nil {
		err = json.Unmarshal(raw, &s)
	}
	if err != nil {
		err = fmt.Errorf("special report %d of %d: %w", no, year, err)
	}
	return s, err
}

// OfYear are the reports of a year with their headings, the latest first.
func (k Specials) OfYear(ctx context.Context, year int) ([]Special, error) {
	all, err := k.numbered(ctx, year)
	if err != nil {
		return nil, err
	}
	var out []Special
	var ids []string
	for i := len(all) - 1; i >= 0; i-- {
		out, ids = append(out, all[i]), append(ids, all[i].Issue.Mention)
	}
	titles, err := k.Titles.Headings(ctx, ids)
	for i := range out {
		out[i].Issue.Title = titles[out[i].Issue.Mention]
	}
	return out, err
}

// Of is a report with the words that are still kept: the heading, and the answers as they stood when it
// was written.
func (k Specials) Of(ctx context.Context, year, no int) (Special, error) {
	s, err := k.kept(ctx, year, no)
	if err != nil {
		return s, err
	}
	titles, err := k.Titles.Headings(ctx, []string{s.Issue.Mention})
	if err != nil {
		return s, err
	}
	s.Issue.Title = titles[s.Issue.Mention]
	for i := range s.Cases {
		x := &s.Cases[i]
		c, err := k.Cases.CaseAt(ctx, x.ID, s.At)
		if err != nil && (k.Gone == nil || !k.Gone(err)) {
			return s, err
		}
		x.Answer, x.URL = c.Answer, c.AnswerURL
	}
	return s, nil
}
