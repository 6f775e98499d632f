package configs

import (
	"fmt"
	"regexp"

	"huiying/opinion"
)

// catalogue is catalogue.yaml as it is written: fields, and items below them.
type catalogue struct {
	Fields []struct {
		opinion.Topic `yaml:",inline"`
		Items         []opinion.Topic `yaml:"items"`
	} `yaml:"fields"`
}

var idPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]*$`)

// flat gives each item its full id and what it inherits from its field: basis, clock and
// statutory channel, unless it says its own.
func (c catalogue) flat(r *reader) []opinion.Topic {
	var out []opinion.Topic
	seen := map[string]bool{}
	add := func(t opinion.Topic, id, path string) {
		at := r.c.at(catalogueFile, path+".id")
		switch {
		case t.ID == "":
			r.fault(r.c.at(catalogueFile, path), "fault.missing.topic.id")
			return
		case !idPattern.MatchString(t.ID):
			r.fault(at, "fault.id", t.ID)
		case seen[id]:
			r.fault(at, "fault.duplicate_id.topic", id)
		}
		seen[id] = true
		if t.Name == "" {
			r.fault(r.c.at(catalogueFile, path), "fault.missing.topic.name", id)
		}
		r.c.places[catalogueFile+"#topic:"+id] = at
		r.terms(t.Terms, path+".terms")
		r.terms(t.Exclude, path+".exclude")
		t.ID = id
		out = append(out, t)
	}
	clock := func(t opinion.Topic, path string) {
		if t.Clock != "" {
			r.clocks = append(r.clocks, clockRef{t.Clock, r.c.at(catalogueFile, path+".clock")})
		}
	}
	for i, f := range c.Fields {
		path := fmt.Sprintf("fields[%d]", i)
		clock(f.Topic, path)
		add(f.Topic, f.ID, path)
		for j, t := range f.Items {
			clock(t, fmt.Sprintf("%s.items[%d]", path, j))
			t.Basis, t.Clock, t.Refer = or(t.Basis, f.Basis), or(t.Clock, f.Clock), or(t.Refer, f.Refer)
			add(t, f.ID+"/"+t.ID, fmt.Sprintf("%s.items[%d]", path, j))
		}
	}
	return out
}

func (r *reader) terms(terms []string, path string) {
	for i, term := range terms {
		at := r.c.at(catalogueFile, fmt.Sprintf("%s[%d]", path, i))
		if term == "" {
			r.fault(at, "fault.missing.term")
		}
		if why := personTerm(term); why != "" {
			r.fault(at, why)
		}
	}
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
