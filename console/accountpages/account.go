package accountpages

import (
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiying/console/access"
	"huiying/console/accounts"
	"huiying/console/kit"
	"huiying/opinion"
)

// accountPage is what somebody does about the own account: password, second factor, sessions,
// tokens.
type accountPage struct {
	Acc      accounts.Account
	First    bool // a one-time password: choose one first
	Single   bool // signed in elsewhere; no password here
	Sessions []accounts.Session
	Tokens   []accounts.Token
	Scopes   []string
	Offer    *factorOffer
	Codes    []string // recovery codes, shown once
	Token    string   // a new one, shown once
	Done     string
	Wrong    string
	Least    int
}

type factorOffer struct {
	Secret  string
	Picture template.URL
}

// ShowAccount is the page of one's own account.
func (a *Room) ShowAccount(r *http.Request, v *View) (string, error) {
	return "account", a.fillAccount(r, v, &accountPage{})
}

func (a *Room) fillAccount(r *http.Request, v *View, p *accountPage) error {
	ctx, me := r.Context(), access.AccountOf(r.Context())
	acc, err := a.Accounts.Book.Get(ctx, me.ID)
	if err != nil {
		return err
	}
	p.Acc, p.First, p.Single, p.Least, p.Scopes = acc, acc.Once && !a.Guard.Tour(),
		acc.Single != "", accounts.LeastPassword, scopesFor(me.Role)
	if p.Sessions, err = a.Accounts.Sessions.Of(ctx, acc); err != nil {
		return err
	}
	if p.Tokens, err = a.Accounts.Book.Tokens(ctx, me.ID); err != nil {
		return err
	}
	if done := r.URL.Query().Get("done"); p.Done == "" &&
		slices.Contains([]string{"password", "drop-factor", "withdraw", "end"}, done) {
		p.Done = v.Say("accountdone." + done)
	}
	v.Nav, v.Title, v.D = "account", v.Say("account"), p
	return nil
}

