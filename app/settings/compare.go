package settings

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"

	"huiying/configs"
	"huiying/configs/dayoff"
	"huiying/opinion"
	"huiying/words"
)

// Difference is one thing that another configuration says differently, in the words of the one who
// changed it.
type Difference struct {
	Kind string // units, sources, topics, clocks, templates, policies, watches, holidays, channels, tell, installation
	ID   string
	Said words.Phrase
}

// thing is one entry of a configuration: a unit, a source, a topic …
type thing struct {
	id, name string
	value    any
}

// kinds are what is compared entry by entry, in the order in which pages show it.
var kinds = []struct {
	kind string
	of   func(*configs.Config) []thing
}{
	{"units", func(c *configs.Config) (out []thing) {
		for _, x := range c.Units {
			out = append(out, thing{x.ID, x.Name, x})
		}
		return out
	}},
	{"sources", func(c *configs.Config) (out []thing) {
		for _, x := range c.Sources {
			out = append(out, thing{x.ID, x.Name, x})
		}
		return out
	}},
	{"topics", func(c *configs.Config) (out []thing) {
		for _, x := range c.Topics {
			out = append(out, thing{x.ID, x.Name, x})
		}
		return out
	}},
	{"clocks", func(c *configs.Config) (out []thing) {
		for _, x := range c.Clocks {
			out = append(out, thing{x.ID, x.Name, x})
		}
		for i, x := range c.Choose {
			out = append(out, thing{fmt.Sprintf("choose %d", i+1), x.Profile, x})
		}
		return out
	}},
	{"templates", func(c *configs.Config) (out []thing) {
		for _, x := range c.Templates {
			out = append(out, thing{x.ID, x.Name, x})
		}
		return out
	}},
	{"policies", func(c *configs.Config) (out []thing) {
		for _, x := range c.Policies {
			out = append(out, thing{x.Number, x.Title, x})
		}
		return out
	}},
	{"watches", func(c *configs.Config) (out []thing) {
		for _, x := range c.Watches {
			out = append(out, thing{x.ID, x.Name, x})
		}
		return out
	}},
	{"holidays", daysOff},
	{"channels", func(c *configs.Config) (out []thing) {
		for _, x := range c.Notify.Channels {
			out = append(out, thing{x.ID, "", x})
		}
		return out
	}},
	{"tell", told},
	{"installation", installation},
}

// apart are keys of huiying.yaml that are compared entry by entry.
var apart = []string{"notify.channels", "notify.tell"}

// told are who is told what, each by whom it names; the second of the same is the second.
func told(c *configs.Config) (out []thing) {
	seen := map[string]int{}
	for _, x := range c.Notify.Tell {
		id := cmp.Or(x.Unit, x.Role)
		if seen[id]++; seen[id] > 1 {
			id = fmt.Sprintf("%s (%d)", id, seen[id])
		}
		out = append(out, thing{id, "", x})
	}
	return out
}

// yearOff are the days of a year that holiday files say, in lines of their table.
type yearOff struct {
	Days []string `yaml:"days"`
}

// daysOff are the days that the configuration's own holiday files say, by years. A later file overrules
// an earlier one.
func daysOff(c *configs.Config) (out []thing) {
	days := map[string]dayoff.Day{}
	files, err := c.OwnHolidays()
	if err != nil {
		return nil // a check says so
	}
	for _, f := range files {
		raw, err := io.ReadAll(f)
		if err != nil {
			return nil
		}
		read, _ := dayoff.Read(raw) // a check says what is wrong with one
		for _, d := range read {
			days[d.Date] = d
		}
	}
	years := map[string]*yearOff{}
	for _, date := range slices.Sorted(maps.Keys(days)) {
		d := days[date]
		if years[d.Year()] == nil {
			years[d.Year()] = &yearOff{}
		}
		years[d.Year()].Days = append(years[d.Year()].Days, d.Date+" "+d.Kind+" "+d.Name)
	}
	for _, year := range slices.Sorted(maps.Keys(years)) {
		out = append(out, thing{year, "", *years[year]})
	}
	return out
}

