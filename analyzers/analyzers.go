// Package analyzers holds the order in which a Mention is judged: what it is about, where,
// what it asks for, whether life is at stake now, how much it weighs, which Issue it belongs to,
// and which unit answers. The judgements themselves lie below (topic, territory, demand, danger,
// severity, issue, route) and do not know each other; this package only passes the findings on.
package analyzers

import (
	"context"
	"errors"

	"huiying/analyzers/matters"
	"huiying/analyzers/simplified"
	"huiying/opinion"
)

// Segmenter cuts Chinese text into words, in order and dropping nothing. CutForSearch adds
// the shorter words inside long ones. Both are safe for concurrent use.
type Segmenter interface {
	Cut(text string) []string
	CutForSearch(text string) []string
}

// Parts are the judgements that an Analyzer runs. All are needed, and all must be safe for
// concurrent use. Every one is a plain function, so that a test passes a closure and the
// wiring passes a method.
type Parts struct {
	Segmenter Segmenter
	// Territory finds the deepest division that a text names; home is that of its source, words are
	// those of title and text. It returns nil when the text names none.
	Territory func(title, text, home string, words []string) *opinion.Territory
	Topic     func(title, text string) opinion.TopicFinding
	Demand    func(title, text string) opinion.DemandFinding
	// Harm judges danger and severity, which both weigh the same harm.
	Harm func(title, text string) (opinion.DangerFinding, opinion.SeverityFinding)
	// Matters cuts a text that raises several matters, and returns nil for one that raises one. Nil:
	// each is taken for one.
	Matters func(title, text string, topic opinion.TopicFinding) []matters.Span
	// Hints lets what the source's own columns say help the judgements so far. Nil: it does not.
	Hints func(*opinion.Finding)
	// Routed says what became of a unit that a column names. Nil as Hints is.
	Routed func(*opinion.Finding)
	// Issue groups. It reads a text at once (words are those of title and text) and returns
	// what settles the mention's issue when its turn comes. Asked again about a mention that it
	// knows, it repeats its answer.
	Issue func(m opinion.Mention, words []string) Settle
	// Route names the unit. It always names one.
	Route func(opinion.RouteRequest) opinion.Route
	// Past reads what past orders say of a text, by what was found in it so far; what it returns adds
	// that to a route. Nil: there are none.
	Past func(f opinion.Finding, title, text string, words []string) Reroute
}

// Reroute adds to the route of a request, or changes who leads.
type Reroute func(opinion.RouteRequest, opinion.Route) opinion.Route

// Settle says which issue a mention belongs to, by what was found for it. It is called once.
type Settle func(topicID, place string) opinion.IssueRef

// Analyzer turns Mentions into Findings.
type Analyzer struct {
	parts  Parts
	stages []func(*Reading)
}

// New makes an Analyzer. It panics when a part is missing: that is a fault of the wiring,
// and better seen at the start than at the first mention.
func New(p Parts) *Analyzer {
	for name, missing := range map[string]bool{
		"Segmenter": p.Segmenter == nil, "Territory": p.Territory == nil, "Topic": p.Topic == nil,
		"Demand": p.Demand == nil, "Harm": p.Harm == nil, "Issue": p.Issue == nil, "Route": p.Route == nil,
	} {
		if missing {
			panic("analyzers: Parts." + name + " is missing")
		}
	}
	return &Analyzer{p, stages(p)}
}

// ErrNothingToRead says that a Mention has no words (they were forgotten, or it never was a
// mention). Trying again does not help.
var ErrNothingToRead = errors.New("the mention has no id or no words to analyse")

// Reading is what a text alone says: everything but which issue it belongs to, and so whom
// it goes to.
type Reading struct {
	finding     opinion.Finding
	title, text string // of the mention, in simplified characters
	words       []string
	settle      Settle
	past        Reroute
}

// Analyze judges one Mention: Begin, all Stages, then Settle.
//
// Errors: ErrNothingToRead (final), or that of ctx.
func (a *Analyzer) Analyze(ctx context.Context, m opinion.Mention) (opinion.Finding, error) {
	r, err := a.Begin(ctx, m)
	if err != nil {
		return opinion.Finding{}, err
	}
	for _, stage := range a.stages {
		stage(&r)
	}
	return a.Settle(r), nil
}

