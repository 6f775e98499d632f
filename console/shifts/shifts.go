package shifts

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"huiying/console/access"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

const (
	shown = 30 // shifts on the page
	// offered is how many waiting cases are offered to be handed over, the most pressing first.
	offered = 12
	// usual is how far back the first shift looks.
	usual = 12 * time.Hour
)

// page is what the desk hands over, and what it handed over before.
type page struct {
	Now     opinion.Shift // as it would be handed over now
	Rows    []register.WaitingRow
	Waits   opinion.Shift // handed over, and taken by nobody
	Past    []opinion.Shift
	In      url.Values
	Problem *kit.Problem
	Done    string
	Named   bool // accounts can be told apart
}

// Takes says whether the reader may take what waits.
func (p *page) Takes(me access.Account) bool {
	return p.Waits.ID != "" && (me.ID == "" || me.ID != p.Waits.By)
}

// Hands says whether the reader may hand over now: what waits is taken first, or was handed over by the reader.
func (p *page) Hands(me access.Account) bool { return p.Waits.ID == "" || p.Waits.By == me.ID }

// Chosen says whether a case is ticked: as the form says, else where life or property is in danger, or the
// matter is heavy.
func (p *page) Chosen(x register.WaitingRow) bool {
	if p.In.Has("note") {
		return slices.Contains(p.In["case"], x.ID)
	}
	return x.Class <= register.ClassHeavy
}

// ofDesk says whether a shift is of the reader's desk: who is bound to a division has one of its own.
func ofDesk(me access.Account, s opinion.Shift) bool {
	return me.Division == "" || me.Division == s.Desk || me.Role == access.Auditor
}

// Last is the last shift of the reader's desk; its zero value where there is none. The triage desk shows it.
func (a *Room) Last(ctx context.Context, me access.Account) (opinion.Shift, error) {
	if a.Book == nil {
		return opinion.Shift{}, nil
	}
	list, _, err := a.Book.Recent(ctx, shown)
	for _, s := range list {
		if s.Desk == me.Division {
			return s, err
		}
	}
	return opinion.Shift{}, err
}

func (a *Room) recent(ctx context.Context, v *View) (mine []opinion.Shift, last uint64, err error) {
	if a.Book == nil {
		return nil, 0, kit.Away("no_shifts", v.Say("shift.away"))
	}
	all, last, err := a.Book.Recent(ctx, shown)
	for _, s := range all {
		if ofDesk(v.Me(), s) {
			mine = append(mine, s)
		}
	}
	return mine, last, err
}

// now is the shift of the reader's desk as it stands, since the last one ended.
func (a *Room) now(ctx context.Context, v *View, past []opinion.Shift) (s opinion.Shift, err error) {
	s = opinion.Shift{Desk: v.Me().Division, By: v.Me().ID, From: v.Now().Add(-usual), To: v.Now()}
	if i := slices.IndexFunc(past, func(p opinion.Shift) bool { return p.Desk == s.Desk && !(p.Waits() && p.By == s.By) }); i >= 0 {
		s.From = past[i].To
	}
	series, err := a.Numbers.Series(ctx, s.From.Truncate(time.Hour), s.To, "hour")
	if err != nil {
		return s, err
	}
	for _, x := range series {
		s.Came.Letters += x.N
	}
	counts, err := a.Cases.CountCases(ctx, register.CaseQuery{From: s.From, To: s.To,
		Matters: []opinion.Matter{opinion.PublicMatter}})
	if err != nil {
		return s, err
	}
	for _, x := range counts {
		switch {
		case x.Matter != opinion.PublicMatter:
			continue
		case x.State == opinion.Triage:
			s.Came.Waiting += x.N
		case x.State.Open():
			s.Came.Given += x.N
		default:
			s.Came.Settled += x.N
		}
		s.Came.Cases += x.N
	}
	open, err := a.Queue.CountWaiting(ctx, []register.WaitingQuery{{}, {Unsure: true}, {Contested: true}})
	if err != nil {
		return s, err
	}
	s.Open = opinion.ShiftOpen{Waiting: open[0], Unsure: open[1], Contested: open[2]}
	if a.Letters != nil {
		letters, err := a.Letters.CountLedger(ctx, []register.LedgerQuery{{At: v.Now()}})
		if err != nil {
			return s, err
		}
		s.Open.Letters = letters[0]
	}
	return s, nil
}

// Show is the desk's log: what is handed over, what waits to be taken, what was before.
func (a *Room) Show(r *http.Request, v *View) (string, error) {
	p, err := a.fill(r.Context(), v)
	v.D = p
	return "shifts", err
}

func (a *Room) fill(ctx context.Context, v *View) (*page, error) {
	v.Nav, v.Title = "shifts", v.Say("nav.shifts")
	past, _, err := a.recent(ctx, v)
	if err != nil {
		return nil, err
	}
	p := &page{Past: past, In: url.Values{}, Done: v.Param("done"), Named: v.Me().ID != ""}
	if len(past) > 0 && past[0].Waits() && past[0].Desk == v.Me().Division {
		p.Waits = past[0]
	}
	if v.Me().Role == access.Auditor { // reads what others signed
		return p, nil
	}
	if p.Now, err = a.now(ctx, v, past); err != nil {
		return nil, err
	}
	list, err := a.Queue.Waiting(ctx, register.WaitingQuery{Size: offered, At: v.Now()})
	p.Rows = list.Items
	return p, err
}

