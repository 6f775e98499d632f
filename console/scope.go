package console

import (
	"cmp"
	"context"
	"slices"
	"time"

	"huiying/console/access"
	"huiying/console/api"
	"huiying/console/ask"
	"huiying/console/cases"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/console/leader"
	"huiying/index"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/briefing/pagedata"
	"huiying/words"
)

// inScope says whether something that these units have in hand, in a division, is within its scope.
func (d *Deps) inScope(s *opinion.Scope, division string, units ...string) bool {
	switch {
	case s == nil:
		return true
	case len(s.Units) > 0:
		return slices.ContainsFunc(units, func(u string) bool { return u != "" && slices.Contains(s.Units, u) })
	}
	return s.Division != "" && d.within(division, s.Division)
}

// within says whether a division is another or lies below it.
func (d *Deps) within(code, top string) bool {
	if code == top || d.Accounts == nil || d.Accounts.Path == nil {
		return code == top
	}
	return slices.Contains(d.Accounts.Path(code), top)
}

// hidden is the answer for what is not within its scope: as if it were not there.
func hidden(code string) error { return &kit.Error{Kind: kit.NotFound, Code: code} }

// narrow puts the scope of each request around every part that pages and API read from, so that no
// page can forget it.
func (d *Deps) narrow() {
	d.Cases = scopedCases{d.Cases, d}
	d.Issues = scopedIssues{d.Issues, d}
	d.Numbers = scopedNumbers{d.Numbers}
	d.Units = scopedUnits{d.Units, d}
	if d.Search != nil {
		d.Search = scopedSearch{d.Search}
	}
	if d.Correct != nil {
		d.Correct = scopedMentions{d.Correct, d}
	}
	if d.Regroup != nil {
		d.Regroup = scopedRegroup{d.Regroup, d}
	}
	if d.Triage != nil {
		d.Triage = scopedQueue{d.Triage, d}
	}
	if d.Alerts != nil {
		d.Alerts = scopedAlerts{d.Alerts, d}
	}
	if d.Items != nil {
		d.Items = scopedItems{d.Items, d}
	}
	if d.Ledger != nil {
		d.Ledger = scopedLedger{d.Ledger}
	}
	if d.Balance != nil {
		d.Balance = scopedBalance{d.Balance}
	}
	if d.Opener != nil {
		d.Opener = scopedOpener{d.Opener, d}
	}
	if d.Counter != nil {
		d.Counter = scopedCounter{d.Counter, d}
	}
	if d.Work != nil {
		work := *d.Work
		work.Book, work.Papers, work.Busy = scopedDesks{work.Book}, scopedPapers{work.Papers}, busyWithin(work.Busy)
		d.Work = &work
	}
	if d.Brief != nil {
		d.Brief = scopedBrief{d.Brief, d}
	}
	if d.Specials != nil {
		d.Specials = scopedSpecials{d.Specials, d}
	}
}

type scopedCases struct {
	from cases.Cases
	d    *Deps
}

// asked is a question as it goes to the register: within its scope, of now, and by due time unless
// another order is wanted.
func (s scopedCases) asked(ctx context.Context, q register.CaseQuery) register.CaseQuery {
	q.Within, q.At, q.Order = access.ScopeOf(ctx), s.d.Now(), cmp.Or(q.Order, register.ByDue)
	return q
}

// Cases lists those within its scope.
func (s scopedCases) Cases(ctx context.Context, q register.CaseQuery) (register.CaseList, error) {
	return s.from.Cases(ctx, s.asked(ctx, q))
}

// CountCases counts those within its scope.
func (s scopedCases) CountCases(ctx context.Context, q register.CaseQuery) ([]register.CaseCount, error) {
	return s.from.CountCases(ctx, s.asked(ctx, q))
}

// Case is one within its scope.
func (s scopedCases) Case(ctx context.Context, id string) (facts.CaseFile, error) {
	f, err := s.from.Case(ctx, id)
	if err == nil && !s.d.inScope(access.ScopeOf(ctx), f.Case.Division,
		append([]string{f.Case.Lead}, f.Case.Co...)...) {
		return facts.CaseFile{}, hidden("unknown_case")
	}
	f.Items = s.d.itemsFor(access.ScopeOf(ctx), f.Items)
	return f, err
}

// Do makes a move on a case within its scope.
func (s scopedCases) Do(ctx context.Context, id string, cmd opinion.Command) (opinion.Case, error) {
	if access.ScopeOf(ctx) != nil && id != "" {
		if _, err := s.Case(ctx, id); err != nil {
			return opinion.Case{}, err
		}
	}
	return s.from.Do(ctx, id, cmd)
}

