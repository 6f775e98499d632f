package leader

import (
	"cmp"
	"strconv"
	"strings"
	"time"

	"huiying/console/kit"
	"huiying/opinion"
	"huiying/paper"
	"huiying/responders/briefing/pagedata"
)

// Paper is how an office heads and ends its briefings. Empty fields are left out; an empty Name is the
// product's own.
type Paper struct {
	Name   string   // of the paper: 民情专报
	Office string   // that issues it
	To     []string // lines of whom it goes to, such as 报：市长
	Sign   bool     // a line to sign on
}

// letter is what stands around the document.
func (f BriefingFile) letter(v *View, b pagedata.Briefing) *paper.Letter {
	l := &paper.Letter{Name: cmp.Or(f.Name, v.Say("paper.name")), Office: f.Office, To: f.To}
	if b.Period == "issue" && f.Name == "" {
		l.Name = v.Say("paper.name.issue")
	}
	if f.Sign {
		l.Sign = v.Say("paper.sign")
	}
	last, err := time.ParseInLocation(time.DateOnly, cmp.Or(b.Last, b.Date), kit.Shanghai)
	if err != nil {
		return l
	}
	issued := last.AddDate(0, 0, 1) // a period is told when it is over
	if !b.Whole && !b.Made.IsZero() {
		issued = b.Made.In(kit.Shanghai)
	}
	if b.Period == "issue" {
		issued = last
	}
	l.Date = v.Say("paper.date", issued.Format("2006"), issued.Format("1"), issued.Format("2"),
		issued.Format("2 January 2006"))
	if b.No > 0 {
		l.Number = v.Say("paper.number."+cmp.Or(b.Period, "day"), b.Year, b.No)
	}
	return l
}

// cited is what a passage stands on.
type cited struct {
	where string
	pagedata.BriefingRefs
}

// Ordinal numbers a heading: 一、二、… in Chinese.
func (v *View) Ordinal(n int) string {
	figure := strconv.Itoa(n)
	if figures := strings.Fields(v.Say("paper.figures")); n <= len(figures) {
		figure = figures[n-1]
	}
	return v.Say("paper.ordinal", figure)
}

// cite notes for the annex what a passage stands on: no id stands in a sentence.
func (d *drafter) cite(where string, r pagedata.BriefingRefs) {
	if r.Any() {
		d.cites = append(d.cites, cited{d.heading + " · " + opinion.Clip(where, 40), r})
	}
}

// annex lists what the passages stand on.
func (d *drafter) annex() {
	if len(d.cites) == 0 {
		return
	}
	t := paper.Table{Head: []string{d.v.Say("paper.passage"), d.v.Say("briefing.ids")}, Wide: []float64{2, 3}}
	for _, c := range d.cites {
		t.Rows = append(t.Rows, []paper.Cell{{Runs: paper.Text(c.where)}, {Runs: d.refs(c.BriefingRefs)}})
	}
	d.add(paper.Heading{Text: d.v.Say("paper.annex")}, t)
}
