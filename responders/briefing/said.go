package briefing

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"huiying/opinion"
)

// days is the dates within [from, to).
func days(from, to time.Time) (out []string) {
	for t := from.In(opinion.Beijing); t.Before(to); t = t.AddDate(0, 0, 1) {
		out = append(out, t.Format(time.DateOnly))
	}
	return out
}

// plotted is the days that the page draws.
func (b *Briefing) plotted() (from, to time.Time) {
	return b.To.In(opinion.Beijing).AddDate(0, 0, -b.Period.shown()), b.To
}

// cameIn: how much, what became of it, beside the period before it and day by day. One question tells
// all of it, and what each source brought.
func (w Writer) cameIn(ctx context.Context, b *Briefing) {
	err := errNone
	first, _ := b.plotted()
	for _, past := range []time.Time{b.before(), b.weeks()} {
		if past.Before(first) {
			first = past
		}
	}
	if w.Came != nil {
		b.came, err = w.Came.Received(ctx, first, b.To)
	}
	if err != nil {
		b.miss("mentions", err)
		b.number("mentions", 0, err, nil, nil, "")
		return
	}
	daily := map[string]int{}
	for _, a := range b.came {
		daily[a.Date] += a.N
	}
	from, to := b.plotted()
	for _, d := range days(from, to) {
		b.Days = append(b.Days, DayCount{d, daily[d]})
	}
	b.Weekdays = b.weekdays(daily)
	b.Received = b.sum(b.From, b.To, "")
	var previous *int // of the same length, so none while the period is not over
	if !b.Until.Before(b.To) {
		last := b.sum(b.Period.Next(b.From.In(opinion.Beijing), -1), b.From, "").N
		previous = &last
	}
	b.number("mentions", b.Received.N, nil, previous, nil, "")
}

// weeksBack is with how many weeks before it a day is compared.
const weeksBack = 4

// weeks is where the weeks begin that a day is compared with; of a longer period it is its own begin.
func (b *Briefing) weeks() time.Time {
	if b.Period != Day {
		return b.From
	}
	return b.From.In(opinion.Beijing).AddDate(0, 0, -7*weeksBack)
}

// weekdays is Briefing.Weekdays: before the first day on which anything came in nobody listened yet.
func (b *Briefing) weekdays(daily map[string]int) (out []int) {
	if b.Period != Day {
		return nil
	}
	began := b.Date
	for date, n := range daily {
		if n > 0 && date < began {
			began = date
		}
	}
	for week := range weeksBack {
		date := b.From.In(opinion.Beijing).AddDate(0, 0, -7*(week+1)).Format(time.DateOnly)
		if date < began {
			break
		}
		out = append(out, daily[date])
	}
	return out
}

// sum is what came in on the days within [from, to), from one source or, with "", from all.
func (b *Briefing) sum(from, to time.Time, source string) *Received {
	out := &Received{}
	first, end := opinion.DayOf(from), opinion.DayOf(to)
	for _, a := range b.came {
		if a.Date >= first && a.Date < end && (source == "" || a.Source == source) {
			out.Add(a.Received)
		}
	}
	return out
}

// places: what came in about where. What is owed there comes with the open cases.
func (w Writer) places(ctx context.Context, b *Briefing) {
	if w.Came == nil || w.Map == nil {
		b.miss("places", errNone)
		return
	}
	now, err := w.Came.ByPlace(ctx, b.From, b.To)
	var before map[string]int
	if err == nil {
		before, err = w.Came.ByPlace(ctx, b.before(), b.From)
	}
	if err != nil {
		b.miss("places", err)
		return
	}
	for _, d := range w.Map.Cells() {
		b.Places = append(b.Places, Place{Code: d.Code, Name: d.Name, N: now[d.Code],
			Before: before[d.Code], Late: []string{}})
	}
}

