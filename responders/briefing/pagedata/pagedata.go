// Package pagedata is what stands on the page of a briefing: plain data that responders/briefing
// lays out and the console draws, as HTML and as documents. It is the body of GET
// /api/v1/briefings/{date} too, whose schemas have the names of these types.
package pagedata

import (
	"time"

	"huiying/opinion"
)

// Briefing (每日简报) is a day, a week or a month on one page. Everything on it carries the ids it
// speaks of.
type Briefing struct {
	Period   string            `json:"period,omitempty" enum:"day,week,month,issue" doc:"issue: a special report of one issue"`
	Year     int               `json:"year,omitempty" doc:"in which its paper is numbered"`
	No       int               `json:"no,omitempty" doc:"number of the paper within the year; absent: it has none"`
	Heading  string            `json:"heading,omitempty" doc:"of the issue that a special report tells of; absent when it was forgotten"`
	Date     string            `json:"date" doc:"its first day, YYYY-MM-DD, of +08:00"`
	Last     string            `json:"last,omitempty" doc:"its last day"`
	Division string            `json:"division,omitempty" doc:"code of the division that it tells of; absent: the whole region"`
	Place    string            `json:"place,omitempty" doc:"name of that division"`
	PlaceEn  string            `json:"place_en,omitempty"`
	Made     time.Time         `json:"made" doc:"nothing later is in it"`
	Whole    bool              `json:"whole,omitempty" doc:"the period is over"`
	Lead     []BriefingLead    `json:"lead,omitempty" doc:"the few sentences that say what happened"`
	Late     []BriefingLate    `json:"late,omitempty" doc:"units whose answers are late"`
	Decide   []BriefingWait    `json:"decide,omitempty" doc:"what waits for a decision"`
	Growing  []BriefingGrowth  `json:"growing,omitempty" doc:"issues that grow"`
	Numbers  []BriefingNumber  `json:"numbers"`
	Sections []BriefingSection `json:"sections"`
	Missing  []string          `json:"missing,omitempty" doc:"parts that could not be had, by name"`
}

// BriefingRefs are the ids behind something.
type BriefingRefs struct {
	Cases    []string `json:"cases,omitempty"`
	Issues   []string `json:"issues,omitempty"`
	Mentions []string `json:"mentions,omitempty"`
	Link     string   `json:"link,omitempty" doc:"path of the list behind it"`
}

// Any says whether there are ids.
func (r BriefingRefs) Any() bool { return r.Count() > 0 }

// Count is how many ids there are.
func (r BriefingRefs) Count() int { return len(r.Cases) + len(r.Issues) + len(r.Mentions) }

// BriefingNumber is a figure with the ids behind it and that of the period before beside it.
type BriefingNumber struct {
	ID       string `json:"id,omitempty"`
	Label    string `json:"label"`
	LabelEn  string `json:"label_en,omitempty"`
	N        int    `json:"n"`
	Previous *int   `json:"previous,omitempty"`
	BriefingRefs
}

// BriefingSection is a heading with what belongs to it.
type BriefingSection struct {
	ID      string          `json:"id,omitempty"`
	Title   string          `json:"title"`
	TitleEn string          `json:"title_en,omitempty"`
	Lines   []BriefingLine  `json:"lines"`
	Plots   []BriefingPlot  `json:"plots,omitempty"`
	Grid    []BriefingPlace `json:"grid,omitempty"`
	Table   *BriefingTable  `json:"table,omitempty"`
}

// Empty says that there is nothing under the heading.
func (s BriefingSection) Empty() bool {
	return len(s.Lines)+len(s.Plots)+len(s.Grid) == 0 && (s.Table == nil || len(s.Table.Rows) == 0)
}

// BriefingLine is a sentence.
type BriefingLine struct {
	Text     string           `json:"text"`
	TextEn   string           `json:"text_en,omitempty"`
	Severity opinion.Severity `json:"severity,omitempty"`
	BriefingRefs
}

