package fetch

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Reasons why a request was not made, or its answer not taken. Callers test them with
// errors.Is; Code turns them into short words. No message here carries an address with
// its path or query, or anything of a body: only hosts and numbers.
var (
	ErrAddress        = errors.New("use an absolute http or https address with a host and without user or password")
	ErrScheme         = errors.New("only http and https addresses are fetched")
	ErrContact        = errors.New("set a contact address: each request must say whom to write to")
	ErrRobots         = errors.New("robots.txt of the host does not allow this address")
	ErrPrivateAddress = errors.New("the host resolves to an address that is not public")
	ErrTooLarge       = errors.New("the body is larger than the limit")
	ErrBomb           = errors.New("the body unpacks to far more than it weighs")
	ErrEncoding       = errors.New("the body is packed in a way that was not asked for")
	ErrSlow           = errors.New("the host answers too slowly")
	ErrStatus         = errors.New("the host answered with an error status")
	ErrBudget         = errors.New("the requests that this host gets in a day are used up")
	ErrRest           = errors.New("the host asked to be left alone for a while")
	ErrRedirects      = errors.New("too many redirects, or redirects in a circle")
)

// StatusError is an answer with status 400 or above (or a status no reader can use).
// errors.Is(err, ErrStatus) holds for it.
type StatusError struct {
	Host   string
	Status int
	// RetryAfter is how long the host asks to be left alone; 0 when it does not say.
	RetryAfter time.Duration
}

// Error names host and status.
func (e *StatusError) Error() string {
	return fmt.Sprintf("%s answered %d %s", e.Host, e.Status, http.StatusText(e.Status))
}

// Is makes every StatusError an ErrStatus.
func (e *StatusError) Is(target error) bool { return target == ErrStatus }

// CheckStatus is nil for an answer that can be read (2xx and 304), else a *StatusError. It
// is for callers of Transport, which hands every status through.
func CheckStatus(host string, status int, h http.Header, now time.Time) error {
	if status >= 200 && status < 300 || status == http.StatusNotModified {
		return nil
	}
	return &StatusError{Host: host, Status: status, RetryAfter: retryAfter(h.Get("Retry-After"), now)}
}

// Postponed says that a request was not made, and is to be made later: the host rests, or its
// requests of the day are used up.
func Postponed(err error) bool { return errors.Is(err, ErrBudget) || errors.Is(err, ErrRest) }

// RetryAfter is how long the host behind err is to be left alone, or 0.
func RetryAfter(err error) time.Duration {
	var later *PostponedError
	if errors.As(err, &later) {
		return later.After
	}
	var se *StatusError
	if errors.As(err, &se) {
		return se.RetryAfter
	}
	return 0
}

// LongestRest is how long a host is left alone at most, whatever it asks for.
const LongestRest = 30 * 24 * time.Hour

// retryAfter reads both spellings of the header: seconds and a date.
func retryAfter(v string, now time.Time) time.Duration {
	v = strings.TrimSpace(v)
	if v == "" {
		return 0
	}
	d := time.Duration(0)
	if s, err := strconv.ParseInt(v, 10, 32); err == nil {
		d = time.Duration(s) * time.Second
	} else if t, err := http.ParseTime(v); err == nil {
		d = t.Sub(now)
	}
	return min(max(d, 0), LongestRest)
}

var codes = []struct {
	err  error
	code string
}{
	{ErrAddress, "address"}, {ErrScheme, "scheme"}, {ErrContact, "contact"}, {ErrRobots, "robots"},
	{ErrPrivateAddress, "private_address"}, {ErrTooLarge, "too_large"}, {ErrBomb, "bomb"},
	{ErrEncoding, "encoding"}, {ErrSlow, "slow"}, {ErrBudget, "budget"}, {ErrRest, "resting"},
	{ErrRedirects, "redirects"},
	{context.Canceled, "canceled"}, {context.DeadlineExceeded, "deadline"},
}

// Code is a short machine word for an error of this package: robots, private_address,
// too_large, bomb, encoding, slow, redirects, scheme, address, contact, status_404,
// canceled, deadline, dns, tls, and unreachable for the rest; "" for nil.
func Code(err error) string {
	if err == nil {
		return ""
	}
	var se *StatusError
	if errors.As(err, &se) {
		return "status_" + strconv.Itoa(se.Status)
	}
	for _, c := range codes {
		if errors.Is(err, c.err) {
			return c.code
		}
	}
	var dns *net.DNSError
	var cert *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &dns):
		return "dns"
	case errors.As(err, &cert), errors.As(err, &record):
		return "tls"
	}
	return "unreachable"
}

// Codes are all that Code says, but for statuses.
func Codes() []string {
	out := []string{"dns", "tls", "unreachable"}
	for _, c := range codes {
		out = append(out, c.code)
	}
	return out
}

// Bare takes the whole address out of an error of net/http: a *url.Error prints the query,
// which may hold what no log should.
func Bare(err error) error {
	var ue *url.Error
	if errors.As(err, &ue) {
		return ue.Err
	}
	return err
}
