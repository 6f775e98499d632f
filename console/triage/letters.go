package triage

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

// The queues of mentions that are in no case, as the address names them.
const (
	OfUnclear   = "unclear"   // said to the office, and nobody knows yet whether it asks
	OfDismissed = "dismissed" // dismissed by a rule or a person, though it was said to the office
)

// ofOf is the queue that an address asks for, "" for that of cases in triage.
func ofOf(q url.Values) string {
	if of := q.Get("of"); of == OfUnclear || of == OfDismissed || of == contestedQueue {
		return of
	}
	return ""
}

// letterRow is a mention in no case, with the words by which it was judged.
type letterRow struct {
	register.LedgerRow
	Terms []kit.Term
}

// Undoable says whether a person said that it asks nothing, which can be taken back.
func (r letterRow) Undoable() bool { return r.Line.Rule == opinion.RuleByPerson }

// fillLetters lists mentions that are in no case.
func (a *Room) fillLetters(ctx context.Context, v *View, p *deskPage) error {
	if a.Ledger == nil {
		return kit.Away("no_desk", v.Say("away.desk"))
	}
	q := p.Q
	list, err := a.Ledger.Ledger(ctx, register.LedgerQuery{Dismissed: p.Of == OfDismissed,
		Topic: q.Topic, Division: q.Division, Severity: q.Severity,
		Source: q.Source, From: q.From, To: q.To, Q: q.Q, At: v.Now(), Size: PageSize, Cursor: q.Cursor})
	if err != nil {
		return err
	}
	p.Total = list.Total
	for _, x := range list.Items {
		p.Letters = append(p.Letters, letterRow{x, kit.Terms(x.Finding)})
	}
	if list.Next != "" {
		p.Next = v.Page(list.Next)
	}
	return nil
}

// letterTabs are the two queues with their lengths; waiting is the length of the first.
func (a *Room) letterTabs(ctx context.Context, v *View, p *deskPage) (tabs []queueTab, waiting int, err error) {
	if a.Ledger == nil {
		return nil, 0, nil
	}
	counts, err := a.Ledger.CountLedger(ctx, []register.LedgerQuery{{At: v.Now()}, {Dismissed: true}})
	if err != nil {
		return nil, 0, err
	}
	for i, of := range []string{OfUnclear, OfDismissed} {
		tabs = append(tabs, queueTab{Name: v.Word("desk.of.", of), Link: "/desk?of=" + of,
			N: counts[i], Now: p.Of == of})
	}
	return tabs, counts[0], nil
}

// What a form does with mentions that are in no case.
const (
	doOpen    = "open"    // 立件
	doNothing = "nothing" // 不是诉求
	doUndo    = "undo"
)

// ActOnLetters does one thing for each mention of a form. A button of a row names both itself.
func (a *Room) ActOnLetters(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	if !a.Parsed(w, r, v) {
		return
	}
	if a.Ledger == nil || a.Opens == nil || a.Correct == nil {
		a.ErrorPage(w, r, v, kit.Away("no_desk", v.Say("away.desk")))
		return
	}
	do, ids := r.PostForm.Get("do"), r.PostForm["case"]
	if one := r.PostForm.Get("one"); one != "" {
		name, id, _ := strings.Cut(one, ":")
		do, ids = name, []string{id}
	}
	said := &acted{Move: opinion.Move("letters." + do)}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	switch {
	case do != doOpen && do != doNothing && do != doUndo:
		said.Problem = a.Problem(r.Pattern, v.Lang, kit.BadInput("no_move", v.Say("desk.error.letters")))
	case len(ids) == 0:
		said.Problem = a.Problem(r.Pattern, v.Lang, kit.BadInput("none_chosen", v.Say("desk.error.none.letters")))
	case len(ids) > mostAtOnce:
		said.Problem = a.Problem(r.Pattern, v.Lang, kit.BadInput("too_many", v.Say("desk.error.many", mostAtOnce)))
	default:
		for _, id := range ids {
			a.actOnLetter(r, v, said, do, id)
		}
		said.Undo = do == doNothing && len(said.Done) > 0
	}
	a.sayActed(w, r, v, said)
}

// actOnLetter tries one mention: one that is refused does not hold up the others.
func (a *Room) actOnLetter(r *http.Request, v *View, said *acted, do, id string) {
	var err error
	line := actedLine{ID: id, Title: v.Short(id), Link: "/mentions/" + url.PathEscape(id)}
	by, reason := v.Me().By(), strings.TrimSpace(r.PostForm.Get("reason"))
	switch do {
	case doOpen:
		err = a.openLetter(r, v, &line, facts.Opening{Mentions: []string{id}, By: by, Reason: reason})
	case doNothing:
		_, err = a.Correct.Correct(r.Context(), id, facts.Correct{Field: opinion.FieldAsks,
			Is: string(opinion.AsksNothing), By: by, Reason: reason})
	case doUndo:
		_, err = a.Correct.Undo(r.Context(), id, facts.Correct{Field: opinion.FieldAsks, By: by})
	}
	said.tell(line, a.refusal(r, v, err))
}

// openLetter opens a case for a mention, and hands out its query code where that is wanted. A mention
// has one code: that it cannot have another is said beside the case.
func (a *Room) openLetter(r *http.Request, v *View, line *actedLine, what facts.Opening) error {
	out, err := a.Opens.Open(r.Context(), what)
	if err == nil && len(out.Not) > 0 {
		err = out.Not[0].Why
	}
	if err != nil {
		return err
	}
	if len(out.Cases) > 0 {
		line.Title, line.Link = v.Short(out.Cases[0]), "/desk/cases/"+url.PathEscape(out.Cases[0])
	}
	if r.PostForm.Get("code") == "yes" {
		if line.Code, err = ask.Hand(r.Context(), a.Codes, line.ID); err != nil {
			line.Words = a.refusal(r, v, err).Detail
		}
	}
	return nil
}

// Codes says whether query codes can be handed out here.
func (v *View) Codes() bool { return v.room.Codes != nil }

// Nothings are reasons that are often given for a text that asks nothing; any words will do.
func (v *View) Nothings() []string {
	return []string{v.Say("desk.nothing.1"), v.Say("desk.nothing.2"), v.Say("desk.nothing.3")}
}
