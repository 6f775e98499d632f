package paper

import (
	"bytes"
	"fmt"
	"io"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// Measures of a page in millimetres.
const (
	pageWide, pageHigh = 210.0, 297.0
	margin             = 28.0 // at the left, to bind
	top                = 30.0
	bottom             = pageHigh - 30
	inside             = 156.0
	body               = 12.0 // points of the text
	pad                = 1.4  // within the cells of a table
	family             = "huiying"
)

// PDF writes a document with the glyphs of the font that it needs and no more. Headings are
// bookmarks.
func PDF(w io.Writer, d Doc, font Font) error {
	if font.data == nil {
		return ErrNoFont
	}
	f := fpdf.New("P", "mm", "A4", "")
	s := &sheet{f: f, doc: d}
	s.open(font)
	s.begin()
	for i, b := range d.Blocks {
		if _, ok := b.(Heading); ok && i+1 < len(d.Blocks) {
			s.room(4 + high(13) + 1 + s.least(d.Blocks[i+1])) // no heading alone at the foot of a page
		}
		s.block(b)
	}
	if d.Letter != nil {
		s.signed(*d.Letter)
	}
	if d.Foot != "" {
		s.y += 3
		s.text(Text(d.Foot), 8, grey)
	}
	if err := f.Output(w); err != nil {
		return fmt.Errorf("write the PDF: %w", err)
	}
	return nil
}

// sheet writes down pages; y is where the next block begins.
type sheet struct {
	f        *fpdf.Fpdf
	doc      Doc
	y        float64
	pictures int
}

type ink [3]int

var (
	black = ink{28, 37, 40}
	grey  = ink{86, 98, 104}
	teal  = ink{23, 72, 90}
	white = ink{255, 255, 255}
	red   = ink{192, 0, 0}
)

func (s *sheet) open(font Font) {
	f, made := s.f, s.doc.Made.UTC()
	if made.IsZero() {
		made = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	f.SetCatalogSort(true) // the same document gives the same bytes
	f.SetCreationDate(made)
	f.SetModificationDate(made)
	f.SetTitle(clean(s.doc.Title), true)
	f.SetLang(s.doc.Lang)
	f.SetMargins(margin, top, pageWide-margin-inside)
	f.SetAutoPageBreak(false, 0)
	f.SetCellMargin(0)
	f.AddUTF8FontFromBytes(family, "", font.data)
	f.SetFont(family, "", 10)
	f.AliasNbPages("{nb}")
	f.SetFooterFunc(func() {
		f.SetTextColor(grey[0], grey[1], grey[2])
		f.SetFont(family, "", 8)
		f.SetXY(margin, pageHigh-23)
		f.CellFormat(inside, 5, fmt.Sprintf("%s%d / {nb}", s.doc.Page, f.PageNo()), "", 0, "C", false, 0, "")
	})
	s.page()
}

func (s *sheet) page() {
	s.f.AddPage()
	s.y = top
}

// room begins a new page where h does not fit on this one.
func (s *sheet) room(h float64) bool {
	if s.y+h <= bottom || s.y == top {
		return false
	}
	s.page()
	return true
}

func (s *sheet) begin() {
	if s.doc.Letter != nil {
		s.letter(*s.doc.Letter)
	} else {
		s.text([]Run{{Text: s.doc.Brand, Bold: true}}, 10, teal)
		s.rule(teal, 0.5)
	}
	s.f.Bookmark(clean(s.doc.Title), 0, s.y)
	for _, l := range s.lines([]Run{{Text: s.doc.Title, Bold: true}}, inside, 20) {
		s.middle(l, 20, black)
	}
	s.y += 2
}

// middle writes a line in the middle.
func (s *sheet) middle(l []piece, size float64, colour ink) {
	wide := 0.0
	for _, p := range l {
		wide += p.width
	}
	s.draw(margin+max(0, (inside-wide)/2), s.y, wide, [][]piece{l}, size, colour, false)
	s.y += high(size)
}

// rule draws a line over the width.
func (s *sheet) rule(colour ink, wide float64) {
	s.f.SetDrawColor(colour[0], colour[1], colour[2])
	s.f.SetLineWidth(wide)
	s.f.Line(margin, s.y+0.5, margin+inside, s.y+0.5)
	s.y += 4
}

// letter is the head of an official document.
func (s *sheet) letter(l Letter) {
	for _, line := range s.lines([]Run{{Text: l.Name, Bold: true}}, inside, 32) {
		s.middle(line, 32, red)
	}
	for _, line := range s.lines(Text(l.Number), inside, body) {
		s.middle(line, body, black)
	}
	s.y += 2
	left, right := s.lines(Text(l.Office), inside*0.7, body), s.lines(Text(l.Date), inside*0.3, body)
	s.draw(margin, s.y, inside*0.7, left, body, black, false)
	s.draw(margin+inside*0.7, s.y, inside*0.3, right, body, black, true)
	s.y += float64(max(len(left), len(right))) * high(body)
	s.rule(red, 0.7)
}

// signed is the end of an official document, together on one page.
func (s *sheet) signed(l Letter) {
	s.room(14 + float64(1+len(l.To))*high(body))
	if l.Sign != "" {
		s.y += 8
		s.draw(margin, s.y, inside-45, s.lines(Text(l.Sign), inside-45, body), body, black, true)
		s.f.SetDrawColor(black[0], black[1], black[2])
		s.f.SetLineWidth(0.2)
		s.f.Line(margin+inside-44, s.y+high(body)*0.86, margin+inside, s.y+high(body)*0.86)
		s.y += high(body) + 4
	}
	for _, to := range l.To {
		s.rule(black, 0.2)
		s.y -= 3
		s.text(Text(to), 10.5, black)
	}
	if len(l.To) > 0 {
		s.rule(black, 0.2)
	}
}

func (s *sheet) block(b Block) {
	switch b := b.(type) {
	case Heading:
		s.y += 4
		s.f.Bookmark(clean(b.Text), 1, s.y)
		s.text([]Run{{Text: b.Text, Bold: true}}, 14, black)
		s.y++
	case Para:
		s.para(b)
	case List:
		for _, item := range b.Items {
			lines := s.lines(item, inside-5, body)
			s.room(min(2, float64(len(lines))) * high(body))
			s.draw(margin, s.y, 5, [][]piece{{{Run: Run{Text: "•"}, width: 3}}}, body, black, false)
			s.flow(margin+5, inside-5, lines, body, black)
			s.y += 0.8
		}
	case Table:
		s.table(b)
	case Tiles:
		s.tiles(b)
	case Grid:
		s.grid(b)
	case Picture:
		s.picture(b)
	case Break:
		s.room(pageHigh) // nothing is left of a page that something stands on
	}
}

// least is how high the part of a block is that cannot be broken.
func (s *sheet) least(b Block) float64 {
	switch b := b.(type) {
	case Grid:
		return s.mapHigh(b)
	case Picture:
		return inside*float64(b.Height)/float64(max(1, b.Width)) + high(8.5)
	}
	return 24
}

func (s *sheet) para(p Para) {
	size, colour := body, black
	if p.Quiet {
		size, colour = 8.5, grey
	}
	from := s.y
	s.text(p.runs(), size, colour)
	if p.Alarm && s.y > from {
		s.f.SetDrawColor(184, 116, 0)
		s.f.SetLineWidth(1)
		s.f.Line(margin-3, from, margin-3, s.y)
	}
	s.y++
}

// high is the height of a line of that size.
func high(size float64) float64 { return size * 0.3528 * 1.5 }

func (s *sheet) size(r Run, size float64) float64 {
	if r.Tiny {
		return size * 0.78
	}
	return size
}

func (s *sheet) lines(runs []Run, width, size float64) [][]piece {
	return wrap(runs, width, func(r Run, text string) float64 {
		s.f.SetFontSize(s.size(r, size))
		return s.f.GetStringWidth(text)
	})
}

// text flows over the whole width and over pages.
func (s *sheet) text(runs []Run, size float64, colour ink) {
	s.flow(margin, inside, s.lines(runs, inside, size), size, colour)
}

func (s *sheet) flow(x, width float64, lines [][]piece, size float64, colour ink) {
	for _, l := range lines {
		s.room(high(size))
		s.draw(x, s.y, width, [][]piece{l}, size, colour, false)
		s.y += high(size)
	}
}

// draw writes lines at a place.
func (s *sheet) draw(x, y, width float64, lines [][]piece, size float64, colour ink, right bool) {
	for _, l := range lines {
		at := x
		if right {
			for _, p := range l {
				width -= p.width
			}
			at += max(0, width)
		}
		for _, p := range l {
			s.piece(at, y, p, size, colour)
			at += p.width
		}
		y += high(size)
	}
}

func (s *sheet) piece(x, y float64, p piece, size float64, colour ink) {
	if p.Link != "" {
		colour = teal
	}
	s.f.SetTextColor(colour[0], colour[1], colour[2])
	s.f.SetFontSize(s.size(p.Run, size))
	if p.Bold { // the font has one weight: its letters get an outline
		s.f.SetDrawColor(colour[0], colour[1], colour[2])
		s.f.SetLineWidth(size * 0.008)
		s.f.SetTextRenderingMode(2)
		defer s.f.SetTextRenderingMode(0)
	}
	s.f.SetXY(x, y)
	s.f.CellFormat(p.width, high(size), p.Text, "", 0, "L", false, 0, p.Link)
	if p.Link != "" {
		s.f.SetDrawColor(colour[0], colour[1], colour[2])
		s.f.SetLineWidth(0.1)
		s.f.Line(x, y+high(size)*0.86, x+p.width, y+high(size)*0.86)
	}
}

func (s *sheet) box(x, y, w, h float64, fill int) {
	s.f.SetDrawColor(154, 165, 169)
	s.f.SetLineWidth(0.2)
	s.f.SetFillColor(fill, fill, fill)
	s.f.Rect(x, y, w, h, "FD")
}

func (s *sheet) picture(p Picture) {
	s.pictures++
	name := fmt.Sprintf("picture%d", s.pictures)
	o := fpdf.ImageOptions{ImageType: "PNG"}
	s.f.RegisterImageOptionsReader(name, o, bytes.NewReader(p.PNG))
	h := inside * float64(p.Height) / float64(max(1, p.Width))
	s.room(h + high(8.5))
	s.f.ImageOptions(name, margin, s.y, inside, h, false, o, 0, "")
	s.y += h
	s.text(Text(p.Caption), 8.5, grey)
	s.y++
}
