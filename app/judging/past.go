package judging

import (
	"cmp"
	"slices"
	"strings"

	"huiying/analyzers/dispatch"
	"huiying/analyzers/simplified"
	"huiying/configs"
	"huiying/opinion"
)

// Reading is a text with what the judges find in it, for the dispatch model. home is where to look
// for its places first.
func (j *Judges) Reading(m opinion.Mention, home string) dispatch.Reading {
	title, text := simplified.Text(m.Title), simplified.Text(m.Text)
	f := opinion.Finding{Mention: m}
	f.Topic, f.Demand = j.Parts.Topic(title, text), j.Parts.Demand(title, text)
	words := j.Words.Jieba.Cut(title + "\n" + text)
	f.Territory = j.Parts.Territory(title, text, cmp.Or(m.Division, home), words)
	return readingOf(&f, title, text, words)
}

// readingOf is a finding as the dispatch model reads it.
func readingOf(f *opinion.Finding, title, text string, words []string) dispatch.Reading {
	r := dispatch.Reading{Title: title, Text: text, Words: words, Topic: cmp.Or(f.Topic.ID, f.Topic.Guess),
		Demand: string(f.Demand.ID)}
	if f.Territory != nil && f.Territory.Confidence >= opinion.Certain {
		r.Places = f.Territory.Path
	}
	return r
}

// Seat splits the name of a unit: the county or district in it, and the name without it and what
// lies above. home is where to look for places first.
func (j *Judges) Seat(unit, home string) (code, rest string) {
	found := j.Places.Judge("", unit, home)
	if found == nil || found.Confidence < opinion.Certain {
		return "", unit
	}
	rest = unit
	for _, at := range found.Path {
		d, _ := j.Places.Division(at)
		if !slices.Contains([]opinion.Level{opinion.Province, opinion.City, opinion.County}, d.Level) {
			continue
		}
		rest = strings.TrimPrefix(rest, d.Name)
		if d.Level == opinion.County && strings.Contains(unit, short(d.Name)) {
			code = at
			rest = strings.Replace(rest, d.Name, "", 1)
			rest = strings.Replace(rest, short(d.Name), "", 1)
		}
	}
	return code, rest
}

// short is the name of a division without its kind: 龙华 for 龙华区.
func short(name string) string {
	r := []rune(name)
	if len(r) < 3 {
		return name
	}
	return string(r[:len(r)-1])
}

// District is the code of the county or district that a value of an order's column means; "" for none.
func (j *Judges) District(value, home string) string {
	if d, ok := j.Places.Division(value); ok {
		return d.Code
	}
	found := j.Places.Judge("", value, home)
	if found == nil || found.Confidence < opinion.Certain {
		return ""
	}
	for _, at := range found.Path {
		if d, ok := j.Places.Division(at); ok && d.Level == opinion.County {
			return at
		}
	}
	return ""
}

// Duties are the items of the catalogue and who is in charge of them here, for the dispatch model.
func Duties(cfg *configs.Config) []dispatch.Topic {
	offices := map[string][]string{}
	for _, u := range cfg.Units {
		for _, id := range u.Topics {
			offices[id] = append(offices[id], u.Name)
		}
	}
	out := make([]dispatch.Topic, len(cfg.Topics))
	for i, t := range cfg.Topics {
		out[i] = dispatch.Topic{ID: t.ID, Name: t.Name, Terms: t.Terms, Offices: offices[t.ID]}
		if field, _, item := strings.Cut(t.ID, "/"); item && len(out[i].Offices) == 0 {
			out[i].Offices = offices[field]
		}
	}
	return out
}
