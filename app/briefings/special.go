package briefings

import (
	"context"
	"errors"
	"strings"
	"time"

	"huiying/console/kit"
	"huiying/console/leader"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/briefing"
)

// specials are the special reports of this house.
func (b *Briefer) specials() briefing.Specials {
	return briefing.Specials{Facts: matters{b}, Kept: keptBriefings{b.Kept}, Titles: b.Register, Cases: b.Register,
		Gone: func(err error) bool { return errors.Is(err, register.ErrNotFound) }}
}

// IssueSpecial writes the special report of an issue as it stands now, and returns its number.
func (b *Briefer) IssueSpecial(ctx context.Context, issue string) (year, no int, err error) {
	s, err := b.specials().Issue(ctx, issue)
	return s.Year, s.No, err
}

// Special is a special report by its number.
func (b *Briefer) Special(ctx context.Context, year, no int) (leader.Special, error) {
	s, err := b.specials().Of(ctx, year, no)
	if errors.Is(err, briefing.ErrNoSpecial) {
		return leader.Special{}, &kit.Error{Kind: kit.NotFound, Code: "no_special"}
	}
	return b.drawn(s), err
}

// Specials are those of a year, the latest first.
func (b *Briefer) Specials(ctx context.Context, year int) (out []leader.Special, err error) {
	all, err := b.specials().OfYear(ctx, year)
	for _, s := range all {
		out = append(out, b.drawn(s))
	}
	return out, err
}

// drawn lays a report out and says whose it is.
func (b *Briefer) drawn(s briefing.Special) leader.Special {
	topic := func(id string) string { return b.Names.Topic(id, "zh") }
	out := leader.Special{Briefing: briefing.SpecialPage(s, briefing.Names{Place: b.placeName, Topic: topic}),
		Issue: s.Issue.ID, Division: s.Issue.Division}
	for _, c := range s.Cases {
		out.Units = append(out.Units, c.Lead.ID)
		for _, u := range c.Co {
			out.Units = append(out.Units, u.ID)
		}
	}
	return out
}

// matters tells what the register knows of an issue.
type matters struct{ b *Briefer }

// plotDays is how far back the course of an issue is drawn, and the least that is.
const plotDays, leastDays = 62, 14

// Matter is briefing.Matters.Matter.
func (m matters) Matter(ctx context.Context, issue string) (s briefing.Special, err error) {
	b, now := m.b, m.b.Now().UTC().Truncate(time.Second)
	row, err := b.Register.Issue(ctx, issue, now)
	if err != nil {
		return s, err
	}
	s = briefing.Special{At: now, Last: row.Last, Mentions: row.Mentions, Days: []briefing.DayCount{},
		Places: []briefing.Counted{}, Sources: []briefing.Counted{}, Cases: []briefing.SpecialCase{},
		Issue: briefing.Issue{ID: row.ID, Topic: row.Topic, TopicName: row.TopicName, Division: row.Division,
			Place: b.placeName(row.Division), Severity: row.Severity, Size: row.Reports, First: row.First,
			Case: row.Case, State: row.State}}
	named, err := b.Register.NamedBy(ctx, []string{issue})
	if err != nil {
		return s, err
	}
	s.Issue.Mention = named[issue]
	for _, part := range []func(context.Context, *briefing.Special) error{m.days, m.spread, m.cases} {
		if err := part(ctx, &s); err != nil {
			return s, err
		}
	}
	return s, nil
}

// days counts the reports of each day from the first on.
func (m matters) days(ctx context.Context, s *briefing.Special) error {
	end := opinion.Midnight(s.At).AddDate(0, 0, 1)
	from := opinion.Midnight(s.Issue.First)
	if least := end.AddDate(0, 0, -leastDays); from.After(least) {
		from = least
	}
	if most := end.AddDate(0, 0, -plotDays); from.Before(most) {
		from = most
	}
	f := dayFacts{m.b, "", m.b.Register.In("")}
	daily, err := f.DailyOf(ctx, []string{s.Issue.ID}, from, end)
	for day := from; day.Before(end); day = day.AddDate(0, 0, 1) {
		date := opinion.DayOf(day)
		s.Days = append(s.Days, briefing.DayCount{Date: date, N: daily[s.Issue.ID][date]})
	}
	return err
}

