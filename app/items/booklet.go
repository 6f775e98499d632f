package items

import (
	"bytes"
	"cmp"
	"html/template"
	"slices"
	"strings"
	"time"

	"huiying/console/facts"
	"huiying/opinion"
	"huiying/paper"
	"huiying/responders/inspect"
	"huiying/words"
)

// Booklet is service guides on paper: all of them as one booklet (一本通), or each on a sheet of its own with
// what whoever comes must know at once (一次性告知单).
type Booklet struct {
	Guides []facts.Guide
	Once   bool
	Unit   func(id string) string
	Field  func(id string) string
	Font   string // the file of the font of a PDF; "": the usual places
	Lang   string
	At     time.Time
}

// BookletEnds are the ends of the files that a booklet can be had as.
var BookletEnds = []string{".docx", ".pdf", ".html"}

// onceElements are what a sheet tells.
var onceElements = []opinion.ItemElement{opinion.ElementConditions, opinion.ElementPapers, opinion.ElementPlace, opinion.ElementDays,
	opinion.ElementFee, opinion.ElementPhone}

func (b Booklet) say(key string, args ...any) string { return words.Say(b.Lang, key, args...) }

func (b Booklet) title() string {
	if b.Once {
		return b.say("booklet.once")
	}
	return b.say("booklet.title")
}

// entry is a guide as it is told.
type entry struct {
	Heading, Owner, Address, Read string
	Elements                      []element
}

// element is what a guide says of one element; no lines: its page does not say it.
type element struct {
	Name  string
	Lines []string
}

// entries are the guides that could be read, by field, unit and name, and the names of the others.
func (b Booklet) entries() (out []entry, away []facts.Guide) {
	list := slices.Clone(b.Guides)
	slices.SortStableFunc(list, func(x, y facts.Guide) int {
		return cmp.Or(cmp.Compare(x.Field, y.Field), cmp.Compare(x.Unit, y.Unit), cmp.Compare(x.Name, y.Name))
	})
	elements := inspect.GuideElements
	if b.Once {
		elements = onceElements
	}
	for _, g := range list {
		if g.Why != "" || len(g.Said) == 0 {
			away = append(away, g)
			continue
		}
		e := entry{Heading: g.Name, Owner: b.Unit(g.Unit), Address: g.Address, Read: g.At.In(opinion.Beijing).Format("2006-01-02 15:04")}
		if field := b.Field(g.Field); field != "" && !b.Once {
			e.Heading = field + " · " + g.Name
		}
		for _, is := range elements {
			x := element{Name: b.say("item.element." + string(is))}
			if is == opinion.ElementBasis { // not what publishes it, but what it is done by
				x.Name = b.say("booklet.basis")
			}
			if g.Said[is] != "" {
				x.Lines = strings.Split(g.Said[is], "\n")
			}
			e.Elements = append(e.Elements, x)
		}
		out = append(out, e)
	}
	return out, away
}

// File is the booklet by the end of a file's name, one of BookletEnds.
func (b Booklet) File(end string) ([]byte, error) {
	var out bytes.Buffer
	switch end {
	case ".html":
		err := b.html(&out)
		return out.Bytes(), err
	case ".docx":
		err := paper.DOCX(&out, b.document())
		return out.Bytes(), err
	}
	font, err := paper.FindFont(b.Font)
	if err == nil {
		err = paper.PDF(&out, b.document(), font)
	}
	return out.Bytes(), err
}

