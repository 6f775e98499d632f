package sheets

import (
	"bufio"
	"io"
	"iter"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

// decoded is a text file as UTF-8, whatever it claims to be: valid UTF-8 is that, else it is
// GB18030.
func decoded(in Input) *bufio.Reader {
	br, utf16 := OpenText(in.Reader(), lookAhead)
	if utf16 {
		return br
	}
	look, _ := br.Peek(lookAhead)
	if gbk, _ := GuessGB18030(look); gbk {
		return bufio.NewReader(transform.NewReader(br, simplifiedchinese.GB18030.NewDecoder()))
	}
	return br
}

// page reads tables off a page: what many systems call an export to Excel.
type page struct {
	z       *html.Tokenizer
	line    int // of the table
	row     Row
	col     int // where the next cell goes, before spans from above
	spans   map[int]span
	text    strings.Builder
	inCell  bool
	width   int // of the cell: columns
	height  int // and rows
	skip    atom.Atom
	started bool
}

// span is a cell that reaches down over the next rows.
type span struct {
	rows  int
	value string
}

func readHTML(in Input) iter.Seq2[*Table, error] {
	return func(yield func(*Table, error) bool) {
		p := &page{z: html.NewTokenizer(decoded(in))}
		p.z.SetMaxBuf(MaxLine)
		for p.findTable() {
			walked := false
			t := &Table{Rows: func(yield func(Row) bool) {
				if !walked {
					walked = true
					p.rows(yield)
				}
			}}
			if !yield(t, nil) {
				return
			}
			if !walked {
				p.rows(func(Row) bool { return true })
			}
		}
		if err := p.z.Err(); err != nil && err != io.EOF {
			yield(nil, pageFault(err))
		}
	}
}

func pageFault(err error) error {
	if err == html.ErrBufferExceeded {
		return ErrTooLong
	}
	return ReadFault(err)
}

func (p *page) findTable() bool {
	for {
		switch p.z.Next() {
		case html.ErrorToken:
			return false
		case html.StartTagToken:
			if name, _ := p.z.TagName(); atom.Lookup(name) == atom.Table {
				return true
			}
		}
	}
}

// rows yields the rows up to the end of the table. A table within a cell adds rows of its own:
// pages that are laid out by tables hold the real one so.
func (p *page) rows(yield func(Row) bool) {
	p.line, p.spans, p.started, p.inCell = 0, map[int]span{}, false, false
	for depth := 1; depth > 0; {
		kind := p.z.Next()
		if kind == html.ErrorToken {
			break
		}
		if kind == html.TextToken {
			if p.inCell && p.skip == 0 {
				p.text.WriteString(strings.Map(oneSpace, string(p.z.Text())))
			}
			if p.text.Len() > MaxLine {
				yield(Row{Line: max(p.line, 1), Err: ErrTooLong})
				return
			}
			continue
		}
		name, more := p.z.TagName()
		tag := atom.Lookup(name)
		switch kind {
		case html.StartTagToken, html.SelfClosingTagToken:
			if tag == atom.Table {
				depth++
				p.spans = map[int]span{}
			}
			if !p.start(tag, more, kind == html.SelfClosingTagToken, yield) {
				return
			}
		case html.EndTagToken:
			if tag == atom.Table {
				depth--
			}
			p.end(tag)
		}
	}
	p.flush(yield)
}

func oneSpace(r rune) rune {
	if r == '\n' || r == '\r' || r == '\t' || r == '\u00a0' {
		return ' '
	}
	return r
}

// start takes the beginning of an element; false when the caller wants no more rows.
func (p *page) start(tag atom.Atom, more, closed bool, yield func(Row) bool) bool {
	switch tag {
	case atom.Tr:
		if !p.flush(yield) {
			return false
		}
		p.started = true
		p.line++
		p.row, p.col = Row{Line: p.line}, 0
		if p.line > MaxRows {
			yield(Row{Line: p.line, Err: ErrTooLarge})
			return false
		}
	case atom.Td, atom.Th:
		p.endCell()
		p.inCell, p.width, p.height = true, 1, 1
		for more {
			var key, value []byte
			key, value, more = p.z.TagAttr()
			switch n, err := strconv.Atoi(strings.TrimSpace(string(value))); {
			case err != nil || n < 1:
			case string(key) == "colspan":
				p.width = min(n, MaxColumns)
			case string(key) == "rowspan":
				p.height = min(n, MaxRows)
			}
		}
	case atom.Script, atom.Style, atom.Select:
		if !closed {
			p.skip = tag
		}
	case atom.Br, atom.P, atom.Div, atom.Li:
		p.text.WriteByte('\n')
	}
	return true
}

func (p *page) end(tag atom.Atom) {
	switch tag {
	case atom.Td, atom.Th, atom.Tr:
		p.endCell()
	case p.skip:
		p.skip = 0
	case atom.P, atom.Div, atom.Li:
		p.text.WriteByte('\n')
	}
}

// endCell gives the cell to its row, behind those that reach down from above.
func (p *page) endCell() {
	if !p.inCell {
		p.text.Reset()
		return
	}
	p.inCell = false
	value := tidy(p.text.String())
	p.text.Reset()
	p.fromAbove()
	p.row.put(p.col, value)
	if p.height > 1 && p.col < MaxColumns {
		p.spans[p.col] = span{p.height - 1, value}
		for i := 1; i < p.width; i++ {
			p.spans[p.col+i] = span{p.height - 1, ""}
		}
	}
	p.col += p.width
}

// fromAbove passes over the columns that cells above reach down to.
func (p *page) fromAbove() {
	for s, has := p.spans[p.col]; has && s.rows > 0 && p.col < MaxColumns; s, has = p.spans[p.col] {
		p.row.put(p.col, s.value)
		p.spans[p.col] = span{s.rows - 1, s.value}
		p.col++
	}
}

// flush yields the row that has ended.
func (p *page) flush(yield func(Row) bool) bool {
	if !p.started {
		p.endCell()
		return true
	}
	p.endCell()
	for col := range p.spans { // those behind the last cell
		if s := p.spans[col]; col >= p.col {
			if s.rows > 0 && !Blank(p.row.Cells) {
				p.row.put(col, s.value)
			}
			if s.rows > 0 {
				p.spans[col] = span{s.rows - 1, s.value}
			}
		}
	}
	for col, s := range p.spans {
		if s.rows <= 0 {
			delete(p.spans, col)
		}
	}
	p.started = false
	if p.row.Err == nil {
		p.row.Err = checkCells(p.row.Cells)
	}
	return yield(p.row)
}

// tidy trims the lines of a cell and folds its spaces.
func tidy(s string) string {
	lines := strings.Split(s, "\n")
	out := lines[:0]
	for _, l := range lines {
		if l = strings.Join(strings.Fields(l), " "); l != "" {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}
