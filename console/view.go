package console

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/words"
)

// view is what a template sees as its root: the language, the words, and under D the plain
// values of its page.
type view struct {
	Lang  string
	Nav   string // which entry of the menu is the present one
	Title string
	D     any

	app   *app
	here  url.URL
	site  string          // address of this site as it was asked for
	ctx   context.Context // of the request; a view lives no longer
	now   time.Time
	units map[string]opinion.Unit // asked for once, when a name is first needed
}

func (a *app) view(w http.ResponseWriter, r *http.Request) *view {
	return &view{Lang: langOf(w, r), app: a, here: *r.URL, site: base(r), ctx: r.Context(), now: a.Now()}
}

// Drawn is a view of a room: it is drawn whole, and what every page has is in its base.
type Drawn interface{ Base() *view }

// Base is the view itself.
func (v *view) Base() *view { return v }

// T is a message. An unknown key fails the page: it is a fault of ours, found by any test
// that draws it.
func (v *view) T(key string, args ...any) (string, error) {
	if !words.Has(key) {
		return "", fmt.Errorf("no words for %q", key)
	}
	return words.Say(v.Lang, key, args...), nil
}

// Say is a message that is known to be there.
func (v *view) Say(key string, args ...any) string { return words.Say(v.Lang, key, args...) }

// Word is a message for a code that may be unknown; an unknown one shows as itself.
func (v *view) Word(prefix, code string) string {
	if !words.Has(prefix + code) {
		return code
	}
	return words.Say(v.Lang, prefix+code)
}

// Tag is the language as BCP 47 wants it; it picks the right shapes of shared characters.
func (v *view) Tag() string { return words.Say(v.Lang, "lang.tag") }

// The words of codes.
func (v *view) State(s opinion.State) string     { return v.Word("state.", string(s)) }
func (v *view) Move(m opinion.Move) string       { return v.Word("move.", string(m)) }
func (v *view) Outcome(o opinion.Outcome) string { return v.Word("outcome.", string(o)) }
func (v *view) Demand(d opinion.Demand) string   { return v.Word("demand.", string(d)) }
func (v *view) SourceKind(k opinion.SourceKind) string {
	return v.Word("kind.", string(k))
}
func (v *view) Rule(name string) string    { return v.Word("rule.", name) }
func (v *view) Health(state string) string { return v.Word("health.", state) }

// Topic, Place and Unit are names of codes; nothing shows as a dash.
func (v *view) Topic(id string) string {
	if id == "" {
		return v.Say("none.topic")
	}
	return v.app.Names.Topic(id, v.Lang)
}

// Place names a division.
func (v *view) Place(code string) string {
	if code == "" {
		return v.Say("none.place")
	}
	return v.app.Names.Division(code, v.Lang)
}

// Source names a source.
func (v *view) Source(id string) string { return v.app.Names.Source(id, v.Lang) }

// Unit names a responsible unit; an unknown id shows as itself.
func (v *view) Unit(id string) string {
	if id == "" {
		return v.Say("none.unit")
	}
	if v.units == nil {
		v.units = map[string]opinion.Unit{}
		list, err := v.app.Units.Units(v.ctx)
		if err != nil {
			v.app.Failed("units", err)
		}
		for _, u := range list {
			v.units[u.ID] = u
		}
	}
	return unitName(v.units[id], id, v.Lang)
}

func unitName(u opinion.Unit, id, lang string) string {
	switch {
	case lang == "en" && u.NameEn != "":
		return u.NameEn
	case u.Name != "":
		return u.Name
	}
	return id
}

// By names who made a move: never a person.
func (v *view) By(by string) string {
	if id, ok := strings.CutPrefix(by, "unit:"); ok {
		return v.Unit(id)
	}
	return v.Word("by.", by)
}

// When is a moment in +08:00, to the minute.
func (v *view) When(t time.Time) template.HTML {
	if t.IsZero() {
		return "—"
	}
	t = t.In(shanghai)
	layout := "01-02 15:04"
	if t.Year() != v.now.In(shanghai).Year() {
		layout = "2006-01-02 15:04"
	}
	return template.HTML(`<time datetime="` + t.Format(time.RFC3339) + `" title="` + t.Format("2006-01-02 15:04:05 -07:00") + `">` + t.Format(layout) + `</time>`)
}

// Day is the date in +08:00.
func (v *view) Day(t time.Time) string {
	if t.IsZero() {
		return "—"
	}
	return t.In(shanghai).Format("2006-01-02")
}

