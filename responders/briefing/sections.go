package briefing

import (
	"net/url"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/responders/briefing/pagedata"
	"huiying/words"
)

// Names are what a page calls things.
type Names struct {
	Place func(code string) string // a division
	Topic func(id string) string   // an item of the catalogue
}

// section is one heading of the page.
type section struct {
	id    string   // its heading is brief.section.<id>
	kinds []string // of sentences that belong here, in this order
	more  func(*pagedata.BriefingSection, Briefing, Names)
}

// sections are those of the page, in their order. What has nothing to say is left out by who draws them.
var sections = []section{
	{"overview", []string{"said", "balance", "cases", "missing"}, showDays},
	{"decide", []string{"decide"}, showDecisions},
	{"heavy", []string{"heavy"}, nil},
	{"growing", []string{"growing"}, showGrowing},
	{"alerts", []string{"alerts"}, showAlerts},
	{"asked", []string{"asked"}, showAsked},
	{"places", nil, showPlaces},
	{"overdue", []string{"overdue"}, showOverdue},
	{"answered", []string{"doubted"}, showAnswered},
	{"sources", []string{"source"}, showSources},
}

// Bounds of what a page shows; sentences and figures count all.
const (
	rowsShown        = 30 // of a table
	plotsOfIssues    = 3  // growing issues with a picture
	unitsInSentences = 5  // units with overdue cases that are told in sentences; more are a table
	lateShown        = 20 // ids of overdue cases behind a place
	headingShown     = 60 // characters of a heading in a table
)

// Page lays a briefing out, section by section. The same briefing gives the same page.
func Page(b Briefing, n Names) pagedata.Briefing {
	out := pagedata.Briefing{Period: string(b.Period), Date: b.Date, Last: lastDay(b), Made: b.Until.UTC(), Whole: !b.Until.Before(b.To), Division: b.Division, No: b.No}
	if b.No > 0 {
		out.Year = b.Period.Year(b.From)
	}
	if b.Division != "" {
		out.Place = n.Place(b.Division)
	}
	for _, x := range b.Numbers {
		if x.None {
			continue // the page names the missing part
		}
		refs := refsOf(x.IDs)
		refs.Link = x.Link
		out.Numbers = append(out.Numbers, pagedata.BriefingNumber{ID: x.ID, Label: x.Name, LabelEn: x.En, N: x.N, Previous: x.Previous, BriefingRefs: refs})
	}
	leadOf(&out, b)
	for _, m := range b.Missing {
		out.Missing = append(out.Missing, m.Part+": "+m.Reason)
	}
	for _, s := range sections {
		title := words.Of("brief.section." + s.id)
		sec := pagedata.BriefingSection{ID: s.id, Title: title.In(words.First), TitleEn: title.In("en"), Lines: linesOf(b, s.kinds)}
		if s.more != nil {
			s.more(&sec, b, n)
		}
		out.Sections = append(out.Sections, sec)
	}
	return out
}

// linesOf are the sentences of some kinds, in their order.
func linesOf(b Briefing, kinds []string) []pagedata.BriefingLine {
	severity := map[string]opinion.Severity{}
	for _, i := range b.Heavy {
		severity[i.ID] = i.Severity
	}
	out := []pagedata.BriefingLine{}
	for _, kind := range kinds {
		for _, l := range b.Sentences {
			if l.ID != kind {
				continue
			}
			line := pagedata.BriefingLine{Text: l.Zh, TextEn: l.En, BriefingRefs: refsOf(l.IDs)}
			line.Link = l.Link
			if kind == "heavy" && len(l.IDs) > 0 {
				line.Severity = severity[l.IDs[0]]
			}
			if kind == "source" {
				line.Link = "/sources"
			}
			out = append(out, line)
		}
	}
	return out
}

// Summary is what shows beside the files of a briefing: its first sentences, the totals and what
// somebody has to decide, in Chinese.
func Summary(p pagedata.Briefing) string {
	var lines []string
	for _, s := range p.Sections {
		for _, l := range s.Lines {
			if s.ID == "overview" || s.ID == "decide" {
				lines = append(lines, l.Text)
			}
		}
	}
	return strings.Join(lines, "\n")
}

// searchOf is the address of the list of what was said of one place or by one source. It bears no days:
// lists go by the day of publication, and the page counts by that of arrival.
func searchOf(b Briefing, key, value string) string {
	q := url.Values{}
	if b.Division != "" {
		q.Set("division", b.Division)
	}
	q.Set(key, value)
	return "/search?" + q.Encode()
}

// lastDay is the last day of a briefing's period.
func lastDay(b Briefing) string {
	return b.To.In(opinion.Beijing).AddDate(0, 0, -1).Format(time.DateOnly)
}

// refsOf tells ids of cases (c…) from those of issues (i…).
func refsOf(ids []string) (out pagedata.BriefingRefs) {
	for _, id := range ids {
		switch {
		case strings.HasPrefix(id, "c"):
			out.Cases = append(out.Cases, id)
		case strings.HasPrefix(id, "i"):
			out.Issues = append(out.Issues, id)
		}
	}
	return out
}
