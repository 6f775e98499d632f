package fetch

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Transport is the Client as an http.RoundTripper, for libraries that bring their own
// client (Colly). Each round trip is checked like a Get: address, robots, pace, guard,
// size, time. Redirects are followed by the caller's client, and each of them is a round
// trip again; after Options.Redirects of them in a row the next is refused.
//
// Only GET (and HEAD, answered without a body) passes. A body arrives whole and unpacked, a
// text in UTF-8 with a Content-Type that says so, whatever its own declarations say.
// Statuses are handed through; CheckStatus judges them.
func (c *Client) Transport() http.RoundTripper { return transport{c} }

// HeaderCharset is the header of an answer of Transport that says what its text was in.
const HeaderCharset = "X-Decoded-From"

type transport struct{ c *Client }

func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		req.Body.Close() // the contract of RoundTripper; a GET has none
	}
	if req.Method != http.MethodGet && req.Method != http.MethodHead {
		return nil, fmt.Errorf("%w: pages are read with GET, not %s", ErrAddress, req.Method)
	}
	if hops(req) > t.c.opts.Redirects {
		return nil, fmt.Errorf("%w (%s)", ErrRedirects, req.URL.Host)
	}
	a, err := t.c.ask(req.Context(), req.URL, req.Header, t.c.opts.Timeout)
	if err != nil {
		return nil, err
	}
	h := a.header.Clone()
	h.Del("Content-Encoding")
	h.Del("Set-Cookie") // nothing of it would be sent back; let nobody keep it
	body := a.body
	if kind := h.Get("Content-Type"); isText(kind) && len(body) > 0 {
		text, charset := Decode(body, kind)
		body = []byte(text)
		h.Set(HeaderCharset, charset)
		if kind == "" {
			kind = http.DetectContentType(body)
		}
		kind, _, _ = strings.Cut(kind, ";")
		h.Set("Content-Type", strings.TrimSpace(kind)+"; charset=utf-8")
	}
	if req.Method == http.MethodHead {
		body = nil
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	return &http.Response{
		Status: fmt.Sprintf("%d %s", a.status, http.StatusText(a.status)), StatusCode: a.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: h, Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
		Uncompressed: true, // keeps Colly from unpacking again, where nothing counts the size
		Request:      req,
	}, nil
}

// hops counts the redirects that led to req: http.Client chains them through Response.
func hops(req *http.Request) int {
	n := 0
	for r := req; r != nil && r.Response != nil; r = r.Response.Request {
		n++
	}
	return n
}
