package leader

import (
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"strings"

	"github.com/go-analyze/charts"

	"huiying/console/kit"
	"huiying/opinion"
	"huiying/paper"
	"huiying/responders/briefing/pagedata"
	"huiying/words"
)

// BriefingFile says how a briefing is written as a file.
type BriefingFile struct {
	Ext  string // html, docx, pdf, json
	Lang string // zh, en
	Link string // address of the console, without a slash at its end; "": ids open nothing
	Font string // file of the font for PDF; "": the usual places
	Paper
}

// RenderBriefing writes a briefing as one file that needs nothing beside it: for mail, print and
// the archive. The same briefing gives the same bytes.
func RenderBriefing(w io.Writer, b pagedata.Briefing, f BriefingFile) error {
	f.Lang, f.Link = words.Pick(f.Lang), strings.TrimSuffix(f.Link, "/")
	for _, format := range briefingFormats {
		if format.ext == f.Ext {
			return format.write(w, b, f)
		}
	}
	return fmt.Errorf("a briefing cannot be written as %q; it can as %s", f.Ext, strings.Join(BriefingFormats(), ", "))
}

// briefingFormat is a kind of file that a briefing can be had as.
type briefingFormat struct {
	ext, kind string // the end of its name, and its media type
	write     func(io.Writer, pagedata.Briefing, BriefingFile) error
}

// briefingFormats are all of them, in the order in which pages offer them.
var briefingFormats = []briefingFormat{
	{"pdf", "application/pdf", briefingPDF},
	{"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", briefingDOCX},
	{"html", "text/html; charset=utf-8", briefingHTML},
	{"json", "application/json", briefingJSON},
}

// BriefingFormats are the ends of the files that a briefing can be had as.
func BriefingFormats() []string {
	var out []string
	for _, f := range briefingFormats {
		out = append(out, f.ext)
	}
	return out
}

// BriefingKind is the media type of a briefing's file, by its end; "" for one that there is not.
func BriefingKind(ext string) string {
	for _, f := range briefingFormats {
		if f.ext == ext {
			return f.kind
		}
	}
	return ""
}

func briefingJSON(w io.Writer, b pagedata.Briefing, _ BriefingFile) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(b)
}

func briefingDOCX(w io.Writer, b pagedata.Briefing, f BriefingFile) error {
	d, err := briefingDoc(b, f)
	if err != nil {
		return err
	}
	return paper.DOCX(w, d)
}

func briefingPDF(w io.Writer, b pagedata.Briefing, f BriefingFile) error {
	d, err := briefingDoc(b, f)
	if err != nil {
		return err
	}
	font, err := paper.FindFont(f.Font)
	if err != nil {
		return err
	}
	return paper.PDF(w, d, font)
}

// alone is the page of a briefing that needs nothing beside it, with its style.
//
//go:embed alone
var alone embed.FS

func briefingHTML(w io.Writer, b pagedata.Briefing, f BriefingFile) error {
	css, err := alone.ReadFile("alone/briefing.css")
	if err != nil {
		return fmt.Errorf("read the style of the briefing: %w", err)
	}
	t, err := template.New("alone").ParseFS(alone, "alone/briefing.html")
	if err != nil {
		return fmt.Errorf("parse the briefing: %w", err)
	}
	v := &View{kit.Plain(f.Lang, b.Made)}
	v.Title = v.BriefTitle(b)
	v.D = struct {
		pagedata.Briefing
		Style template.CSS
		Base  string
	}{b, template.CSS(css), f.Link}
	if err := t.ExecuteTemplate(w, "alone", v); err != nil {
		return fmt.Errorf("draw the briefing: %w", err)
	}
	return nil
}

// drafter puts a briefing into a document.
type drafter struct {
	v        *View
	link     string
	doc      paper.Doc
	sections int
	heading  string // of the section at work
	cites    []cited
}

func (d *drafter) add(b ...paper.Block) { d.doc.Blocks = append(d.doc.Blocks, b...) }

// to is an address in the console, or "" where that is not known.
func (d *drafter) to(path string) string {
	if d.link == "" || path == "" {
		return ""
	}
	return d.link + path
}

func briefingDoc(b pagedata.Briefing, f BriefingFile) (paper.Doc, error) {
	v := &View{kit.Plain(f.Lang, b.Made)}
	d := &drafter{v: v, link: f.Link, doc: paper.Doc{Title: v.BriefTitle(b), Letter: f.letter(v, b),
		Lang: f.Lang, Made: b.Made, Page: v.Say("briefing.page"), Foot: v.Say("foot.promise")}}
	if !b.Made.IsZero() {
		made := v.Say("briefing.made") + " " + b.Made.In(kit.Shanghai).Format("2006-01-02 15:04") + " (UTC+8)"
		if !b.Whole {
			made += " · " + v.Say("briefing.soon")
		}
		d.add(paper.Para{Runs: paper.Text(made), Quiet: true})
	}
	for _, m := range v.Missing(b) {
		d.add(paper.Para{Runs: paper.Text(v.Say("briefing.missing", m)), Alarm: true})
	}
	for _, l := range b.Lead {
		to := ""
		if l.Link != "" {
			to = d.to(l.Link)
		}
		d.add(paper.Para{Head: v.Say("briefing.matter", v.In(l.Head, l.HeadEn)),
			Runs: []paper.Run{{Text: v.In(l.Text, l.TextEn), Link: to}}})
	}
	if len(b.Numbers) > 0 {
		tiles := paper.Tiles{}
		for _, n := range b.Numbers {
			tiles.Items = append(tiles.Items, paper.Tile{Label: v.In(n.Label, n.LabelEn),
				Value: v.Num(n.N), Note: v.Change(b, n), Link: d.to(n.Link)})
		}
		d.add(tiles)
	}
	for _, s := range b.Sections {
		if s.Empty() {
			continue // nothing to say takes no heading
		}
		if err := d.section(s); err != nil {
			return paper.Doc{}, err
		}
	}
	d.annex()
	return d.doc, nil
}