// BriefingPlot is counts of days: a bar each, those of the period dark and its past light.
type BriefingPlot struct {
	Title   string        `json:"title"`
	TitleEn string        `json:"title_en,omitempty"`
	Bars    []BriefingBar `json:"bars"`
	Now     int           `json:"now" doc:"the bars from here on are of the period"`
	BriefingRefs
}

// BriefingBar is a day.
type BriefingBar struct {
	Date string `json:"date"`
	N    int    `json:"n"`
}

// BriefingPlace is a cell of the map.
type BriefingPlace struct {
	Code    string `json:"code"`
	Name    string `json:"name"`
	N       int    `json:"n"`
	Overdue int    `json:"overdue"`
	Shade   int    `json:"shade" minimum:"0" maximum:"4"`
	Col     int    `json:"col" doc:"where its tile stands, from the west"`
	Row     int    `json:"row" doc:"and from the north"`
	Link    string `json:"link,omitempty"`
}

// MapAcross is how many tiles stand in a row of a map at most.
const MapAcross = 8

// MapOf are the tiles of a map, row by row; nil where none stands. Where tiles have no spot of
// their own they stand one after another.
func MapOf(grid []BriefingPlace) (rows [][]*BriefingPlace) {
	type spot struct{ col, row int }
	at := map[spot]*BriefingPlace{}
	cols, high := 0, 0
	for i := range grid {
		p := &grid[i]
		at[spot{p.Col, p.Row}] = p
		cols, high = max(cols, p.Col+1), max(high, p.Row+1)
	}
	if len(at) < len(grid) || cols > MapAcross {
		cols = min(6, len(grid))
		high = (len(grid) + cols - 1) / cols
		clear(at)
		for i := range grid {
			at[spot{i % cols, i / cols}] = &grid[i]
		}
	}
	for row := range high {
		line := make([]*BriefingPlace, cols)
		for col := range line {
			line[col] = at[spot{col, row}]
		}
		rows = append(rows, line)
	}
	return rows
}

// BriefingTable has a head and rows of as many cells.
type BriefingTable struct {
	Head []BriefingCell `json:"head"`
	Rows []BriefingRow  `json:"rows"`
}

// BriefingRow is a row with the ids behind it.
type BriefingRow struct {
	Cells []BriefingCell `json:"cells"`
	BriefingRefs
}

// BriefingCell is text in both languages, or a number.
type BriefingCell struct {
	Text   string `json:"text"`
	TextEn string `json:"text_en,omitempty"`
	Num    bool   `json:"num,omitempty"`
}

// BriefingLead is a sentence that says what happened, below a head that says the matter.
type BriefingLead struct {
	Head   string `json:"head"`
	HeadEn string `json:"head_en,omitempty"`
	Text   string `json:"text"`
	TextEn string `json:"text_en,omitempty"`
	BriefingRefs
}

// BriefingLate is a unit with answers that are late.
type BriefingLate struct {
	Unit  string `json:"unit"`
	Name  string `json:"name"`
	N     int    `json:"n"`
	Hours int    `json:"hours" doc:"by which the longest is late"`
}

// BriefingWait is a case that waits for a decision; Title is "" when its heading was forgotten.
type BriefingWait struct {
	Kind     string           `json:"kind" enum:"arbitrate,extend,doubt,unsure"`
	Case     string           `json:"case"`
	Title    string           `json:"title"`
	Unit     string           `json:"unit,omitempty"`
	Name     string           `json:"name,omitempty" doc:"of the unit"`
	Severity opinion.Severity `json:"severity,omitempty"`
	Hours    int              `json:"hours" doc:"since the last that happened to it"`
	Asked    int              `json:"asked_hours,omitempty"`
}

// BriefingGrowth is an issue that grows.
type BriefingGrowth struct {
	Issue string  `json:"issue"`
	Title string  `json:"title"`
	Place string  `json:"place,omitempty"`
	N     int     `json:"n" doc:"independent reports of the period"`
	Usual float64 `json:"usual" doc:"of a period before it"`
}