type scopedIssues struct {
	from ask.Issues
	d    *Deps
}

// Heat counts what was said about issues that were asked for within its scope.
func (s scopedIssues) Heat(ctx context.Context, issues []string, from, to time.Time,
	by string) (map[string][]register.Beat, error) {
	return s.from.Heat(ctx, issues, from, to, by)
}

// Issues lists those within its scope.
func (s scopedIssues) Issues(ctx context.Context, q register.IssueQuery) (register.IssueList, error) {
	q.Within, q.At, q.Order = access.ScopeOf(ctx), s.d.Now(), cmp.Or(q.Order, register.ByAttention)
	return s.from.Issues(ctx, q)
}

// Issue is one within its scope: by its place, by its unit, or by the case that came of it.
func (s scopedIssues) Issue(ctx context.Context, id string) (facts.IssueFile, error) {
	f, err := s.from.Issue(ctx, id)
	if err != nil || s.d.inScope(access.ScopeOf(ctx), f.Issue.Division, f.Issue.Unit) {
		return f, err
	}
	if f.Issue.Case != "" {
		if _, err := s.d.Cases.Case(ctx, f.Issue.Case); err == nil {
			return f, nil
		}
	}
	return facts.IssueFile{}, hidden("no_such_issue")
}

// Narrower counts within a scope.
type Narrower interface {
	Within(s opinion.Scope) facts.Numbers
}

type scopedNumbers struct{ facts.Numbers }

func (s scopedNumbers) now(ctx context.Context) facts.Numbers {
	scope := access.ScopeOf(ctx)
	if scope == nil {
		return s.Numbers
	}
	if n, ok := s.Numbers.(Narrower); ok {
		return n.Within(*scope)
	}
	return nowhere{}
}

func (s scopedNumbers) Stats(ctx context.Context) (facts.Stats, error) { return s.now(ctx).Stats(ctx) }

func (s scopedNumbers) Series(ctx context.Context, from, to time.Time, by string) ([]register.TimeCount, error) {
	return s.now(ctx).Series(ctx, from, to, by)
}

func (s scopedNumbers) Tallies(ctx context.Context, from, to time.Time,
	by ...string) (map[string][]register.KeyCount, error) {
	return s.now(ctx).Tallies(ctx, from, to, by...)
}

// nowhere counts nothing: parts that cannot count within a scope show nothing of what is beside it.
type nowhere struct{}

func (nowhere) Stats(context.Context) (facts.Stats, error) { return facts.Stats{}, nil }
func (nowhere) Series(context.Context, time.Time, time.Time, string) ([]register.TimeCount, error) {
	return nil, nil
}
func (nowhere) Tallies(context.Context, time.Time, time.Time, ...string) (map[string][]register.KeyCount, error) {
	return nil, nil
}

type scopedUnits struct {
	from leader.Units
	d    *Deps
}

// Units lists all: who answers for what is no secret.
func (s scopedUnits) Units(ctx context.Context) ([]opinion.Unit, error) { return s.from.Units(ctx) }

// Rates counts within its scope; how every unit answers stands on the open board.
func (s scopedUnits) Rates(ctx context.Context, q facts.RateQuery) (facts.RateTable, error) {
	q.Within = access.ScopeOf(ctx)
	return s.from.Rates(ctx, q)
}

// Days counts within its scope.
func (s scopedUnits) Days(ctx context.Context, q facts.DayQuery) ([]facts.DayWork, error) {
	q.Within = access.ScopeOf(ctx)
	return s.from.Days(ctx, q)
}

// Turns lists those within its scope.
func (s scopedUnits) Turns(ctx context.Context, q facts.TurnQuery) (facts.TurnList, error) {
	q.Within = access.ScopeOf(ctx)
	return s.from.Turns(ctx, q)
}

type scopedSearch struct{ ask.Searcher }

// Search finds what is within its scope.
func (s scopedSearch) Search(ctx context.Context, q index.Query) (index.Page, error) {
	if scope := access.ScopeOf(ctx); scope != nil {
		q.Within = scope
	}
	return s.Searcher.Search(ctx, q)
}

type scopedMentions struct {
	api.Corrector
	d *Deps
}

