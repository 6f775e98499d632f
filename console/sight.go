package console

import (
	"cmp"
	"context"
	"slices"
	"time"

	"huiying/index"
	"huiying/opinion"
	"huiying/register"
	"huiying/words"
)

type sightKey struct{}

func withSight(ctx context.Context, s *Sight) context.Context {
	return context.WithValue(ctx, sightKey{}, s)
}

// SightOf is how far the account of a request sees; nil is everything.
func SightOf(ctx context.Context) *Sight {
	s, _ := ctx.Value(sightKey{}).(*Sight)
	return s
}

// sight works out how far an account sees with a right.
func (a *app) sight(ctx context.Context, me Account, how reach) *Sight {
	if how == all || (me.Unit == "" && me.Division == "" && me.Role != Handler && me.Role != Head) {
		return nil
	}
	if me.Unit == "" && me.Division != "" && me.Division == a.Accounts.Region {
		return nil
	}
	if me.Unit == "" {
		return &Sight{Division: me.Division}
	}
	units, err := a.Units.Units(ctx)
	if err != nil {
		a.Failed("units", err)
	}
	return &Sight{Units: below(units, me.Unit)}
}

// below are a unit and every unit whose superiors lead to it.
func below(all []opinion.Unit, top string) []string {
	under := map[string][]string{}
	for _, u := range all {
		under[u.Superior] = append(under[u.Superior], u.ID)
	}
	out := []string{top}
	for i := 0; i < len(out); i++ {
		for _, id := range under[out[i]] {
			if !slices.Contains(out, id) { // superiors in a ring are refused by check; here they only must end
				out = append(out, id)
			}
		}
	}
	return out
}

// sees says whether something that these units have in hand, in a division, is within sight.
func (a *app) sees(s *Sight, division string, units ...string) bool {
	switch {
	case s == nil:
		return true
	case len(s.Units) > 0:
		return slices.ContainsFunc(units, func(u string) bool { return u != "" && slices.Contains(s.Units, u) })
	}
	return s.Division != "" && a.within(division, s.Division)
}

// within says whether a division is another or lies below it.
func (a *app) within(code, top string) bool {
	if code == top || a.Accounts == nil || a.Accounts.Path == nil {
		return code == top
	}
	return slices.Contains(a.Accounts.Path(code), top)
}

// unseen is the answer for what is not within sight: as if it were not there.
func unseen(code string) error { return &Error{Kind: NotFound, Code: code} }

// narrow puts the sight of each request around every part that pages and API read from, so that no
// page can forget it.
func (a *app) narrow() {
	a.Cases = seenCases{a.Cases, a}
	a.Issues = seenIssues{a.Issues, a}
	a.Numbers = seenNumbers{a.Numbers}
	a.Units = seenUnits{a.Units, a}
	if a.Search != nil {
		a.Search = seenSearch{a.Search}
	}
	if a.Correct != nil {
		a.Correct = seenMentions{a.Correct, a}
	}
	if a.Regroup != nil {
		a.Regroup = seenRegroup{a.Regroup, a}
	}
	if a.Triage != nil {
		a.Triage = seenTriage{a.Triage, a}
	}
	if a.Work != nil {
		work := *a.Work
		work.Book, work.Papers, work.Busy = seenWork{work.Book}, seenPapers{work.Papers}, busyWithin(work.Busy)
		a.Work = &work
	}
	if a.Brief != nil {
		a.Brief = seenBrief{a.Brief, a}
	}
}

type seenCases struct {
	CaseDesk
	a *app
}

// asked is a question as it goes to the register: within sight, of now, and by due time unless another
// order is wanted.
func (s seenCases) asked(ctx context.Context, q CaseQuery) CaseQuery {
	q.Within, q.At, q.Order = SightOf(ctx), s.a.Now(), cmp.Or(q.Order, register.ByDue)
	return q
}

// Cases lists those within sight.
func (s seenCases) Cases(ctx context.Context, q CaseQuery) (CaseList, error) {
	return s.CaseDesk.Cases(ctx, s.asked(ctx, q))
}

// Count counts those within sight.
func (s seenCases) Count(ctx context.Context, q CaseQuery) ([]CaseCount, error) {
	return s.CaseDesk.Count(ctx, s.asked(ctx, q))
}

// Case is one within sight.
func (s seenCases) Case(ctx context.Context, id string) (CaseFile, error) {
	f, err := s.CaseDesk.Case(ctx, id)
	if err == nil && !s.a.sees(SightOf(ctx), f.Case.Division, append([]string{f.Case.Lead}, f.Case.Co...)...) {
		return CaseFile{}, unseen("unknown_case")
	}
	return f, err
}

// Do makes a move on a case within sight.
func (s seenCases) Do(ctx context.Context, id string, move opinion.Move, cmd Command) (opinion.Case, error) {
	if SightOf(ctx) != nil && id != "" {
		if _, err := s.Case(ctx, id); err != nil {
			return opinion.Case{}, err
		}
	}
	return s.CaseDesk.Do(ctx, id, move, cmd)
}

type seenIssues struct {
	IssueBook
	a *app
}

// Issues lists those within sight.
func (s seenIssues) Issues(ctx context.Context, q IssueQuery) (IssueList, error) {
	q.Within, q.At, q.Order = SightOf(ctx), s.a.Now(), cmp.Or(q.Order, register.ByAttention)
	return s.IssueBook.Issues(ctx, q)
}

