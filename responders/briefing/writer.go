package briefing

import (
	"context"
	"errors"
	"fmt"
	"time"

	"huiying/opinion"
)

// Arrivals counts what came in on the days of Beijing within [from, to).
type Arrivals interface {
	Received(ctx context.Context, from, to time.Time) ([]Arrived, error)     // by day and source, of one moment
	ByPlace(ctx context.Context, from, to time.Time) (map[string]int, error) // by code, each with what is below it
}

// Arrived is what came in from a source on a day.
type Arrived struct {
	Date, Source string
	Received
}

// Past tells how cases stood: nothing that happened at or after the moment is in what it says.
type Past interface {
	EventsOf(ctx context.Context, from, to time.Time, moves ...opinion.Move) ([]opinion.Event, error)
	CaseAt(ctx context.Context, id string, at time.Time) (opinion.Case, error)
	OpenAt(ctx context.Context, at time.Time, do func(opinion.Case) error) error
}

// IssueLister lists the issues of which something was said within [from, to), with their reports
// of that time (Today) and of the time since past (Before), and the mentions that name them.
type IssueLister interface {
	IssuesOf(ctx context.Context, past, from, to time.Time) ([]Issue, error)
	NamedBy(ctx context.Context, issues []string) (map[string]string, error)
	DailyOf(ctx context.Context, issues []string, from, to time.Time) (map[string]map[string]int, error)
}

// SourceLister lists the sources as they do now.
type SourceLister interface {
	Sources(ctx context.Context) ([]SourceHealth, error)
}

// Map is the divisions that the page shows, and which of them a code lies in ("" for none).
type Map interface {
	Cells() []opinion.Division
	CellOf(code string) string
}

// Writer writes briefings. A nil part is a missing part: it is named on the page. All parts tell of
// the same division.
type Writer struct {
	Division string // "": they tell of everything
	Came     Arrivals
	Cases    Past
	Issues   IssueLister
	Sources  SourceLister
	Alerts   Alerts // nil: the house has no desk of alerts
	Asked    Asked  // nil: the house has no register of duties to publish
	Map      Map
	Unit     func(id string) (opinion.Unit, bool)     // nil: units are called by their ids
	Place    func(code string) string                 // name of a division; nil: none is named
	Top      int                                      // longest list; 0 means 10
	Began    func(context.Context) (time.Time, error) // the first day on which anything came in; nil: papers have no number
	Now      func() time.Time                         // a period that is not over is briefed as of now; nil: as of its end
}

// errNone is why a part is missing that nobody wired.
var errNone = errors.New("not available in this process")

// Write makes the briefing of the period in which the given moment lies. A part that fails is
// named in Missing and the rest is issued; only the end of ctx is an error. The headings of
// issues and cases are left out: see Name.
func (w Writer) Write(ctx context.Context, p Period, at time.Time) (Briefing, error) {
	from, to := p.Span(at)
	b := Briefing{Period: p, Date: from.Format(time.DateOnly), Division: w.Division,
		From: from.UTC(), To: to.UTC(), Until: to.UTC(),
		Numbers: []Number{}, Sentences: []Line{}, Heavy: []Issue{}, Growing: []Issue{},
		Days: []DayCount{}, Places: []Place{},
		Answered: []Case{}, Overdue: []Unit{}, Decide: []Decision{}, Sources: []SourceHealth{}, Missing: []Missing{}}
	if w.Now != nil {
		if now := w.Now().UTC(); now.Before(b.To) {
			b.Until = now.Truncate(time.Second)
		}
	}
	for _, part := range []func(context.Context, *Briefing){w.cameIn, w.places, w.issues, w.rang, w.asked, w.moved, w.open, w.sources} {
		part(ctx, &b)
		if err := ctx.Err(); err != nil {
			return Briefing{}, fmt.Errorf("briefing of %s: %w", b.Date, err)
		}
	}
	b.came = nil
	var err error
	b.No, err = w.number(ctx, p, from)
	return b, err
}

// before is where the periods begin that b is compared with.
func (b *Briefing) before() time.Time {
	return b.Period.Next(b.From.In(opinion.Beijing), -b.Period.past())
}

// last is the period before b, as far as b goes: half a day is compared with half a day.
func (b *Briefing) last() (from, to time.Time) {
	from = b.Period.Next(b.From.In(opinion.Beijing), -1)
	to = from.Add(b.Until.Sub(b.From))
	if end := b.From; to.After(end) || b.Until.Equal(b.To) {
		to = end
	}
	return from, to
}

// miss names a part that could not be had.
func (b *Briefing) miss(part string, err error) {
	b.Missing = append(b.Missing, Missing{Part: part, Reason: err.Error()})
}

func (w Writer) name(id string) string {
	if w.Unit != nil {
		if u, ok := w.Unit(id); ok && u.Name != "" {
			return u.Name
		}
	}
	return id
}

func (w Writer) top() int {
	if w.Top > 0 {
		return w.Top
	}
	return 10
}
