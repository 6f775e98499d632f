package kit

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"huiying/opinion"
	"huiying/words"
)

// View is what a template sees as its root: the language, the words, and under D the plain
// values of its page. It stands on what says words, writes moments and names codes; each can do
// what those below it can.
type View struct {
	Naming
	Nav     string // which entry of the menu is the present one
	Title   string
	D       any
	Here    url.URL
	Compact bool   // rows of lists stand close
	Summary string // what search engines show of a public page; "": the board's own
	Script  string // name of a script that this page alone loads; ""

	site string // address of this site as it was asked for
}

// Wording says words in a language.
type Wording struct{ Lang string }

// Marking marks words in texts of others.
type Marking struct{ Wording }

// Moments write times as of now.
type Moments struct {
	Marking
	now time.Time
}

// Naming names codes, and knows who reads and what runs here.
type Naming struct {
	Moments
	kit   *Kit
	ctx   context.Context         // of the request; a view lives no longer
	units map[string]opinion.Unit // asked for once, when a name is first needed
}

// Plain is a view that says words and writes moments, for what is drawn without a request: it
// names no codes.
func Plain(lang string, now time.Time) *View {
	return &View{Naming: Naming{Moments: Moments{Marking{Wording{lang}}, now}}}
}

// Bare is a view that names codes where no page is drawn.
func (k *Kit) Bare(ctx context.Context, lang string) *View {
	v := Plain(lang, k.Now())
	v.kit, v.ctx = k, ctx
	return v
}

// View is that of a request.
func (k *Kit) View(w http.ResponseWriter, r *http.Request) *View {
	v := k.Bare(r.Context(), LangOf(w, r))
	v.Here, v.site, v.Compact = *r.URL, SiteOf(r), compactOf(w, r)
	return v
}

// Drawn is a view of a room: it is drawn whole, and what every page has is in its base.
type Drawn interface{ Base() *View }

// Base is the view itself.
func (v *View) Base() *View { return v }

// Pair is what a partial template gets: the view beside its item.
type Pair struct {
	V any
	X any
}

// Ruled is by which rule, or by whom, a mention waits or was dismissed; "" for one in a case.
func (v *View) Ruled(rule opinion.DispositionRule, by string) string {
	if rule == "" {
		return ""
	}
	word := v.Word("disposition.rule.", string(rule))
	if by != "" {
		return v.Say("disposition.by", word, v.By(by))
	}
	return word
}

// Unread says why something could not be read.
func (v *View) Unread(code string) string { return words.UnreadCode(code).In(v.Lang) }

// Alone is the address of a script that one page alone loads.
func (v *View) Alone(name string) string { return v.kit.alone[name] }