func (b Booklet) document() paper.Doc {
	all, away := b.entries()
	d := paper.Doc{Title: b.title(), Lang: b.say("lang.tag"), Made: b.At, Foot: b.say("booklet.foot")}
	if !b.Once {
		d.Blocks = append(d.Blocks, paper.Para{Runs: paper.Text(b.say("booklet.sum", len(all))), Quiet: true})
	}
	for n, e := range all {
		if b.Once && n > 0 {
			d.Blocks = append(d.Blocks, paper.Break{})
		}
		d.Blocks = append(d.Blocks, paper.Heading{Text: e.Heading})
		for _, x := range e.Elements {
			d.Blocks = append(d.Blocks, b.told(x)...)
		}
		d.Blocks = append(d.Blocks, paper.Para{Quiet: true, Runs: []paper.Run{{Text: b.say("booklet.from", e.Owner, e.Read) + " "},
			{Text: e.Address, Link: e.Address}}})
	}
	if away != nil {
		d.Blocks = append(d.Blocks, paper.Heading{Text: b.say("booklet.away", len(away))})
		for _, g := range away {
			d.Blocks = append(d.Blocks, paper.Para{Runs: paper.Text(g.Name + " " + g.Address)})
		}
	}
	return d
}

// told is an element as blocks.
func (b Booklet) told(x element) []paper.Block {
	switch len(x.Lines) {
	case 0:
		return []paper.Block{paper.Para{Head: x.Name, Runs: paper.Text(b.say("booklet.missing")), Quiet: true}}
	case 1:
		return []paper.Block{paper.Para{Head: x.Name, Runs: paper.Text(x.Lines[0])}}
	}
	list := paper.List{}
	for _, l := range x.Lines {
		list.Items = append(list.Items, paper.Text(l))
	}
	return []paper.Block{paper.Para{Head: x.Name}, list}
}

var bookletPage = template.Must(template.New("booklet").Parse(`<!doctype html>
<html lang="{{.Lang}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{{.Title}}</title>
<style>
body { max-width: 46rem; margin: 1.5rem auto; padding: 0 1rem; font-family: serif; line-height: 1.7; color: #1c2528; }
h1 { text-align: center; } h2 { border-bottom: 1px solid #999; padding-bottom: .2rem; margin-top: 2rem; }
dt { font-weight: bold; } dd { margin: 0 0 .6rem 1rem; white-space: pre-line; } .quiet { color: #56626a; font-size: .9rem; }
nav ol { columns: 2; } @media (max-width: 40rem) { nav ol { columns: 1; } }
@media print { nav { display: none; } {{if .Once}}section + section { break-before: page; }{{else}}section { break-inside: avoid; }{{end}} a { color: inherit; } }
</style></head><body><h1>{{.Title}}</h1>{{if .Sum}}<p class="quiet">{{.Sum}}</p>{{end}}
{{if gt (len .All) 1}}<nav><ol>{{range $n, $e := .All}}<li><a href="#g{{$n}}">{{$e.Heading}}</a></li>{{end}}</ol></nav>{{end}}
{{range $n, $e := .All}}<section id="g{{$n}}"><h2>{{.Heading}}</h2><dl>{{range .Elements}}<dt>{{.Name}}</dt><dd{{if not .Lines}} class="quiet"{{end}}>{{range $i, $l := .Lines}}{{if $i}}
{{end}}{{$l}}{{else}}{{$.Missing}}{{end}}</dd>{{end}}</dl><p class="quiet">{{.Owner}} · {{.Read}} · <a href="{{.Address}}">{{.Address}}</a></p></section>
{{end}}{{if .Away}}<section><h2>{{.AwayTitle}}</h2><ul>{{range .Away}}<li>{{.Name}} <a href="{{.Address}}">{{.Address}}</a></li>{{end}}</ul></section>{{end}}
<p class="quiet">{{.Foot}}</p></body></html>
`))

func (b Booklet) html(out *bytes.Buffer) error {
	all, away := b.entries()
	sum := ""
	if !b.Once {
		sum = b.say("booklet.sum", len(all))
	}
	return bookletPage.Execute(out, map[string]any{"Lang": b.say("lang.tag"), "Title": b.title(), "Sum": sum, "All": all, "Away": away, "Once": b.Once,
		"AwayTitle": b.say("booklet.away", len(away)), "Missing": b.say("booklet.missing"), "Foot": b.say("booklet.foot")})
}

// Counts says how many guides are told, and how many could not be read.
func (b Booklet) Counts() (told, away int) {
	all, none := b.entries()
	return len(all), len(none)
}
