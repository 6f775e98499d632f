package briefing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"huiying/opinion"
)

// Counter counts what was said within [from, to): collected and judged.
type Counter interface {
	Mentions(ctx context.Context, from, to time.Time) (int, error)
}

// CaseLister lists cases. CasesWith are those to which a move happened within [from, to);
// Overdue are those that owe an answer which was due before the moment.
type CaseLister interface {
	CasesWith(ctx context.Context, move opinion.Move, from, to time.Time) ([]opinion.Case, error)
	Overdue(ctx context.Context, at time.Time) ([]opinion.Case, error)
}

// IssueLister lists the issues about which something was said within [from, to), with their
// reports of that time (Today) and of the seven days before it (Before).
type IssueLister interface {
	IssuesOf(ctx context.Context, from, to time.Time) ([]Issue, error)
}

// SourceLister lists the sources that are late or failing.
type SourceLister interface {
	SourcesBadly(ctx context.Context) ([]Source, error)
}

// Writer writes briefings. A nil part is a missing part: it is named on the page.
type Writer struct {
	Counter Counter
	Cases   CaseLister
	Issues  IssueLister
	Sources SourceLister
	Unit    func(id string) (opinion.Unit, bool) // nil: units are called by their ids
	Top     int                                  // longest list; 0 means 10
	Now     func() time.Time                     // a day that is not over is briefed as of now; nil: as of its end
}

// beijing is where a day begins and ends.
var beijing = time.FixedZone("+08:00", 8*3600)

// errNone is why a part is missing that nobody wired.
var errNone = errors.New("not available in this process")

// Write makes the briefing of the day (in Beijing) in which the given moment lies. A part
// that fails is named in Missing and the rest is issued; only the end of ctx is an error.
func (w Writer) Write(ctx context.Context, at time.Time) (Briefing, error) {
	y, m, d := at.In(beijing).Date()
	from := time.Date(y, m, d, 0, 0, 0, 0, beijing)
	b := Briefing{Date: from.Format(time.DateOnly), From: from.UTC(), To: from.AddDate(0, 0, 1).UTC(),
		Numbers: []Number{}, Sentences: []Line{}, Heavy: []Issue{}, Growing: []Issue{}, Answered: []Case{},
		Overdue: []Unit{}, Sources: []Source{}, Missing: []Missing{}}
	for _, part := range []func(context.Context, *Briefing){w.said, w.issues, w.moved, w.overdue, w.sources} {
		part(ctx, &b)
		if err := ctx.Err(); err != nil {
			return Briefing{}, fmt.Errorf("briefing of %s: %w", b.Date, err)
		}
	}
	b.Sentences = sentences(b)
	return b, nil
}

// miss names a part that could not be had.
func (b *Briefing) miss(part string, err error) {
	b.Missing = append(b.Missing, Missing{Part: part, Reason: err.Error()})
}

func (b *Briefing) number(id string, n int, err error, ids []string, link string) {
	if ids == nil {
		ids = []string{}
	}
	names := numberNames[id]
	b.Numbers = append(b.Numbers, Number{ID: id, Name: names[0], En: names[1], N: n, None: err != nil, IDs: ids, Link: link})
}

var numberNames = map[string][2]string{
	"mentions":   {"收集研判信息", "mentions collected and judged"},
	"new_issues": {"新议题", "new issues"}, "new_cases": {"新办件", "new cases"},
	"answered": {"已答复", "answered"}, "verified": {"已核实", "verified"}, "closed": {"已办结", "closed"},
	"became_overdue": {"当日逾期", "became overdue"}, "overdue": {"逾期未答复", "overdue and unanswered"},
}

func (w Writer) said(ctx context.Context, b *Briefing) {
	day := url.Values{"from": {b.From.In(beijing).Format(time.RFC3339)}, "to": {b.To.In(beijing).Format(time.RFC3339)}}
	link := "/api/v1/mentions?" + day.Encode()
	if w.Counter == nil {
		b.miss("mentions", errNone)
		b.number("mentions", 0, errNone, nil, "")
		return
	}
	n, err := w.Counter.Mentions(ctx, b.From, b.To)
	if err != nil {
		b.miss("mentions", err)
	}
	b.number("mentions", n, err, nil, link)
}

// issues: new ones and heavy ones of the day, and those that grow. An issue grows when more
// independent reports came today than on twice its usual day, and at least three.
func (w Writer) issues(ctx context.Context, b *Briefing) {
	list, err := []Issue(nil), errNone
	if w.Issues != nil {
		list, err = w.Issues.IssuesOf(ctx, b.From, b.To)
	}
	if err != nil {
		b.miss("issues", err)
		b.number("new_issues", 0, err, nil, "")
		return
	}
	var fresh []string
	list = slices.Clone(list)
	slices.SortFunc(list, heaviest)
	for _, i := range list {
		i.New = !i.First.Before(b.From)
		if i.New {
			fresh = append(fresh, i.ID)
		}
		if i.New && i.Size >= 2 || i.Severity.Heavier(opinion.SeverityIII) || i.New && i.Severity == opinion.SeverityIII {
			b.Heavy = append(b.Heavy, i)
		}
		if i.Today >= 3 && !i.New && float64(i.Today) > 2*float64(i.Before)/7 {
			b.Growing = append(b.Growing, i)
		}
	}
	slices.SortStableFunc(b.Growing, func(x, y Issue) int {
		return cmp.Compare(float64(y.Today)-float64(y.Before)/7, float64(x.Today)-float64(x.Before)/7)
	})
	b.Heavy, b.Growing = top(b.Heavy, w.Top), top(b.Growing, w.Top)
	slices.Sort(fresh)
	b.number("new_issues", len(fresh), nil, fresh, "")
}

