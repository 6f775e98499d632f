package kit

import (
	"cmp"
	"fmt"
	"html/template"
	"net/url"
	"strconv"
	"strings"

	"huiying/console/access"
	"huiying/console/facts"
	"huiying/opinion"
	"huiying/words"
)

// Duty, DayKind and ClockState name codes.
func (v *Wording) Duty(d opinion.Duty) string  { return v.Word("duty.", string(d)) }
func (v *Wording) Request(c opinion.Case) bool { return c.Matter == opinion.Disclosure }

// Or is the first of its arguments that is not empty.
func (v *Wording) Or(a ...string) string { return cmp.Or(a...) }

// Demands are the choices of the demand filter.
func (v *Wording) Demands() []opinion.Demand {
	return opinion.Demands
}

// Role is the word for a role.
func (v *Wording) Role(r any) string {
	switch r := r.(type) {
	case access.Role:
		return v.Word("role.", string(r))
	case string:
		return v.Word("role.", r)
	}
	return ""
}

// ScopeWord is the word for one.
func (v *Wording) ScopeWord(s string) string { return v.Word("scope.", s) }

// Named and Meaning are a measure's words in the reader's language.
func (v *Wording) Named(m facts.Measure) string { return PickWords(v.Lang, m.Name, m.NameEn) }

// Meaning is the definition.
func (v *Wording) Meaning(m facts.Measure) string { return PickWords(v.Lang, m.What, m.WhatEn) }

func PickWords(lang, zh, en string) string {
	if lang == "en" {
		return en
	}
	return zh
}

// Percent writes a share.
func (v *Wording) Percent(p *float64) string {
	if p == nil {
		return "—"
	}
	return strconv.FormatFloat(*p*100, 'f', 1, 64) + " %"
}

// In picks the words of a line in the view's language; a missing translation falls back to
// the Chinese.
func (v *Wording) In(zh, en string) string {
	if v.Lang == "en" && en != "" {
		return en
	}
	return zh
}

// T is a message. An unknown key fails the page: it is a fault of ours, found by any test
// that draws it.
func (v *Wording) T(key string, args ...any) (string, error) {
	if !words.Has(key) {
		return "", fmt.Errorf("no words for %q", key)
	}
	return words.Say(v.Lang, key, args...), nil
}

// Say is a message that is known to be there.
func (v *Wording) Say(key string, args ...any) string { return words.Say(v.Lang, key, args...) }

// Word is a message for a code that may be unknown; an unknown one shows as itself.
func (v *Wording) Word(prefix, code string) string {
	if !words.Has(prefix + code) {
		return code
	}
	return words.Say(v.Lang, prefix+code)
}

// Tag is the language as BCP 47 wants it; it picks the right shapes of shared characters.
func (v *Wording) Tag() string { return words.Say(v.Lang, "lang.tag") }

// The words of codes.
func (v *Wording) State(s opinion.State) string     { return v.Word("state.", string(s)) }
func (v *Wording) Move(m opinion.Move) string       { return v.Word("move.", string(m)) }
func (v *Wording) Outcome(o opinion.Outcome) string { return v.Word("outcome.", string(o)) }
func (v *Wording) Demand(d opinion.Demand) string   { return v.Word("demand.", string(d)) }
func (v *Wording) SourceKind(k opinion.SourceKind) string {
	return v.Word("kind.", string(k))
}
func (v *Wording) Rule(name string) string { return v.Word("rule.", name) }
func (v *Wording) Health(state any) string { return v.Word("health.", fmt.Sprint(state)) }

// Num writes a number with thousands apart.
func (v *Wording) Num(n any) string {
	s := fmt.Sprint(n)
	if len(s) < 5 { // four digits read well as they are
		return s
	}
	var b strings.Builder
	for i, c := range s {
		if i > 0 && (len(s)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(c)
	}
	return b.String()
}

// Clip shortens a text for a list.
func (v *Wording) Clip(s string, n int) string { return opinion.Clip(s, n) }

// Name is the title of something, or a word that says it has none.
func (v *Wording) Name(title string) string {
	if strings.TrimSpace(title) == "" {
		return v.Say("none.title")
	}
	return title
}

// Short is the front of an id, enough to tell two apart by eye.
func (v *Wording) Short(id string) string {
	if len(id) > 9 {
		return id[:9]
	}
	return id
}

// Danger marks a life at stake with the numbers to call, or is empty.
func (v *Wording) Danger(call []string) template.HTML {
	if len(call) == 0 {
		return ""
	}
	return template.HTML(`<strong class="chip chip-back">` + template.HTMLEscapeString(words.Say(v.Lang, "danger.call", strings.Join(call, " "))) + `</strong>`)
}

// Badge shows a severity by number, word and weight of ink, so that it reads in grey.
func (v *Wording) Badge(s opinion.Severity) template.HTML {
	if s.Rank() == 0 {
		return ""
	}
	return template.HTML(fmt.Sprintf(`<span class="sev sev-%d"><b>%s</b> %s</span>`, s.Rank(), s,
		words.Say(v.Lang, "sev."+string(s))))
}

// Chip shows a state.
func (v *Wording) Chip(s opinion.State) template.HTML {
	if s == "" {
		return ""
	}
	class := "wait"
	switch {
	case s == opinion.Answered || s == opinion.Verified:
		class = "said"
	case !s.Open():
		class = "done"
	case s == opinion.Returned:
		class = "back"
	}
	return template.HTML(`<span class="chip chip-` + class + `">` + template.HTMLEscapeString(v.State(s)) + `</span>`)
}

// Out is an address fit for a link out, or "".
func (v *Wording) Out(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return u.String()
}

// Host is the part of an address that a reader recognises.
func (v *Wording) Host(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Host
}

// Bar is a bar of n out of most, for a list of counts whose numbers stand beside it.
func (v *Wording) Bar(n, most int) template.HTML {
	w := 0
	if most > 0 {
		w = max(1, n*100/most)
	}
	return template.HTML(`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="rest" width="100" height="6"></rect><rect class="part" width="` + strconv.Itoa(min(w, 100)) + `" height="6"></rect></svg>`)
}
