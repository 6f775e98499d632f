package configs

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/words"
)

// Bounds of a watch and of how many there are.
const (
	mostWatches    = 10_000
	mostWatchWords = 64 // of each list
	mostWatchHours = 30 * 24
)

// watchFault is what is wrong with one key of a watch.
type watchFault struct {
	key    string
	phrase string
	args   []any
}

// WatchFaults are what is wrong with a watch, whoever made it: with an account's own as with one of the
// configuration. A watch whose words name a person is refused as a rule is.
func (c *Config) WatchFaults(w opinion.Watch) []words.Phrase {
	var out []words.Phrase
	for _, f := range c.watchFaults(w) {
		out = append(out, words.Of(f.phrase, f.args...))
	}
	return out
}

func (c *Config) watchFaults(w opinion.Watch) (out []watchFault) {
	fault := func(key, phrase string, args ...any) { out = append(out, watchFault{key, phrase, args}) }
	if strings.TrimSpace(w.Name) == "" || len([]rune(w.Name)) > 60 {
		fault("name", "fault.watch.name", w.ID)
	} else if why := ofPerson(w.Name); why != "" {
		fault("name", why)
	}
	if w.Wide() {
		fault("id", "fault.watch.wide", w.ID)
	}
	for _, list := range []struct {
		key   string
		words []string
	}{{"must", w.Must}, {"any", w.Any}, {"not", w.Not}} {
		if len(list.words) > mostWatchWords {
			fault(list.key, "fault.watch.many", mostWatchWords)
		}
		for i, word := range list.words {
			key := fmt.Sprintf("%s[%d]", list.key, i)
			if n := len([]rune(strings.TrimSpace(word))); n < 2 || n > 40 {
				fault(key, "fault.watch.word", word)
			} else if why := ofPerson(word); why != "" {
				fault(key, why)
			}
		}
	}
	out = append(out, c.watchTells(w)...)
	return append(out, c.watchNames(w)...)
}

// ofPerson is the phrase that says in what way a word of a watch names a person; "" if it does not.
func ofPerson(word string) string {
	switch personTerm(word) {
	case "fault.person_term.handle":
		return "fault.watch_person.handle"
	case "fault.person_term.someone":
		return "fault.watch_person.someone"
	case "fault.person_term.titled":
		return "fault.watch_person.titled"
	case "":
		if !opinion.TellsPerson(word) {
			return ""
		}
	}
	return "fault.watch_person.number"
}

// watchTells looks at when a watch tells, and for how long.
func (c *Config) watchTells(w opinion.Watch) (out []watchFault) {
	fault := func(key, phrase string, args ...any) { out = append(out, watchFault{key, phrase, args}) }
	if w.Tell != "" && !w.Tell.Known() {
		fault("tell", "fault.watch.tell", w.Tell, opinion.Listed(opinion.WatchTells))
	}
	if w.Tell == opinion.TellAtCount && (w.Count < 1 || w.Count > opinion.MostAlertMentions) {
		fault("count", "fault.watch.count", opinion.MostAlertMentions)
	}
	if w.Hours < 0 || w.Hours > mostWatchHours {
		fault("hours", "fault.watch.hours", mostWatchHours)
	}
	for _, day := range []struct{ key, is string }{{"from", w.From}, {"until", w.Until}} {
		if _, err := time.Parse(time.DateOnly, day.is); day.is != "" && err != nil {
			fault(day.key, "fault.watch.day", day.is)
		}
	}
	if w.From != "" && w.Until != "" && w.Until < w.From {
		fault("until", "fault.watch.until", w.From, w.Until)
	}
	return out
}

// watchNames looks whether what a watch names exists. Divisions are looked at with the places.
func (c *Config) watchNames(w opinion.Watch) (out []watchFault) {
	fault := func(key, phrase string, args ...any) { out = append(out, watchFault{key, phrase, args}) }
	for i, id := range w.Topics {
		if _, ok := c.Topic(id); !ok {
			fault(fmt.Sprintf("topics[%d]", i), "fault.watch.topic", id)
		}
	}
	unit := func(key, id string) {
		if !slices.ContainsFunc(c.Units, func(u opinion.Unit) bool { return u.ID == id }) {
			fault(key, "fault.watch.unit", id)
		}
	}
	for i, id := range w.Units {
		unit(fmt.Sprintf("units[%d]", i), id)
	}
	if w.Unit != "" {
		unit("unit", w.Unit)
	}
	for i, id := range w.Sources {
		if _, ok := c.Source(id); !ok {
			fault(fmt.Sprintf("sources[%d]", i), "fault.watch.source", id)
		}
	}
	if w.Severity != "" && !w.Severity.Known() {
		fault("severity", "fault.watch.severity", w.Severity, opinion.Listed(opinion.Severities))
	}
	for i, d := range w.Demands {
		if !slices.Contains(opinion.Demands, d) {
			fault(fmt.Sprintf("demands[%d]", i), "fault.watch.demand", d, opinion.Listed(opinion.Demands))
		}
	}
	return out
}

func checkWatches(r *reader) {
	seen := map[string]bool{}
	if len(r.c.Watches) > mostWatches {
		r.fault(r.c.at(watchesFile, "watches"), "fault.watch.number", mostWatches)
	}
	for i := range r.c.Watches {
		w := &r.c.Watches[i]
		at := func(key string) pos { return r.c.at(watchesFile, fmt.Sprintf("watches[%d].%s", i, key)) }
		switch {
		case !idPattern.MatchString(w.ID):
			r.fault(at("id"), "fault.id", w.ID)
		case seen[w.ID]:
			r.fault(at("id"), "fault.duplicate_id.watch", w.ID)
		}
		seen[w.ID] = true
		w.Office = true
		if w.Tell == "" {
			w.Tell = opinion.TellAtOnce
		}
		for _, f := range r.c.watchFaults(*w) {
			r.fault(at(f.key), f.phrase, f.args...)
		}
	}
}

// checkWatchPlaces are the faults of watches that only a table of places tells.
func (c *Config) checkWatchPlaces(p Places, fault func(at pos, phrase string, args ...any)) {
	for i, w := range c.Watches {
		for k, code := range w.Divisions {
			if _, ok := p.Division(code); !ok {
				fault(c.at(watchesFile, fmt.Sprintf("watches[%d].divisions[%d]", i, k)),
					"fault.unknown_division.watch", w.ID, code)
			}
		}
	}
}
