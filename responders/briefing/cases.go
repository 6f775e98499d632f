package briefing

import (
	"cmp"
	"context"
	"slices"
	"time"

	"huiying/opinion"
	"huiying/words"
)

// moved: what happened to cases, from their events alone. A case counts once for each.
func (w Writer) moved(ctx context.Context, b *Briefing) {
	var now, before []opinion.Event
	err := errNone
	if w.Cases != nil {
		var list []opinion.Move
		for _, m := range moves {
			list = append(list, m.move)
		}
		from, to := b.last()
		if now, err = w.Cases.EventsOf(ctx, b.From, b.Until, list...); err == nil {
			before, err = w.Cases.EventsOf(ctx, from, to, list...)
		}
	}
	if err != nil {
		b.miss("moves", err)
	}
	for _, m := range moves {
		ids := which(now, m.move, m.is)
		previous := len(which(before, m.move, m.is))
		b.number(m.id, len(ids), err, &previous, ids, "")
		if m.id == "answered" && err == nil {
			if b.Answered, err = w.answered(ctx, ids, b.Until); err != nil {
				b.miss("answered", err)
				b.Answered, err = []Case{}, nil
			}
		}
	}
}

// which are the cases to which a move happened, in order.
func which(events []opinion.Event, move opinion.Move, is func(opinion.Event) bool) []string {
	seen := map[string]bool{}
	out := []string{}
	for _, e := range events {
		if e.Type == move && (is == nil || is(e)) && !seen[e.Case] {
			seen[e.Case] = true
			out = append(out, e.Case)
		}
	}
	slices.Sort(out)
	return out
}

// answeredShown bounds the list of answers; the number beside it counts all.
const answeredShown = 50

func (w Writer) answered(ctx context.Context, ids []string, until time.Time) ([]Case, error) {
	out := []Case{}
	for _, id := range ids[:min(answeredShown, len(ids))] {
		c, err := w.Cases.CaseAt(ctx, id, until)
		if err != nil {
			return nil, err
		}
		x := Case{ID: c.ID, Mention: named(c), Unit: c.Lead, Name: w.name(c.Lead), State: c.State,
			Topic: c.Topic, Late: c.Overdue, URL: c.AnswerURL}
		if !c.AnswerAt.IsZero() && !c.Dispatch.IsZero() {
			x.Hours = int(c.AnswerAt.Sub(c.Dispatch) / time.Hour)
		}
		out = append(out, x)
	}
	slices.SortFunc(out, func(x, y Case) int { return cmp.Or(cmp.Compare(x.Unit, y.Unit), cmp.Compare(x.ID, y.ID)) })
	return out, nil
}

// named is the mention whose heading names a case.
func named(c opinion.Case) string {
	if len(c.Mentions) == 0 {
		return ""
	}
	return c.Mentions[0]
}

// open looks at every case that was open at the end: who owes an answer, what there is to
// decide, and where.
func (w Writer) open(ctx context.Context, b *Briefing) {
	var late []opinion.Case
	at := make(map[string]*Place, len(b.Places))
	for i := range b.Places {
		at[b.Places[i].Code] = &b.Places[i]
	}
	err := errNone
	if w.Cases != nil {
		err = w.Cases.OpenAt(ctx, b.Until, func(c opinion.Case) error {
			isLate := c.Late(b.Until)
			if isLate {
				late = append(late, c)
			}
			b.Decide = append(b.Decide, w.decide(c, b.Until)...)
			if w.Map == nil {
				return nil
			}
			if p := at[w.Map.CellOf(c.Division)]; p != nil {
				p.Open++
				if isLate {
					p.Overdue++
					p.Late = append(p.Late, c.ID)
				}
			}
			return nil
		})
	}
	if err != nil {
		b.miss("overdue", err)
		b.number("overdue", 0, err, nil, nil, "")
		b.Decide = []Decision{}
		return
	}
	w.overdue(b, late)
	slices.SortFunc(b.Decide, func(x, y Decision) int {
		return cmp.Or(cmp.Compare(slices.Index(kinds, x.Kind), slices.Index(kinds, y.Kind)),
			cmp.Compare(x.Severity.Rank(), y.Severity.Rank()),
			cmp.Compare(y.Hours, x.Hours), cmp.Compare(x.Case, y.Case))
	})
	for i := range b.Places {
		slices.Sort(b.Places[i].Late)
	}
}

// overdue: who owes answers whose time is over.
func (w Writer) overdue(b *Briefing, list []opinion.Case) {
	slices.SortFunc(list, func(x, y opinion.Case) int { return cmp.Or(x.Due.Compare(y.Due), cmp.Compare(x.ID, y.ID)) })
	at := map[string]int{}
	var ids []string
	for _, c := range list {
		ids = append(ids, c.ID)
		i, ok := at[c.Lead]
		if !ok {
			i = len(b.Overdue)
			at[c.Lead] = i
			b.Overdue = append(b.Overdue, Unit{ID: c.Lead, Name: w.name(c.Lead),
				Hours: int(b.Until.Sub(c.Due) / time.Hour)})
		}
		b.Overdue[i].N++
		if len(b.Overdue[i].Cases) < idsShown {
			b.Overdue[i].Cases = append(b.Overdue[i].Cases, c.ID)
		}
	}
	slices.SortFunc(b.Overdue, func(x, y Unit) int { return cmp.Or(cmp.Compare(y.N, x.N), cmp.Compare(x.ID, y.ID)) })
	slices.Sort(ids)
	link := ""
	if b.Until.Before(b.To) { // the list of cases knows the present only
		link = "/cases?overdue=true"
		if w.Division != "" {
			link += "&division=" + w.Division
		}
	}
	b.number("overdue", len(ids), nil, nil, ids, link)
}

// kinds of decisions in the order of the page.
var kinds = []string{Arbitrate, Extend, Doubt, Unsure}

// decide is what a case waits for that a unit cannot do by itself.
func (w Writer) decide(c opinion.Case, until time.Time) []Decision {
	d := Decision{Case: c.ID, Mention: named(c), Unit: c.Lead, Name: w.name(c.Lead),
		Severity: c.Severity, Hours: int(until.Sub(c.Updated) / time.Hour)}
	var out []Decision
	add := func(kind string) { d.Kind = kind; out = append(out, d) }
	if c.State == opinion.Returned {
		add(Arbitrate)
	}
	if c.Asked != nil {
		d.Asked = int(c.Asked.Limit / time.Hour)
		add(Extend)
		d.Asked = 0
	}
	if c.State == opinion.Handling && c.Redone > 0 && c.AnswerAt.IsZero() {
		add(Doubt)
	}
	// it waits in triage, and its weight is II or more, or nobody is sure what it is about and it
	// may be III
	if c.State == opinion.Triage && (c.Severity.Heavier(opinion.SeverityIII) ||
		c.Unsure && c.Severity.Heavier(opinion.SeverityIV)) {
		add(Unsure)
	}
	return out
}

// KindName is a kind of decision in words.
func KindName(kind string) words.Phrase { return words.Of("brief.decide." + kind) }