// Issue is one within sight: by its place, by its unit, or by the case that came of it.
func (s seenIssues) Issue(ctx context.Context, id string) (IssueFile, error) {
	f, err := s.IssueBook.Issue(ctx, id)
	if err != nil || s.a.sees(SightOf(ctx), f.Issue.Division, f.Issue.Unit) {
		return f, err
	}
	if f.Issue.Case != "" {
		if _, err := s.a.Cases.Case(ctx, f.Issue.Case); err == nil {
			return f, nil
		}
	}
	return IssueFile{}, unseen("no_such_issue")
}

// Narrower counts within a sight.
type Narrower interface {
	Within(s Sight) Numbers
}

type seenNumbers struct{ Numbers }

func (s seenNumbers) now(ctx context.Context) Numbers {
	sight := SightOf(ctx)
	if sight == nil {
		return s.Numbers
	}
	if n, ok := s.Numbers.(Narrower); ok {
		return n.Within(*sight)
	}
	return nowhere{}
}

func (s seenNumbers) Stats(ctx context.Context) (Stats, error) { return s.now(ctx).Stats(ctx) }

func (s seenNumbers) Series(ctx context.Context, from, to time.Time, by string) ([]TimeCount, error) {
	return s.now(ctx).Series(ctx, from, to, by)
}

func (s seenNumbers) Tallies(ctx context.Context, from, to time.Time, by ...string) (map[string][]KeyCount, error) {
	return s.now(ctx).Tallies(ctx, from, to, by...)
}

// nowhere counts nothing: parts that cannot count within a sight show nothing of what is beside it.
type nowhere struct{}

func (nowhere) Stats(context.Context) (Stats, error) { return Stats{}, nil }
func (nowhere) Series(context.Context, time.Time, time.Time, string) ([]TimeCount, error) {
	return nil, nil
}
func (nowhere) Tallies(context.Context, time.Time, time.Time, ...string) (map[string][]KeyCount, error) {
	return nil, nil
}

type seenUnits struct {
	UnitBook
	a *app
}

// Rates counts within sight; how every unit answers stands on the open board.
func (s seenUnits) Rates(ctx context.Context, q RateQuery) (RateTable, error) {
	q.Within = SightOf(ctx)
	return s.UnitBook.Rates(ctx, q)
}

// Turns lists those within sight.
func (s seenUnits) Turns(ctx context.Context, q TurnQuery) (TurnList, error) {
	q.Within = SightOf(ctx)
	return s.UnitBook.Turns(ctx, q)
}

type seenSearch struct{ Searcher }

// Search finds what is within sight.
func (s seenSearch) Search(ctx context.Context, q index.Query) (index.Page, error) {
	if sight := SightOf(ctx); sight != nil {
		q.Within = sight
	}
	return s.Searcher.Search(ctx, q)
}

type seenMentions struct {
	Corrector
	a *app
}

// Mention is one within sight: by its place, its proposed unit, or the case it belongs to.
func (s seenMentions) Mention(ctx context.Context, id string) (MentionFile, error) {
	f, err := s.Corrector.Mention(ctx, id)
	if err != nil || SightOf(ctx) == nil {
		return f, err
	}
	place := ""
	if f.Finding.Territory != nil {
		place = f.Finding.Territory.Code
	}
	if s.a.sees(SightOf(ctx), place, f.Finding.Route.Lead) {
		return f, nil
	}
	if f.Case != "" {
		if _, err := s.a.Cases.Case(ctx, f.Case); err == nil {
			return f, nil
		}
	}
	return MentionFile{}, unseen("no_such_mention")
}

func (s seenMentions) Correct(ctx context.Context, id string, what Correct) (MentionFile, error) {
	if _, err := s.Mention(ctx, id); err != nil {
		return MentionFile{}, err
	}
	return s.Corrector.Correct(ctx, id, what)
}

func (s seenMentions) Undo(ctx context.Context, id string, what Correct) (MentionFile, error) {
	if _, err := s.Mention(ctx, id); err != nil {
		return MentionFile{}, err
	}
	return s.Corrector.Undo(ctx, id, what)
}

type seenRegroup struct {
	Regrouper
	a *app
}

func (s seenRegroup) look(ctx context.Context, issue string) error {
	if SightOf(ctx) == nil || issue == "" {
		return nil
	}
	_, err := s.a.Issues.Issue(ctx, issue)
	return err
}

func (s seenRegroup) Split(ctx context.Context, issue string, what Regroup) (Regrouped, error) {
	if err := cmp.Or(s.look(ctx, issue), s.look(ctx, what.Into)); err != nil {
		return Regrouped{}, err
	}
	return s.Regrouper.Split(ctx, issue, what)
}

func (s seenRegroup) Join(ctx context.Context, issue string, what Regroup) (Regrouped, error) {
	if err := cmp.Or(s.look(ctx, issue), s.look(ctx, what.Into)); err != nil {
		return Regrouped{}, err
	}
	return s.Regrouper.Join(ctx, issue, what)
}

func (s seenRegroup) Undo(ctx context.Context, issue string, what Regroup) (Regrouped, error) {
	if err := s.look(ctx, issue); err != nil {
		return Regrouped{}, err
	}
	return s.Regrouper.Undo(ctx, issue, what)
}

type seenBrief struct {
	Briefer
	a *app
}

// Briefing tells of the division that an account is bound to, or of one below it. Of units there is
// none: what is theirs lies on their desks.
func (s seenBrief) Briefing(ctx context.Context, day time.Time, period, division string) (Briefing, error) {
	sight := SightOf(ctx)
	switch {
	case sight == nil:
	case len(sight.Units) > 0 || sight.Division == "":
		return Briefing{}, &Error{Kind: Refused, Code: "places_only", Phrase: words.Of("error.places_only")}
	case division == "":
		division = sight.Division
	case !s.a.within(division, sight.Division):
		return Briefing{}, unseen("no_division")
	}
	return s.Briefer.Briefing(ctx, day, period, division)
}
