package fetch

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// Post is something to hand to an address that this installation was told of: a webhook.
type Post struct {
	URL    string
	Header http.Header // Content-Type, Idempotency-Key and names beginning with Huiying-; nothing else leaves
	Body   []byte
}

// Post hands a body to an address. robots.txt and the pace of visits do not bind it, for nobody's
// pages are read; the guard at connect time, the limits of size and time and the name of the
// product do. A redirect is refused: it would carry the body, and what it is signed with, to
// somebody who was not named. An answer of 300 and above is an error.
func (c *Client) Post(ctx context.Context, p Post) (Response, error) {
	u, err := parse(p.URL)
	if err != nil {
		return Response{}, err
	}
	parent := ctx
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	defer time.AfterFunc(c.opts.Timeout, func() { stop(ErrSlow) }).Stop()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, u.String(), bytes.NewReader(p.Body))
	if err != nil {
		return Response{}, ErrAddress
	}
	req.GetBody = nil // a lost connection is an attempt of its own, which the caller counts
	for k, v := range p.Header {
		if k = http.CanonicalHeaderKey(k); k == "Content-Type" || k == "Idempotency-Key" || strings.HasPrefix(k, "Huiying-") {
			req.Header[k] = v
		}
	}
	req.Header.Set("User-Agent", c.agent)
	req.Header.Set("Accept-Encoding", "gzip, deflate")
	a, err := c.roundTrip(ctx, req, c.opts.MaxBytes, stop)
	if err != nil {
		return Response{}, blame(parent, ctx, u.Host, err)
	}
	if a.status >= 300 && a.status < 400 {
		return Response{}, fmt.Errorf("%w: %s wants the post elsewhere (status %d)", ErrRedirects, u.Host, a.status)
	}
	return c.response(u, a)
}
