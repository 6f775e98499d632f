package accountpages

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"huiying/console/access"
	"huiying/console/accounts"
	"huiying/console/kit"
	"huiying/opinion"
)

// accountsPage is every account, for the administrator.
type accountsPage struct {
	All    []accounts.Account
	Units  []opinion.Unit
	Roles  []access.Role
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

// ShowAccounts is the page of all accounts.
func (a *Room) ShowAccounts(r *http.Request, v *View) (string, error) {
	return "accounts", a.fillAccounts(r, v, &accountsPage{})
}

func (a *Room) fillAccounts(r *http.Request, v *View, p *accountsPage) (err error) {
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
		p.Roles = append(p.Roles, access.Role(s))
	}
	for _, row := range access.Rows() {
		x := rightRow{Route: row.Route, Open: row.Open(), Token: row.Token}
		for _, role := range p.Roles {
			x.Cells = append(x.Cells, map[access.Reach]string{access.Own: "own", access.All: "all"}[row.Reach(role)])
		}
		p.Rights = append(p.Rights, x)
	}
	if p.In == nil {
		p.In = url.Values{}
	}
	if done := r.URL.Query().Get("done"); slices.Contains([]string{"disable", "enable", "assign",
		"end"}, done) && p.Wrong == "" {
		p.Done = v.Say("accountsdone." + done)
	}
	v.Nav, v.Title, v.D = "accounts", v.Say("accounts"), p
	return nil
}

func (a *Room) AddAccount(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	v.Here = url.URL{Path: "/accounts"}
	if !a.Parsed(w, r, v) {
		return
	}
	f := r.PostForm
	acc, once, err := a.Accounts.Book.Add(r.Context(), accounts.Account{ID: f.Get("id"),
		Name: opinion.Clip(f.Get("name"), 60), Role: f.Get("role"),
		Unit: strings.TrimSpace(f.Get("unit")), Division: strings.TrimSpace(f.Get("division"))})
	if err == nil {
		a.showAccounts(w, r, v, http.StatusOK, &accountsPage{Shown: acc.ID, Once: once})
		return
	}
	a.accountFault(w, r, v, err, f)
}

func (a *Room) accountFault(w http.ResponseWriter, r *http.Request, v *View, err error, in url.Values) {
	wrong := a.accountWords(v, err)
	if wrong == "" {
		if errors.Is(err, accounts.ErrNotFound) {
			err = &kit.Error{Kind: kit.NotFound}
		}
		a.ErrorPage(w, r, v, err)
		return
	}
	a.showAccounts(w, r, v, http.StatusUnprocessableEntity, &accountsPage{Wrong: wrong, In: in})
}

func (a *Room) showAccounts(w http.ResponseWriter, r *http.Request, v *View, status int, p *accountsPage) {
	if err := a.fillAccounts(r, v, p); err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	a.Render(w, r, v, status, "accounts")
}

// ActOnAccounts is what the administrator does to one account.
func (a *Room) ActOnAccounts(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	v.Here = url.URL{Path: "/accounts"}
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
			_, err = book.Assign(ctx, id, opinion.Clip(f.Get("name"), 60), f.Get("role"),
				strings.TrimSpace(f.Get("unit")), strings.TrimSpace(f.Get("division")))
		case "reset":
			var once string
			if once, err = book.Reset(ctx, id); err == nil {
				a.showAccounts(w, r, v, http.StatusOK, &accountsPage{Shown: id, Once: once})
				return
			}
		default:
			err = &kit.Error{Kind: kit.NotFound}
		}
	}
	if err != nil {
		a.accountFault(w, r, v, err, nil)
		return
	}
	http.Redirect(w, r, "/accounts?done="+act, http.StatusSeeOther)
}
