package pages

import (
	"cmp"
	"context"
	"errors"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/index"
	"huiying/opinion"
	"huiying/register"
	"huiying/register/sqlite"
	"huiying/responders/casework"
)

// Cases are those of the register, with their clocks and checks, and moves by people.
type Cases struct {
	*sqlite.Store
	p *Pages
}

// Case is one case with its whole history.
func (d Cases) Case(ctx context.Context, id string) (facts.CaseFile, error) {
	r, err := d.Store.File(ctx, id)
	if err != nil {
		return facts.CaseFile{}, err
	}
	checks, err := d.p.Answers.Checks(ctx, r.Case)
	if err != nil {
		return facts.CaseFile{}, err
	}
	out := facts.CaseFile{Checks: checks, Case: r.Case, Title: r.Title, History: r.History,
		Moves: casework.Legal(r.Case), Clocks: d.clocks(r.Case)}
	if r.State.Open() {
		if out.Past, err = d.past(ctx, r.Case); err != nil {
			return out, err
		}
	}
	if out.Found, err = d.p.Answers.Found(ctx, r.Case); err != nil {
		return out, err
	}
	if out.Amended, err = d.p.Amended(ctx, r.History); err != nil {
		return out, err
	}
	if out.Matters, err = register.MattersOf(ctx, d.Store, r.Case.Mentions...); err != nil {
		return out, err
	}
	if out.Items, err = d.owed(ctx, r.CaseRow); err != nil {
		return out, err
	}
	switch {
	case r.Part: // its issue is of its mentions alone
		out.Mentions, err = mentionsIn(ctx, d.Store, r.Case.Mentions)
	case r.Issue != "":
		out.Mentions, _, err = mentionsOf(ctx, d.Store, d.p.Index, r.Issue)
	}
	return out, err
}

// owed are the duties to publish that hold what a case asks for; none for one that asks for no information.
func (d Cases) owed(ctx context.Context, c register.CaseRow) ([]facts.ItemMatch, error) {
	if d.p.Owed == nil || c.Issue == "" || c.Matter == opinion.Disclosure {
		return nil, nil
	}
	i, err := d.Store.Issue(ctx, c.Issue, d.p.Now())
	if errors.Is(err, register.ErrNotFound) || err == nil && i.Demand != opinion.Inquiry {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return d.p.Owed(ctx, c.Case, c.Title)
}

// clocks explains every clock of a case.
func (d Cases) clocks(c opinion.Case) []facts.CaseClock {
	files := casework.ExplainCase(c, d.p.Desk.Env, d.p.Now())
	out := make([]facts.CaseClock, len(files))
	for i, f := range files {
		out[i] = facts.CaseClock{Timed: f.Timed, State: f.State, Error: f.Error,
			Counted: make([]facts.CountedDay, len(f.Counted))}
		for j, day := range f.Counted {
			out[i].Counted[j] = facts.CountedDay(day)
		}
	}
	return out
}

// pastShown is how many past decisions a page offers.
const pastShown = 5

// past are the decisions about the same topic in other cases.
func (d Cases) past(ctx context.Context, c opinion.Case) ([]register.Arbitration, error) {
	all, err := d.Store.Arbitrations(ctx, c.Topic, c.Division, pastShown+1)
	var out []register.Arbitration
	for _, a := range all {
		if a.Case != c.ID && len(out) < pastShown {
			out = append(out, a)
		}
	}
	return out, err
}

// Do makes a move for a person.
func (d Cases) Do(ctx context.Context, id string, cmd opinion.Command) (opinion.Case, error) {
	if cmd.Move == opinion.MoveRegister {
		id = casework.RequestID(cmd.Ref)
	} else if _, err := d.Store.Case(ctx, id); err != nil {
		return opinion.Case{}, err
	}
	cmd.By = cmp.Or(cmd.By, "console")
	c, err := d.p.Desk.Do(ctx, id, cmd)
	var no *casework.MoveRefusal
	if errors.As(err, &no) {
		kind := kit.Refused
		if no.Code == casework.CodeStaleVersion {
			kind = kit.Stale
		}
		return c, &kit.Error{Kind: kind, Code: no.Code, Phrase: no.Phrase, Moves: no.Legal, Err: err}
	}
	return c, err
}

// mentionsOf lists the mentions of an issue with their words, and why each was put there.
func mentionsOf(ctx context.Context, store *sqlite.Store, words Searcher,
	issue string) ([]register.MentionRow, map[string][]string, error) {
	rows, _, err := store.IssueMentions(ctx, issue, mentionsShown, "")
	if err != nil {
		return nil, nil, err
	}
	texts, why := map[string]string{}, map[string][]string{}
	if page, err := words.Search(ctx, index.Query{Issue: issue, Size: mentionsShown}); err == nil {
		for _, f := range page.Hits {
			texts[f.ID] = f.Text
			if len(f.Issue.Why) > 0 {
				why[f.ID] = f.Issue.Why
			}
		}
	}
	for i, r := range rows {
		rows[i].Text = texts[r.ID]
	}
	return rows, why, nil
}
