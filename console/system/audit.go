package system

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"huiying/console/accounts"
	"huiying/console/ask"
	"huiying/console/kit"
	"huiying/console/sheet"
	"huiying/opinion"
	"huiying/words"
)

// auditPage is the office's own record: who of the office did what.
type auditPage struct {
	Rows   []accounts.Entry
	Filter accounts.Filter
	From   string
	To     string
	Whats  []string
	Next   string
}

// whats are the kinds of entries.
var whats = []string{"sign-in", "sign-in.password", "sign-in.failed", "sign-out", "read", "export",
	"change", "refused", "start"}

const (
	auditShown = 100
	auditFile  = 10_000
	auditLook  = 100_000 // entries that one page looks at
)

func (a *Room) auditAsked(r *http.Request, lang string, most int) (out []accounts.Entry,
	f accounts.Filter, next uint64, err error) {
	q := r.URL.Query()
	f = accounts.Filter{Who: accounts.CleanID(opinion.Clip(q.Get("who"), 64)), What: q.Get("what"),
		Object: opinion.Clip(strings.TrimSpace(q.Get("object")), 200)}
	if f.From, err = ask.MomentOf("from", q.Get("from"), false, lang); err != nil {
		return
	}
	if f.To, err = ask.MomentOf("to", q.Get("to"), true, lang); err != nil {
		return
	}
	var before uint64
	if c := q.Get("cursor"); c != "" {
		if before, err = strconv.ParseUint(c, 10, 64); err != nil {
			return nil, f, 0, kit.BadInput("bad_cursor", words.Say(lang, "error.bad_cursor"))
		}
	}
	out, next, err = accounts.Page(r.Context(), a.Log, f, before, most, auditLook)
	return
}

func (a *Room) ShowAudit(r *http.Request, v *View) (string, error) {
	v.Nav, v.Title = "audit", v.Say("audit")
	rows, f, next, err := a.auditAsked(r, v.Lang, auditShown)
	if err != nil {
		return "", err
	}
	p := &auditPage{Rows: rows, Filter: f, From: v.Param("from"), To: v.Param("to"), Whats: whats}
	if next > 0 {
		p.Next = strconv.FormatUint(next, 10)
	}
	v.D = p
	return "audit", nil
}

// AuditFile is the same as a file, newest first.
func (a *Room) AuditFile(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	rows, _, _, err := a.auditAsked(r, v.Lang, auditFile)
	if err != nil {
		a.ErrorPage(w, r, v, err)
		return
	}
	s := sheet.Sheet{Rows: [][]any{{"#", v.Say("audit.at"), v.Say("audit.who"), v.Say("audit.what"),
		v.Say("audit.object"), v.Say("audit.outcome"), "chain", "n", "hash"}}}
	for _, e := range rows {
		s.Rows = append(s.Rows, []any{int(e.Seq),
			e.At.In(kit.Shanghai).Format("2006-01-02 15:04:05"), e.Who, v.Word("audit.", e.What),
			e.Object, e.Outcome, e.Chain, int(e.N), e.Hash})
	}
	if err := sheet.Serve(w, r, "audit-"+v.Day(v.Now()), s); err != nil {
		a.ErrorPage(w, r, v, err)
	}
}

// AuditWord is the word for a kind of entry.
func (v *View) AuditWord(what string) string { return v.Word("audit.", what) }

// AuditFile is the address of the present question as a file.
func (v *View) AuditFile() string {
	q := kit.Without(v.Here.Query(), "lang", "cursor")
	return (&url.URL{Path: "/audit.csv", RawQuery: q.Encode()}).String()
}
