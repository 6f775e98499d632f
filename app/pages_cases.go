package app

import (
	"cmp"
	"context"
	"errors"
	"time"

	"go.uber.org/zap"

	"huiying/console"
	"huiying/index"
	"huiying/opinion"
	"huiying/register/sqlite"
	"huiying/responders/casework"
)

type caseDesk struct{ h *House }

// Cases lists cases.
func (d caseDesk) Cases(ctx context.Context, q console.CaseQuery) (console.CaseList, error) {
	f := d.filter(q)
	page, err := d.h.Store.Cases(ctx, f)
	if err != nil {
		return console.CaseList{}, found(err, "case")
	}
	out := console.CaseList{Total: page.Total, Next: page.Next, Items: make([]console.CaseRow, len(page.Cases))}
	for i, r := range page.Cases {
		out.Items[i] = console.CaseRow{Case: r.Case, Title: r.Title}
	}
	return out, nil
}

// Count counts cases by state and matter.
func (d caseDesk) Count(ctx context.Context, q console.CaseQuery) ([]console.CaseCount, error) {
	counts, err := d.h.Store.CountCases(ctx, d.filter(q))
	out := make([]console.CaseCount, len(counts))
	for i, c := range counts {
		out[i] = console.CaseCount{State: c.State, N: c.N}
		if c.Request {
			out[i].Matter = opinion.Disclosure
		}
	}
	return out, err
}

func (d caseDesk) filter(q console.CaseQuery) sqlite.CaseFilter {
	f := sqlite.CaseFilter{Unit: q.Unit, Issue: q.Issue, Topic: q.Topic, Division: q.Division, Severity: q.Severity,
		DueAfter: q.DueAfter, DueBefore: q.DueBefore, Q: q.Q, Sort: cmp.Or(q.Order, "due"), Size: q.Size, Cursor: q.Cursor, States: q.States}
	f.Seen = (*sqlite.Sight)(q.Within)
	f.Matter = cmp.Or(string(q.Matter), "public")
	if q.Overdue {
		f.OverdueAt = d.h.Now()
	}
	return f
}

// Case is one case with its whole history.
func (d caseDesk) Case(ctx context.Context, id string) (console.CaseFile, error) {
	r, err := d.h.Store.File(ctx, id)
	if err != nil {
		return console.CaseFile{}, found(err, "case")
	}
	checks, err := d.h.checksOf(ctx, r.Case)
	if err != nil {
		return console.CaseFile{}, err
	}
	out := console.CaseFile{Checks: checks, Case: r.Case, Title: r.Title, History: r.History, Moves: casework.Legal(r.Case), Clocks: d.clocks(r.Case)}
	if r.State.Open() {
		if out.Past, err = d.past(ctx, r.Case); err != nil {
			return out, err
		}
	}
	if r.Issue != "" {
		out.Mentions, _, err = d.h.mentionsOf(ctx, r.Issue)
	}
	return out, err
}

// clocks explains every clock of a case.
func (d caseDesk) clocks(c opinion.Case) []console.CaseClock {
	files := casework.ExplainCase(c, d.h.desk.Env, d.h.Now())
	out := make([]console.CaseClock, len(files))
	for i, f := range files {
		out[i] = console.CaseClock{Timed: f.Timed, State: f.State, Error: f.Error, Counted: make([]console.CountedDay, len(f.Counted))}
		for j, day := range f.Counted {
			out[i].Counted[j] = console.CountedDay(day)
		}
	}
	return out
}

// pastShown is how many past decisions a page offers.
const pastShown = 5

// past are the decisions about the same topic in other cases.
func (d caseDesk) past(ctx context.Context, c opinion.Case) ([]console.Decision, error) {
	all, err := d.h.Store.Arbitrations(ctx, c.Topic, c.Division, pastShown+1)
	var out []console.Decision
	for _, a := range all {
		if a.Case != c.ID && len(out) < pastShown {
			out = append(out, console.Decision{Case: a.Case, Division: a.Division, Unit: a.Unit, Returned: a.Returned, Arbiter: a.Arbiter, Reason: a.Reason, At: a.At})
		}
	}
	return out, err
}

