package bleve

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	api "github.com/blevesearch/bleve_index_api"

	"huiying/index"
)

// Fields. Each has only what is asked of it: doc values (a column beside the postings) only
// where hits are sorted or counted by it, positions only for words, storage only for the
// JSON of the finding.
const (
	fieldWords    = "words"
	fieldTopic    = "topic"    // for the facet
	fieldTopics   = "topics"   // for the filter: with the fields above
	fieldDivision = "division" // for the facet
	fieldWithin   = "within"   // for the filter: with the divisions above
	fieldSeverity = "severity"
	fieldDemand   = "demand"
	fieldIssue    = "issue"
	fieldSource   = "source"
	fieldUnit     = "unit"
	fieldMark     = "mark"
	fieldDay      = "day"  // 20060102, UTC
	fieldHour     = "hour" // 2006010215, UTC
	fieldWhen     = "when" // the moment as fixed-width hex, so that text order is time order
	fieldFinding  = "finding"
	fieldSeq      = "seq"
)

const (
	filterOnly = api.IndexField | api.SkipFreqNorm
	counted    = api.IndexField | api.SkipFreqNorm | api.DocValues
	positions  = api.IndexField | api.IncludeTermVectors
	storedOnly = api.StoreField
)

// documentOf lays a finding out. bleve's own date and number fields index a value sixteen
// times, for ranges; a day, an hour and a moment as plain words answer the ranges that are
// asked here, for a fifth of the work.
func documentOf(d index.Doc) (*document.Document, error) {
	f := d.Finding
	body, err := json.Marshal(f)
	if err != nil {
		return nil, fmt.Errorf("finding %s cannot be written as JSON: %w", f.ID, err)
	}
	doc := document.NewDocument(f.ID)
	keyword := func(name string, options api.FieldIndexingOptions, values ...string) {
		for _, v := range values {
			if v != "" {
				doc.AddField(document.NewTextFieldCustom(name, nil, []byte(v), options, nil))
			}
		}
	}
	moment := index.Moment(f)
	keyword(fieldTopic, counted, index.Items(f)...)
	keyword(fieldTopics, filterOnly, index.Topics(f)...)
	keyword(fieldDivision, counted, f.Place())
	keyword(fieldWithin, filterOnly, index.Within(f)...)
	keyword(fieldSeverity, counted, string(f.Severity.Level))
	keyword(fieldDemand, counted, string(f.Demand.ID))
	keyword(fieldIssue, filterOnly, f.Issue.ID)
	keyword(fieldSource, counted, f.Source)
	keyword(fieldUnit, filterOnly, index.Units(f)...)
	keyword(fieldMark, filterOnly, index.Marks(f)...)
	keyword(fieldDay, filterOnly, dayOf(moment))
	keyword(fieldHour, filterOnly, hourOf(moment))
	keyword(fieldWhen, counted, whenKey(moment))
	keyword(fieldSeq, storedOnly, strconv.FormatUint(d.Seq, 10))
	doc.AddField(document.NewTextFieldCustom(fieldFinding, nil, body, storedOnly, nil))
	if words := index.Tokens(d.Words); len(words) > 0 {
		doc.AddField(document.NewTextFieldCustom(fieldWords, nil, []byte(strings.Join(words, " ")),
			positions, spaces{}))
	}
	return doc, nil
}

// whenKey orders as the moments do. Year 1 is key 0; JSON holds no later year than 9999.
func whenKey(moment int64) string {
	const yearOne = 62135596800000
	return fmt.Sprintf("%013x", max(0, moment+yearOne))
}

func dayOf(moment int64) string { return time.UnixMilli(moment).UTC().Format("20060102") }

func hourOf(moment int64) string { return time.UnixMilli(moment).UTC().Format("2006010215") }

// spaces is the analyzer of text that is cut already: tokens stand between single spaces.
type spaces struct{}

// Analyze is analysis.Analyzer.Analyze.
func (spaces) Analyze(text []byte) analysis.TokenStream {
	n := 1
	for _, c := range text {
		if c == ' ' {
			n++
		}
	}
	tokens := make([]analysis.Token, n)
	out := make(analysis.TokenStream, 0, n)
	start := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && text[i] != ' ' {
			continue
		}
		t := &tokens[len(out)]
		*t = analysis.Token{Start: start, End: i, Term: text[start:i:i], Position: len(out) + 1,
			Type: analysis.Ideographic}
		out = append(out, t)
		start = i + 1
	}
	return out
}
