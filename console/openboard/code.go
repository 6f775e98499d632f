package openboard

import (
	"net/http"
	"sync"
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// The limit of asking by code: one bucket for everybody, in memory, that keeps no address. A code has
// eighty bits, so what it must stop is not guessing, which no rate reached over a line could do, but
// load; and a limit for each address would have to keep addresses.
const (
	codesAtOnce   = 60
	codesASecond  = 2
	codesRecovers = time.Second / codesASecond
)

// tries is a bucket of tries for everybody together.
type tries struct {
	mu   sync.Mutex
	left int
	at   time.Time
}

// take says whether one more may ask now: so many at once, one coming back after each span.
func (t *tries) take(now time.Time, atOnce int, recovers time.Duration) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.at.IsZero() {
		t.left, t.at = atOnce, now
	}
	if back := int(now.Sub(t.at) / recovers); back > 0 {
		t.left, t.at = min(atOnce, t.left+back), t.at.Add(time.Duration(back)*recovers)
	}
	if t.left == 0 {
		return false
	}
	t.left--
	return true
}

// codePage is the form for a code, or the case that it leads to.
type codePage struct {
	Found   *facts.Followed
	Just    bool // a verdict was just taken
	Problem *kit.Problem
	Why     []opinion.Unsolved
}

// ShowCode is the form for a code.
func (a *Room) ShowCode(_ *http.Request, v *View) (string, error) {
	v.open(v.Say("open.code"))
	v.D = &codePage{}
	if a.Codes == nil {
		return "", kit.Away("no_codes", v.Say("away.codes"))
	}
	return "open_code", nil
}

// Follow shows the case of a code, or takes a verdict. The code comes in the body alone, so that no
// address, log or history of a browser has it, and no page gives it back.
func (a *Room) Follow(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	v.open(v.Say("open.code"))
	p := &codePage{Why: opinion.UnsolvedReasons}
	if a.Codes == nil {
		a.ErrorPage(w, r, v, kit.Away("no_codes", v.Say("away.codes")))
		return
	}
	if !a.Parsed(w, r, v) {
		return
	}
	v.D = p
	if !a.tries.take(v.Now(), codesAtOnce, codesRecovers) {
		w.Header().Set("Retry-After", "30")
		p.Problem = &kit.Problem{Status: http.StatusTooManyRequests, Detail: v.Say("error.code.often")}
		a.Render(w, r, v, http.StatusTooManyRequests, "open_code")
		return
	}
	var found facts.Followed
	var err error
	if ticket := r.PostForm.Get("ticket"); ticket != "" {
		found, err = a.Codes.Judge(r.Context(), ticket, r.PostForm.Get("solved"), r.PostForm.Get("why"))
		p.Just = err == nil
		found.Ticket = ticket
	} else {
		found, err = a.Codes.Follow(r.Context(), r.PostForm.Get("code"))
	}
	status := http.StatusOK
	if err != nil {
		p.Problem = a.Problem(r.Pattern, v.Lang, err)
		status = p.Problem.Status
	}
	if err == nil || found.Case != nil {
		p.Found = &found
	}
	a.Render(w, r, v, status, "open_code")
}

// WhyNot names a reason.
func (v *View) WhyNot(u opinion.Unsolved) string { return v.Word("unsolved.", string(u)) }