// Mention is one within its scope: by its place, its proposed unit, or the case it belongs to.
func (s scopedMentions) Mention(ctx context.Context, id string) (facts.MentionFile, error) {
	f, err := s.Corrector.Mention(ctx, id)
	if err != nil || access.ScopeOf(ctx) == nil {
		return f, err
	}
	place := ""
	if f.Finding.Territory != nil {
		place = f.Finding.Territory.Code
	}
	if s.d.inScope(access.ScopeOf(ctx), place, f.Finding.Route.Lead) {
		return f, nil
	}
	if f.Case != "" {
		if _, err := s.d.Cases.Case(ctx, f.Case); err == nil {
			return f, nil
		}
	}
	return facts.MentionFile{}, hidden("no_such_mention")
}

func (s scopedMentions) Correct(ctx context.Context, id string, what facts.Correct) (facts.MentionFile, error) {
	if _, err := s.Mention(ctx, id); err != nil {
		return facts.MentionFile{}, err
	}
	return s.Corrector.Correct(ctx, id, what)
}

func (s scopedMentions) Undo(ctx context.Context, id string, what facts.Correct) (facts.MentionFile, error) {
	if _, err := s.Mention(ctx, id); err != nil {
		return facts.MentionFile{}, err
	}
	return s.Corrector.Undo(ctx, id, what)
}

type scopedRegroup struct {
	ask.Regrouper
	d *Deps
}

func (s scopedRegroup) look(ctx context.Context, issue string) error {
	if access.ScopeOf(ctx) == nil || issue == "" {
		return nil
	}
	_, err := s.d.Issues.Issue(ctx, issue)
	return err
}

func (s scopedRegroup) Split(ctx context.Context, issue string, what facts.Regroup) (facts.Regrouped, error) {
	if err := cmp.Or(s.look(ctx, issue), s.look(ctx, what.Into)); err != nil {
		return facts.Regrouped{}, err
	}
	return s.Regrouper.Split(ctx, issue, what)
}

func (s scopedRegroup) Join(ctx context.Context, issue string, what facts.Regroup) (facts.Regrouped, error) {
	if err := cmp.Or(s.look(ctx, issue), s.look(ctx, what.Into)); err != nil {
		return facts.Regrouped{}, err
	}
	return s.Regrouper.Join(ctx, issue, what)
}

func (s scopedRegroup) Undo(ctx context.Context, issue string, what facts.Regroup) (facts.Regrouped, error) {
	if err := s.look(ctx, issue); err != nil {
		return facts.Regrouped{}, err
	}
	return s.Regrouper.Undo(ctx, issue, what)
}

type scopedBrief struct {
	ask.Briefer
	d *Deps
}

// Briefing tells of the division that an account is bound to, or of one below it. Of units there is
// none: what is theirs lies on their desks.
func (s scopedBrief) Briefing(ctx context.Context, day time.Time, period, division string) (pagedata.Briefing, error) {
	scope := access.ScopeOf(ctx)
	switch {
	case scope == nil:
	case len(scope.Units) > 0 || scope.Division == "":
		return pagedata.Briefing{}, &kit.Error{Kind: kit.Refused, Code: "places_only",
			Phrase: words.Of("error.places_only")}
	case division == "":
		division = scope.Division
	case !s.d.within(division, scope.Division):
		return pagedata.Briefing{}, hidden("no_division")
	}
	return s.Briefer.Briefing(ctx, day, period, division)
}

type scopedSpecials struct {
	from leader.Specials
	d    *Deps
}

// IssueSpecial tells of an issue within its scope.
func (s scopedSpecials) IssueSpecial(ctx context.Context, issue string) (year, no int, err error) {
	if _, err := s.d.Issues.Issue(ctx, issue); err != nil {
		return 0, 0, err
	}
	return s.from.IssueSpecial(ctx, issue)
}

// Special is one of an issue within its scope.
func (s scopedSpecials) Special(ctx context.Context, year, no int) (leader.Special, error) {
	got, err := s.from.Special(ctx, year, no)
	if err == nil && !s.d.inScope(access.ScopeOf(ctx), got.Division, got.Units...) {
		return leader.Special{}, hidden("no_special")
	}
	return got, err
}

// Specials are those of issues within its scope.
func (s scopedSpecials) Specials(ctx context.Context, year int) ([]leader.Special, error) {
	all, err := s.from.Specials(ctx, year)
	return slices.DeleteFunc(all, func(x leader.Special) bool {
		return !s.d.inScope(access.ScopeOf(ctx), x.Division, x.Units...)
	}), err
}
