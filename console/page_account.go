package console

import (
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"huiying/console/accounts"
	"huiying/opinion"
)

// accountPage is what somebody does about the own account: password, second factor, sessions, tokens.
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

func (a *app) accountRoutes(mux *http.ServeMux, page func(string, func(*http.Request, *view) (string, error))) {
	page("GET /account", func(r *http.Request, v *view) (string, error) { return "account", a.fillAccount(r, v, &accountPage{}) })
	mux.HandleFunc("POST /account/{act}", a.actOnAccount)
	page("GET /accounts", func(r *http.Request, v *view) (string, error) {
		return "accounts", a.fillAccounts(r, v, &accountsPage{})
	})
	mux.HandleFunc("POST /accounts", a.addAccount)
	mux.HandleFunc("POST /accounts/{id}/{act}", a.actOnAccounts)
}

func (a *app) fillAccount(r *http.Request, v *view, p *accountPage) error {
	ctx, me := r.Context(), accountOf(r.Context())
	acc, err := a.Accounts.Book.Get(ctx, me.ID)
	if err != nil {
		return err
	}
	p.Acc, p.First, p.Single, p.Least, p.Scopes = acc, acc.Once && !a.tour(), acc.Single != "", accounts.LeastPassword, scopesFor(me.Role)
	if p.Sessions, err = a.Accounts.Sessions.Of(ctx, acc); err != nil {
		return err
	}
	if p.Tokens, err = a.Accounts.Book.Tokens(ctx, me.ID); err != nil {
		return err
	}
	if done := r.URL.Query().Get("done"); p.Done == "" && slices.Contains([]string{"password", "drop-factor", "withdraw", "end"}, done) {
		p.Done = v.Say("accountdone." + done)
	}
	v.Nav, v.Title, v.D = "account", v.Say("account"), p
	return nil
}

