package openboard

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
)

// The limits of what anybody may send, in memory, for all together: no address is looked at.
const (
	suggestLong   = 2000 // characters of a text
	placeLong     = 60
	openAnHour    = 30 // without a proof of work
	provenAnHour  = 300
	looksAtOnce   = 300
	looksASecond  = 5
	looksRecovers = time.Second / looksASecond
)

// suggestion is what the form of 建议与反映 asks for: the matter and the place, and nothing of who says it.
type suggestion struct{ Text, Place, Ref string }

// suggestPage is the form, how the text would be kept, or what became of it.
type suggestPage struct {
	In        suggestion
	Long      int
	Looked    bool   // the text is shown as it would be kept
	Kept      string // redacted
	Taken     int    // identifiers that were taken out
	Challenge string
	Bits      int
	Problem   *kit.Problem
	Done      *suggested
}

// suggested is what became of a text that was sent.
type suggested struct {
	Code   string // shown once
	Known  bool   // the same was here before
	Danger []string
}

// offered says whether the office takes suggestions here: it wants to, and can follow and give codes.
func (a *Room) offered() bool { return a.Suggests && a.Counter != nil && a.Codes != nil }

// notOffered is the answer where it does not.
func notOffered(v *View) error {
	return &kit.Error{Kind: kit.NotFound, Code: "no_suggest", Words: v.Say("error.suggest.none")}
}

// ShowSuggest is the empty form.
func (a *Room) ShowSuggest(_ *http.Request, v *View) (string, error) {
	v.open(v.Say("suggest.title"))
	if !a.offered() {
		return "", notOffered(v)
	}
	v.D = &suggestPage{In: suggestion{Ref: ask.NewRef()}, Long: suggestLong}
	return "open_suggest", nil
}

// draft is the text as it would come in. The place stands below the matter, for the judges read one text.
func (s suggestion) draft(v *View) facts.Entry {
	text := s.Text
	if s.Place != "" {
		text += "\n" + v.Say("suggest.at", s.Place)
	}
	return facts.Entry{Told: opinion.ToldOnBoard, Text: text, Ref: s.Ref}
}

// Suggest shows how a text would be kept, or takes it. What is shown is kept nowhere.
func (a *Room) Suggest(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	v.open(v.Say("suggest.title"))
	if !a.offered() {
		a.ErrorPage(w, r, v, notOffered(v))
		return
	}
	if !a.Parsed(w, r, v) {
		return
	}
	field := func(k string, most int) string { return opinion.Clip(strings.TrimSpace(r.PostForm.Get(k)), most) }
	p := &suggestPage{Long: suggestLong, In: suggestion{Text: strings.TrimSpace(r.PostForm.Get("text")),
		Place: field("place", placeLong), Ref: field("ref", 40)}}
	v.D = p
	if p.In.Ref == "" {
		p.In.Ref = ask.NewRef()
	}
	status := http.StatusOK
	if r.PostForm.Get("do") != "edit" {
		status = a.suggest(r, v, p)
	}
	if status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "3600")
	}
	a.Render(w, r, v, status, "open_suggest")
}

// suggest fills the page and says with which status it is answered.
func (a *Room) suggest(r *http.Request, v *View, p *suggestPage) int {
	refuse := func(status int, key string) int {
		p.Problem = &kit.Problem{Status: status, Detail: v.Say(key)}
		return status
	}
	if len([]rune(p.In.Text)) > suggestLong {
		return refuse(http.StatusBadRequest, "error.suggest.long")
	}
	if !a.looks.take(v.Now(), looksAtOnce, looksRecovers) {
		return refuse(http.StatusTooManyRequests, "error.suggest.busy")
	}
	entry := p.In.draft(v)
	d := entry.Draft()
	d.CollectedAt = v.Now()
	m, err := opinion.NewMention(d)
	switch {
	case errors.Is(err, opinion.ErrNoText) || p.In.Text == "":
		return refuse(http.StatusBadRequest, "error.suggest.text")
	case err != nil:
		return refuse(http.StatusBadRequest, "error.suggest.long")
	}
	p.Looked, p.Kept, p.Bits, v.Script = true, m.Text, proofBits, "suggest.js"
	for _, n := range m.Redactions {
		p.Taken += n
	}
	if r.PostForm.Get("do") != "send" {
		p.Challenge = a.proofs.challenge(v.Now())
		return http.StatusOK
	}
	if !a.allowed(r, v.Now()) {
		p.Challenge = a.proofs.challenge(v.Now())
		return refuse(http.StatusTooManyRequests, "error.suggest.often")
	}
	return a.send(r, v, p, entry)
}

// allowed says whether one more may come in now: by a proof of work, or of what is open to everybody.
func (a *Room) allowed(r *http.Request, now time.Time) bool {
	if a.proofs.take(r.PostForm.Get("challenge"), r.PostForm.Get("nonce"), now) {
		return a.proven.take(now, provenAnHour, time.Hour/provenAnHour)
	}
	return a.shared.take(now, openAnHour, time.Hour/openAnHour)
}

// send takes the text down and hands out its code.
func (a *Room) send(r *http.Request, v *View, p *suggestPage, entry facts.Entry) int {
	out, err := a.Counter.Enter(r.Context(), entry)
	done := &suggested{Known: out.Known, Danger: out.Danger}
	if err == nil && !out.Known {
		done.Code, err = a.Codes.Hand(r.Context(), out.Mention)
	}
	if err != nil {
		p.Problem = a.Problem(r.Pattern, v.Lang, err)
		return p.Problem.Status
	}
	p.Done, p.In, p.Looked = done, suggestion{}, false
	return http.StatusOK
}