func (d *drafter) section(s pagedata.BriefingSection) error {
	v := d.v
	d.sections++
	d.heading = v.In(s.Title, s.TitleEn)
	d.add(paper.Heading{Text: v.Say("paper.heading", v.Ordinal(d.sections), d.heading)})
	var list paper.List
	for _, l := range s.Lines {
		var runs []paper.Run
		if l.Severity != "" {
			runs = append(runs, paper.Run{Text: "【" + string(l.Severity) + " " + v.Word("sev.",
				string(l.Severity)) + "】", Bold: true})
		}
		runs = append(runs, paper.Run{Text: v.In(l.Text, l.TextEn), Link: d.to(l.Link)})
		list.Items = append(list.Items, runs)
		d.cite(v.In(l.Text, l.TextEn), l.BriefingRefs)
	}
	if len(list.Items) > 0 {
		d.add(list)
	}
	for _, p := range s.Plots {
		if err := d.plot(p); err != nil {
			return err
		}
	}
	if len(s.Grid) > 0 {
		g := d.grid(s.Grid)
		d.add(g, paper.Para{Runs: paper.Text(v.Say("briefing.map")), Quiet: true})
	}
	if s.Table != nil && len(s.Table.Rows) > 0 {
		d.table(*s.Table)
	}
	return nil
}

// grid is the map: tiles at their places, and gaps where none stands.
func (d *drafter) grid(places []pagedata.BriefingPlace) (g paper.Grid) {
	for _, row := range pagedata.MapOf(places) {
		g.Across = len(row)
		for _, c := range row {
			if c == nil {
				g.Cells = append(g.Cells, paper.GridCell{})
				continue
			}
			note := ""
			if c.Overdue > 0 {
				note = d.v.Say("briefing.late", c.Overdue)
			}
			g.Cells = append(g.Cells, paper.GridCell{Name: c.Name, Value: d.v.Num(c.N), Note: note,
				Link: d.to(c.Link), Shade: c.Shade})
		}
	}
	return g
}

// idsInPrint bounds the ids behind a line on paper.
const idsInPrint = 8

func (d *drafter) refs(r pagedata.BriefingRefs) (out []paper.Run) {
	left := len(r.Cases) + len(r.Issues) + len(r.Mentions)
	for _, l := range []struct {
		at  string
		ids []string
	}{{"/cases/", r.Cases}, {"/issues/", r.Issues}, {"/mentions/", r.Mentions}} {
		for _, id := range l.ids {
			if len(out) == 2*idsInPrint {
				return append(out, paper.Run{Text: " " + d.v.Say("briefing.further", left), Tiny: true})
			}
			out = append(out, paper.Run{Text: " "}, paper.Run{Text: d.v.Short(id), Link: d.to(l.at + id), Tiny: true})
			left--
		}
	}
	return out
}

func (d *drafter) plot(p pagedata.BriefingPlot) error {
	total := 0
	for _, b := range p.Bars {
		total += b.N
	}
	if total == 0 {
		return nil
	}
	const width, height = 1360, 330
	raw, err := pastBars(p, charts.ChartOutputPNG, width, height, 2, 14)
	if err != nil {
		return err
	}
	v := d.v
	caption := v.In(p.Title, p.TitleEn)
	if p.Now > 0 {
		caption += " · " + v.Say("briefing.plot")
	}
	d.add(paper.Picture{PNG: raw, Width: width, Height: height, Caption: caption})
	// its table: fourteen days in a row, dates above counts
	const across = 14
	for from := 0; from < len(p.Bars); from += across {
		var t paper.Table
		var row []paper.Cell
		for k := from; k < from+across; k++ {
			if k >= len(p.Bars) { // the last row is filled up, so that columns stand below one another
				t.Head, row = append(t.Head, ""), append(row, paper.Cell{})
				continue
			}
			b := p.Bars[k]
			t.Head = append(t.Head, b.Date[min(len(b.Date), len("2026-")):])
			row = append(row, paper.Cell{Runs: []paper.Run{{Text: fmt.Sprint(b.N), Bold: k >= p.Now}}, Num: true})
		}
		t.Rows = [][]paper.Cell{row}
		t.Small = true
		d.add(t)
	}
	return nil
}

func (d *drafter) table(t pagedata.BriefingTable) {
	out := paper.Table{}
	for i, h := range t.Head {
		wide := 3.0
		if h.Num {
			wide = 1.2
		} else if i == 0 {
			wide = 4
		}
		out.Head, out.Wide = append(out.Head, d.v.In(h.Text, h.TextEn)), append(out.Wide, wide)
	}
	for _, r := range t.Rows {
		var row []paper.Cell
		for i, c := range r.Cells {
			runs := []paper.Run{{Text: opinion.Clip(d.v.In(c.Text, c.TextEn), 160)}}
			if i == 0 {
				runs[0].Link = d.to(r.Link)
				d.cite(runs[0].Text, r.BriefingRefs)
			}
			row = append(row, paper.Cell{Runs: runs, Num: c.Num})
		}
		out.Rows = append(out.Rows, row)
	}
	d.add(out)
}
