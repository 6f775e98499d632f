package ask

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"huiying/console/facts"
	"huiying/console/kit"
	"huiying/opinion"
	"huiying/register"
)

// OpenRate is how a unit answers.
type OpenRate struct {
	Unit string `json:"unit"`
	Name string `json:"name"`
	facts.RateRow
}

// OpenRates are the rates of every unit that had a case, in the order of the directory: a list and
// not a ranking.
type OpenRates struct {
	From     string          `json:"from"`
	To       string          `json:"to"`
	Least    int             `json:"least" doc:"turns below which no share is given"`
	Rules    string          `json:"rules"`
	RulesEn  string          `json:"rules_en"`
	Measures []facts.Measure `json:"measures"`
	Items    []OpenRate      `json:"items"`
}

// Rates counts the last 90 days, of one unit or of all. Where too few turns speak, the board
// says no number at all: one turn would speak of one matter that may not be released.
func (a Board) Rates(ctx context.Context, v *kit.View, unit string) (OpenRates, error) {
	to := kit.Midnight(v.Now()).AddDate(0, 0, 1)
	from := to.AddDate(0, 0, -90)
	t, err := a.Units.Rates(ctx, facts.RateQuery{From: from, To: to, By: "unit", Unit: unit})
	out := OpenRates{From: v.Day(from), To: v.Day(v.Now()), Least: t.LeastShare, Rules: t.Rules, RulesEn: t.RulesEn,
		Measures: t.Measures, Items: []OpenRate{}}
	for _, row := range t.Rows {
		if unit != "" && row.Key != unit {
			continue
		}
		row.Rates = slices.Clone(row.Rates)
		for i, x := range row.Rates {
			if x.Of < t.LeastShare {
				row.Rates[i] = facts.Rate{Measure: x.Measure}
			}
		}
		if row.Turns < t.LeastShare {
			row.Turns, row.Median, row.Few = 0, 0, true
		}
		out.Items = append(out.Items, OpenRate{Unit: row.Key, Name: v.Unit(row.Key), RateRow: row})
	}
	return out, err
}

// The open board shows facts that were released to the public, and nothing else: what an
// answered case was about, which unit answered, when, where, and whether the matter was
// solved. No reasons, no internal words, no words of a mention that was not public.

// OpenCase is one answered case as the public sees it. It is no register.Released: what goes out is
// listed field by field, with names instead of ids, so that a new column of the register stays inside.
type OpenCase struct {
	ID         string                  `json:"id"`
	Title      string                  `json:"title,omitempty" doc:"only when it was said in public"`
	Topic      string                  `json:"topic"`
	TopicName  string                  `json:"topic_name"`
	Division   string                  `json:"division"`
	Place      string                  `json:"place"`
	Severity   opinion.Severity        `json:"severity"`
	Reports    int                     `json:"reports,omitempty" doc:"independent reports of the same matter; absent below 5"`
	Unit       string                  `json:"unit"`
	UnitName   string                  `json:"unit_name"`
	State      opinion.State           `json:"state" enum:"verified,closed"`
	Kind       string                  `json:"kind,omitempty" doc:"kind of response"`
	Opened     time.Time               `json:"opened"`
	Dispatched time.Time               `json:"dispatched,omitzero"`
	Answered   time.Time               `json:"answered,omitzero"`
	Released   time.Time               `json:"released" doc:"the answer was found where it is published"`
	Closed     time.Time               `json:"closed,omitzero"`
	Overdue    bool                    `json:"overdue" doc:"the time to answer ran out before the answer"`
	Answer     string                  `json:"answer"`
	AnswerURL  string                  `json:"answer_url,omitempty"`
	Outcome    opinion.Outcome         `json:"outcome,omitempty"`
	Solved     string                  `json:"solved,omitempty" doc:"for the public, as the unit says: yes, partly, no, or promised for a day to come"`
	Solution   opinion.Solution        `json:"solution,omitempty" enum:"confirmed,claimed,contradicted" doc:"confirmed or contradicted by others than the unit, or claimed by it alone"`
	Facts      []opinion.Fact          `json:"facts,omitempty" doc:"who says what about the answer"`
	Steps      []register.ReleasedStep `json:"steps" doc:"what happened, by whom"`
	Page       string                  `json:"page" doc:"address on the board"`
	Votes      *OpenVotes              `json:"votes,omitempty" doc:"of one case asked for by its id; absent below 5"`
}

// OpenVotes are what readers thought of an answer, from 5 votes on.
type OpenVotes struct {
	Satisfied   int `json:"satisfied"`
	Unsatisfied int `json:"unsatisfied"`
}

// OpenCases is one page of the board.
type OpenCases struct {
	Total int        `json:"total"`
	Items []OpenCase `json:"items"`
	Next  string     `json:"next,omitempty"`
}

