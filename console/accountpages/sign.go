package accountpages

import (
	"cmp"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode"

	"huiying/console/access"
	"huiying/console/accounts"
	"huiying/console/kit"
	"huiying/opinion"
)

// signPage asks who somebody is: a name and a password, or then the code of the second factor.
type signPage struct {
	Name   string
	Next   string
	Code   bool   // the password was right
	Single string // words of the button for single sign-on
	Wrong  string
}

func (a *Room) ShowSignIn(r *http.Request, v *View) (string, error) {
	p := &signPage{Next: r.URL.Query().Get("next")}
	a.fillSign(v, p)
	return "sign-in", nil
}

func (a *Room) fillSign(v *View, p *signPage) {
	v.Nav, v.Title = "sign-in", v.Say("sign.in")
	if s := a.Accounts.Single; s != nil {
		p.Single = s.Label
	}
	v.D = p
}

// ours is the page that somebody wanted before signing in, "" where it is none of ours. Browsers drop
// control characters from addresses (WHATWG URL, 4.4), so "/\t/host" is another site, and read
// backslashes as slashes.
func ours(next string) string {
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.HasPrefix(next, "/sign-") ||
		strings.ContainsFunc(next, func(r rune) bool { return r == '\\' || unicode.IsControl(r) }) {
		return ""
	}
	if at, err := url.Parse(next); err != nil || opinion.TellsPerson(at.Path) {
		return ""
	} else if asked, err := url.QueryUnescape(at.RawQuery); err != nil || opinion.TellsPerson(asked) {
		return at.Path // a session keeps it, and what was searched for is nobody's business
	}
	return next
}

// door slows down an address that knocks too often.
func (a *Room) door(w http.ResponseWriter, r *http.Request) bool {
	if a.Guard.Pace("door", a.Guard.Address(r)) {
		return true
	}
	w.Header().Set("Retry-After", "60")
	a.Refuse(w, r, http.StatusTooManyRequests, "too_often")
	return false
}

// signForm reads a form of the way in, unless its sender knocks too often or it cannot be read:
// then it has answered.
func (a *Room) signForm(w http.ResponseWriter, r *http.Request) (*View, bool) {
	v := a.See(w, r)
	v.Here.Path = "/sign-in"
	return v, a.door(w, r) && a.Parsed(w, r, v)
}

func (a *Room) TakePassword(w http.ResponseWriter, r *http.Request) {
	v, ok := a.signForm(w, r)
	if !ok {
		return
	}
	p := &signPage{Name: r.PostForm.Get("name"), Next: r.PostForm.Get("next")}
	acc, wait, err := a.Accounts.Book.SignIn(r.Context(), a.Accounts.Gate, a.knock(r, p.Name), r.PostForm.Get("password"))
	if err != nil {
		a.turnAway(w, r, v, p, accounts.CleanID(p.Name), wait, err)
		return
	}
	a.letIn(w, r, v, p, acc, acc.Factor != "")
}

// knock is who asks to come in by a form.
func (a *Room) knock(r *http.Request, name string) accounts.Knock {
	return accounts.Knock{Name: name, Address: a.Guard.Address(r), Device: a.Accounts.Sessions.Device(r, name)}
}

// turnAway says that it was wrong, in the same words whether there is such an account or not.
func (a *Room) turnAway(w http.ResponseWriter, r *http.Request, v *View, p *signPage, name string,
	wait time.Duration, err error) {
	status := http.StatusUnauthorized
	switch {
	case errors.Is(err, accounts.ErrLocked):
		status, p.Wrong = http.StatusTooManyRequests, v.Say("sign.locked", kit.Spell(max(wait, time.Minute), v.Lang))
	case errors.Is(err, accounts.ErrWrong) && p.Code:
		p.Wrong = v.Say("sign.wrong.code")
	case errors.Is(err, accounts.ErrWrong):
		p.Wrong = v.Say("sign.wrong")
	default:
		a.ErrorPage(w, r, v, err)
		return
	}
	who := "" // what is no account may be a password in the wrong field
	if _, err := a.Accounts.Book.Get(r.Context(), name); err == nil {
		who = name
	}
	if err := a.Guard.Keep(r.Context(), accounts.Entry{Who: who, What: "sign-in.failed",
		Outcome: codeWord(err)}); err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	a.fillSign(v, p)
	a.Render(w, r, v, status, "sign-in")
}

func codeWord(err error) string {
	if errors.Is(err, accounts.ErrLocked) {
		return "locked"
	}
	return "wrong"
}

