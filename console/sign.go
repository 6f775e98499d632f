package console

import (
	"context"
	"crypto/subtle"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"huiying/console/accounts"
)

// signed is how somebody came in.
type signed struct {
	account Account
	once    bool            // must choose a password first
	token   *accounts.Token // a program
	cookie  bool
	ctx     context.Context // with the session
}

// person is an account as pages know it.
func person(a accounts.Account) Account {
	return Account{ID: a.ID, Name: a.Name, Role: Role(a.Role), Unit: a.Unit, Division: a.Division}
}

// demoVisitor is who looks at the tour without having chosen a role.
const demoVisitor = "demo-monitor"

// tour says that everybody may be any of the sample accounts: over invented samples, on this machine.
func (a *app) tour() bool { return a.Demo && a.Loopback && a.Accounts != nil }

// whoIs finds out who makes a request; a zero account is nobody. Programs show a token where the API
// is, browsers a session.
func (a *app) whoIs(r *http.Request) (signed, error) {
	if sent := bearer(r.Header.Get("Authorization")); sent != "" {
		return a.byToken(r, sent)
	}
	ctx, s, err := a.Accounts.Sessions.Load(r)
	out := signed{ctx: ctx, cookie: true}
	if err != nil {
		return out, err
	}
	id := s.Account
	if (id == "" || s.Half) && a.tour() {
		id = demoVisitor
	} else if id == "" || s.Half {
		return out, nil
	}
	acc, err := a.Accounts.Book.Get(r.Context(), id)
	switch {
	case errors.Is(err, accounts.ErrNotFound):
		return out, nil
	case err != nil:
		return out, err
	case acc.Disabled || (s.Account != "" && acc.Epoch != s.Epoch):
		if a.tour() {
			break
		}
		return out, nil
	}
	out.account, out.once = person(acc), acc.Once && !a.tour()
	return out, nil
}

// byToken is for programs. Whoever holds the data directory shows its key; the import token of the
// configuration brings mentions in and does nothing else.
func (a *app) byToken(r *http.Request, sent string) (signed, error) {
	out := signed{ctx: r.Context()}
	if same(sent, a.Accounts.Key) {
		out.account = Account{ID: "local", Role: Keeper}
		return out, nil
	}
	if a.Token != "" && same(sent, a.Token) {
		out.account, out.token = Account{ID: "import", Role: Monitor}, &accounts.Token{ID: "import", Scopes: []string{"import"}}
		return out, nil
	}
	t, acc, err := a.Accounts.Book.Use(r.Context(), sent)
	if errors.Is(err, accounts.ErrWrong) {
		return out, nil
	}
	if err == nil {
		out.account, out.token = person(acc), &t
	}
	return out, err
}

func same(x, y string) bool {
	return y != "" && subtle.ConstantTimeCompare([]byte(x), []byte(y)) == 1
}

// address is where a request comes from; a proxy of ours says for whom it asks.
func (a *app) address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	at, err := netip.ParseAddr(host)
	if err != nil || a.Accounts == nil {
		return host
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && a.proxy(at); i-- {
		next, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		at = next
	}
	if at.Is6() && !at.Is4In6() {
		return netip.PrefixFrom(at, 64).Masked().String() // who has one address has the whole network
	}
	return at.Unmap().String()
}

func (a *app) proxy(at netip.Addr) bool {
	for _, p := range a.Accounts.Proxies {
		if p.Contains(at.Unmap()) {
			return true
		}
	}
	return false
}

// admit lets a request in when the table of who may do what allows it, and keeps the office's record.
func (a *app) admit(mux *http.ServeMux, next http.Handler) http.Handler {
	if a.Accounts == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, pattern := mux.Handler(r)
		row, known := rightOf(pattern)
		if pattern == "" || (known && row.open() && !strings.HasPrefix(r.URL.Path, "/sign-") && r.URL.Path != "/promise") ||
			(pattern == "GET /metrics" && a.Accounts.URL == nil) {
			next.ServeHTTP(w, r)
			return
		}
		who, err := a.whoIs(r)
		if err != nil {
			a.Failed(pattern, err)
			a.refuse(w, r, http.StatusServiceUnavailable, "unavailable")
			return
		}
		ctx := withAccount(who.ctx, who.account)
		if known && !row.open() {
			if a.stopped(w, r.WithContext(ctx), who, row) {
				return
			}
			ctx = withSight(ctx, a.sight(ctx, who.account, row.reach(who.account.Role)))
		} else if !known {
			a.refuse(w, r.WithContext(ctx), http.StatusForbidden, "not_yours")
			return
		}
		next.ServeHTTP(a.recorded(w, r, who.account, row), r.WithContext(ctx))
	})
}

// stopped answers who may not go on, and says so.
func (a *app) stopped(w http.ResponseWriter, r *http.Request, who signed, row right) bool {
	program := strings.HasPrefix(r.URL.Path, "/api/") || !who.cookie
	switch {
	case who.account.ID == "" && program:
		w.Header().Set("WWW-Authenticate", "Bearer")
		a.refuse(w, r, http.StatusUnauthorized, "unauthorized")
	case who.account.ID == "":
		to := "/sign-in"
		if r.Method == http.MethodGet && r.URL.Path != "/" {
			to += "?next=" + url.QueryEscape(r.URL.RequestURI())
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
	case who.once && program:
		a.refuse(w, r, http.StatusForbidden, "password_first")
	case who.once && r.URL.Path != "/account" && r.URL.Path != "/account/password":
		http.Redirect(w, r, "/account?first=1", http.StatusSeeOther)
	case row.reach(who.account.Role) == none,
		who.token != nil && (row.token == "" || !who.token.May(row.token)):
		a.told(r, who.account, "refused")
		a.refuse(w, r, http.StatusForbidden, "not_yours")
	case !a.limits.allow(a, r, who, row):
		w.Header().Set("Retry-After", "60")
		a.refuse(w, r, http.StatusTooManyRequests, "too_often")
	default:
		return false
	}
	return true
}

// told notes something in the office's record, in the background.
func (a *app) told(r *http.Request, who Account, what string) {
	a.Accounts.Record.Note(r.Context(), accounts.Entry{Who: who.ID, What: what, Object: r.Method + " " + r.URL.Path})
}
