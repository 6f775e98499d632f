package leader

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"huiying/console/kit"
	"huiying/paper"
	"huiying/words"
)

// specialPage is a special report, and specialsPage those of a year.
type specialPage struct {
	Special
	At    string   // its address
	Files []string // that it can be had as
}

type specialsPage struct {
	Year, Before int
	After        int // 0 for the present year
	Items        []Special
}

// noSpecials is the error of a process that writes none.
func noSpecials(v *View) error { return kit.Away("no_specials", v.Say("away.special")) }

// IssueSpecial writes the special report of an issue and leads to it.
func (a *Room) IssueSpecial(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	if !a.Parsed(w, r, v) {
		return
	}
	if a.Specials == nil {
		a.ErrorPage(w, r, v, noSpecials(v))
		return
	}
	year, no, err := a.Specials.IssueSpecial(r.Context(), r.PostForm.Get("issue"))
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	http.Redirect(w, r, specialAt(year, no), http.StatusSeeOther)
}

func specialAt(year, no int) string { return fmt.Sprintf("/specials/%d-%d", year, no) }

// SpecialAt is the address of a special report.
func (v *View) SpecialAt(s Special) string { return specialAt(s.Year, s.No) }

// ShowSpecials lists the special reports of a year.
func (a *Room) ShowSpecials(r *http.Request, v *View) (string, error) {
	if a.Specials == nil {
		return "", noSpecials(v)
	}
	now := v.Now().In(kit.Shanghai).Year()
	p := specialsPage{Year: now}
	if y, err := strconv.Atoi(r.URL.Query().Get("year")); err == nil && y >= 2000 && y < now {
		p.Year, p.After = y, y+1
	}
	p.Before = p.Year - 1
	var err error
	p.Items, err = a.Specials.Specials(r.Context(), p.Year)
	v.Nav, v.Title, v.D = "briefings", v.Say("special.list", p.Year), p
	return "specials", err
}

// special is the one that an address names.
func (a *Room) special(r *http.Request, v *View) (Special, error) {
	if a.Specials == nil {
		return Special{}, noSpecials(v)
	}
	first, second, _ := strings.Cut(r.PathValue("id"), "-")
	year, bad := strconv.Atoi(first)
	no, worse := strconv.Atoi(second)
	if errors.Join(bad, worse) != nil || year < 1 || no < 1 {
		return Special{}, &kit.Error{Kind: kit.NotFound, Code: "no_special", Words: v.Say("error.no_special")}
	}
	return a.Specials.Special(r.Context(), year, no)
}

// ShowSpecial is a special report on a page.
func (a *Room) ShowSpecial(r *http.Request, v *View) (string, error) {
	s, err := a.special(r, v)
	if err != nil {
		return "", err
	}
	v.Nav, v.Title, v.D = "briefings", v.BriefTitle(s.Briefing), specialPage{s, specialAt(s.Year, s.No), BriefingFormats()}
	return "special", nil
}

// SpecialFile hands a special report out as a file, whole or not at all.
func (a *Room) SpecialFile(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	name, ext, _ := strings.Cut(r.PathValue("file"), ".")
	if name != "briefing" || BriefingKind(ext) == "" {
		a.ErrorPage(w, r, v, &kit.Error{Kind: kit.NotFound, Code: "bad_file", Words: words.Say(v.Lang, "error.bad_file")})
		return
	}
	s, err := a.special(r, v)
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	a.handOut(w, r, v, s.Briefing, BriefingFile{Ext: ext, Lang: v.Lang,
		Link: cmp.Or(a.BriefLink, origin(r)), Font: a.BriefFont, Paper: a.BriefPaper})
}

// fontless says in words that no font can write Chinese into a PDF here.
func fontless(err error, lang string) error {
	if errors.Is(err, paper.ErrNoFont) {
		return kit.Away("no_font", words.Say(lang, "away.font"))
	}
	return err
}
