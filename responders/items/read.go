package items

import (
	"regexp"
	"slices"
	"strings"

	"huiying/opinion"
	"huiying/words"
)

// Grid is a table as it lies in a file: rows of cells as text, merged cells filled downwards.
type Grid struct {
	Sheet string // "" where the file has none
	Rows  []GridRow
}

// GridRow is one row of a Grid.
type GridRow struct {
	Line  int
	Cells []string
	Lost  []int // cells whose value the file does not hold
	Err   error // why the row cannot be read
}

// Row is one item that a table names, and where it stands.
type Row struct {
	Sheet string            `json:"sheet,omitempty"`
	Line  int               `json:"line"`
	Facts opinion.ItemFacts `json:"facts"`
}

// Fault says what is wrong with a cell: sheet, line, column, and words.
type Fault struct {
	Sheet  string
	Line   int
	Column string // its label; "" for the whole row
	words.Phrase
}

// Table is what was understood of a file.
type Table struct {
	Rows   []Row
	Faults []Fault // none, or nothing of the file is taken
	Passed []Fault // rows that say nothing of an item, such as notes below the table
	Sheets int     // that hold a catalogue
}

// Options say what a table does not.
type Options struct {
	Kind     opinion.ItemKind
	Division string                              // where the table has no such column
	Field    string                              // its id; "": as the table says
	FieldOf  func(name string) string            // the id of a field by name or id; "" for none
	Places   func(code string) bool              // whether there is such a division; nil: any
	UnitOf   func(division, body string) string  // the id of the unit that a body is; "" for none
	Reviewer func(division string) (unit string) // the openness office of a place
}

// headRows bounds where the head of a table is looked for.
const headRows = 12

// Read reads the tables of a file. A fault names sheet, line and column; a table with a fault is taken
// wholly or not at all, as the caller decides.
func Read(grids []Grid, o Options) (t Table) {
	if o.Kind == "" {
		o.Kind = opinion.ItemCatalogue
	}
	for _, g := range grids {
		h, ok := headOf(g)
		if !ok {
			continue
		}
		t.Sheets++
		r := reader{o: o, g: g, h: h, t: &t, field: o.Field}
		if r.field == "" {
			r.field = r.fieldOfTitle()
		}
		for _, row := range g.Rows[h.next:] {
			r.row(row)
		}
	}
	if t.Sheets == 0 {
		t.Faults = append(t.Faults, Fault{Phrase: words.Of("item.fault.header")})
	}
	return t
}

// head is the head of a table: its columns, and which row comes after it.
type head struct {
	at, next int
	columns  []*column
	labels   []string
}

// headOf finds the head: the first row with at least four labels that are known. The row below it
// belongs to it where it holds nothing but labels.
func headOf(g Grid) (h head, ok bool) {
	for i := 0; i < len(g.Rows) && i < headRows; i++ {
		top := g.Rows[i].Cells
		known := 0
		for _, c := range distinct(top) {
			if columnOf(c, "") != nil {
				known++
			}
		}
		if known < 4 {
			continue
		}
		h = head{at: i, next: i + 1}
		var sub []string
		if i+1 < len(g.Rows) && isSub(top, g.Rows[i+1].Cells) {
			sub, h.next = g.Rows[i+1].Cells, i+2
		}
		h.fill(top, sub)
		return h, slices.ContainsFunc(h.columns, func(c *column) bool { return c != nil && slices.Contains(c.names, "公开事项") })
	}
	return h, false
}

