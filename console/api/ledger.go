package api

import (
	"context"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/register"
	"huiying/words"
)

type balanceIn struct {
	asked
	From   string `query:"from" doc:"day of arrival, of +08:00; 30 days ago when absent"`
	To     string `query:"to" doc:"that day included; today when absent"`
	Source string `query:"source"`
}

// BalanceOf is the balance of one source and day.
type BalanceOf struct {
	Source string `json:"source"`
	Day    string `json:"day" doc:"of +08:00"`
	register.Balance
	Why []BalanceWhy `json:"why" doc:"what waits, was dismissed or refused, by its reason"`
}

// BalanceWhy says how many stand somewhere for one reason.
type BalanceWhy struct {
	Is  string `json:"is" doc:"waiting, dismissed, refused"`
	Why string `json:"why" doc:"a rule, or the code of a refusal"`
	By  string `json:"by,omitempty" doc:"the role that decided; none for a rule"`
	N   int    `json:"n"`
}

// Balances is the answer of GET /api/v1/balance.
type Balances struct {
	Total register.Balance `json:"total"`
	By    []BalanceOf      `json:"by"`
}

type openCasesIn struct {
	asked
	raw
}

// ledgerAPI is the balance (对账) and the opening of cases by hand (立件).
func (a *Room) ledgerAPI(api huma.API) {
	operation(api, http.MethodGet, "/api/v1/balance", "balance",
		"What became of everything that was received, by source and day of arrival. Who is bound to a division or units is told of the mentions that fall there; what was known before or refused falls nowhere.",
		a.balance, 400)
	const path = "/api/v1/cases"
	operation(api, http.MethodPost, path, "open-cases-by-hand",
		"Open cases for mentions or for an issue, or take down what the office was told", a.openCases,
		400, 404, 409, 422)
	bodyOf(api, path, reflect.TypeFor[openingBody](), false)
}

func (a *Room) balance(ctx context.Context, in *balanceIn) (*answer[Balances], error) {
	if a.Balance == nil {
		return nil, a.away(&in.asked, "no_balance", "away.desk")
	}
	from, to, err := ask.SpanOf(in.values, a.Now(), in.lang)
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	entries, err := a.Balance.Balance(ctx, register.BalanceQuery{From: from, To: to, Source: in.Source})
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	return &answer[Balances]{balancesOf(entries)}, nil
}

// balancesOf sums entries, which come by day and source.
func balancesOf(entries []register.Entry) Balances {
	out := Balances{By: []BalanceOf{}}
	for _, e := range entries {
		day := e.Day.In(kit.Shanghai).Format(time.DateOnly)
		if n := len(out.By); n == 0 || out.By[n-1].Source != e.Source || out.By[n-1].Day != day {
			out.By = append(out.By, BalanceOf{Source: e.Source, Day: day, Why: []BalanceWhy{}})
		}
		now := &out.By[len(out.By)-1]
		now.Add(e.Is, e.N)
		out.Total.Add(e.Is, e.N)
		if e.Why != "" {
			now.Why = append(now.Why, BalanceWhy{string(e.Is), e.Why, e.By, e.N})
		}
	}
	return out
}

// openingBody is one of two: an entry that has a text, or what is here already.
type openingBody struct {
	Mentions []string `json:"mentions,omitempty" doc:"those of one issue come into one case"`
	Issue    string   `json:"issue,omitempty" doc:"instead of mentions: its earliest report that is in no case"`
	Reason   string   `json:"reason,omitempty" doc:"with mentions or an issue"`
	facts.Entry
}

// openedBody is the answer to either.
type openedBody struct {
	facts.Opened
	Mention string          `json:"mention,omitempty" doc:"of the entry"`
	Known   bool            `json:"known,omitempty" doc:"the same entry was here before"`
	Stands  *register.Stand `json:"stands,omitempty" doc:"where the entry stands; absent while it is being judged"`
	Errors  []string        `json:"errors,omitempty" doc:"which of the entry's own wishes were refused"`
	Code    string          `json:"code,omitempty" doc:"query code, for whoever asked; it is kept nowhere and never shown again"`
	Danger  []string        `json:"danger,omitempty" doc:"numbers to call now"`
}

func (a *Room) openCases(ctx context.Context, in *openCasesIn) (*answer[openedBody], error) {
	what, err := said(ctx, in.lang, in.raw, func(o *openingBody) *string { return &o.By })
	given := 0
	for _, is := range []bool{len(what.Mentions) > 0, what.Issue != "", what.Text != "" || what.Title != ""} {
		if is {
			given++
		}
	}
	if err == nil && given != 1 {
		err = kit.BadInput("one_of_both", words.Say(in.lang, "error.open.one_of_both"))
	}
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	if len(what.Mentions) == 0 && what.Issue == "" {
		return a.enter(ctx, in, what.Entry)
	}
	if a.Opener == nil {
		return nil, a.away(&in.asked, "no_correct", "away.correct")
	}
	if what.Code && len(what.Mentions) > 1 {
		return nil, a.fail(&in.asked, kit.BadInput("one_code", words.Say(in.lang, "error.open.one_code")))
	}
	done, err := a.Opener.Open(ctx, facts.Opening{Mentions: what.Mentions, Issue: what.Issue,
		By: what.By, Reason: what.Reason})
	if err == nil && len(done.Cases) == 0 && len(done.Not) > 0 {
		err = done.Not[0].Why
	}
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	for i, x := range done.Not {
		done.Not[i].Words = a.Problem(in.route, in.lang, x.Why).Detail
	}
	done.Cases = ask.OrEmpty(done.Cases)
	out := openedBody{Opened: done}
	if what.Code {
		if out.Code, err = a.handFor(ctx, what.Mentions, done.Cases); err != nil {
			return nil, a.fail(&in.asked, err)
		}
	}
	return &answer[openedBody]{out}, nil
}

// handFor hands out a code for whoever wrote the mention of which a case was opened (立件): the one
// that was named, or the one that the case of an issue is known by.
func (a *Room) handFor(ctx context.Context, mentions, cases []string) (string, error) {
	if len(mentions) == 0 && len(cases) > 0 {
		file, err := a.Cases.Case(ctx, cases[0])
		if err != nil {
			return "", err
		}
		mentions = file.Case.Mentions
	}
	if len(mentions) == 0 {
		return "", nil
	}
	return ask.Hand(ctx, a.Codes, mentions[0])
}

// enter takes down what the office was told.
func (a *Room) enter(ctx context.Context, in *openCasesIn, e facts.Entry) (*answer[openedBody], error) {
	if a.Counter == nil {
		return nil, a.away(&in.asked, "no_counter", "away.counter")
	}
	if e.Ref == "" {
		e.Ref = ask.NewRef()
	}
	done, err := ask.Enter(ctx, ask.Counter{Registrar: a.Counter, Codes: a.Codes, Cases: a.Cases}, e)
	if err != nil {
		return nil, a.fail(&in.asked, err)
	}
	out := openedBody{Opened: facts.Opened{Cases: ask.OrEmpty(done.Cases)}, Mention: done.Mention,
		Known: done.Known, Danger: done.Danger, Code: done.Code}
	if done.Stands.Is != "" {
		out.Stands = &done.Stands
	}
	for _, no := range done.Not {
		out.Errors = append(out.Errors, a.Problem(in.route, in.lang, no).Detail)
	}
	return &answer[openedBody]{out}, nil
}
