package console

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"huiying/words"
)

// policy lets a page load our own style sheet, script and pictures, ask and send its forms home,
// and nothing else. No script, style or handler stands in a page, so a hostile text that slipped
// through escaping would find nothing that runs it.
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// guard stands before every route: headers, size and time, forged requests, names of other
// hosts, and the words for what has no route.
func (a *app) guard(mux *http.ServeMux) http.Handler {
	csrf := http.NewCrossOriginProtection()
	csrf.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.refuse(w, r, http.StatusForbidden, "cross_origin")
	}))
	inner := csrf.Handler(a.admit(mux, a.missing(mux)))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		if a.Accounts != nil && a.Accounts.URL != nil && a.Accounts.URL.Scheme == "https" {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		h.Set("Cache-Control", "no-store") // of what a desk shows; who may be kept says so itself
		if !localName(r.Host) && a.foreign(r.Host) {
			// A page elsewhere can point its own name at 127.0.0.1 and would then count as
			// the same origin; the name in Host gives it away.
			a.refuse(w, r, http.StatusMisdirectedRequest, "wrong_host")
			return
		}
		if r.URL.Path == eventsAt && r.Method == http.MethodGet { // it ends with its reader or with the server
			inner.ServeHTTP(w, r)
			return
		}
		ctx, stop := context.WithTimeout(r.Context(), pageTime)
		defer stop()
		limit := int64(formBytes)
		if r.URL.Path == "/api/v1/mentions" {
			limit = bulkBytes + 1 // huma's own limit answers first, with a problem document
		}
		r = r.WithContext(ctx)
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		inner.ServeHTTP(w, r)
	})
}

// foreign says whether a Host header names neither this machine nor the console's own address.
func (a *app) foreign(host string) bool {
	if a.Accounts != nil && a.Accounts.URL != nil {
		return !strings.EqualFold(host, a.Accounts.URL.Host)
	}
	return a.Loopback
}

// localName says whether a Host header names this machine.
func localName(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	name = strings.Trim(strings.ToLower(name), "[]")
	if name == "localhost" || strings.HasSuffix(name, ".localhost") {
		return true
	}
	addr, err := netip.ParseAddr(name)
	return err == nil && addr.IsLoopback()
}

// missing gives 404 and 405 our words; ServeMux would answer in plain text.
func (a *app) missing(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h, pattern := mux.Handler(r)
		if pattern != "" && openAsked(r) {
			kept(w, r, mux)
			return
		}
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		peek := &statusOnly{header: http.Header{}}
		h.ServeHTTP(peek, r)
		if allow := peek.header.Get("Allow"); allow != "" {
			w.Header().Set("Allow", allow)
		}
		a.refuse(w, r, peek.status, codeOf(peek.status))
	})
}

// statusOnly hears what a handler would have said.
type statusOnly struct {
	header http.Header
	status int
}

func (s *statusOnly) Header() http.Header { return s.header }
func (s *statusOnly) WriteHeader(c int)   { s.status = c }
func (s *statusOnly) Write(b []byte) (int, error) {
	if s.status == 0 {
		s.status = http.StatusOK
	}
	return len(b), nil
}

// refuse answers with a problem document where programs ask, with a page elsewhere.
func (a *app) refuse(w http.ResponseWriter, r *http.Request, status int, code string) {
	v := a.view(w, r)
	p := &Problem{Type: "about:blank", Status: status, Code: code, Title: words.Say(v.Lang, "status."+codeOf(status)), Detail: words.Say(v.Lang, "error."+code)}
	if strings.HasPrefix(r.URL.Path, "/api/") || strings.HasSuffix(r.URL.Path, ".json") {
		writeProblem(w, p)
		return
	}
	a.errorPage(w, r, v, p)
}

func writeProblem(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p) // the reader has gone away; nobody is left to tell
}