// scopesFor are the scopes that are of use to a role.
func scopesFor(role access.Role) []string {
	var out []string
	for _, s := range accounts.Scopes {
		for _, row := range access.Table {
			if row.Token == s && row.Who[role] != access.None && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// ActOnAccount takes the forms of the page of one's own account.
func (a *Room) ActOnAccount(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	v.Here = url.URL{Path: "/account"}
	if !a.Parsed(w, r, v) {
		return
	}
	p, err := a.ownAct(w, r, v, r.PathValue("act"))
	status := http.StatusOK
	switch {
	case err == nil && p == nil:
		return // it has answered
	case err != nil:
		wrong := a.accountWords(v, err)
		if wrong == "" {
			a.ErrorPage(w, r, v, err)
			return
		}
		if p == nil {
			p = &accountPage{}
		}
		p.Wrong, status = wrong, http.StatusUnprocessableEntity
	}
	if err := a.fillAccount(r, v, p); err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	a.Render(w, r, v, status, "account")
}

// accountWords are the words for what the reader did wrong; "" for other errors.
func (a *Room) accountWords(v *View, err error) string {
	for is, key := range map[error]string{accounts.ErrWrong: "account.wrong",
		accounts.ErrLast: "account.last", accounts.ErrTaken: "account.taken"} {
		if errors.Is(err, is) {
			return v.Say(key)
		}
	}
	switch {
	case errors.Is(err, accounts.ErrLocked):
		return v.Say("sign.locked", kit.Spell(time.Minute, v.Lang))
	case errors.Is(err, accounts.ErrWeak):
		return v.Say("account.weak", accounts.LeastPassword)
	}
	if no, ok := errors.AsType[*accounts.Invalid](err); ok {
		return no.In(v.Lang)
	}
	if errors.Is(err, accounts.ErrInvalid) {
		return v.Say("account.invalid")
	}
	return ""
}

// ownAct does one thing to the own account. nil, nil: it has sent the browser on.
func (a *Room) ownAct(w http.ResponseWriter, r *http.Request, v *View, act string) (*accountPage, error) {
	ctx, me, f, book := r.Context(), access.AccountOf(r.Context()), r.PostForm, a.Accounts.Book
	back := func(err error) (*accountPage, error) {
		if err == nil {
			http.Redirect(w, r, "/account?done="+act, http.StatusSeeOther)
		}
		return nil, err
	}
	if a.Guard.Tour() && act != "token" && act != "withdraw" {
		return nil, &kit.Error{Kind: kit.Refused, Code: "tour", Words: v.Say("account.tour")}
	}
	switch act {
	case "password":
		if f.Get("next") != f.Get("again") {
			return &accountPage{}, &kit.Error{Kind: kit.Refused, Code: "not_alike", Words: v.Say("account.again.wrong")}
		}
		acc, err := a.checkedPassword(r, me.ID, f.Get("old"), f.Get("next"))
		if err == nil {
			err = a.Accounts.Sessions.Begin(ctx, w, acc, false) // the others have ended
		}
		return back(err)
	case "offer":
		o, err := accounts.NewFactor(a.Product, me.ID)
		return &accountPage{Offer: shown(o)}, err
	case "factor":
		codes, err := book.TakeFactor(ctx, me.ID, f.Get("secret"), f.Get("code"))
		p := &accountPage{Codes: codes}
		if errors.Is(err, accounts.ErrWrong) {
			if o, again := accounts.SameFactor(a.Product, me.ID, f.Get("secret")); again == nil {
				p.Offer = shown(o)
			}
		}
		return p, err
	case "drop-factor":
		if err := a.proved(r, me.ID, f.Get("old")); err != nil {
			return nil, err
		}
		return back(book.DropFactor(ctx, me.ID))
	case "end":
		if _, err := book.EndSessions(ctx, me.ID); err != nil {
			return nil, err
		}
		if err := a.Accounts.Sessions.End(ctx, w); err != nil {
			return nil, err
		}
		http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
		return nil, nil
	case "token":
		days, _ := strconv.Atoi(f.Get("days"))
		scopes := slices.DeleteFunc(slices.Clone(f["scope"]),
			func(s string) bool { return !slices.Contains(scopesFor(me.Role), s) })
		_, sent, err := book.Issue(ctx, me.ID, opinion.Clip(f.Get("name"), 60), scopes,
			a.Now().Add(time.Duration(days)*24*time.Hour))
		return &accountPage{Token: sent}, err
	case "withdraw":
		return back(book.Withdraw(ctx, me.ID, f.Get("id")))
	}
	return nil, &kit.Error{Kind: kit.NotFound}
}

func shown(o accounts.Offer) *factorOffer {
	return &factorOffer{o.Secret, template.URL("data:image/png;base64," + o.PNG)} // our own picture
}

// checkedPassword changes a password; wrong old ones count as tries.
func (a *Room) checkedPassword(r *http.Request, id, old, next string) (accounts.Account, error) {
	if err := a.proved(r, id, old); err != nil {
		return accounts.Account{}, err
	}
	return a.Accounts.Book.SetPassword(r.Context(), id, old, next)
}

// proved asks for the password once more, before something that a stolen session must not do.
func (a *Room) proved(r *http.Request, id, password string) error {
	k := accounts.Knock{Name: id, Device: "signed in " + id} // whoever is in is not held back by strangers
	wait, err := a.Accounts.Gate.Try(r.Context(), k)
	if err == nil && wait > 0 {
		err = accounts.ErrLocked
	}
	if err == nil {
		err = a.Accounts.Book.Prove(r.Context(), id, password)
	}
	if err == nil {
		err = a.Accounts.Gate.Passed(r.Context(), k)
	}
	return err
}

// Scopes writes the scopes of a token.
func (v *View) Scopes(s []string) string {
	out := make([]string, len(s))
	for i, x := range s {
		out[i] = v.Word("scope.", x)
	}
	return strings.Join(out, v.Say("list.comma"))
}
