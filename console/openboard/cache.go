package openboard

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"

	"huiying/console/kit"
)

// openFor is how long others may keep a page of the open board: short, because what is reopened
// or purged must go from their copies too.
const openFor = "max-age=60"

// openAsked says whether a request reads the open board.
func openAsked(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/open/") && (r.Method == http.MethodGet || r.Method == http.MethodHead)
}

// Kept answers from page, and what reads the board so that readers and caches may keep it a while.
func Kept(page http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if openAsked(r) {
			kept(w, r, page)
			return
		}
		page.ServeHTTP(w, r)
	})
}

// kept lets readers and caches keep a page of the open board and ask by its hash whether it is
// still the same. Whoever sends a cookie gets a copy for himself.
func kept(w http.ResponseWriter, r *http.Request, next http.Handler) {
	b := &held{ResponseWriter: w, status: http.StatusOK}
	next.ServeHTTP(b, r)
	h := w.Header()
	if b.status != http.StatusOK {
		if h.Get("Cache-Control") == "" {
			h.Set("Cache-Control", "no-store")
		}
		w.WriteHeader(b.status)
		_, _ = w.Write(b.body.Bytes()) // the reader has gone away; nobody is left to tell
		return
	}
	sum := sha256.Sum256(b.body.Bytes())
	tag := `"` + hex.EncodeToString(sum[:12]) + `"`
	whose := "public, "
	if r.Header.Get("Cookie") != "" || h.Get("Set-Cookie") != "" {
		whose = "private, "
	}
	h.Set("Cache-Control", whose+openFor)
	h.Set("Vary", "Cookie")
	h.Set("ETag", tag)
	if match := r.Header.Get("If-None-Match"); match != "" && strings.Contains(match, tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write(b.body.Bytes())
}

// held keeps an answer back until its hash is known.
type held struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

func (b *held) WriteHeader(status int)      { b.status = status }
func (b *held) Write(p []byte) (int, error) { return b.body.Write(p) }

// Robots opens the board to search engines, and nothing else.
func (a *Room) Robots(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = fmt.Fprintf(w, "User-agent: *\nAllow: /open/\nAllow: /promise\nAllow: /static/\nDisallow: /\nSitemap: %s/open/sitemap.xml\n", kit.SiteOf(r))
}