// spread is where and through which sources it was told of.
func (m matters) spread(ctx context.Context, s *briefing.Special) error {
	together, err := m.b.Register.Together(ctx, s.Issue.ID)
	if err != nil {
		return err
	}
	for _, p := range together.Places {
		s.Places = append(s.Places, briefing.Counted{ID: p.Key, Name: m.b.placeName(p.Key), N: p.N})
	}
	names := map[string]string{}
	if rows, err := m.b.Sources(ctx); err == nil { // else their ids stand for them
		for _, r := range rows {
			names[r.ID] = r.Name
		}
	}
	for _, x := range together.Sources {
		name := names[x.Key]
		if name == "" {
			name = x.Key
		}
		s.Sources = append(s.Sources, briefing.Counted{ID: x.Key, Name: name, N: x.N})
	}
	return nil
}

// cases are that of the issue, and the one that it was merged into.
func (m matters) cases(ctx context.Context, s *briefing.Special) error {
	for id := s.Issue.Case; id != ""; {
		file, err := m.b.Register.File(ctx, id)
		if err != nil {
			return err
		}
		s.Cases = append(s.Cases, m.told(file.Case, file.History, s.At))
		next := file.Into
		for _, c := range s.Cases {
			if c.ID == next {
				next = ""
			}
		}
		id = next
	}
	return nil
}

func (m matters) told(c opinion.Case, history []opinion.Event, at time.Time) briefing.SpecialCase {
	out := briefing.SpecialCase{ID: c.ID, State: c.State, Lead: m.named(c.Lead), Due: c.Due,
		Late: c.Overdue || c.Late(at), Dispatched: c.Dispatch, Answered: c.AnswerAt, Solution: c.Solution(),
		Steps: []briefing.Step{}}
	for _, u := range c.Co {
		out.Co = append(out.Co, m.named(u))
	}
	told := map[opinion.Move]bool{}
	for _, x := range briefing.Told {
		told[x] = true
	}
	for _, e := range history {
		if !told[e.Type] {
			continue
		}
		unit := e.Unit
		if e.Type == opinion.MoveOpen { // whom it was proposed to is no step of its course
			unit = ""
		}
		if by, ok := strings.CutPrefix(e.By, "unit:"); ok && unit == "" {
			unit = by
		}
		out.Steps = append(out.Steps, briefing.Step{At: e.At, Move: e.Type, Unit: m.named(unit), OK: e.OK})
	}
	return out
}

func (m matters) named(id string) briefing.Named {
	out := briefing.Named{ID: id, Name: id}
	if u, ok := m.b.Unit(id); ok && u.Name != "" {
		out.Name = u.Name
	}
	return out
}

// beganKey is where the bucket keeps the first day on which anything came in: a register that is made
// again from a log that has aged would know a later one.
const beganKey = "began"

// began is that day; zero where nothing came in yet.
func (b *Briefer) began(ctx context.Context) (first time.Time, err error) {
	raw, ok, err := b.Kept.Get(ctx, beganKey)
	if err != nil {
		return first, err
	}
	if ok {
		if first, err = time.ParseInLocation(time.DateOnly, string(raw), opinion.Beijing); err != nil {
			return first, err
		}
	}
	entries, err := b.Register.Balance(ctx, register.BalanceQuery{To: first})
	for _, e := range entries {
		if e.N > 0 && (first.IsZero() || e.Day.Before(first)) {
			first, ok = opinion.Midnight(e.Day), false
		}
	}
	if err == nil && !ok && !first.IsZero() {
		err = b.Kept.Put(ctx, beganKey, []byte(first.Format(time.DateOnly)))
	}
	return first, err
}