// heaviest orders by weight, then by reports of the day, then by size, then by id.
func heaviest(x, y Issue) int {
	rank := func(s opinion.Severity) int {
		if r := s.Rank(); r > 0 {
			return r
		}
		return 9
	}
	return cmp.Or(cmp.Compare(rank(x.Severity), rank(y.Severity)), cmp.Compare(y.Today, x.Today), cmp.Compare(y.Size, x.Size), cmp.Compare(x.ID, y.ID))
}

// moved: what happened to cases in the day.
func (w Writer) moved(ctx context.Context, b *Briefing) {
	for _, p := range []struct {
		id   string
		move opinion.Move
	}{
		{"new_cases", opinion.MoveOpen}, {"answered", opinion.MoveAnswer}, {"verified", opinion.MoveVerify},
		{"closed", opinion.MoveClose}, {"became_overdue", opinion.MoveOverdue},
	} {
		list, err := []opinion.Case(nil), errNone
		if w.Cases != nil {
			list, err = w.Cases.CasesWith(ctx, p.move, b.From, b.To)
		}
		if err != nil {
			b.miss(p.id, err)
			b.number(p.id, 0, err, nil, "")
			continue
		}
		if p.id == "verified" { // an answer that did not hold was looked at, not verified
			list = slices.DeleteFunc(slices.Clone(list), func(c opinion.Case) bool {
				return c.State != opinion.Verified && c.State != opinion.Closed
			})
		}
		if p.id == "answered" {
			for _, c := range list {
				b.Answered = append(b.Answered, w.answered(c))
			}
			slices.SortFunc(b.Answered, func(x, y Case) int { return cmp.Or(cmp.Compare(x.Unit, y.Unit), cmp.Compare(x.ID, y.ID)) })
		}
		b.number(p.id, len(list), nil, ids(list), "")
	}
}

func (w Writer) answered(c opinion.Case) Case {
	out := Case{ID: c.ID, Unit: c.Lead, Name: w.name(c.Lead), State: c.State, Topic: c.Topic, Late: c.Overdue, URL: c.AnswerURL}
	if !c.AnswerAt.IsZero() && !c.Dispatch.IsZero() {
		out.Hours = int(c.AnswerAt.Sub(c.Dispatch) / time.Hour)
	}
	return out
}

// until is the end of the day, or now where the day is not over.
func (w Writer) until(b *Briefing) time.Time {
	if w.Now != nil {
		if now := w.Now(); now.Before(b.To) {
			return now
		}
	}
	return b.To
}

// overdue: who owes an answer at the end of the day, or now where it is not over.
func (w Writer) overdue(ctx context.Context, b *Briefing) {
	until := w.until(b)
	list, err := []opinion.Case(nil), errNone
	if w.Cases != nil {
		list, err = w.Cases.Overdue(ctx, until)
	}
	if err != nil {
		b.miss("overdue", err)
		b.number("overdue", 0, err, nil, "")
		return
	}
	list = slices.Clone(list)
	slices.SortFunc(list, func(x, y opinion.Case) int { return cmp.Or(x.Due.Compare(y.Due), cmp.Compare(x.ID, y.ID)) })
	at := map[string]int{}
	for _, c := range list {
		i, ok := at[c.Lead]
		if !ok {
			i = len(b.Overdue)
			at[c.Lead] = i
			b.Overdue = append(b.Overdue, Unit{ID: c.Lead, Name: w.name(c.Lead), Hours: int(until.Sub(c.Due) / time.Hour)})
		}
		b.Overdue[i].N++
		b.Overdue[i].Cases = append(b.Overdue[i].Cases, c.ID)
	}
	slices.SortFunc(b.Overdue, func(x, y Unit) int { return cmp.Or(cmp.Compare(y.N, x.N), cmp.Compare(x.ID, y.ID)) })
	link := "/api/v1/cases?" + url.Values{"overdue_at": {until.In(beijing).Format(time.RFC3339)}}.Encode()
	b.number("overdue", len(list), nil, ids(list), link)
}

func (w Writer) sources(ctx context.Context, b *Briefing) {
	list, err := []Source(nil), errNone
	if w.Sources != nil {
		list, err = w.Sources.SourcesBadly(ctx)
	}
	if err != nil {
		b.miss("sources", err)
		return
	}
	b.Sources = append(b.Sources, list...)
	slices.SortFunc(b.Sources, func(x, y Source) int { return cmp.Compare(x.ID, y.ID) })
}

func (w Writer) name(id string) string {
	if w.Unit != nil {
		if u, ok := w.Unit(id); ok && u.Name != "" {
			return u.Name
		}
	}
	return id
}

func ids(list []opinion.Case) []string {
	out := make([]string, len(list))
	for i, c := range list {
		out[i] = c.ID
	}
	slices.Sort(out)
	return out
}

func top(list []Issue, n int) []Issue {
	if n <= 0 {
		n = 10
	}
	return list[:min(n, len(list))]
}
