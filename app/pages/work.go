package pages

import (
	"context"
	"errors"
	"slices"

	"huiying/console/kit"
	"huiying/console/unitdesk"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/casework"
	"huiying/words"
)

// Work is the desk of units.
func (p *Pages) Work() *unitdesk.Parts {
	working := p.Desk.Env.Calendars[opinion.CalendarWorking]
	return &unitdesk.Parts{Book: p.Register, Papers: papers{p}, Aids: draftAids{p},
		Review: p.Cfg.Casework.Review, Day: working.KindOf, Busy: p.BusyUnits}
}

type papers struct{ p *Pages }

// Paper is what a unit has of a case.
func (p papers) Paper(ctx context.Context, id, unit string) (opinion.Paper, error) {
	return p.p.Register.Paper(ctx, id, unit)
}

// Act decides and writes. Words that go are taken out of the log, not only marked.
func (p papers) Act(ctx context.Context, id, unit string, cmd opinion.PaperCommand) (opinion.Paper, error) {
	row, err := p.p.Register.Case(ctx, id)
	if err != nil {
		return opinion.Paper{}, err
	}
	paper, err := p.p.Register.Paper(ctx, id, unit)
	if err != nil {
		return paper, err
	}
	e, err := casework.DecidePaper(row.Case, paper, cmd, p.p.Now())
	if err != nil || e == nil {
		return paper, refusedTo(err)
	}
	if e.Act == opinion.PaperDrop {
		if err := p.p.Register.DropPaper(ctx, paper, e.At); err != nil {
			return paper, err
		}
		return p.p.Register.Paper(ctx, id, unit)
	}
	paper, err = p.p.Register.WritePaper(ctx, paper, *e)
	var late *register.Conflict
	if errors.As(err, &late) {
		return paper, &kit.Error{Kind: kit.Stale, Code: casework.CodeStaleVersion,
			Phrase: words.Of("refusal.stale_version.paper"), Err: err}
	}
	return paper, err
}

// refusedTo hands a refusal on with its kind.
func refusedTo(err error) error {
	var no *casework.MoveRefusal
	if !errors.As(err, &no) {
		return err
	}
	return no // the console knows its methods, and says it in the reader's language
}

type draftAids struct{ p *Pages }

// Templates are those for what the unit has to write, with the case's words.
func (d draftAids) Templates(c opinion.Case, unit string) []unitdesk.DraftText {
	cfg, n := d.p.Cfg, d.p.Names
	name := unit
	if u, ok := d.p.Unit(unit); ok {
		name = u.Name
	}
	due := ""
	if !c.Due.IsZero() {
		due = c.Due.In(opinion.Beijing).Format("2006年1月2日")
	}
	words := map[string]string{"unit": name, "place": n.Division(c.Division, "zh"),
		"topic": n.Topic(c.Topic, "zh"), "due": due, "case": c.ID}
	var out []unitdesk.DraftText
	for _, p := range casework.Purposes(c, unit) {
		for _, t := range cfg.TemplatesFor(p, c.Topic) {
			out = append(out, unitdesk.DraftText{ID: t.ID, Name: t.Name, NameEn: t.NameEn,
				Kind: t.Kind, Text: t.Fill(words)})
		}
	}
	return out
}

// Policies are what the configuration names for the case: the basis of its topic, its route and its
// clock.
func (d draftAids) Policies(c opinion.Case) []unitdesk.PolicyBasis {
	t, _ := d.p.Cfg.Topic(c.Topic)
	clock := ""
	if c.Clock != nil {
		clock = c.Clock.Basis
	}
	var out []unitdesk.PolicyBasis
	seen := map[string]bool{}
	for _, from := range []struct{ name, basis string }{{"topic", t.Basis},
		{"route", c.Route.Basis}, {"clock", clock}} {
		for _, p := range d.p.Cfg.PoliciesIn(from.basis) {
			if !seen[p.Number] {
				seen[p.Number] = true
				out = append(out, unitdesk.PolicyBasis{Number: p.Number, Title: p.Title, URL: p.URL, From: from.name})
			}
		}
	}
	return out
}

// BusyUnits lists the units that have open cases, the most overdue first.
func (p *Pages) BusyUnits(ctx context.Context) ([]register.UnitLoad, error) {
	all, err := p.Register.UnitLoad(ctx, p.Now())
	return slices.DeleteFunc(all, func(l register.UnitLoad) bool { return l.Unit == "" }), err
}