// onePage is one shift, to be read, taken or printed.
type onePage struct {
	opinion.Shift
	Rows []register.CaseRow
	Gone int // cases that cannot be read any more
	Mine bool
}

// ShowOne is one shift, as it prints.
func (a *Room) ShowOne(r *http.Request, v *View) (string, error) {
	v.Nav, v.Title = "shifts", v.Say("nav.shifts")
	s, _, err := a.one(r, v)
	if err != nil {
		return "", err
	}
	p := &onePage{Shift: s, Mine: v.Me().ID != "" && v.Me().ID == s.By}
	for _, id := range s.Cases {
		row, ok, err := a.caseOf(r.Context(), id)
		if err != nil {
			return "", err
		}
		if !ok {
			p.Gone++
			continue
		}
		p.Rows = append(p.Rows, row)
	}
	v.D = p
	return "shift", nil
}

// caseOf is a case as far as the reader may see it.
func (a *Room) caseOf(ctx context.Context, id string) (register.CaseRow, bool, error) {
	list, err := a.Cases.Cases(ctx, register.CaseQuery{Q: opinion.Clip(id, 80), Size: 1,
		Matters: []opinion.Matter{opinion.PublicMatter}})
	if err != nil || len(list.Items) == 0 || list.Items[0].ID != id {
		return register.CaseRow{}, false, err
	}
	return list.Items[0], true, nil
}

func (a *Room) one(r *http.Request, v *View) (opinion.Shift, uint64, error) {
	past, last, err := a.recent(r.Context(), v)
	if err != nil {
		return opinion.Shift{}, 0, err
	}
	i := slices.IndexFunc(past, func(s opinion.Shift) bool { return s.ID == r.PathValue("id") })
	if i < 0 {
		return opinion.Shift{}, 0, &kit.Error{Kind: kit.NotFound, Code: "no_such_shift", Words: v.Say("shift.none")}
	}
	return past[i], last, nil
}

// HandOver signs the shift for the account that goes.
func (a *Room) HandOver(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	v.Here = url.URL{Path: "/shifts"}
	if !a.Parsed(w, r, v) {
		return
	}
	s, err := a.handOver(r, v)
	if err == nil {
		http.Redirect(w, r, "/shifts/"+s.ID, http.StatusSeeOther)
		return
	}
	p := a.Problem(r.Pattern, v.Lang, err)
	if p.Status >= 500 || p.Status == http.StatusNotFound {
		a.ErrorPage(w, r, v, p)
		return
	}
	drawn, broke := a.fill(r.Context(), v)
	if broke != nil {
		a.ErrorPage(w, r, v, broke)
		return
	}
	drawn.In, drawn.Problem, v.D = r.PostForm, p, drawn
	a.Render(w, r, v, p.Status, "shifts")
}

func (a *Room) handOver(r *http.Request, v *View) (opinion.Shift, error) {
	past, last, err := a.recent(r.Context(), v)
	if err != nil {
		return opinion.Shift{}, err
	}
	s, err := a.now(r.Context(), v, past)
	if err != nil {
		return s, err
	}
	for _, id := range r.PostForm["case"] { // what the reader may see, and nothing else
		_, ok, err := a.caseOf(r.Context(), id)
		if err != nil {
			return s, err
		}
		if ok {
			s.Cases = append(s.Cases, id)
		}
	}
	s.Note = r.PostForm.Get("note")
	var before opinion.Shift
	if i := slices.IndexFunc(past, func(p opinion.Shift) bool { return p.Desk == s.Desk }); i >= 0 {
		before = past[i]
	}
	if s, err = s.HandOver(before); err != nil {
		return s, refused(v, err)
	}
	return s, a.put(r.Context(), v, s, last)
}

// TakeOver signs it for the account that comes.
func (a *Room) TakeOver(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	if !a.Parsed(w, r, v) {
		return
	}
	s, last, err := a.one(r, v)
	if err == nil && s.Desk != v.Me().Division {
		err = &kit.Error{Kind: kit.NotFound, Code: "no_such_shift", Words: v.Say("shift.none")}
	}
	if err == nil {
		if s, err = s.TakeOver(v.Me().ID, r.PostForm.Get("reply"), v.Now()); err != nil {
			err = refused(v, err)
		} else {
			err = a.put(r.Context(), v, s, last)
		}
	}
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	http.Redirect(w, r, "/shifts?done=taken", http.StatusSeeOther)
}

func (a *Room) put(ctx context.Context, v *View, s opinion.Shift, last uint64) error {
	fresh, err := a.Book.Put(ctx, s, last)
	if err == nil && !fresh {
		err = &kit.Error{Kind: kit.Stale, Code: "shift_moved", Words: v.Say("shift.moved")}
	}
	return err
}

// refused says why a shift was not signed.
func refused(v *View, err error) error {
	for why, code := range map[error]string{opinion.ErrShiftBare: "bare", opinion.ErrShiftLong: "long",
		opinion.ErrShiftTaken: "taken", opinion.ErrShiftOwn: "own", opinion.ErrShiftWaits: "waits"} {
		if errors.Is(err, why) {
			return &kit.Error{Kind: kit.Refused, Code: "shift_" + code, Words: v.Word("shift.refused.", code), Err: err}
		}
	}
	return err
}

// Officer names somebody of the office by account; "" where nobody had to sign in.
func (v *View) Officer(id string) string {
	if id == "" {
		return v.Say("work.nobody")
	}
	return id
}
