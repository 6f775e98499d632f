// Package hint reads what a source's own columns say of a record (所属区域, 诉求类型, 承办单位, 紧急程度)
// and lets it help where the text leaves something open: a place narrows the territory, a type says
// what is asked or what it is about, a unit is a candidate for routing, an urgency asks for
// attention. A text that says something for certain holds against them, and each hint says what
// became of it. No hint makes a matter lighter, or lets a text be dismissed. It is pure.
package hint

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"huiying/opinion"
)

// Confidence of what a hint alone decided: certain enough to act on, less than a text's own words.
const (
	placeByHint  = 0.8
	topicByHint  = 0.7
	demandByHint = 0.7
	sureTopic    = 0.5 // from which words of a column name a topic
	unclear      = 0.6 // demand below which a text leaves open what it asks
)

// Tables are what hints are matched with.
type Tables struct {
	// Division finds a place by its code, Path its codes from the province down.
	Division func(code string) (opinion.Division, bool)
	Path     func(code string) []string
	// Territory reads a place in words; home is where to look first.
	Territory func(title, text, home string) *opinion.Territory
	Topic     func(title, text string) opinion.TopicFinding
	Topics    []opinion.Topic
	Units     []opinion.Unit
}

// Reader reads hints.
type Reader struct {
	t      Tables
	topics map[string]opinion.Topic // by name and by id
	units  map[string][]opinion.Unit
}

// New makes a Reader, which never changes after and serves any number of goroutines.
func New(t Tables) *Reader {
	r := &Reader{t: t, topics: map[string]opinion.Topic{}, units: map[string][]opinion.Unit{}}
	for _, x := range t.Topics {
		r.topics[plain(x.Name)], r.topics[plain(x.ID)] = x, x
	}
	for _, u := range t.Units {
		for _, name := range []string{u.Name, u.NameEn, u.ID} {
			if name = plain(name); name != "" && !slices.ContainsFunc(r.units[name],
				func(x opinion.Unit) bool { return x.ID == u.ID }) {
				r.units[name] = append(r.units[name], u)
			}
		}
	}
	return r
}

// plain gives one spelling to a name.
func plain(s string) string {
	return strings.ToLower(strings.Join(strings.Fields(norm.NFKC.String(s)), ""))
}

// Matches says whether anything here is called what a hint says. home is the place of its source.
func (r *Reader) Matches(h opinion.Hint, home string) bool {
	switch h.Kind {
	case opinion.HintPlace:
		return r.place(h.Value, home) != ""
	case opinion.HintType:
		_, asks := demandOf(h.Value)
		_, about := r.topic(h.Value)
		return asks || about
	case opinion.HintUnit:
		return len(r.named(h.Value)) > 0
	case opinion.HintUrgency:
		_, known := urgency(h.Value)
		return known
	}
	return false
}

// Apply lets the hints of a finding help its judgements.
func (r *Reader) Apply(f *opinion.Finding) {
	if len(f.Hints) == 0 {
		return
	}
	f.Hinted = make([]opinion.Hinted, 0, len(f.Hints))
	for _, h := range f.Hints {
		x := opinion.Hinted{Hint: h, Use: opinion.HintUnmatched}
		switch h.Kind {
		case opinion.HintPlace:
			r.applyPlace(f, &x)
		case opinion.HintType:
			r.applyType(f, &x)
		case opinion.HintUnit:
			if u, ok := r.unit(h.Value, f.Place()); ok {
				x.Is, x.Use = u.ID, opinion.HintDiffers // routing decides: see route.Table.Route
			}
		case opinion.HintUrgency:
			if urgent, known := urgency(h.Value); urgent {
				x.Is, x.Use = opinion.Urgent, opinion.HintDecided
			} else if known {
				x.Use = opinion.HintAgrees
			}
		}
		f.Hinted = append(f.Hinted, x)
	}
}

// Routed says what became of the unit that a hint names, once routing has decided.
func Routed(f *opinion.Finding, byHint bool) {
	for i, h := range f.Hinted {
		switch {
		case h.Kind != opinion.HintUnit || h.Is == "":
		case h.Is != f.Route.Lead:
			f.Hinted[i].Use = opinion.HintDiffers
		case byHint:
			f.Hinted[i].Use = opinion.HintDecided
		default:
			f.Hinted[i].Use = opinion.HintAgrees
		}
	}
}

// urgency reads a degree; known says whether it is one.
func urgency(value string) (urgent, known bool) {
	v := plain(value)
	for _, no := range []string{"不紧急", "不急", "非紧急", "非急", "一般", "普通", "平件", "常规", "正常", "低", "缓", "无",
		"normal", "low", "medium", "中"} {
		if strings.Contains(v, no) {
			return false, true
		}
	}
	for _, yes := range []string{"急", "高", "urgent", "high", "critical", "严重", "重大", "优先"} {
		if strings.Contains(v, yes) {
			return true, true
		}
	}
	return false, false
}