// sources: what each told, and how it does. How sources did in the past is not stored, so that
// it is said only while the period is fresh.
func (w Writer) sources(ctx context.Context, b *Briefing) {
	if w.Sources == nil || b.Received == nil {
		b.miss("sources", errNone)
		return
	}
	list, err := w.Sources.Sources(ctx)
	if err != nil {
		b.miss("sources", err)
		return
	}
	stale := w.Now != nil && w.Now().Sub(b.To) > fresh
	if stale {
		b.miss(partStates, errStale)
	}
	for _, s := range list {
		s.N, s.Before = b.sum(b.From, b.To, s.ID).N, b.sum(b.before(), b.From, s.ID).N
		if w.Division != "" && s.N+s.Before == 0 {
			continue // it tells of other places
		}
		if stale {
			s.State, s.Reason = "", ""
		}
		b.Sources = append(b.Sources, s)
	}
	slices.SortFunc(b.Sources, func(x, y SourceHealth) int { return cmp.Compare(x.ID, y.ID) })
}

// fresh is how long after a period's end the sources' present state is told as that of its end.
const fresh = 24 * time.Hour

const partStates = "source_states"

var errStale = errors.New("how a source did is known only on the day and the day after")

// issues: new ones and heavy ones, and those that grow. An issue grows when more independent
// reports came than twice as many as usual, and at least three.
func (w Writer) issues(ctx context.Context, b *Briefing) {
	list, err := []Issue(nil), errNone
	if w.Issues != nil {
		list, err = w.Issues.IssuesOf(ctx, b.before(), b.From, b.To)
	}
	if err != nil {
		b.miss("issues", err)
		b.number("new_issues", 0, err, nil, nil, "")
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
		if i.New && i.Size >= 2 || i.Severity.Heavier(opinion.SeverityIII) ||
			i.New && i.Severity == opinion.SeverityIII {
			b.Heavy = append(b.Heavy, i)
		}
		if i.Today >= 3 && !i.New && float64(i.Today) > 2*b.Usual(i.Before) {
			b.Growing = append(b.Growing, i)
		}
	}
	slices.SortStableFunc(b.Growing, func(x, y Issue) int {
		return cmp.Compare(float64(y.Today)-b.Usual(y.Before), float64(x.Today)-b.Usual(x.Before))
	})
	b.Heavy, b.Growing = b.Heavy[:min(w.top(), len(b.Heavy))], b.Growing[:min(w.top(), len(b.Growing))]
	slices.Sort(fresh)
	b.number("new_issues", len(fresh), nil, nil, fresh, "")
	if err := w.lookInto(ctx, b); err != nil {
		b.miss("issues", err)
	}
}

// Usual is a usual period's part of what the periods before it brought.
func (b *Briefing) Usual(before int) float64 { return float64(before) / float64(b.Period.past()) }

// lookInto adds to the issues on the page what is asked of these few only: the mention that
// names each, its days, and how its case stood.
func (w Writer) lookInto(ctx context.Context, b *Briefing) error {
	var ids, growing []string
	for _, i := range b.Heavy {
		ids = append(ids, i.ID)
	}
	for _, i := range b.Growing {
		growing = append(growing, i.ID)
	}
	by, err := w.Issues.NamedBy(ctx, append(ids, growing...))
	if err != nil {
		return err
	}
	from, to := b.plotted()
	daily, err := w.Issues.DailyOf(ctx, growing, from, to)
	if err != nil {
		return err
	}
	for _, list := range [][]Issue{b.Heavy, b.Growing} {
		for k := range list {
			i := &list[k]
			i.Mention = by[i.ID]
			if w.Place != nil && i.Division != "" {
				i.Place = w.Place(i.Division)
			}
			if i.Case != "" && w.Cases != nil {
				c, err := w.Cases.CaseAt(ctx, i.Case, b.Until)
				if err != nil {
					return err
				}
				i.State = c.State
			}
		}
	}
	for k, i := range b.Growing {
		for _, d := range days(from, to) {
			b.Growing[k].Days = append(b.Growing[k].Days, daily[i.ID][d])
		}
	}
	return nil
}

// heaviest orders by weight, then by reports of the period, then by size, then by id.
func heaviest(x, y Issue) int {
	rank := func(s opinion.Severity) int {
		if r := s.Rank(); r > 0 {
			return r
		}
		return 9
	}
	return cmp.Or(cmp.Compare(rank(x.Severity), rank(y.Severity)), cmp.Compare(y.Today, x.Today),
		cmp.Compare(y.Size, x.Size), cmp.Compare(x.ID, y.ID))
}
