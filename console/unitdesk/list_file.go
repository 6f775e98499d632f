package unitdesk

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"huiying/console/kit"
	"huiying/console/sheet"
	"huiying/opinion"
	"huiying/register"
)

// mostWorkRows bounds the file of a desk: nobody reads more, and no answer grows without end.
const mostWorkRows = 5000

// ListFile is the list of a unit's desk as it is shown, every page of it, as CSV or XLSX by the end
// of the address.
func (a *Room) ListFile(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	u, _, ok, err := a.workUnit(r, v)
	if err == nil && !ok {
		err = kit.BadInput("no_unit", v.Say("work.choose"))
	}
	var s sheet.Sheet
	if err == nil {
		s, err = a.workSheet(r, v, u)
	}
	if err == nil {
		err = sheet.Serve(w, r, "work-"+v.Now().In(kit.Shanghai).Format("2006-01-02-1504"), s)
	}
	if err != nil {
		a.ErrorPage(w, r, v, err)
	}
}

func (a *Room) workSheet(r *http.Request, v *View, u opinion.Unit) (sheet.Sheet, error) {
	asked, err := workAsked(v, v.Here.Query(), u.ID)
	if err != nil {
		return sheet.Sheet{}, err
	}
	head := []any{}
	for _, k := range []string{"case", "title", "section", "severity", "state", "role", "lead",
		"topic", "place", "reports", "duty", "due", "hours", "post", "officer", "paper", "back"} {
		head = append(head, v.Say("workfile."+k))
	}
	s := sheet.Sheet{Name: v.Say("nav.work"), Rows: [][]any{head}, Share: make([]bool, len(head)),
		Notes: []string{v.Unit(u.ID), v.Say("workfile.at",
			v.Now().In(kit.Shanghai).Format("2006-01-02 15:04")),
			v.Say("workfile.most", mostWorkRows)}}
	q := asked.DeskQuery
	for q.Size = 200; len(s.Rows) <= mostWorkRows; {
		list, err := a.Work.Book.Desk(r.Context(), q)
		if err != nil {
			return s, err
		}
		for _, x := range list.Items {
			s.Rows = append(s.Rows, v.workCells(x, x.OnDesk(u.ID, x.Paper), u.ID))
		}
		if q.Cursor = list.Next; q.Cursor == "" {
			break
		}
	}
	if len(s.Rows) > mostWorkRows+1 {
		s.Rows = s.Rows[:mostWorkRows+1]
	}
	return s, nil
}

// workCells is a line of a desk: of its clocks the next alone, with the hours that are left.
func (v *View) workCells(x register.DeskRow, section opinion.DeskSection, unit string) []any {
	role := v.Say("work.lead.role")
	if x.Assists {
		role = v.Say("work.assists")
	}
	cells := []any{x.ID, v.Name(x.Title), v.Section(section), string(x.Severity),
		v.Word("state.", string(x.State)), role, v.Unit(x.Lead),
		v.Topic(x.Topic), v.Place(x.Division), x.Reports, nil, nil, nil, x.Post, x.Officer, nil, nil}
	if clocks := v.Clocks(x.Case, unit); len(clocks) > 0 {
		cells[10], cells[11] = v.Duty(clocks[0].Duty), clocks[0].Due.In(kit.Shanghai).Format("2006-01-02 15:04")
		cells[12] = int(math.Floor(clocks[0].Due.Sub(v.Now()).Hours())) // minutes late are late
	}
	if x.Paper != "" {
		cells[15] = v.PaperState(x.Paper)
	}
	if x.Back.Type != "" {
		cells[16] = strings.Join(slices.DeleteFunc(append([]string{x.Back.Reason}, x.Back.Why...),
			func(s string) bool { return s == "" }), " ")
	}
	return cells
}

// WorkFile is the address of the list as a file; filters stay.
func (v *View) WorkFile(ext string) string {
	at := url.URL{Path: "/work." + ext}
	at.RawQuery = kit.Without(v.Here.Query(), "cursor", "lang", "rows", "done", "n").Encode()
	return at.String()
}
