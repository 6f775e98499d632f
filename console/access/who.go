package access

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
	"huiying/opinion"
)

// Bearer takes the token out of an Authorization header.
func Bearer(header string) string {
	kind, token, _ := strings.Cut(header, " ")
	if !strings.EqualFold(kind, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// Sample accounts of the tour begin so.
const Sample = "demo-"

// Samples are the sample accounts of the tour, for the switcher in the header.
func (g *Guard) Samples(ctx context.Context) []Account {
	if !g.Tour() {
		return nil
	}
	all, err := g.Accounts.Book.List(ctx)
	if err != nil {
		g.Failed("samples", err)
	}
	var out []Account
	for _, role := range []Role{Monitor, Handler, Head, Leader, Auditor, Openness, Administrator} {
		for _, x := range all {
			if strings.HasPrefix(x.ID, Sample) && Role(x.Role) == role && !x.Disabled {
				out = append(out, AccountFrom(x))
			}
		}
	}
	return out
}

// signed is how somebody came in.
type signed struct {
	account Account
	once    bool            // must choose a password first
	token   *accounts.Token // a program
	cookie  bool
	ctx     context.Context // with the session
}

// AccountFrom is an account as pages know it.
func AccountFrom(a accounts.Account) Account {
	return Account{ID: a.ID, Name: a.Name, Role: Role(a.Role), Unit: a.Unit, Division: a.Division}
}

// demoVisitor is who looks at the tour without having chosen a role.
const demoVisitor = "demo-monitor"

// Tour says that everybody may be any of the sample accounts: over invented samples, on this
// machine.
func (g *Guard) Tour() bool { return g.Demo && g.Loopback && g.Accounts != nil }

// whoIs finds out who makes a request; a zero account is nobody. Programs show a token where the
// API is, browsers a session.
func (g *Guard) whoIs(r *http.Request) (signed, error) {
	if sent := Bearer(r.Header.Get("Authorization")); sent != "" {
		return g.byToken(r, sent)
	}
	ctx, s, err := g.Accounts.Sessions.Load(r)
	out := signed{ctx: ctx, cookie: true}
	if err != nil {
		return out, err
	}
	id := s.Account
	if (id == "" || s.Half) && g.Tour() {
		id = demoVisitor
	} else if id == "" || s.Half {
		return out, nil
	}
	acc, err := g.Accounts.Book.Get(r.Context(), id)
	switch {
	case errors.Is(err, accounts.ErrNotFound):
		return out, nil
	case err != nil:
		return out, err
	case acc.Disabled || (s.Account != "" && acc.Epoch != s.Epoch):
		if g.Tour() {
			break
		}
		return out, nil
	}
	out.account, out.once = AccountFrom(acc), acc.Once && !g.Tour()
	return out, nil
}

// byToken is for programs. Whoever holds the data directory shows its key; the import token of the
// configuration brings mentions in and does nothing else.
func (g *Guard) byToken(r *http.Request, sent string) (signed, error) {
	out := signed{ctx: r.Context()}
	if same(sent, g.Accounts.Key) {
		out.account = Account{ID: "local", Role: Keeper}
		return out, nil
	}
	if g.Token != "" && same(sent, g.Token) {
		out.account, out.token = Account{ID: "import", Role: Monitor}, &accounts.Token{ID: "import",
			Scopes: []string{"import"}}
		return out, nil
	}
	t, acc, err := g.Accounts.Book.Use(r.Context(), sent)
	if errors.Is(err, accounts.ErrWrong) {
		return out, nil
	}
	if err == nil {
		out.account, out.token = AccountFrom(acc), &t
	}
	return out, err
}

func same(x, y string) bool {
	return y != "" && subtle.ConstantTimeCompare([]byte(x), []byte(y)) == 1
}

// Address is where a request comes from; a proxy of ours says for whom it asks.
func (g *Guard) Address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	at, err := netip.ParseAddr(host)
	if err != nil || g.Accounts == nil {
		return host
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && g.proxy(at); i-- {
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

func (g *Guard) proxy(at netip.Addr) bool {
	for _, p := range g.Accounts.Proxies {
		if p.Contains(at.Unmap()) {
			return true
		}
	}
	return false
}

// admit lets a request in when the table of who may do what allows it, and keeps the office's
// record.
func (g *Guard) admit(mux *http.ServeMux, next http.Handler) http.Handler {
	if g.Accounts == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, pattern := mux.Handler(r)
		row, known := RightOf(pattern)
		if pattern == "" || (known && row.Open() && !strings.HasPrefix(r.URL.Path, "/sign-") &&
			r.URL.Path != "/promise") ||
			(pattern == "GET /metrics" && g.Accounts.URL == nil) {
			next.ServeHTTP(w, r)
			return
		}
		who, err := g.whoIs(r)
		if err != nil {
			g.Failed(pattern, err)
			g.Refuse(w, r, http.StatusServiceUnavailable, "unavailable")
			return
		}
		ctx := WithAccount(who.ctx, who.account)
		if known && !row.Open() {
			if g.stopped(w, r.WithContext(ctx), who, row) {
				return
			}
			ctx = WithScope(ctx, g.scopeOf(ctx, who.account, row.Reach(who.account.Role)))
		} else if !known {
			g.Refuse(w, r.WithContext(ctx), http.StatusForbidden, "not_yours")
			return
		}
		next.ServeHTTP(g.recorded(w, r, who.account, row), r.WithContext(ctx))
	})
}

// stopped answers who may not go on, and says so.
func (g *Guard) stopped(w http.ResponseWriter, r *http.Request, who signed, row Right) bool {
	program := strings.HasPrefix(r.URL.Path, "/api/") || !who.cookie
	switch {
	case who.account.ID == "" && program:
		w.Header().Set("WWW-Authenticate", "Bearer")
		g.Refuse(w, r, http.StatusUnauthorized, "unauthorized")
	case who.account.ID == "":
		to := "/sign-in"
		if r.Method == http.MethodGet && r.URL.Path != "/" {
			to += "?next=" + url.QueryEscape(r.URL.RequestURI())
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
	case who.once && program:
		g.Refuse(w, r, http.StatusForbidden, "password_first")
	case who.once && r.URL.Path != "/account" && r.URL.Path != "/account/password":
		http.Redirect(w, r, "/account?first=1", http.StatusSeeOther)
	case row.Reach(who.account.Role) == None,
		who.token != nil && (row.Token == "" || !who.token.May(row.Token)):
		g.told(r, who.account, "refused", row)
		g.Refuse(w, r, http.StatusForbidden, "not_yours")
	case !g.allow(who, row):
		w.Header().Set("Retry-After", "60")
		g.Refuse(w, r, http.StatusTooManyRequests, "too_often")
	default:
		return false
	}
	return true
}

// told notes something in the office's record, in the background.
func (g *Guard) told(r *http.Request, who Account, what string, row Right) {
	object := r.Method + " " + r.URL.Path
	if opinion.TellsPerson(r.URL.Path) {
		object = row.Route
	}
	g.Accounts.Record.Note(r.Context(), accounts.Entry{Who: who.ID, What: what, Object: object})
}