// Do makes a move for a person.
func (d caseDesk) Do(ctx context.Context, id string, move opinion.Move, cmd console.Command) (opinion.Case, error) {
	row := sqlite.CaseRow{}
	var err error
	if move == opinion.MoveRegister {
		id = casework.RequestID(cmd.Ref)
	} else if row, err = d.h.Store.Case(ctx, id); err != nil {
		return opinion.Case{}, found(err, "case")
	}
	if move == opinion.MoveAnswer {
		if err := d.h.fitToAnswer(ctx, row.Case, cmd.Text); err != nil {
			return row.Case, err
		}
	}
	by := cmd.By
	if by == "" {
		by = "console"
	}
	ask := casework.Command{Move: move, By: by, Expected: cmd.Expected, Unit: cmd.Unit, Co: cmd.Co,
		Reason: cmd.Reason, Text: cmd.Text, Kind: cmd.Kind, URL: cmd.URL, OK: cmd.OK, Outcome: cmd.Outcome, Solved: cmd.Solved,
		Into: cmd.Into, Channel: cmd.Channel, Limit: cmd.Limit, Of: cmd.Of,
		Ref: cmd.Ref, Topic: cmd.Topic, Division: cmd.Division, Received: cmd.Received}
	if move == opinion.MoveVerify {
		if err := d.h.lookedAt(ctx, row.Case, &ask); err != nil {
			return row.Case, err
		}
	}
	c, err := d.act(ctx, id, ask)
	var no *casework.Refusal
	if errors.As(err, &no) {
		kind := console.Refused
		if no.Code == casework.CodeStaleVersion {
			kind = console.Stale
		}
		return c, &console.Error{Kind: kind, Code: no.Code, Phrase: no.Phrase, Moves: no.Legal, Err: err}
	}
	if err == nil && move == opinion.MoveAnswer {
		d.h.dropDraft(ctx, c)
	}
	return c, err
}

// act makes a move. An answer with an address is looked at soon after. The timer for that is set
// before the answer is stored, so that a process that dies between the two leaves none unread, and
// brought forward behind it. A timer that finds no answer does nothing.
func (d caseDesk) act(ctx context.Context, id string, cmd casework.Command) (opinion.Case, error) {
	looks := cmd.Move == opinion.MoveAnswer && cmd.URL != ""
	if looks {
		if err := d.h.Bus.Schedule(ctx, "verify."+id, d.h.Now().Add(time.Minute), nil); err != nil {
			return opinion.Case{}, err
		}
	}
	c, err := d.h.desk.Do(ctx, id, cmd)
	if err == nil && looks {
		if err := d.h.Bus.Schedule(ctx, "verify."+id, d.h.Now(), nil); err != nil {
			d.h.Log.Warn("an answer is looked at later than usual", zap.String("case", id), zap.Error(err))
		}
	}
	return c, err
}

// mentionsOf lists the mentions of an issue with their words, and why each was put there.
func (h *House) mentionsOf(ctx context.Context, issue string) ([]console.MentionRow, map[string][]string, error) {
	rows, _, err := h.Store.IssueMentions(ctx, issue, mentionsShown, "")
	if err != nil {
		return nil, nil, found(err, "issue")
	}
	words, why := map[string]string{}, map[string][]string{}
	if page, err := h.index.Search(ctx, index.Query{Issue: issue, Size: mentionsShown}); err == nil {
		for _, f := range page.Hits {
			words[f.ID] = f.Text
			if len(f.Issue.Why) > 0 {
				why[f.ID] = f.Issue.Why
			}
		}
	}
	out := make([]console.MentionRow, len(rows))
	for i, r := range rows {
		out[i] = console.MentionRow{ID: r.ID, Title: r.Title, Text: words[r.ID], URL: r.URL, Source: r.Source, Said: r.Said,
			Topic: r.Topic, Division: r.Division, Severity: r.Severity, Copy: r.Copy}
	}
	return out, why, nil
}
