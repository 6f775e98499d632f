package access

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"huiying/opinion"
)

// Limits of a request. A page is quick or says that it is not.
const (
	PageTime  = 20 * time.Second // of one request, everything included
	FormBytes = 256 << 10        // an answer of 60,000 characters fits
	BulkBytes = 16 << 20         // POST /api/v1/mentions
	// UploadBytes is a file of letters with the form around it; as large as collectors/intake reads.
	UploadBytes = 64<<20 + 64<<10
	UploadTime  = time.Minute // for it, and for a batch of mentions
)

// Guard stands before every route: it knows who asks, lets in whom the table of rights allows,
// and keeps the office's record.
type Guard struct {
	Accounts *Accounts // nil: nobody signs in
	Units    interface {
		Units(ctx context.Context) ([]opinion.Unit, error)
	}
	Token          string // brings mentions in; "": there is none
	Loopback, Demo bool
	Now            func() time.Time
	Failed         func(route string, err error)
	Endless        string // the one path whose answer does not end: it gets no time limit

	// Refuse answers with a status and the words for it; code "" is the status's own.
	Refuse func(w http.ResponseWriter, r *http.Request, status int, code string)

	limits limits
}

// policy lets a page load our own style sheet, script and pictures, ask and send its forms home,
// and nothing else. No script, style or handler stands in a page, so a hostile text that slipped
// through escaping would find nothing that runs it.
const policy = "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// Wrap stands before every route of mux, which page answers: headers, size and time, forged
// requests, names of other hosts, and the words for what has no route.
func (g *Guard) Wrap(mux *http.ServeMux, page http.Handler) http.Handler {
	csrf := http.NewCrossOriginProtection()
	csrf.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.Refuse(w, r, http.StatusForbidden, "cross_origin")
	}))
	inner := csrf.Handler(g.admit(mux, g.missing(mux, page)))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		if g.Accounts != nil && g.Accounts.URL != nil && g.Accounts.URL.Scheme == "https" {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		h.Set("Cache-Control", "no-store") // of what a desk shows; who may be kept says so itself
		if !localName(r.Host) && g.foreign(r.Host) {
			// A page elsewhere can point its own name at 127.0.0.1 and would then count as
			// the same origin; the name in Host gives it away.
			g.Refuse(w, r, http.StatusMisdirectedRequest, "wrong_host")
			return
		}
		if r.URL.Path == g.Endless && r.Method == http.MethodGet { // it ends with its reader or with the server
			inner.ServeHTTP(w, r)
			return
		}
		limit, most := int64(FormBytes), PageTime
		if r.URL.Path == "/upload" {
			limit, most = UploadBytes, UploadTime
		}
		// an emblem, and lists of units; whole files of a configuration, and lists of days off
		if strings.HasPrefix(r.URL.Path, "/setup/") || r.URL.Path == "/settings" {
			limit = BulkBytes
		}
		if r.URL.Path == "/api/v1/items/import" || r.URL.Path == "/items/import" {
			limit, most = BulkBytes+1, UploadTime
		}
		if r.URL.Path == "/api/v1/mentions" {
			limit, most = BulkBytes+1, UploadTime // huma's own limit answers first, with a problem document
		}
		ctx, stop := context.WithTimeout(r.Context(), most)
		defer stop()
		r = r.WithContext(ctx)
		r.Body = http.MaxBytesReader(w, r.Body, limit)
		inner.ServeHTTP(w, r)
	})
}

// foreign says whether a Host header names neither this machine nor the console's own address.
func (g *Guard) foreign(host string) bool {
	if g.Accounts != nil && g.Accounts.URL != nil {
		return !strings.EqualFold(host, g.Accounts.URL.Host)
	}
	return g.Loopback
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
func (g *Guard) missing(mux *http.ServeMux, page http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h, pattern := mux.Handler(r)
		if pattern != "" {
			page.ServeHTTP(w, r)
			return
		}
		peek := &statusOnly{header: http.Header{}}
		h.ServeHTTP(peek, r)
		if allow := peek.header.Get("Allow"); allow != "" {
			w.Header().Set("Allow", allow)
		}
		g.Refuse(w, r, peek.status, "")
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
