package items

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"huiying/console/facts"
	"huiying/opinion"
	"huiying/register"
	rules "huiying/responders/items"
)

// Issues are what the public asked, as the register has it.
type Issues interface {
	Issues(ctx context.Context, q register.IssueQuery) (register.IssueList, error)
	Heat(ctx context.Context, issues []string, from, to time.Time, by string) (map[string][]register.Beat, error)
}

// Asker names the items that questions ask for. What it says is at most askedEvery old.
type Asker struct {
	Book   *Book
	Issues Issues
	Cut    func(string) []string
	Topic  func(id string) string // its name
	Now    func() time.Time

	mu   sync.Mutex
	said facts.ItemsAsked
	at   time.Time
}

const (
	askedEvery = 5 * time.Minute
	// mostIssues bounds the questions of a period that are looked at, the last heard of first.
	mostIssues = 5000
	askedPage  = 200
)

// Match names the items that hold what a case asks for.
func (a *Asker) Match(ctx context.Context, c opinion.Case, title string) ([]facts.ItemMatch, error) {
	var out []facts.ItemMatch
	if a == nil {
		return nil, nil
	}
	q := rules.Question{Unit: cmp.Or(c.Lead, c.Route.Lead), Division: c.Division, Topic: c.Topic, Text: title}
	return out, a.Book.finding(ctx, a.Cut, func(f *rules.Finder) error {
		for _, m := range f.Of(a.named(q)) {
			out = append(out, matchOf(a.Book.items[m.Item], m, a.Now()))
		}
		return nil
	})
}

// named is a question with what its topic is called: a text says it in other words.
func (a *Asker) named(q rules.Question) rules.Question {
	if q.Topic != "" && q.Text != "" {
		q.Called = a.Topic(q.Topic)
	}
	return q
}

func matchOf(i *opinion.Item, m rules.Match, now time.Time) facts.ItemMatch {
	out := facts.ItemMatch{ID: i.ID, Name: i.Name, Kind: i.Kind, State: i.State, Unit: i.Unit, Division: i.Division, Late: i.Late(now),
		SameUnit: m.Unit, SameField: m.Field, Words: m.Words}
	if i.Public() {
		out.Name = i.Shown.Name
		if len(i.Shown.Addresses) > 0 {
			out.Address = i.Shown.Addresses[0]
		}
	}
	return out
}

// Asked are the items that the questions of the last days ask for.
func (a *Asker) Asked(ctx context.Context) (facts.ItemsAsked, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.Now()
	if !a.at.IsZero() && now.Sub(a.at) < askedEvery && !now.Before(a.at) {
		return a.said, nil
	}
	said, err := a.Between(ctx, now.AddDate(0, 0, -facts.AskedDays), now)
	if err == nil {
		a.said, a.at = said, now
	}
	return said, err
}

// Between are the items that the questions of a stretch of time ask for.
func (a *Asker) Between(ctx context.Context, from, to time.Time) (facts.ItemsAsked, error) {
	out := facts.ItemsAsked{From: from, To: to, Items: []facts.ItemAsked{}}
	rows, cut, err := a.questions(ctx, from)
	if err != nil || len(rows) == 0 {
		return out, err
	}
	out.Cut = cut
	reports := map[string]int{}
	for some := range slices.Chunk(rows, askedPage) {
		ids := make([]string, len(some))
		for i, r := range some {
			ids[i] = r.ID
		}
		heat, err := a.Issues.Heat(ctx, ids, from, to, register.ByDay)
		if err != nil {
			return out, err
		}
		for id, beats := range heat {
			for _, b := range beats {
				reports[id] += b.Reports
			}
		}
	}
	return out, a.count(ctx, rows, reports, &out)
}

// questions are the issues of which something was heard since a moment and that ask to be told something.
func (a *Asker) questions(ctx context.Context, from time.Time) (out []register.IssueRow, cut bool, err error) {
	q := register.IssueQuery{Demand: opinion.Inquiry, From: from, Uncounted: true, Size: askedPage}
	for {
		list, err := a.Issues.Issues(ctx, q)
		if err != nil {
			return out, false, err
		}
		if out = append(out, list.Items...); list.Next == "" || len(out) >= mostIssues {
			return out, list.Next != "", nil
		}
		q.Cursor = list.Next
	}
}

// count gives each question to the item that fits it best.
func (a *Asker) count(ctx context.Context, rows []register.IssueRow, reports map[string]int, out *facts.ItemsAsked) error {
	by := map[string]*facts.ItemAsked{}
	err := a.Book.finding(ctx, a.Cut, func(f *rules.Finder) error {
		for _, r := range rows {
			n := reports[r.ID]
			if n == 0 {
				continue
			}
			found := f.Of(a.named(rules.Question{Unit: r.Unit, Division: r.Division, Topic: r.Topic, Text: r.Title}))
			if len(found) == 0 {
				continue
			}
			i := a.Book.items[found[0].Item]
			is := by[i.ID]
			if is == nil {
				is = &facts.ItemAsked{Item: i.ID, Name: i.Name, Unit: i.Unit, Division: i.Division, Public: i.Public()}
				by[i.ID] = is
			}
			is.Reports += n
			is.Questions = append(is.Questions, facts.ItemQuestion{Issue: r.ID, Case: r.Case, Unit: r.Unit, Division: r.Division,
				Reports: n, Words: found[0].Words})
		}
		return ctx.Err()
	})
	for _, id := range slices.Sorted(maps.Keys(by)) {
		is := by[id]
		slices.SortStableFunc(is.Questions, func(x, y facts.ItemQuestion) int { return y.Reports - x.Reports })
		out.Items = append(out.Items, *is)
	}
	slices.SortStableFunc(out.Items, func(x, y facts.ItemAsked) int { return y.Reports - x.Reports })
	return err
}

// finding lets the book's finder be asked, by the items as they are now. The first time it cuts the words
// of all of them.
func (b *Book) finding(ctx context.Context, cut func(string) []string, do func(*rules.Finder) error) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err := b.refresh(ctx); err != nil {
		return err
	}
	if b.finder == nil {
		b.finder, b.said = rules.NewFinder(cut, b.Path), map[string]bool{}
		for id := range b.items {
			b.said[id] = true
		}
	}
	for id := range b.said {
		b.finder.Put(*b.items[id])
	}
	clear(b.said)
	return do(b.finder)
}

// asked lists those of what a question asks for that many ask about, the most asked first.
func (b *Book) asked(ctx context.Context, q facts.ItemQuery, said facts.ItemsAsked) (facts.ItemList, error) {
	within, from, size := q.Within, q.From, q.Size
	q.From, q.Size = 0, 0
	times := map[string]int{}
	for _, i := range said.Items {
		if i.Many() {
			times[i.Item] = i.Reports
		}
	}
	q.Within = func(i opinion.Item) bool { return times[i.ID] > 0 && (within == nil || within(i)) }
	list, err := b.Items(ctx, q)
	slices.SortStableFunc(list.Items, func(x, y opinion.Item) int { return times[y.ID] - times[x.ID] })
	list.Items = list.Items[min(from, len(list.Items)):]
	if size > 0 && len(list.Items) > size {
		list.Items, list.Next = list.Items[:size], from+size
	}
	list.Asked = times
	return list, err
}
