package console

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"huiying/paper"
	"huiying/words"
)

var periods = []string{"day", "week", "month"}

// briefingRoutes are the leader's pages.
func (a *app) briefingRoutes(mux *http.ServeMux, page func(string, func(*http.Request, *view) (string, error))) {
	mux.HandleFunc("GET /briefings", a.briefingToday)
	page("GET /briefings/{date}", a.briefing)
	mux.HandleFunc("GET /briefings/{date}/{file}", a.briefingFile)
}

// briefingPage is a period with those beside it.
type briefingPage struct {
	Briefing
	Asked         string // the division that was asked for by name
	Before, After string // dates; After is "" for the present
	Periods       []string
	Files         []string
}

// dayOf reads a date of +08:00.
func dayOf(s, lang string) (time.Time, error) {
	t, err := time.ParseInLocation("2006-01-02", s, shanghai)
	if err != nil {
		return t, invalid("bad_date", words.Say(lang, "error.bad_date"))
	}
	return t, nil
}

func (a *app) briefingToday(w http.ResponseWriter, r *http.Request) {
	langOf(w, r) // keep a ?lang= that came along
	to := "/briefings/" + midnight(a.Now()).Format("2006-01-02")
	keep := url.Values{}
	for _, k := range []string{"period", "division"} {
		if x := r.URL.Query().Get(k); x != "" {
			keep.Set(k, x)
		}
	}
	if len(keep) > 0 {
		to += "?" + keep.Encode()
	}
	http.Redirect(w, r, to, http.StatusFound)
}

func (a *app) briefing(r *http.Request, v *view) (string, error) {
	v.Nav, v.Title = "briefings", v.Say("nav.briefings")
	b, _, err := brief(r.Context(), a.Brief, v.Now(), briefOf(r), v.Lang)
	if err != nil {
		return "", err
	}
	first, err := dayOf(b.Date, v.Lang)
	if err != nil {
		return "", err
	}
	p := briefingPage{Briefing: b, Asked: r.URL.Query().Get("division"), Before: beside(first, b.Period, -1).Format("2006-01-02"), Periods: periods, Files: BriefingFormats()}
	if next := beside(first, b.Period, 1); !next.After(v.Now()) {
		p.After = next.Format("2006-01-02")
	}
	v.Title, v.D = v.BriefTitle(b), p
	return "briefing", nil
}

// beside is the first day of the period n periods away.
func beside(first time.Time, period string, n int) time.Time {
	switch period {
	case "week":
		return first.AddDate(0, 0, 7*n)
	case "month":
		return first.AddDate(0, n, 0)
	}
	return first.AddDate(0, 0, n)
}

// BriefTitle names a briefing.
func (v *view) BriefTitle(b Briefing) string {
	title := v.Say("brieftitle.day", b.Date)
	if p := cmp.Or(b.Period, "day"); p != "day" {
		title = v.Say("brieftitle."+p, b.Date, b.Last)
	}
	if b.Division == "" {
		return title
	}
	return v.Say("brieftitle.of", v.In(cmp.Or(b.Place, b.Division), b.PlaceEn), title)
}

// briefAsked names a briefing: a day, the period in which it lies, and of which division; "" is all
// that the account sees.
type briefAsked struct{ Date, Period, Division string }

// briefOf reads which briefing a page asks for.
func briefOf(r *http.Request) briefAsked {
	q := r.URL.Query()
	return briefAsked{Date: r.PathValue("date"), Period: q.Get("period"), Division: q.Get("division")}
}

// brief fetches a period's briefing for the page, the files and the API.
func brief(ctx context.Context, from Briefer, now time.Time, in briefAsked, lang string) (Briefing, time.Time, error) {
	period := in.Period
	day, err := dayOf(in.Date, lang)
	if err != nil {
		return Briefing{}, day, err
	}
	if period = cmp.Or(period, "day"); !slices.Contains(periods, period) {
		return Briefing{}, day, invalid("bad_period", words.Say(lang, "error.bad_period"))
	}
	if from == nil {
		return Briefing{}, day, away("no_briefing", words.Say(lang, "away.briefing"))
	}
	if day.After(now) {
		return Briefing{}, day, &Error{Kind: NotFound, Code: "not_yet", Words: words.Say(lang, "error.not_yet")}
	}
	b, err := from.Briefing(ctx, day, period, in.Division)
	b.Date, b.Period = cmp.Or(b.Date, day.Format("2006-01-02")), cmp.Or(b.Period, period)
	b.Numbers, b.Sections = orEmpty(b.Numbers), orEmpty(b.Sections)
	return b, day, err
}

// briefingFile hands a briefing out as a file, whole or not at all.
func (a *app) briefingFile(w http.ResponseWriter, r *http.Request) {
	v := a.view(w, r)
	name, ext, _ := strings.Cut(r.PathValue("file"), ".")
	kind := BriefingKind(ext)
	if name != "briefing" || kind == "" {
		a.errorPage(w, r, v, &Error{Kind: NotFound, Code: "bad_file", Words: words.Say(v.Lang, "error.bad_file")})
		return
	}
	b, _, err := brief(r.Context(), a.Brief, v.Now(), briefOf(r), v.Lang)
	var out bytes.Buffer
	if err == nil {
		err = RenderBriefing(&out, b, BriefingFile{Ext: ext, Lang: v.Lang, Link: cmp.Or(a.BriefLink, origin(r)), Font: a.BriefFont})
	}
	if errors.Is(err, paper.ErrNoFont) {
		err = away("no_font", words.Say(v.Lang, "away.font"))
	}
	if err != nil {
		a.errorPage(w, r, v, err)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+BriefingName(b, ext)+`"`)
	_, _ = w.Write(out.Bytes())
}

// BriefingName is a file name of plain letters that tells the period.
func BriefingName(b Briefing, ext string) string {
	name := "huiying-" + cmp.Or(b.Period, "day") + "-" + b.Date
	if b.Division != "" {
		name += "-" + b.Division
	}
	return name + "." + ext
}

// BriefingTitle names a briefing in words.
func BriefingTitle(b Briefing, lang string) string {
	return (&view{Lang: words.Pick(lang)}).BriefTitle(b)
}

// origin is where the reader reached the console.
func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// In picks the words of a line in the view's language; a missing translation falls back to
// the Chinese.
func (v *view) In(zh, en string) string {
	if v.Lang == "en" && en != "" {
		return en
	}
	return zh
}

// Change is the difference to the period before, with its sign.
func (v *view) Change(b Briefing, n BriefingNumber) string {
	if n.Previous == nil {
		return ""
	}
	p := cmp.Or(b.Period, "day")
	switch d := n.N - *n.Previous; {
	case d > 0:
		return v.Say("briefmore."+p, d)
	case d < 0:
		return v.Say("briefless."+p, -d)
	}
	return v.Say("briefsame." + p)
}

// Few keeps the first ids behind something.
func (v *view) Few(r BriefingRefs, most int) BriefingRefs {
	r.Cases, r.Issues, r.Mentions = r.Cases[:min(most, len(r.Cases))], r.Issues[:min(most, len(r.Issues))], r.Mentions[:min(most, len(r.Mentions))]
	return r
}

// based are ids with the address of the console that opens them.
type based struct {
	V    *view
	Base string
	BriefingRefs
}

// Based puts the address before ids.
func (v *view) Based(base string, r BriefingRefs) based { return based{v, base, r} }