// letIn begins a session; half: the second factor is still to come.
func (a *Room) letIn(w http.ResponseWriter, r *http.Request, v *View, p *signPage, acc accounts.Account, half bool) {
	ctx, _, err := a.Accounts.Sessions.Load(r)
	what := "sign-in"
	if half {
		what = "sign-in.password"
	}
	if err == nil {
		err = a.Guard.Keep(r.Context(), accounts.Entry{Who: acc.ID, What: what})
	}
	if err == nil {
		err = a.Accounts.Sessions.Begin(ctx, w, acc, half)
	}
	switch {
	case err != nil:
		a.ErrorPage(w, r, v, err)
	case half:
		p.Code, p.Name = true, ""
		a.fillSign(v, p)
		a.Render(w, r, v, http.StatusOK, "sign-in")
	default:
		a.Accounts.Sessions.Remember(w, a.Accounts.Book, acc.ID)
		http.Redirect(w, r, cmp.Or(ours(p.Next), a.HomeOf(access.Role(acc.Role))), http.StatusSeeOther)
	}
}

func (a *Room) TakeCode(w http.ResponseWriter, r *http.Request) {
	v, ok := a.signForm(w, r)
	if !ok {
		return
	}
	p := &signPage{Next: r.PostForm.Get("next"), Code: true}
	_, s, err := a.Accounts.Sessions.Load(r)
	if err != nil || !s.Half {
		http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
		return
	}
	acc, wait, err := a.Accounts.Book.Second(r.Context(), a.Accounts.Gate, a.knock(r, s.Account), r.PostForm.Get("code"))
	if err != nil {
		a.turnAway(w, r, v, p, s.Account, wait, err)
		return
	}
	if acc.Epoch != s.Epoch {
		http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
		return
	}
	a.letIn(w, r, v, p, acc, false)
}

func (a *Room) SignOut(w http.ResponseWriter, r *http.Request) {
	ctx, s, err := a.Accounts.Sessions.Load(r)
	if err == nil && s.Account != "" {
		err = a.Guard.Keep(r.Context(), accounts.Entry{Who: s.Account, What: "sign-out"})
	}
	if err == nil {
		err = a.Accounts.Sessions.End(ctx, w)
	}
	if err != nil {
		a.ErrorPage(w, r, a.See(w, r), err)
		return
	}
	w.Header().Set("Clear-Site-Data", `"cache", "storage"`) // on a machine that others use too
	http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
}

// SignInAs lets a visitor of the tour take another role. It is a route of the tour alone.
func (a *Room) SignInAs(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	err := r.ParseForm()
	id := r.PostForm.Get("account")
	var acc accounts.Account
	if err == nil && strings.HasPrefix(id, access.Sample) {
		acc, err = a.Accounts.Book.Get(r.Context(), id)
	} else if err == nil {
		err = accounts.ErrNotFound
	}
	if errors.Is(err, accounts.ErrNotFound) {
		err = &kit.Error{Kind: kit.NotFound}
	}
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	a.letIn(w, r, v, &signPage{}, acc, false)
}

// ToSingle sends the browser to the service that knows who works here.
func (a *Room) ToSingle(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	if !a.door(w, r) {
		return
	}
	ctx, _, err := a.Accounts.Sessions.Load(r)
	var to string
	var kept accounts.Start
	if err == nil {
		to, kept, err = a.Accounts.Single.Begin(ctx, ours(r.URL.Query().Get("next")))
	}
	if err == nil {
		raw, _ := json.Marshal(kept) // plain fields
		err = a.Accounts.Sessions.Keep(ctx, w, "single", string(raw))
	}
	if err != nil {
		a.Failed("single sign-on", err)
		a.ErrorPage(w, r, v, kit.Away("no_single", v.Say("sign.single.away")))
		return
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// FromSingle takes what the browser brings back.
func (a *Room) FromSingle(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	v.Here.Path, v.Here.RawQuery = "/sign-in", ""
	ctx, _, err := a.Accounts.Sessions.Load(r)
	var kept accounts.Start
	if err == nil {
		_ = json.Unmarshal([]byte(a.Accounts.Sessions.Kept(ctx, "single")), &kept) // nothing kept is no start
		err = a.Accounts.Sessions.Keep(ctx, w, "single", "")                       // it counts once
	}
	q := r.URL.Query()
	var who accounts.Account
	if err == nil {
		who, err = a.Accounts.Single.Finish(r.Context(), kept, q.Get("state"), q.Get("code"))
	}
	if err == nil {
		who, err = a.Accounts.Book.Join(r.Context(), who)
	}
	if err != nil {
		a.Failed("single sign-on", err)
		p := &signPage{Wrong: v.Say("sign.single.wrong")}
		if err := a.Guard.Keep(r.Context(), accounts.Entry{Who: who.ID, What: "sign-in.failed",
			Object: "single"}); err != nil {
			a.ErrorPage(w, r, v, err)
			return
		}
		a.fillSign(v, p)
		a.Render(w, r, v, http.StatusUnauthorized, "sign-in")
		return
	}
	a.letIn(w, r.WithContext(ctx), v, &signPage{Next: kept.Next}, who, false)
}
