package items

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"huiying/console/sheet"
	"huiying/opinion"
	"huiying/paper"
	"huiying/responders/inspect"
	"huiying/words"
)

// Report is what an inspection saw, with what it needs to be told.
type Report struct {
	opinion.ItemReport
	Units []opinion.Unit
	Font  string // the file of the font of a PDF; "": the usual places
	Lang  string
	At    time.Time
}

// ReportEnds are the ends of the files that a report can be had as.
var ReportEnds = []string{".docx", ".pdf", ".xlsx", ".csv", ".json"}

func (i Report) say(key string, args ...any) string { return words.Say(i.Lang, key, args...) }

func (i Report) unit(id string) string {
	at := slices.IndexFunc(i.Units, func(u opinion.Unit) bool { return u.ID == id })
	if at >= 0 {
		return i.Units[at].Name
	}
	return cmp.Or(id, i.say("inspect.unit.none"))
}

func (i Report) sum() string {
	fresh := 0
	for _, f := range i.Findings {
		if f.New {
			fresh++
		}
	}
	return i.say("inspect.sum", i.Items, i.Looked, len(i.Findings), fresh, len(i.Mended))
}

func (i Report) state(f opinion.ItemFinding) string {
	if f.New {
		return i.say("inspect.new")
	}
	return i.say("inspect.old")
}

// byUnit are the findings of each unit, that with the most first.
func (i Report) byUnit() (units []string, of map[string][]opinion.ItemFinding) {
	of = map[string][]opinion.ItemFinding{}
	for _, f := range i.Findings {
		if of[f.Unit] == nil {
			units = append(units, f.Unit)
		}
		of[f.Unit] = append(of[f.Unit], f)
	}
	slices.SortStableFunc(units, func(a, b string) int { return len(of[b]) - len(of[a]) })
	return units, of
}

// Print says the report by unit.
func (i Report) Print(w io.Writer) {
	fmt.Fprintln(w, i.sum())
	units, of := i.byUnit()
	for _, u := range units {
		fmt.Fprintln(w, i.say("inspect.unit", i.unit(u), len(of[u])))
		for _, f := range of[u] {
			fmt.Fprintln(w, i.say("inspect.row", i.state(f), f.Name, inspect.Say(f, i.Lang)))
		}
	}
	if len(i.Away) > 0 {
		fmt.Fprintln(w, i.say("inspect.away", len(i.Away)))
	}
}

// File is the report by the end of a file's name, one of ReportEnds.
func (i Report) File(end string) ([]byte, error) {
	switch end {
	case ".json":
		return json.MarshalIndent(i.ItemReport, "", "  ")
	case ".xlsx", ".csv":
		return sheet.WriteHeaded(end, []sheet.Headed{i.table()})
	}
	var b bytes.Buffer
	if end == ".docx" {
		err := paper.DOCX(&b, i.document())
		return b.Bytes(), err
	}
	font, err := paper.FindFont(i.Font)
	if err == nil {
		err = paper.PDF(&b, i.document(), font)
	}
	return b.Bytes(), err
}

var inspectHeads = []string{"unit", "item", "found", "state", "basis", "address", "at", "excerpt"}

func (i Report) cells(f opinion.ItemFinding) []string {
	return []string{i.unit(f.Unit), f.Name, inspect.Say(f, i.Lang), i.state(f), inspect.Basis(f.Rule, i.Lang), f.Address,
		f.At.In(opinion.Beijing).Format("2006-01-02 15:04"), f.Excerpt}
}

func (i Report) heads() (out []string) {
	for _, h := range inspectHeads {
		out = append(out, i.say("inspect.head."+h))
	}
	return out
}

func (i Report) table() sheet.Headed {
	t := sheet.Headed{Name: i.say("inspect.head.found"), Title: i.say("inspect.title"),
		Heads: [2][]string{i.heads(), make([]string, len(inspectHeads))}}
	units, of := i.byUnit()
	for _, u := range units {
		for _, f := range of[u] {
			t.Rows = append(t.Rows, i.cells(f))
		}
	}
	return t
}

// document is the report as a paper: a section for each unit, then what is mended and what could not be read.
func (i Report) document() paper.Doc {
	d := paper.Doc{Title: i.say("inspect.title"), Lang: i.say("lang.tag"), Made: i.At,
		Blocks: []paper.Block{paper.Para{Runs: paper.Text(i.sum())}}}
	units, of := i.byUnit()
	for _, u := range units {
		d.Blocks = append(d.Blocks, paper.Heading{Text: i.say("inspect.unit", i.unit(u), len(of[u]))})
		t := paper.Table{Head: i.heads()[1:6], Wide: []float64{2, 4, 1, 3, 3}}
		for _, f := range of[u] {
			var row []paper.Cell
			for at, text := range i.cells(f)[1:6] {
				run := paper.Run{Text: text}
				if inspectHeads[at+1] == "address" {
					run.Link, run.Tiny = text, true
				}
				row = append(row, paper.Cell{Runs: []paper.Run{run}})
			}
			t.Rows = append(t.Rows, row)
		}
		d.Blocks = append(d.Blocks, t)
	}
	var mended, away [][]paper.Run
	for _, m := range i.Mended {
		mended = append(mended, paper.Text(i.say("inspect.mended.row", m.Name, i.say("item.check."+string(m.Check)))))
	}
	for _, a := range i.Away {
		away = append(away, paper.Text(i.say("inspect.away.row", a.Name, a.Address, a.Why)))
	}
	if mended != nil {
		d.Blocks = append(d.Blocks, paper.Heading{Text: i.say("inspect.mended")}, paper.List{Items: mended})
	}
	if away != nil {
		d.Blocks = append(d.Blocks, paper.Heading{Text: i.say("inspect.away", len(away))}, paper.List{Items: away})
	}
	return d
}
