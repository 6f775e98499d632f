package judging

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"sync/atomic"

	"huiying/analyzers"
	"huiying/analyzers/dispatch"
	"huiying/analyzers/route"
	"huiying/analyzers/simplified"
	"huiying/configs"
	"huiying/opinion"
)

// remember loads the configured model of past orders, if there is one.
func (j *Judges) remember(cfg *configs.Config) error {
	var m *dispatch.Model
	faults := cfg.CheckHistory(func(r io.Reader) (err error) {
		m, err = dispatch.Load(r)
		return err
	})
	if len(faults) > 0 {
		return faults
	}
	if m != nil {
		j.useHistory(cfg, m)
	}
	return nil
}

// WithHistory lets the model of a file, made by huiying learn, propose units.
func (j *Judges) WithHistory(cfg *configs.Config, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	m, err := dispatch.Load(f)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	j.useHistory(cfg, m)
	j.Analyzer = analyzers.New(j.Parts)
	return nil
}

// memoirs is a model of past orders with the units here that it means.
type memoirs struct {
	*dispatch.Model
	ids map[string]string // of the units as the model calls them
}

// history is what past orders teach: the model of a file, and with it what days taught since.
type history struct {
	file *dispatch.Model
	now  atomic.Pointer[memoirs]
	id   func(unit dispatch.Unit) string
}

// use takes a model. A unit of past orders is one of the configuration where that has one of its name;
// else it is proposed by its name alone.
func (h *history) use(m *dispatch.Model) {
	now := &memoirs{m, map[string]string{}}
	for _, u := range m.Units() {
		if id := h.id(u); id != "" {
			now.ids[u.Name] = id
		}
	}
	h.now.Store(now)
}

// useHistory lets a model propose units.
func (j *Judges) useHistory(cfg *configs.Config, m *dispatch.Model) {
	h := &history{file: m, id: func(u dispatch.Unit) string {
		is, _ := j.Hints.Unit(u.Name, cmp.Or(u.Place, cfg.Region))
		return is.ID
	}}
	h.use(m)
	j.past = h
	prefer := route.Prefer(cfg.Route.Prefer)
	j.Parts.Past = func(f opinion.Finding, title, text string, words []string) analyzers.Reroute {
		now := h.now.Load()
		past := pastOf(now.Propose(readingOf(&f, title, text, words)), now.ids)
		return func(req opinion.RouteRequest, r opinion.Route) opinion.Route {
			return j.Units.ByHistory(req, r, past, prefer)
		}
	}
}

// Learned lets days teach the model of past orders; nothing where there is none. All days must be told
// each time.
func (j *Judges) Learned(days []dispatch.Day) {
	if j.past != nil {
		j.past.use(j.past.file.With(days...))
	}
}

// PastUntil is the day of the last order that the file of the model was learned from, "" where the
// orders told no day. false: no model was loaded.
func (j *Judges) PastUntil() (day string, ok bool) {
	if j.past == nil {
		return "", false
	}
	return j.past.file.Facts().Until, true
}

// PastName is a unit as the model of past orders calls it: by its name in them, or else by its own.
func (j *Judges) PastName(unit string) string {
	if j.past != nil {
		now := j.past.now.Load()
		for _, u := range now.Units() { // the one with the most orders first
			if now.ids[u.Name] == unit {
				return u.Name
			}
		}
	}
	is, _ := j.Units.Unit(unit)
	return cmp.Or(is.Name, unit)
}

// PastReading is a finding as the model of past orders reads it.
func (j *Judges) PastReading(f opinion.Finding) dispatch.Reading {
	title, text := simplified.Text(f.Title), simplified.Text(f.Text)
	return readingOf(&f, title, text, j.Words.Jieba.Cut(title+"\n"+text))
}

// Proposed is r with the units that past orders propose for a text, which may be empty, of the topic
// and the place of a request; r itself where no model was loaded.
func (j *Judges) Proposed(req opinion.RouteRequest, r opinion.Route, text string) opinion.Route {
	if j.Parts.Past == nil {
		return r
	}
	text = simplified.Text(text)
	f := opinion.Finding{Topic: opinion.TopicFinding{ID: req.Topic}}
	if text != "" {
		f.Demand = j.Parts.Demand("", text)
	}
	if at := cmp.Or(req.Division, req.Home); at != "" {
		f.Territory = &opinion.Territory{Code: at, Confidence: 1, Path: j.Places.Path(at)}
	}
	return j.Parts.Past(f, "", text, j.Words.Jieba.Cut(text))(req, r)
}

func pastOf(found []dispatch.Proposal, ids map[string]string) []route.Past {
	out := make([]route.Past, len(found))
	for i, p := range found {
		out[i] = route.Past{Name: p.Unit, Unit: ids[p.Unit], Confidence: p.Confidence, Words: p.Words,
			Like: p.Like.Word, Orders: p.Like.Orders, Handled: p.Like.Unit}
	}
	return out
}
