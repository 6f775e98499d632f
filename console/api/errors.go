package api

import (
	"errors"

	"github.com/danielgtaylor/huma/v2"

	"huiying/console/kit"
	"huiying/words"
)

// huma makes its own errors (a parameter that does not parse, a body too large) through
// this variable of its package; there is no other way to give them our shape. Set once,
// before any API exists.
func init() {
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		return foreign(words.First, status, errs)
	}
	huma.NewErrorWithContext = func(c huma.Context, status int, _ string, errs ...error) huma.StatusError {
		lang := words.First
		if c != nil {
			lang = words.Pick(c.Query("lang"), kit.CookieOf(c.Header("Cookie")))
		}
		return foreign(lang, status, errs)
	}
}

// foreign gives an error of huma our shape and our words.
func foreign(lang string, status int, errs []error) *kit.Problem {
	p := kit.StatusProblem(lang, status)
	for _, e := range errs {
		var d *huma.ErrorDetail
		if errors.As(e, &d) {
			p.Errors = append(p.Errors, kit.BadParameter{Where: d.Location, Words: d.Message})
		}
	}
	return p
}
