package verify

import (
	"context"
	"strings"
	"time"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"

	"huiying/fetch"
	"huiying/opinion"
	"huiying/redact"
)

// Codes of a Result.
const (
	CodeFound       = "found"       // the answer stands there
	CodeNotFound    = "not_found"   // the page opens, and the answer is not on it
	CodeNotPublic   = "not_public"  // no address that the public could open
	CodeMissing     = "missing"     // there is no such page
	CodeUnreachable = "unreachable" // the page did not open now; it may later
	CodeForbidden   = "forbidden"   // the site does not let programs look; a person has to
	CodeNoAnswer    = "no_answer"   // nothing to look for
	CodeDoubtful    = "doubtful"    // it is published, and its words raise doubt; a person decides
)

// Result says what was found, in words for a person.
type Result struct {
	OK       bool    `json:"ok"`
	Code     string  `json:"code"`
	Reason   string  `json:"reason"` // Chinese
	ReasonEn string  `json:"reason_en"`
	Share    float64 `json:"share"` // of the answer that was found on the page, 0..1
	// Again: nothing is settled; the answer stays answered, neither verified nor refused.
	Again bool `json:"again,omitempty"`
	// Checks are all that was looked at, each with its reason. Empty from Check.
	Checks []Check `json:"checks,omitempty"`
	// Promises are what the answer says will be done, to be followed up when due.
	Promises []Promise `json:"promises,omitempty"`
}

// How long a page that does not open is looked for: so many looks, and so long after the answer.
const (
	patientLooks = 3
	patientFor   = time.Hour
)

// Lasting says that looking again is no use: a page that programs may not read will not be read
// tomorrow, and one that did not open in so many looks, the last of them so long after the answer
// was given, may never. Nobody has seen the answer then, and a person must: the result carries the
// words for it.
func (r Result) Lasting(looks int, since time.Duration) (Result, bool) {
	switch {
	case r.Code == CodeForbidden:
		r.Reason, r.ReasonEn = said("verify.forbidden.by_hand")
	case r.Code == CodeUnreachable && looks >= patientLooks && since >= patientFor:
		r.Reason, r.ReasonEn = said("verify.unreachable.by_hand", looks)
	default:
		return r, false
	}
	return r, true
}

// How much of an answer has to be on the page, and in pieces of how many characters it is
// looked for. A page shows the answer in other line breaks and punctuation, and a name that
// was taken out here may still stand there, so not every piece is found.
const (
	enough  = 0.8
	shingle = 5
)

// Verifier checks published answers. Fetch returns a page as text or as HTML and carries
// the rules of the house: robots.txt, pace, and no private addresses.
type Verifier struct {
	Fetch func(ctx context.Context, url string) (text string, err error)
}

// Answer checks all of an answer: that it is published, by Check, and what j has said of its
// words. An answer that is published and raises doubt is neither verified nor refused (Again):
// a person decides. An error means that ctx ended.
func (v Verifier) Answer(ctx context.Context, address, answer string, j Judgement) (Result, error) {
	r, err := v.Check(ctx, address, answer)
	if err != nil {
		return Result{}, err
	}
	r.Checks = append([]Check{{Name: CheckPublished, OK: r.OK, Score: r.Share, Reason: r.Reason,
		ReasonEn: r.ReasonEn}}, j.Checks...)
	r.Promises = j.Promises
	if !r.OK {
		return r, nil
	}
	if !j.OK() {
		r.OK, r.Again, r.Code = false, true, CodeDoubtful
	}
	r.Reason, r.ReasonEn = join(r.Checks, func(c Check) string { return c.Reason }, ""),
		join(r.Checks, func(c Check) string { return c.ReasonEn }, "; ")
	return r, nil
}

func join(checks []Check, words func(Check) string, between string) string {
	var all []string
	for _, c := range checks {
		all = append(all, words(c))
	}
	return strings.Join(all, between)
}

// Check fetches the page and looks for the answer. An error means that ctx ended; everything
// else is a Result.
func (v Verifier) Check(ctx context.Context, address, answer string) (Result, error) {
	want := shingles(normal(answer))
	if len(want) == 0 {
		return because(Result{Code: CodeNoAnswer}, "verify.no_answer"), nil
	}
	if opinion.CanonicalURL(address) == "" {
		return because(Result{Code: CodeNotPublic}, "verify.not_public"), nil
	}
	page, err := v.Fetch(ctx, address)
	if ctx.Err() != nil {
		return Result{}, ctx.Err()
	}
	if err != nil {
		return failed(err), nil
	}
	return judge(share(want, normal(wordsOn(page)))), nil
}

// share is how much of the answer's pieces stand on the page.
func share(want map[string]bool, page []rune) float64 {
	text := string(page)
	have := shingles(page)
	found := 0
	for s := range want {
		if have[s] || (len([]rune(s)) < shingle && strings.Contains(text, s)) {
			found++
		}
	}
	return float64(found) / float64(len(want))
}

func judge(share float64) Result {
	percent := int(share * 100)
	if share >= enough {
		return because(Result{OK: true, Code: CodeFound, Share: share}, "verify.found", percent)
	}
	return because(Result{Code: CodeNotFound, Share: share}, "verify.not_found", percent)
}

// failed tells a page that will never do from one that may open later.
func failed(err error) Result {
	switch code := fetch.Code(err); code {
	case "private_address", "scheme":
		return because(Result{Code: CodeNotPublic}, "verify.private")
	case "status_401", "status_403":
		return because(Result{Code: CodeNotPublic}, "verify.sign_in")
	case "status_404", "status_410":
		return because(Result{Code: CodeMissing}, "verify.missing")
	case "robots":
		return because(Result{Code: CodeForbidden, Again: true}, "verify.forbidden")
	default:
		return because(Result{Code: CodeUnreachable, Again: true}, "verify.unreachable", code)
	}
}

// wordsOn takes the text out of HTML; plain text comes through as it is.
func wordsOn(page string) string {
	if !strings.Contains(page, "<") {
		return page
	}
	var b strings.Builder
	skip := ""
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return b.String()
		case html.StartTagToken:
			if name, _ := z.TagName(); string(name) == "script" || string(name) == "style" {
				skip = string(name)
			}
		case html.EndTagToken:
			if name, _ := z.TagName(); string(name) == skip {
				skip = ""
			}
		case html.TextToken:
			if skip == "" {
				b.Write(z.Text())
			}
		}
	}
}

// normal leaves only what two printings of the same words have in common: letters and
// digits, in one width and case, with identifiers of persons taken out on both sides.
func normal(s string) []rune {
	s, _ = redact.Text(opinion.CleanText(html.UnescapeString(s)))
	out := make([]rune, 0, len(s))
	for _, r := range strings.ToLower(norm.NFKC.String(s)) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			out = append(out, r)
		}
	}
	return out
}

// shingles are all pieces of the text; a shorter text is one piece.
func shingles(r []rune) map[string]bool {
	out := map[string]bool{}
	if len(r) > 0 && len(r) < shingle {
		out[string(r)] = true
	}
	for i := 0; i+shingle <= len(r); i++ {
		out[string(r[i:i+shingle])] = true
	}
	return out
}
