package leader

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"huiying/console/ask"
	"huiying/console/kit"
	"huiying/responders/briefing/pagedata"
	"huiying/words"
)

// briefingPage is a period with those beside it.
type briefingPage struct {
	pagedata.Briefing
	Asked         string // the division that was asked for by name
	Before, After string // dates; After is "" for the present
	Periods       []string
	Files         []string
}

func (a *Room) ShowToday(w http.ResponseWriter, r *http.Request) {
	kit.LangOf(w, r) // keep a ?lang= that came along
	to := "/briefings/" + kit.Midnight(a.Now()).Format("2006-01-02")
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

func (a *Room) ShowBriefing(r *http.Request, v *View) (string, error) {
	v.Nav, v.Title = "briefings", v.Say("nav.briefings")
	b, _, err := ask.Brief(r.Context(), a.Brief, v.Now(), ask.BriefOf(r), v.Lang)
	if err != nil {
		return "", err
	}
	first, err := ask.DayOf(b.Date, v.Lang)
	if err != nil {
		return "", err
	}
	p := briefingPage{Briefing: b, Asked: r.URL.Query().Get("division"),
		Before: beside(first, b.Period, -1).Format("2006-01-02"), Periods: ask.Periods,
		Files: BriefingFormats()}
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
func (v *View) BriefTitle(b pagedata.Briefing) string {
	title := v.Say("brieftitle.day", b.Date)
	if b.Period == "issue" {
		if b.Heading == "" {
			return v.Say("brieftitle.issue.gone")
		}
		return v.Say("brieftitle.issue", v.Say("brief.title", b.Heading))
	}
	if p := cmp.Or(b.Period, "day"); p != "day" {
		title = v.Say("brieftitle."+p, b.Date, b.Last)
	}
	if b.Division == "" {
		return title
	}
	return v.Say("brieftitle.of", v.In(cmp.Or(b.Place, b.Division), b.PlaceEn), title)
}

// BriefingFile hands a briefing out as a file, whole or not at all.
func (a *Room) BriefingFile(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	name, ext, _ := strings.Cut(r.PathValue("file"), ".")
	if name != "briefing" || BriefingKind(ext) == "" {
		a.ErrorPage(w, r, v, &kit.Error{Kind: kit.NotFound, Code: "bad_file",
			Words: words.Say(v.Lang, "error.bad_file")})
		return
	}
	b, _, err := ask.Brief(r.Context(), a.Brief, v.Now(), ask.BriefOf(r), v.Lang)
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	a.handOut(w, r, v, b, BriefingFile{Ext: ext, Lang: v.Lang, Link: cmp.Or(a.BriefLink, origin(r)),
		Font: a.BriefFont, Paper: a.BriefPaper})
}

// handOut writes a briefing as a file for whoever asked.
func (a *Room) handOut(w http.ResponseWriter, r *http.Request, v *View, b pagedata.Briefing, f BriefingFile) {
	var out bytes.Buffer
	if err := fontless(RenderBriefing(&out, b, f), v.Lang); err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	w.Header().Set("Content-Type", BriefingKind(f.Ext))
	w.Header().Set("Content-Disposition", `attachment; filename="`+BriefingName(b, f.Ext)+`"`)
	_, _ = w.Write(out.Bytes())
}

// BriefingName is a file name of plain letters that tells the period.
func BriefingName(b pagedata.Briefing, ext string) string {
	if b.Period == "issue" {
		return fmt.Sprintf("huiying-special-%d-%d.%s", b.Year, b.No, ext)
	}
	name := "huiying-" + cmp.Or(b.Period, "day") + "-" + b.Date
	if b.Division != "" {
		name += "-" + b.Division
	}
	return name + "." + ext
}

// BriefingTitle names a briefing in words.
func BriefingTitle(b pagedata.Briefing, lang string) string {
	return (&View{kit.Plain(words.Pick(lang), b.Made)}).BriefTitle(b)
}

// origin is where the reader reached the console.
func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// Missing are the parts of a briefing that could not be had, in words. How a source did is not kept beyond
// the next day, and the section on sources says so; that is no part that failed.
func (v *View) Missing(b pagedata.Briefing) (out []string) {
	for _, m := range b.Missing {
		part, _, coded := strings.Cut(m, ":")
		switch {
		case part == "source_states" && b.Whole:
		case coded:
			out = append(out, v.Word("brief.part.", part))
		default:
			out = append(out, m)
		}
	}
	return out
}

// Change is the difference to the period before, with its sign.
func (v *View) Change(b pagedata.Briefing, n pagedata.BriefingNumber) string {
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
func (v *View) Few(r pagedata.BriefingRefs, most int) pagedata.BriefingRefs {
	r.Cases, r.Issues, r.Mentions = r.Cases[:min(most, len(r.Cases))],
		r.Issues[:min(most, len(r.Issues))], r.Mentions[:min(most, len(r.Mentions))]
	return r
}

// based are ids with the address of the console that opens them.
type based struct {
	V    *View
	Base string
	pagedata.BriefingRefs
}

// Based puts the address before ids.
func (v *View) Based(base string, r pagedata.BriefingRefs) based { return based{v, base, r} }