// Begin makes the Reading that Stages fill.
//
// A text in a script that the analyzers do not read is kept, named in Skipped and judged
// by nobody: its route follows from its source's home alone, so that a person gets it.
//
// Errors: ErrNothingToRead (final), or that of ctx.
func (a *Analyzer) Begin(ctx context.Context, m opinion.Mention) (Reading, error) {
	if err := ctx.Err(); err != nil {
		return Reading{}, err
	}
	if m.ID == "" || (m.Title == "" && m.Text == "") {
		return Reading{}, ErrNothingToRead
	}
	f := opinion.Finding{Mention: m}
	if f.Skipped = unread(m.Title, m.Text); f.Skipped != "" {
		f = skip(f)
	}
	return Reading{finding: f, title: simplified.Text(m.Title), text: simplified.Text(m.Text)}, nil
}

// Stages are the judgements of a text by itself, in order, which is most of the work. They
// may run for any number of readings at once, and the same mention always gets the same
// reading from the same parts. Where there are many readings, let each stage pass over a
// hundred of them before the next: its tables then stay in the processor's cache, and cutting,
// which costs most, takes little more than half of the time.
func (a *Analyzer) Stages() []func(*Reading) { return a.stages }

func stages(p Parts) []func(*Reading) {
	read := func(judge func(f *opinion.Finding, title, text string)) func(*Reading) {
		return func(r *Reading) {
			if r.finding.Skipped == "" {
				judge(&r.finding, r.title, r.text)
			}
		}
	}
	return []func(*Reading){
		func(r *Reading) {
			if r.finding.Skipped == "" {
				r.words = p.Segmenter.Cut(r.title + "\n" + r.text)
			}
		},
		read(func(f *opinion.Finding, title, text string) { f.Topic = p.Topic(title, text) }),
		read(func(f *opinion.Finding, title, text string) { f.Demand = p.Demand(title, text) }),
		func(r *Reading) {
			if f := &r.finding; f.Skipped == "" {
				f.Territory = p.Territory(r.title, r.text, f.Division, r.words)
			}
		},
		read(func(f *opinion.Finding, title, text string) {
			var d opinion.DangerFinding
			d, f.Severity = p.Harm(title, text)
			f.Danger = &d
		}),
		func(r *Reading) { several(r, p) },
		func(r *Reading) {
			if p.Hints != nil {
				p.Hints(&r.finding)
			}
		},
		func(r *Reading) {
			if p.Past != nil && r.finding.Skipped == "" {
				r.past = p.Past(r.finding, r.title, r.text, r.words)
			}
		},
		func(r *Reading) { r.settle = p.Issue(r.finding.Mention, r.words) },
	}
}

// Settle says which issue the mention belongs to, which depends on what was settled before,
// and which unit answers. Settle readings in the order in which the mentions came. Copies of a
// text that nobody here reads are still recognised as copies, which needs no reading.
func (a *Analyzer) Settle(r Reading) opinion.Finding {
	f := r.finding
	f.Issue = r.settle(f.Topic.ID, f.Place())
	f.Route = a.parts.Route(f.RouteRequest())
	if r.past != nil {
		f.Route = r.past(f.RouteRequest(), f.Route)
	}
	for i := range f.Also {
		f.Also[i].Route = a.parts.Route(f.Also[i].Request(f))
	}
	if a.parts.Routed != nil {
		a.parts.Routed(&f)
	}
	return listed(f)
}

// listed gives every finding its lists, empty ones too: a reader of the JSON never meets null
// where evidence belongs.
func listed(f opinion.Finding) opinion.Finding {
	lists := []*[]string{&f.Topic.Evidence, &f.Severity.Evidence, &f.Route.Why}
	if f.Territory != nil && f.Territory.Evidence == nil {
		t := *f.Territory // the part's own value stays as it is
		t.Evidence, f.Territory = []string{}, &t
	}
	if f.Danger != nil {
		lists = append(lists, &f.Danger.Call, &f.Danger.Evidence)
	}
	for i := range f.Also {
		o := &f.Also[i]
		lists = append(lists, &o.Topic.Evidence, &o.Severity.Evidence, &o.Route.Why, &o.Danger.Call, &o.Danger.Evidence)
	}
	for _, l := range lists {
		if *l == nil {
			*l = []string{}
		}
	}
	return f
}

// skip fills what can be said about a text that nobody here reads. Danger stays as not judged.
func skip(f opinion.Finding) opinion.Finding {
	f.Topic = opinion.TopicFinding{By: "rules"}
	f.Demand = opinion.DemandFinding{ID: opinion.NoDemand}
	f.Severity = opinion.SeverityFinding{Level: opinion.SeverityIV}
	return f
}