// scopesFor are the scopes that are of use to a role.
func scopesFor(role Role) []string {
	var out []string
	for _, s := range accounts.Scopes {
		for _, row := range access {
			if row.token == s && row.who[role] != none && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// actOnAccount takes the forms of the page of one's own account.
func (a *app) actOnAccount(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r)
	v.here = url.URL{Path: "/account"}
	if !a.parsed(w, r, v) {
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
			a.errorPage(w, r, v, err)
			return
		}
		if p == nil {
			p = &accountPage{}
		}
		p.Wrong, status = wrong, http.StatusUnprocessableEntity
	}
	if err := a.fillAccount(r, v, p); err != nil {
		a.errorPage(w, r, v, err)
		return
	}
	a.render(w, r, v, status, "account")
}

// accountWords are the words for what the reader did wrong; "" for other errors.
func (a *app) accountWords(v *view, err error) string {
	for is, key := range map[error]string{accounts.ErrWrong: "account.wrong", accounts.ErrLast: "account.last", accounts.ErrTaken: "account.taken"} {
		if errors.Is(err, is) {
			return v.Say(key)
		}
	}
	switch {
	case errors.Is(err, accounts.ErrLocked):
		return v.Say("sign.locked", spell(time.Minute, v.Lang))
	case errors.Is(err, accounts.ErrWeak):
		return v.Say("account.weak", accounts.LeastPassword)
	case errors.Is(err, accounts.ErrInvalid):
		return v.Say("account.invalid")
	}
	return ""
}

// ownAct does one thing to the own account. nil, nil: it has sent the browser on.
func (a *app) ownAct(w http.ResponseWriter, r *http.Request, v *view, act string) (*accountPage, error) {
	ctx, me, f, book := r.Context(), accountOf(r.Context()), r.PostForm, a.Accounts.Book
	back := func(err error) (*accountPage, error) {
		if err == nil {
			http.Redirect(w, r, "/account?done="+act, http.StatusSeeOther)
		}
		return nil, err
	}
	if a.tour() && act != "token" && act != "withdraw" {
		return nil, &Error{Kind: Refused, Code: "tour", Words: v.Say("account.tour")}
	}
	switch act {
	case "password":
		if f.Get("next") != f.Get("again") {
			return &accountPage{}, &Error{Kind: Refused, Code: "not_alike", Words: v.Say("account.again.wrong")}
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
		scopes := slices.DeleteFunc(slices.Clone(f["scope"]), func(s string) bool { return !slices.Contains(scopesFor(me.Role), s) })
		_, sent, err := book.Issue(ctx, me.ID, opinion.Clip(f.Get("name"), 60), scopes, a.Now().Add(time.Duration(days)*24*time.Hour))
		return &accountPage{Token: sent}, err
	case "withdraw":
		return back(book.Withdraw(ctx, me.ID, f.Get("id")))
	}
	return nil, &Error{Kind: NotFound}
}

func shown(o accounts.Offer) *factorOffer {
	return &factorOffer{o.Secret, template.URL("data:image/png;base64," + o.PNG)} // our own picture
}

// checkedPassword changes a password; wrong old ones count as tries.
func (a *app) checkedPassword(r *http.Request, id, old, next string) (accounts.Account, error) {
	if err := a.proved(r, id, old); err != nil {
		return accounts.Account{}, err
	}
	return a.Accounts.Book.SetPassword(r.Context(), id, old, next)
}

// proved asks for the password once more, before something that a stolen session must not do.
func (a *app) proved(r *http.Request, id, password string) error {
	wait, err := a.Accounts.Gate.Try(r.Context(), id, a.address(r))
	if err == nil && wait > 0 {
		err = accounts.ErrLocked
	}
	if err == nil {
		err = a.Accounts.Book.Prove(r.Context(), id, password)
	}
	if err == nil {
		err = a.Accounts.Gate.Passed(r.Context(), id, a.address(r))
	}
	return err
}

// accountsPage is every account, for the administrator.
type accountsPage struct {
	All    []accounts.Account
	Units  []opinion.Unit
	Roles  []Role
	Shown  string // the account whose one-time password is Once
	Once   string
	Done   string
	Wrong  string
	In     url.Values
	Tokens map[string]int
	Rights []rightRow
}

// rightRow is a row of the table of who may do what, as it is shown.
type rightRow struct {
	Route string
	Cells []string // of each role: all, own, or ""
	Open  bool
	Token string
}

func (a *app) fillAccounts(r *http.Request, v *view, p *accountsPage) (err error) {
	ctx := r.Context()
	if p.All, err = a.Accounts.Book.List(ctx); err != nil {
		return err
	}
	if p.Units, err = a.Units.Units(ctx); err != nil {
		return err
	}
	tokens, err := a.Accounts.Book.Tokens(ctx, "")
	if err != nil {
		return err
	}
	p.Tokens = map[string]int{}
	for _, t := range tokens {
		p.Tokens[t.Account]++
	}
	for _, s := range accounts.Roles {
		p.Roles = append(p.Roles, Role(s))
	}
	for _, row := range routesOf() {
		x := rightRow{Route: row.route, Open: row.open(), Token: row.token}
		for _, role := range p.Roles {
			x.Cells = append(x.Cells, map[reach]string{own: "own", all: "all"}[row.reach(role)])
		}
		p.Rights = append(p.Rights, x)
	}
	if p.In == nil {
		p.In = url.Values{}
	}
	if done := r.URL.Query().Get("done"); slices.Contains([]string{"disable", "enable", "assign", "end"}, done) && p.Wrong == "" {
		p.Done = v.Say("accountsdone." + done)
	}
	v.Nav, v.Title, v.D = "accounts", v.Say("accounts"), p
	return nil
}

func (a *app) addAccount(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r)
	v.here = url.URL{Path: "/accounts"}
	if !a.parsed(w, r, v) {
		return
	}
	f := r.PostForm
	acc, once, err := a.Accounts.Book.Add(r.Context(), accounts.Account{ID: f.Get("id"), Name: opinion.Clip(f.Get("name"), 60), Role: f.Get("role"), Unit: strings.TrimSpace(f.Get("unit")), Division: strings.TrimSpace(f.Get("division"))})
	if err == nil {
		a.showAccounts(w, r, v, http.StatusOK, &accountsPage{Shown: acc.ID, Once: once})
		return
	}
	a.accountFault(w, r, v, err, f)
}

func (a *app) accountFault(w http.ResponseWriter, r *http.Request, v *view, err error, in url.Values) {
	wrong := a.accountWords(v, err)
	if errors.Is(err, accounts.ErrInvalid) {
		wrong = v.Say("accounts.invalid")
	}
	if wrong == "" {
		if errors.Is(err, accounts.ErrNotFound) {
			err = &Error{Kind: NotFound}
		}
		a.errorPage(w, r, v, err)
		return
	}
	a.showAccounts(w, r, v, http.StatusUnprocessableEntity, &accountsPage{Wrong: wrong, In: in})
}

func (a *app) showAccounts(w http.ResponseWriter, r *http.Request, v *view, status int, p *accountsPage) {
	if err := a.fillAccounts(r, v, p); err != nil {
		a.errorPage(w, r, v, err)
		return
	}
	a.render(w, r, v, status, "accounts")
}

// actOnAccounts is what the administrator does to one account.
func (a *app) actOnAccounts(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r)
	v.here = url.URL{Path: "/accounts"}
	err := r.ParseForm()
	ctx, id, act, book := r.Context(), r.PathValue("id"), r.PathValue("act"), a.Accounts.Book
	if err == nil {
		switch act {
		case "disable", "enable":
			_, err = book.Disable(ctx, id, act == "disable")
		case "end":
			_, err = book.EndSessions(ctx, id)
		case "assign":
			f := r.PostForm
			_, err = book.Assign(ctx, id, opinion.Clip(f.Get("name"), 60), f.Get("role"), strings.TrimSpace(f.Get("unit")), strings.TrimSpace(f.Get("division")))
		case "reset":
			var once string
			if once, err = book.Reset(ctx, id); err == nil {
				a.showAccounts(w, r, v, http.StatusOK, &accountsPage{Shown: id, Once: once})
				return
			}
		default:
			err = &Error{Kind: NotFound}
		}
	}
	if err != nil {
		a.accountFault(w, r, v, err, nil)
		return
	}
	http.Redirect(w, r, "/accounts?done="+act, http.StatusSeeOther)
}

// Role is the word for a role.
func (v *view) Role(r any) string {
	switch r := r.(type) {
	case Role:
		return v.Word("role.", string(r))
	case string:
		return v.Word("role.", r)
	}
	return ""
}

// Belongs says to what an account is bound, in words.
func (v *view) Belongs(unit, division string) string {
	switch {
	case unit != "":
		return v.Unit(unit)
	case division != "":
		return v.Place(division)
	}
	return v.Say("accounts.whole")
}

// Scopes writes the scopes of a token.
func (v *view) Scopes(s []string) string {
	out := make([]string, len(s))
	for i, x := range s {
		out[i] = v.Word("scope.", x)
	}
	return strings.Join(out, v.Say("list.comma"))
}

// ScopeWord is the word for one.
func (v *view) ScopeWord(s string) string { return v.Word("scope.", s) }

// Stamp is a moment in +08:00, to the second, as plain words.
func (v *view) Stamp(t time.Time) string { return t.In(shanghai).Format("2006-01-02 15:04:05") }
