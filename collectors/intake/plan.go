package intake

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"huiying/opinion"
)

// Plan is what an import of a file would do: what was understood, what would be stored, and what
// would be refused. Nothing in it identifies a person.
type Plan struct {
	File    string         `json:"file"`
	Sheets  []Sheet        `json:"sheets,omitempty"`
	Records int            `json:"records"`
	Good    int            `json:"good"` // that would be stored
	Texts   int            `json:"with_text"`
	Times   int            `json:"with_time"`
	Places  int            `json:"with_place"` // by a column; a text may name one besides
	Untimed int            `json:"unreadable_times,omitempty"`
	Dropped int            `json:"dropped_person_fields,omitempty"`
	Refused map[string]int `json:"refused,omitempty"` // by the code of the reason
	Faults  []Fault        `json:"faults,omitempty"`  // the first ones
	First   []Planned      `json:"-"`                 // the first records as they would be stored
}

// Planned is a record as it would be stored.
type Planned struct {
	Where   string
	Mention opinion.Mention
}

// Fault is a record that would be refused.
type Fault struct {
	Where string `json:"where"`
	Code  string `json:"code"`
	Why   string `json:"why"`
}

// mostFaults is how many refused records a plan names.
const mostFaults = 10

// Look reads a file through and stores nothing. first is how many records the plan shows.
func Look(r io.Reader, name string, opts Options, first int) Plan {
	p := Plan{File: shownName(name), Refused: map[string]int{}}
	opts.Anyway = true
	opts.OnSheet = func(s Sheet) { p.Sheets = append(p.Sheets, s) }
	for rec := range Read(r, name, opts) {
		p.take(rec, first)
	}
	return p
}

func (p *Plan) take(rec Record, first int) {
	p.Records++
	for _, n := range rec.Dropped {
		p.Dropped += n
	}
	var m opinion.Mention
	if rec.Err == nil && len(p.First) < first {
		m, rec.Err = opinion.NewMention(rec.Draft)
	}
	if rec.Err != nil {
		p.Refused[Code(rec.Err)]++
		if len(p.Faults) < mostFaults {
			p.Faults = append(p.Faults, Fault{rec.Where(), Code(rec.Err), rec.Err.Error()})
		}
		return
	}
	p.Good++
	if len(p.First) < first {
		p.First = append(p.First, Planned{rec.Where(), m})
	}
	if rec.Draft.Text != "" && rec.Draft.Text != rec.Draft.Title { // a heading may stand for it
		p.Texts++
	}
	if !rec.Draft.PublishedAt.IsZero() {
		p.Times++
	}
	if rec.Untimed {
		p.Untimed++
	}
	if slices.ContainsFunc(rec.Draft.Hints,
		func(h opinion.Hint) bool { return h.Kind == opinion.HintPlace }) || rec.OwnPlace {
		p.Places++
	}
}

// Unclaimed are the columns that stop the import, each once.
func (p Plan) Unclaimed() []string {
	var out []string
	for _, s := range p.Sheets {
		for _, label := range s.Unclaimed() {
			if !slices.Contains(out, label) {
				out = append(out, label)
			}
		}
	}
	return out
}

// Where names the place of a record in its file: a file within an archive, a sheet, a line.
func (rec Record) Where() string {
	name := strings.Trim(shownName(rec.File)+"/"+shownName(rec.Sheet), "/")
	return strings.TrimPrefix(fmt.Sprintf("%s:%d", name, rec.Line), ":")
}

// Meanings are what a column can be said to mean, in the order in which people look for them.
func Meanings() []string {
	return []string{string(fieldText), string(fieldTitle), string(fieldTime), string(fieldTicket), string(fieldID),
		string(opinion.HintPlace), string(opinion.HintType), string(opinion.HintUnit), string(opinion.HintUrgency),
		string(fieldURL), string(fieldDivision), string(fieldSource), Waived}
}

// CheckMeaning refuses what no column can mean, and a label that says who wrote a text.
func CheckMeaning(label, means string) error {
	if _, known := namedMeaning(means); !known {
		return fmt.Errorf("a column can mean %s, not %q", strings.Join(Meanings(), ", "), means)
	}
	if mean, _ := newMapper(Options{}).meaning(label); mean.person && means != Waived {
		return fmt.Errorf("the column %s says who wrote a text; such columns are dropped", shown(label))
	}
	return nil
}
