// Package paper writes documents that people print, send and file: DOCX that Word and WPS open,
// with real headings, tables and page numbers, and PDF with a font of its own, text that can be
// selected, links and bookmarks. It knows documents and nothing of what they say. The same
// document gives the same bytes.
package paper

import "time"

// Doc is a document.
type Doc struct {
	Title  string
	Brand  string  // above the title, where it has no Letter
	Letter *Letter // the head and the end of an official document; nil: none
	Lang   string  // zh-CN, en
	Foot   string  // at the end
	Page   string  // before the number of a page: "第", "Page "
	Made   time.Time
	Blocks []Block
}

// Letter (版头、版记) is what stands around an official document: who issues it, its number, and at its
// end to whom it goes and who signs. Empty fields take no room. It is laid out after GB/T 9704.
type Letter struct {
	Name         string // of the paper, large: 回应简报
	Number       string // 第334期
	Office, Date string
	To           []string // lines such as 报：市长
	Sign         string   // before the line to sign on: 签发：
}

// Block is a part of a document: Heading, Para, List, Table, Tiles, Grid, Picture or Break.
type Block interface{ block() }

// Break ends a page.
type Break struct{}

// Heading begins a section.
type Heading struct{ Text string }

// Para is a paragraph.
type Para struct {
	Head  string // says the matter, in bold before it
	Runs  []Run
	Quiet bool // small and grey
	Alarm bool // must be seen
}

// List is a list of points.
type List struct{ Items [][]Run }

// Table has a head and rows of as many cells. Wide says how wide columns are against each other;
// nil: all alike.
type Table struct {
	Head  []string
	Wide  []float64
	Rows  [][]Cell
	Small bool // many narrow columns
}

// Cell is a cell of a table; numbers stand to the right.
type Cell struct {
	Runs []Run
	Num  bool
}

// Tiles are figures, three in a row.
type Tiles struct{ Items []Tile }

// Tile is a figure with its name and a note.
type Tile struct{ Label, Value, Note, Link string }

// Grid is a map of tiles. Shade goes from 0 to 4; the numbers are in words too, so that it reads
// without any colour.
type Grid struct {
	Across int
	Cells  []GridCell
}

// GridCell is a place on the map; the zero value is a gap.
type GridCell struct {
	Name, Value, Note, Link string
	Shade                   int
}

// Picture is a PNG with what it shows in words.
type Picture struct {
	PNG           []byte
	Width, Height int // in pixels, for its shape
	Caption       string
}

// Run is a piece of text.
type Run struct {
	Text string
	Link string // an address, or ""
	Bold bool
	Tiny bool // an id
}

func (Heading) block() {}
func (Para) block()    {}
func (List) block()    {}
func (Table) block()   {}
func (Tiles) block()   {}
func (Grid) block()    {}
func (Picture) block() {}
func (Break) block()   {}

// Text is a run of plain text.
func Text(s string) []Run { return []Run{{Text: s}} }

// inks of the shades, light to dark, and whether the text upon them is white: apart in grey too.
var inks = [5]struct {
	hex   string
	grey  int
	white bool
}{{"FFFFFF", 255, false}, {"E6E6E6", 230, false}, {"C4C4C4", 196, false}, {"6D6D6D", 109, true}, {"3A3A3A", 58, true}}

func shade(n int) int { return max(0, min(n, len(inks)-1)) }

// runs are those of a paragraph with its head.
func (p Para) runs() []Run {
	if p.Head == "" {
		return p.Runs
	}
	return append([]Run{{Text: p.Head + " ", Bold: true}}, p.Runs...)
}
