package inspect

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
)

// Limits are what an inspection goes by. Days are days of the calendar where nothing else is said.
type Limits struct {
	HomeDays      int `json:"home_days"`      // 首页: without news for so long it is asleep
	AccountDays   int `json:"account_days"`   // 政务新媒体账号
	NewsDays      int `json:"news_days"`      // 动态、要闻类栏目
	NoticesDays   int `json:"notices_days"`   // 通知公告、政策文件类栏目
	ReplyDays     int `json:"reply_days"`     // 留言: answered within
	InterpretDays int `json:"interpret_days"` // working days from a policy to its interpretation
	TermDays      int `json:"term_days"`      // a draft is open for so long, first and last day counted
	ResultDays    int `json:"result_days"`    // from the end of a consultation to what was taken up
	// GuideElements must be found in a service guide; Questions adds 常见问题, which no rule asks for.
	GuideElements []Part `json:"guide_elements"`
	// TermShare is how much of a named element's wording must stand in one line of the page.
	TermShare float64 `json:"term_share"`

	Links   int `json:"links"`   // most links of a page that are tried
	Details int `json:"details"` // most entries of a list that are opened where the list shows no days
}

// Usual are the limits where nobody set others.
func Usual() Limits {
	return Limits{HomeDays: 14, AccountDays: 14, NewsDays: 14, NoticesDays: 183, ReplyDays: 92, InterpretDays: 3,
		TermDays: 30, ResultDays: 30, TermShare: 0.75, Links: 20, Details: 3,
		GuideElements: []Part{PartBasis, PartConditions, PartPapers, PartProcess, PartPlace, PartDays, PartFee, PartPhone}}
}

var errLimits = errors.New("a limit is out of range: days from 1 to 3660, term_share from 0.3 to 1, links and details from 0 to 200, " +
	"guide_elements of basis, conditions, papers, process, place, days, fee, phone, questions")

// ReadLimits reads limits as JSON over the usual ones; a key that there is not is an error.
func ReadLimits(raw []byte) (Limits, error) {
	l := Usual()
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&l); err != nil {
		return Usual(), err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Usual(), errLimits
	}
	for _, days := range []int{l.HomeDays, l.AccountDays, l.NewsDays, l.NoticesDays, l.ReplyDays, l.InterpretDays,
		l.TermDays, l.ResultDays} {
		if days < 1 || days > 3660 {
			return Usual(), errLimits
		}
	}
	for _, p := range l.GuideElements {
		if !slices.ContainsFunc(guideParts, func(g guidePart) bool { return g.part == p }) {
			return Usual(), errLimits
		}
	}
	if l.TermShare < 0.3 || l.TermShare > 1 || min(l.Links, l.Details) < 0 || max(l.Links, l.Details) > 200 {
		return Usual(), errLimits
	}
	return l, nil
}
