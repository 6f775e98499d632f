// Package channel carries a message to the office: by mail, to a webhook, to a robot of WeCom
// (企业微信), DingTalk (钉钉) or Feishu (飞书). One attempt a call: who calls tries again, with the same
// key. Everything over HTTP goes through fetch; libraries for chat robots bring clients of their
// own, past its guard, and count an answer of 200 with an error code in it as success.
package channel

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/textproto"
	"strconv"
	"sync"
	"time"

	mail "github.com/wneessen/go-mail"

	"huiying/fetch"
)

// Message is what to tell.
type Message struct {
	Key     string // idempotency key: the same for every attempt
	Kind    string
	Subject string
	Text    string
	At      time.Time
	Facts   any    // for webhooks: the notice as an object
	Files   []File // mail carries them; a webhook is told their names, robots the count
}

// File is an attachment.
type File struct {
	Name string
	Kind string // media type
	Data []byte
}

// Sender makes one attempt. nil means that the other side has taken it.
type Sender interface {
	Send(ctx context.Context, m Message) error
}

// Poster hands a body to an address; *fetch.Client is one.
type Poster interface {
	Post(ctx context.Context, p fetch.Post) (fetch.Response, error)
}

// RemoteError is an answer that says no in words or codes of its own. Words are the other side's,
// clipped.
type RemoteError struct {
	Code  string
	Words string
	After time.Duration // asks to be left alone for so long
}

// Error is the code and the words.
func (r *RemoteError) Error() string { return "refused with " + r.Code + ": " + r.Words }

// Code is a short word for an error of Send: robot_45009, smtp_550, smtp_auth, or what fetch calls
// it.
func Code(err error) string {
	var no *RemoteError
	var se *mail.SendError
	var tp *textproto.Error
	switch {
	case err == nil:
		return ""
	case errors.As(err, &no):
		return no.Code
	case errors.As(err, &se) && se.ErrorCode() > 0:
		return "smtp_" + strconv.Itoa(se.ErrorCode())
	case errors.As(err, &tp):
		return "smtp_" + strconv.Itoa(tp.Code)
	}
	return fetch.Code(err)
}

// After is how long the other side asks to be left alone; 0 when it does not say.
func After(err error) time.Duration {
	if no := (*RemoteError)(nil); errors.As(err, &no) {
		return no.After
	}
	return fetch.RetryAfter(err)
}

// Paced lets at most n messages pass in any span of time: robots of all three kinds shut out who
// sends more than 20 in a minute. It counts attempts, as they do.
type Paced struct {
	To   Sender
	N    int
	Span time.Duration

	mu   sync.Mutex
	sent []time.Time
}

// Send waits for its turn, at most until ctx ends.
func (p *Paced) Send(ctx context.Context, m Message) error {
	for {
		wait := p.turn(time.Now())
		if wait <= 0 {
			return p.To.Send(ctx, m)
		}
		t := time.NewTimer(wait)
		select {
		case <-ctx.Done():
			t.Stop()
			return fmt.Errorf("waiting for the channel's pace: %w", ctx.Err())
		case <-t.C:
		}
	}
}

// turn takes a place now, or says how long to wait for one.
func (p *Paced) turn(now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	n, span := cmp.Or(p.N, 20), cmp.Or(p.Span, time.Minute)
	for len(p.sent) > 0 && now.Sub(p.sent[0]) >= span {
		p.sent = p.sent[1:]
	}
	if len(p.sent) >= n {
		return span - now.Sub(p.sent[0])
	}
	p.sent = append(p.sent, now)
	return 0
}

// clipped keeps the words of another side short and on one line.
func clipped(s string, most int) string {
	out := make([]rune, 0, most)
	for _, r := range s {
		if len(out) == most {
			return string(out) + "…"
		}
		if r < ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' {
			r = ' '
		}
		out = append(out, r)
	}
	return string(out)
}
