package page

import (
	"net/url"
	"slices"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
)

// reader reads one page.
type reader struct {
	address  *url.URL
	doc      *goquery.Document
	o        Options
	head     head
	lines    []line
	flat     *flattener
	warnings []string

	crumbs    map[string]bool // words of the frame, see isColumn
	named     string          // title's answer, once it is known
	titleAt   int             // titleLine's
	titleDone bool
	nameDone  bool
	posts     *thread // see thread
}

func newReader(address *url.URL, d *Document, o Options) *reader {
	f := d.flattened()
	r := &reader{address: address, doc: d.Document, o: o, head: readHead(d.Document), lines: f.lines, flat: f}
	if r.isSite(r.head.title) || utf8.RuneCountInString(r.head.title) <= 12 && officeTo.MatchString(r.head.title) {
		r.head.squashed = "" // what repeats it is the site's name, no text's
	}
	if r.isSite(r.head.ogTitle) {
		r.head.ogSquashed = ""
	}
	r.markFrame()
	shapes := labelShapes(r.lines)
	for i := range r.lines {
		r.lines[i].pieces = split(r.lines[i], shapes)
	}
	r.ownStems()
	r.labelsBehind()
	columned{r}.columnsOfFields()
	headsInLine(r.lines)
	stepsInCells(r.lines)
	fieldsApart(r.lines)
	banner{r}.markBanner()
	sided{r}.markSides()
	return r
}

func (r *reader) warn(code string) {
	if !slices.Contains(r.warnings, code) {
		r.warnings = append(r.warnings, code)
	}
}

// entries are the letters of the page, else its article.
func (r *reader) entries() []Entry {
	if r.o.Text == nil {
		if letters := (mailbox{r}).letters(); len(letters) > 0 {
			return letters
		}
	}
	return r.article()
}
