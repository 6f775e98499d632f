package app

import (
	"slices"
	"strings"

	"huiying/app/judging"
	"huiying/configs"
	"huiying/opinion"
)

type names struct {
	cfg    *configs.Config
	judges *judging.Judges
}

// Topic is the name of a catalogue item.
func (n names) Topic(id, lang string) string {
	t, ok := n.cfg.Topic(id)
	switch {
	case !ok:
		return id
	case lang == "en" && t.NameEn != "":
		return t.NameEn
	}
	return t.Name
}

// Source is the name of a configured source.
func (n names) Source(id, _ string) string {
	if s, ok := n.cfg.Source(id); ok && s.Name != "" {
		return s.Name
	}
	return id
}

// Division is the full name of a place, from the province down.
func (n names) Division(code, _ string) string {
	var b strings.Builder
	for _, c := range n.judges.Places.Path(code) {
		if d, ok := n.judges.Places.Division(c); ok {
			b.WriteString(d.Name)
		}
	}
	if b.Len() == 0 {
		return code
	}
	return b.String()
}

// places are a region and what lies below it down to counties, of a county down to townships, each before what lies below it.
func (n names) places(region string) (out []opinion.Division) {
	under := []string{region}
	for len(under) > 0 {
		code := under[0]
		under = under[1:]
		d, ok := n.judges.Places.Division(code)
		if !ok || d.Level == opinion.Township && len(out) > 0 && out[0].Level < opinion.County {
			continue
		}
		out = append(out, d)
		under = slices.Insert(under, 0, n.judges.Places.Children(code)...)
	}
	return out
}