// installation are the keys of huiying.yaml, each section's with its own.
func installation(c *configs.Config) (out []thing) {
	all := reflect.ValueOf(c).Elem()
	for i := range all.NumField() {
		f := all.Type().Field(i)
		key := f.Tag.Get("yaml")
		if key == "" || key == "-" {
			continue
		}
		v := all.Field(i)
		if v.Kind() != reflect.Struct {
			out = append(out, thing{key, "", v.Interface()})
			continue
		}
		for j := range v.NumField() {
			if name := key + "." + v.Type().Field(j).Tag.Get("yaml"); !slices.Contains(apart, name) {
				out = append(out, thing{name, "", v.Field(j).Interface()})
			}
		}
	}
	return out
}

// Compare says what another configuration says differently.
func Compare(was, is *configs.Config) (out []Difference) {
	for _, k := range kinds {
		before, after := k.of(was), k.of(is)
		add := func(phrase string, x thing, more ...any) {
			out = append(out, Difference{k.kind, x.id,
				words.Of("settings.diff."+phrase, append([]any{words.Of("settings.kind." + k.kind), called(x)}, more...)...)})
		}
		for _, x := range before {
			if find(after, x.id) == nil {
				add("removed", x)
			}
		}
		for _, x := range after {
			old := find(before, x.id)
			if _, listed := x.value.(yearOff); old == nil && listed { // its days are told one by one
				old = &thing{value: yearOff{}}
			}
			switch {
			case old == nil:
				add("added", x)
			case !reflect.DeepEqual(old.value, x.value):
				add("changed", x, words.ListOf(changed(old.value, x.value)))
			}
		}
	}
	return out
}

func called(x thing) string {
	if x.name == "" || x.name == x.id {
		return x.id
	}
	return x.name + " (" + x.id + ")"
}

func find(in []thing, id string) *thing {
	if i := slices.IndexFunc(in, func(x thing) bool { return x.id == id }); i >= 0 {
		return &in[i]
	}
	return nil
}

// changed are the keys of an entry that differ, of lists what came and went.
func changed(was, is any) (out []words.Phrase) {
	before, after := reflect.ValueOf(was), reflect.ValueOf(is)
	if before.Kind() != reflect.Struct {
		return []words.Phrase{words.Of("settings.diff.from", shown(before), shown(after))}
	}
	for i := range before.NumField() {
		f := before.Type().Field(i)
		if !f.IsExported() || reflect.DeepEqual(before.Field(i).Interface(), after.Field(i).Interface()) {
			continue
		}
		key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if key == "" && f.Anonymous {
			out = append(out, changed(before.Field(i).Interface(), after.Field(i).Interface())...)
			continue
		}
		called := any(key)
		if words.Has("settings.key." + key) {
			called = words.Of("settings.key." + key)
		}
		out = append(out, words.Of("settings.diff.key", called, between(before.Field(i), after.Field(i))))
	}
	return out
}

// between says what became of a value: of a list of words, which came and which went.
func between(was, is reflect.Value) any {
	before, ok := was.Interface().([]string)
	if !ok {
		return words.Of("settings.diff.from", shown(was), shown(is))
	}
	var out []string
	after := is.Interface().([]string)
	for _, x := range before {
		if !slices.Contains(after, x) {
			out = append(out, "-"+x)
		}
	}
	for _, x := range after {
		if !slices.Contains(before, x) {
			out = append(out, "+"+x)
		}
	}
	if len(out) == 0 {
		return words.Of("settings.diff.order")
	}
	return strings.Join(out, " ")
}

// mostShown bounds how much of a value is shown, in characters.
const mostShown = 60

// shown is a value in words: a text or a words.Phrase.
func shown(v reflect.Value) any {
	switch x := v.Interface().(type) {
	case bool:
		if x {
			return words.Of("settings.diff.yes")
		}
		return words.Of("settings.diff.no")
	case time.Duration:
		if x == 0 {
			return "∅"
		}
		return opinion.SpanText(x)
	}
	s := []rune(strings.ReplaceAll(fmt.Sprint(v.Interface()), "\n", "⏎"))
	switch {
	case len(s) == 0:
		return "∅"
	case len(s) > mostShown:
		return string(s[:mostShown]) + "…"
	}
	return string(s)
}