func distinct(cells []string) (out []string) {
	for _, c := range cells {
		if c = plain(c); c != "" && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// isSub says whether a row is the second row of a head: labels below labels, at least one of its own.
func isSub(top, cells []string) bool {
	own := 0
	above := ""
	for i, c := range cells {
		if i < len(top) && strings.TrimSpace(top[i]) != "" {
			above = top[i]
		}
		switch {
		case plain(c) == "":
		case i < len(top) && plain(c) == plain(top[i]):
		case columnOf(above, c) != nil && plain(c) != "":
			own++
		default:
			return false
		}
	}
	return own > 0
}

// fill gives each place its column. A label above several columns stands over the first alone.
func (h *head) fill(top, sub []string) {
	seen := map[*column]bool{}
	above := ""
	for i := range max(len(top), len(sub)) {
		t, s := cellAt(top, i), cellAt(sub, i)
		if t != "" {
			above = t
		} else if s == "" {
			above = ""
		}
		c := columnOf(above, s)
		if c == nil {
			c = columnOf(above, "") // what stands below it is the office's own word
		}
		if t == "" && s == "" || seen[c] {
			c = nil
		}
		if c != nil {
			seen[c] = true
		}
		label := s
		if label == "" || c != nil && c.sub == "" {
			label = above
		}
		h.columns, h.labels = append(h.columns, c), append(h.labels, strings.Join(strings.Fields(label), ""))
	}
}

func cellAt(cells []string, i int) string {
	if i >= len(cells) {
		return ""
	}
	return strings.TrimSpace(cells[i])
}

// reader reads the rows of one table.
type reader struct {
	o     Options
	g     Grid
	h     head
	t     *Table
	field string
	first string // the first level of the row above
}

var ofField = regexp.MustCompile(`([\p{Han}、]+?)(?:试点)?领域`)

// fieldOfTitle is the field that a title above the table names, else the name of the sheet.
func (r *reader) fieldOfTitle() string {
	if r.o.FieldOf == nil {
		return ""
	}
	var said []string
	for _, row := range r.g.Rows[:r.h.at] {
		said = append(said, strings.Join(row.Cells, ""))
	}
	for _, s := range append(said, r.g.Sheet+"领域", r.g.Sheet) {
		for _, m := range ofField.FindAllStringSubmatch(s, -1) {
			name := []rune(m[1])
			for i := range name { // the name of the place may stand before it
				if id := r.o.FieldOf(string(name[i:])); id != "" {
					return id
				}
			}
		}
	}
	return ""
}

func (r *reader) fault(line int, label, key string, args ...any) {
	r.t.Faults = append(r.t.Faults, Fault{r.g.Sheet, line, label, words.Of(key, args...)})
}

var noteRow = regexp.MustCompile(`^(?:注|备注|说明|填表|制表|联系|审核|附)`)

// row reads one row: an item, a note, or nothing.
func (r *reader) row(row GridRow) {
	filled := 0
	for i, c := range row.Cells {
		if strings.TrimSpace(c) != "" && (i == 0 || c != row.Cells[i-1]) {
			filled++
		}
	}
	switch {
	case row.Err != nil:
		r.fault(row.Line, "", "item.fault.row", words.Why(row.Err))
		return
	case filled == 0:
		return
	case filled <= 2 && noteRow.MatchString(strings.TrimSpace(strings.Join(row.Cells, ""))):
		r.t.Passed = append(r.t.Passed, Fault{r.g.Sheet, row.Line, "", words.Of("item.passed.note")})
		return
	}
	for _, i := range row.Lost {
		if i < len(r.h.columns) && r.h.columns[i] != nil {
			r.fault(row.Line, r.h.labels[i], "item.fault.lost")
		}
	}
	f := opinion.ItemFacts{Kind: r.o.Kind, Division: r.o.Division}
	before := len(r.t.Faults)
	for i, c := range r.h.columns {
		cell := cleanCell(cellAt(row.Cells, i))
		if c == nil || cell == "" && c.extra {
			continue
		}
		if !c.read(&f, cell) {
			r.fault(row.Line, r.h.labels[i], "item.fault.cell", opinion.Clip(opinion.Typed(cell), 20), c.taken())
		}
	}
	if f = r.completed(row.Line, f); len(r.t.Faults) == before {
		r.t.Rows = append(r.t.Rows, Row{r.g.Sheet, row.Line, f})
	}
}

// completed is what a row says with what the table says as a whole.
func (r *reader) completed(line int, f opinion.ItemFacts) opinion.ItemFacts {
	switch f.First {
	case "":
		f.First = r.first
	case "—", "/", "－":
		f.First, r.first = "", ""
	default:
		r.first = f.First
	}
	if f.Name == "" && f.Content == "" {
		r.fault(line, "", "item.fault.name")
	} else if f.Name == "" {
		f.Name = f.First
	}
	if f.Name == "" && f.Content != "" {
		r.fault(line, "", "item.fault.name")
	}
	if named := f.Field; named != "" && r.o.FieldOf != nil {
		if f.Field = r.o.FieldOf(named); f.Field == "" {
			r.fault(line, "", "item.fault.field", opinion.Clip(opinion.Typed(named), 20))
		}
	} else if f.Field == "" {
		f.Field = r.field
	}
	if r.o.Places != nil && !r.o.Places(f.Division) {
		r.fault(line, "", "item.fault.division", opinion.Typed(f.Division))
	}
	return Completed(f, r.o)
}

// Completed is what somebody says of an item with what follows from it: the cycle of its limit, the unit
// that its body is, and who reviews it.
func Completed(f opinion.ItemFacts, o Options) opinion.ItemFacts {
	f = f.Written()
	f.Cycle = CycleOf(f.Limit)
	if o.UnitOf != nil && f.Unit == "" {
		f.Unit = o.UnitOf(f.Division, f.Body)
	}
	if o.Reviewer != nil {
		f.Reviewer = o.Reviewer(f.Division)
	}
	return f
}

// cleanCell takes back the mark by which a file keeps a cell from running.
func cleanCell(s string) string {
	s = strings.TrimSpace(s)
	if rest, ok := strings.CutPrefix(s, "'"); ok && rest != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(rest)[0]) {
		return rest
	}
	return s
}
