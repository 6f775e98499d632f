package kit

import (
	"errors"
	"net/http"

	"huiying/opinion"
	"huiying/register"
	"huiying/words"
)

// Problem is a problem document (RFC 9457) with a code for programs and words that say
// what to do.
type Problem struct {
	Type   string         `json:"type" doc:"always about:blank; code is what tells problems apart"`
	Title  string         `json:"title" doc:"the status in words"`
	Status int            `json:"status"`
	Code   string         `json:"code" doc:"stable word for programs" example:"not_found"`
	Detail string         `json:"detail" doc:"what happened and what to do"`
	Moves  []opinion.Move `json:"moves,omitempty" doc:"the moves that would be possible now"`
	Errors []BadParameter `json:"errors,omitempty" doc:"each faulty parameter"`
}

// BadParameter is one faulty parameter. It never repeats the value: values may hold personal data.
type BadParameter struct {
	Where string `json:"where" example:"query.size"`
	Words string `json:"words"`
}

// Error makes a Problem an error, as huma wants it.
func (p *Problem) Error() string { return p.Detail }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType names problem documents as such.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// statuses is the one table from kinds to HTTP.
var statuses = map[Kind]int{
	NotFound: http.StatusNotFound, Invalid: http.StatusBadRequest, Refused: http.StatusUnprocessableEntity,
	Stale: http.StatusConflict, Unavailable: http.StatusServiceUnavailable,
}

// StatusProblem is a status in our words.
func StatusProblem(lang string, status int) *Problem {
	code := CodeOf(status)
	return &Problem{Type: "about:blank", Status: status, Title: words.Say(lang, "status."+code),
		Code: code, Detail: words.Say(lang, "error."+code)}
}

func CodeOf(status int) string {
	switch status {
	case http.StatusNotFound:
		return "not_found"
	case http.StatusMethodNotAllowed:
		return "method_not_allowed"
	case http.StatusRequestEntityTooLarge:
		return "too_large"
	case http.StatusRequestTimeout:
		return "timeout"
	case http.StatusUnauthorized:
		return "unauthorized"
	case http.StatusForbidden:
		return "forbidden"
	case http.StatusMisdirectedRequest:
		return "wrong_host"
	case http.StatusTooManyRequests:
		return "too_often"
	case http.StatusConflict:
		return "stale"
	case http.StatusServiceUnavailable:
		return "unavailable"
	case http.StatusGatewayTimeout:
		return "slow"
	}
	if status >= 500 {
		return "internal"
	}
	return "invalid"
}

// OfRegister makes of what the register does not have, or cannot go on from, an Error for the
// reader.
func OfRegister(err error) error {
	var gone *register.Missing
	switch {
	case errors.As(err, &gone):
		return &Error{Kind: NotFound, Code: "no_such_" + gone.What, Phrase: words.Of("error.no_such"), Err: err}
	case errors.Is(err, register.ErrCursor):
		return &Error{Kind: Invalid, Code: "bad_cursor", Words: err.Error(), Err: err}
	case errors.Is(err, register.ErrDamaged):
		return &Error{Kind: Unavailable, Code: "register_rebuilt", Phrase: words.Of("error.register_rebuilt"), Err: err}
	}
	return err
}

// Problem turns any error into words for the reader. What the reader cannot act on becomes
// "internal"; the whole error goes to Deps.Failed.
func (k *Kit) Problem(route, lang string, err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	err = OfRegister(err)
	var no refusal
	if errors.As(err, &no) {
		var moves []opinion.Move
		var may interface{ LegalMoves() []opinion.Move }
		if errors.As(err, &may) {
			moves = may.LegalMoves()
		}
		err = &Error{Kind: refusalKind(no.RefusalCode()), Code: no.RefusalCode(),
			Words: no.RefusalWords(lang), Moves: moves, Err: err}
	}
	var e *Error
	if errors.As(err, &e) {
		status, known := statuses[e.Kind]
		if !known {
			status = http.StatusInternalServerError
		}
		code := e.Code
		if code == "" {
			code = CodeOf(status)
			if e.Kind == Refused {
				code = "refused"
			}
		}
		detail := e.Words
		switch {
		case detail != "":
		case e.Phrase.Key != "":
			detail = e.Phrase.In(lang)
		default:
			detail = words.Say(lang, "error."+kindWord(e.Kind))
		}
		if status >= 500 {
			k.Failed(route, err)
		}
		return &Problem{Type: "about:blank", Status: status,
			Title: words.Say(lang, "status."+kindWord(e.Kind)), Code: code, Detail: detail,
			Moves: e.Moves}
	}
	status := http.StatusInternalServerError
	if timedOut(err) {
		status = http.StatusGatewayTimeout
	}
	k.Failed(route, err)
	return StatusProblem(lang, status)
}

func kindWord(k Kind) string {
	if _, ok := statuses[k]; ok {
		return string(k)
	}
	return "internal"
}

// refusal is how the desk says no: a code, and words in the reader's language. An error with
// these methods needs no adapter. One that has LegalMoves too says what could be done instead.
type refusal interface {
	error
	RefusalCode() string
	RefusalWords(lang string) string
}

func refusalKind(code string) Kind {
	switch code {
	case "unknown_case":
		return NotFound
	case "stale_version", "busy":
		return Stale
	}
	return Refused
}