// OpenSource is a source as the public sees it.
type OpenSource struct {
	ID       string             `json:"id"`
	Name     string             `json:"name"`
	Kind     opinion.SourceKind `json:"kind"`
	URL      string             `json:"url,omitempty"`
	Division string             `json:"division,omitempty"`
	Minutes  int                `json:"every_minutes,omitempty" doc:"how often it is visited; absent when mentions are brought in"`
}

// OpenSources says what is listened to and how long texts are kept.
type OpenSources struct {
	KeepDays int          `json:"keep_days"`
	Items    []OpenSource `json:"items"`
}

// Board (公开看板) gathers what the open board tells, for its pages and for programs alike.
type Board struct {
	Open    Released // what was released; nil: it does not run here
	Sources Sources  // may be nil
	Units   Rates
	Keep    time.Duration // of texts
}

// Cases asks for released answers. The register holds nothing else there, so no filter here decides
// what the public may see.
func (a Board) Cases(ctx context.Context, v *kit.View, q register.ReleasedQuery) (OpenCases, error) {
	out := OpenCases{Items: []OpenCase{}}
	if a.Open == nil {
		return out, kit.Away("no_open", v.Say("away.open"))
	}
	list, err := a.Open.Released(ctx, q)
	out.Total, out.Next = list.Total, list.Next
	for _, c := range list.Items {
		out.Items = append(out.Items, openCase(v, c))
	}
	return out, err
}

// Case is one released case with the votes on its answer.
func (a Board) Case(ctx context.Context, v *kit.View, id string) (OpenCase, error) {
	if a.Open == nil {
		return OpenCase{}, kit.Away("no_open", v.Say("away.open"))
	}
	c, err := a.Open.ReleasedCase(ctx, id)
	if err != nil {
		return OpenCase{}, err
	}
	out := openCase(v, c)
	yes, no, err := a.Open.Votes(ctx, c.ID, c.Released)
	if yes+no >= opinion.LeastVotes {
		out.Votes = &OpenVotes{yes, no}
	}
	return out, err
}

func openCase(v *kit.View, c register.Released) OpenCase {
	out := OpenCase{
		ID: c.ID, Title: c.Title, Topic: c.Topic, TopicName: v.Topic(c.Topic), Division: c.Division,
		Place:    v.Place(c.Division),
		Severity: c.Severity, Unit: c.Unit, UnitName: v.Unit(c.Unit), State: c.State, Kind: c.Kind, Opened: c.Opened,
		Dispatched: c.Dispatched, Answered: c.Answered, Released: c.Released, Closed: c.Closed,
		Overdue: c.Overdue, Answer: c.Answer,
		AnswerURL: v.Out(c.AnswerURL), Outcome: c.Outcome, Solved: c.Solved, Solution: c.Solution, Facts: c.Facts,
		Steps: OrEmpty(c.Steps), Page: "/open/answers/" + url.PathEscape(c.ID),
	}
	if c.Reports >= opinion.LeastVotes { // fewer would speak of single ones who wrote
		out.Reports = c.Reports
	}
	return out
}

// Listened says what is listened to.
func (a Board) Listened(ctx context.Context) (OpenSources, error) {
	out := OpenSources{KeepDays: int(a.Keep / (24 * time.Hour)), Items: []OpenSource{}}
	if a.Sources == nil {
		return out, nil
	}
	all, err := a.Sources.Sources(ctx)
	for _, s := range all {
		out.Items = append(out.Items, OpenSource{s.ID, s.Name, s.Kind, s.URL, s.Division, int(s.Every / time.Minute)})
	}
	return out, err
}

// OpenQuery reads a question about answers.
func OpenQuery(p url.Values, size int) register.ReleasedQuery {
	return register.ReleasedQuery{Q: opinion.Clip(strings.TrimSpace(p.Get("q")), 200),
		Topic: p.Get("topic"), Division: p.Get("division"), Unit: p.Get("unit"), Size: size,
		Cursor: p.Get("cursor")}
}

// OpenBranch is a topic or place with the number of its answers.
type OpenBranch struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Depth int    `json:"depth"`
	N     int    `json:"answers" doc:"with everything below it"`
}

// OpenTree is every topic or place that has answers, each before what lies below it.
type OpenTree struct {
	Items []OpenBranch `json:"items"`
}

// Tree counts answers by "topic" or "division".
func (a Board) Tree(ctx context.Context, v *kit.View, by string) (OpenTree, error) {
	out := OpenTree{Items: []OpenBranch{}}
	if a.Open == nil {
		return out, kit.Away("no_open", v.Say("away.open"))
	}
	counts, err := a.Open.Tree(ctx, by)
	for _, c := range counts {
		name := v.Topic(c.Key)
		if by == "division" {
			name = v.Place(c.Key)
		}
		out.Items = append(out.Items, OpenBranch{c.Key, name, c.Depth, c.N})
	}
	return out, err
}
