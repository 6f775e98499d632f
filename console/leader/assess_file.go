package leader

import (
	"net/http"

	"huiying/console/ask"
	"huiying/console/facts"
	"huiying/console/sheet"
)

// AssessmentFile is the table of the page 考核 as CSV or XLSX, by the end of the address.
func (a *Room) AssessmentFile(w http.ResponseWriter, r *http.Request) {
	v := a.See(w, r)
	q, err := ask.RateQuery(r.URL.Query(), v.Now(), v.Lang)
	var t facts.RateTable
	if err == nil {
		t, err = a.Units.Rates(r.Context(), q)
	}
	if err == nil {
		err = sheet.Serve(w, r, "assess-"+q.By+"-"+v.Day(q.From)+"-"+v.Day(q.To.Add(-1)), rateSheet(v, q, t))
	}
	if err != nil {
		a.ErrorPage(w, r, v, err)
	}
}

// rateSheet is a table with, for each measure, the share and the two counts behind it.
func rateSheet(v *View, q facts.RateQuery, t facts.RateTable) sheet.Sheet {
	head := []any{v.Say("by." + q.By), v.Say("assess.code"), v.Say("assess.rank"), v.Say("assess.turns")}
	s := sheet.Sheet{Name: v.Say("nav.assess"), Share: make([]bool, len(head))}
	for _, m := range t.Measures {
		head = append(head, v.Named(m), v.Say("assess.n", v.Named(m)), v.Say("assess.of", v.Named(m)))
		s.Share = append(s.Share, true, false, false)
		s.Notes = append(s.Notes, v.Say("assess.means", v.Named(m), v.Meaning(m)))
	}
	s.Rows = [][]any{append(head, v.Say("assess.median"))}
	s.Share = append(s.Share, false)
	line := func(name string, r facts.RateRow) {
		row := []any{name, r.Key, nil, r.Turns}
		if r.Rank > 0 {
			row[2] = r.Rank
		}
		for _, x := range r.Rates {
			var share any
			if x.Share != nil {
				share = *x.Share
			}
			row = append(row, share, x.N, x.Of)
		}
		s.Rows = append(s.Rows, append(row, r.Median))
	}
	for _, r := range t.Rows {
		line(v.Group(q.By, r.Key), r)
	}
	line(v.Say("assess.all"), t.All)
	s.Notes = append(s.Notes, v.RulesOf(t), v.Say("assess.span", v.Day(q.From), v.Day(q.To.Add(-1))))
	return s
}