// Ago says how long ago something was, for the eye; the exact moment stands in When.
func (v *view) Ago(t time.Time) string {
	switch d := v.now.Sub(t); {
	case t.IsZero():
		return "—"
	case d < -time.Minute:
		return v.Say("time.in", spell(-d, v.Lang))
	case d < time.Minute:
		return v.Say("time.now")
	default:
		return v.Say("time.ago", spell(d, v.Lang))
	}
}

// spell writes a span with its two greatest units: 「3 天 4 小时」.
func spell(d time.Duration, lang string) string {
	if d < time.Minute {
		return words.Say(lang, "span.less")
	}
	m := int64(d / time.Minute)
	days, hours, minutes := m/(24*60), m/60%24, m%60
	var out []string
	add := func(n int64, key string) {
		if n > 0 {
			out = append(out, words.Say(lang, key, n))
		}
	}
	add(days, "span.d")
	add(hours, "span.h")
	if days == 0 {
		add(minutes, "span.m")
	}
	return strings.Join(out, " ")
}

// Num writes a number with thousands apart.
func (v *view) Num(n any) string {
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
func (v *view) Clip(s string, n int) string { return opinion.Clip(s, n) }

// Name is the title of something, or a word that says it has none.
func (v *view) Name(title string) string {
	if strings.TrimSpace(title) == "" {
		return v.Say("none.title")
	}
	return title
}

// Short is the front of an id, enough to tell two apart by eye.
func (v *view) Short(id string) string {
	if len(id) > 9 {
		return id[:9]
	}
	return id
}

// Badge shows a severity by number, word and weight of ink, so that it reads in grey.
func (v *view) Badge(s opinion.Severity) template.HTML {
	if s.Rank() == 0 {
		return ""
	}
	return template.HTML(fmt.Sprintf(`<span class="sev sev-%d"><b>%s</b> %s</span>`, s.Rank(), s, words.Say(v.Lang, "sev."+string(s))))
}

// Chip shows a state.
func (v *view) Chip(s opinion.State) template.HTML {
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
func (v *view) Out(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return ""
	}
	return u.String()
}

// Host is the part of an address that a reader recognises.
func (v *view) Host(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return u.Host
}

// With is this page's address with one filter changed ("" takes it away). Paging starts
// again, since a cursor belongs to one question.
func (v *view) With(key, value string) string { return v.link(key, value, "cursor") }

// Page is this page's address at a cursor.
func (v *view) Page(cursor string) string { return v.link("cursor", cursor) }

// inLanguage is this page in a language.
type inLanguage struct{ Lang, Tag, Name, Href string }

// Languages is this page in every language of the catalogue.
func (v *view) Languages() []inLanguage {
	var out []inLanguage
	for _, lang := range words.Languages() {
		out = append(out, inLanguage{lang, words.Say(lang, "lang.tag"), words.Say(lang, "lang.name"), v.link("lang", lang)})
	}
	return out
}

func (v *view) link(key, value string, drop ...string) string {
	q := v.here.Query()
	q.Del("lang")
	for _, k := range drop {
		q.Del(k)
	}
	if value == "" {
		q.Del(key)
	} else {
		q.Set(key, value)
	}
	if len(q) == 0 {
		return v.here.Path
	}
	return v.here.Path + "?" + q.Encode()
}

// The facts of the frame around every page.
func (v *view) Loopback() bool  { return v.app.Loopback }
func (v *view) SignsIn() bool   { return v.app.Accounts != nil }
func (v *view) Demo() bool      { return v.app.Demo }
func (v *view) Product() string { return v.app.Product }
func (v *view) Version() string { return v.app.Version }
func (v *view) CSS() string     { return v.app.css }
func (v *view) JS() string      { return v.app.js }
func (v *view) Icon() string    { return v.app.icon }
func (v *view) Now() time.Time  { return v.now }

// Bar is a bar of n out of most, for a list of counts whose numbers stand beside it.
func (v *view) Bar(n, most int) template.HTML {
	w := 0
	if most > 0 {
		w = max(1, n*100/most)
	}
	return template.HTML(`<svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="rest" width="100" height="6"></rect><rect class="part" width="` + strconv.Itoa(min(w, 100)) + `" height="6"></rect></svg>`)
}

// pair hands a partial template the view beside its item.
type pair struct {
	V *view
	X any
}

// Pair makes a pair.
func (v *view) Pair(x any) pair { return pair{v, x} }
