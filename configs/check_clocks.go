package configs

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"huiying/opinion"
)

func (r *reader) checkClocks() {
	c := r.c
	known := map[string]bool{}
	for i, p := range c.Clocks {
		at := func(key string) pos { return c.at(clocksFile, fmt.Sprintf("profiles[%d].%s", i, key)) }
		switch {
		case p.ID == "":
			r.fault(at("id"), "missing", "a clock profile needs an id")
		case !idPattern.MatchString(p.ID):
			r.fault(at("id"), "id", "the id %q must be lower-case letters, digits, _ and -", p.ID)
		case known[p.ID]:
			r.fault(at("id"), "duplicate_id", "the clock profile %q is there twice", p.ID)
		}
		known[p.ID] = true
		if p.Name == "" {
			r.fault(at("name"), "missing", "the clock profile %q needs a name", p.ID)
		}
		if p.Basis == "" {
			r.fault(at("basis"), "missing",
				"the clock profile %q needs a basis: the regulation its limit comes from", p.ID)
		}
		if _, said := c.places[fmt.Sprintf("%s#profiles[%d].limit", clocksFile, i)]; !said ||
			(p.Limit < time.Minute && !r.faultAt(at("limit"))) {
			r.fault(at("limit"), "range", "the clock profile %q needs a limit of at least 1m", p.ID)
		}
		r.checkDuties(p, at)
		if !slices.Contains(opinion.Calendars, p.Calendar) {
			r.fault(at("calendar"), "calendar", "the calendar must be one of %s, not %q",
				opinion.Listed(opinion.Calendars), p.Calendar)
		}
	}
	for i, name := range c.Holidays {
		if _, err := fs.ReadFile(c.dir, name); !fs.ValidPath(name) || err != nil {
			r.fault(c.at(clocksFile, fmt.Sprintf("holidays[%d]", i)), "file",
				"the holiday file %q cannot be read; it stands in the configuration's directory",
				name)
		}
	}
	for i, rule := range c.Choose {
		r.checkRule(i, rule, known)
	}
	if n := len(c.Choose); n == 0 || !c.Choose[n-1].always() {
		r.fault(c.at(clocksFile, fmt.Sprintf("choose[%d]", n-1)), "no_catch_all",
			"the last rule of choose must have no condition, so that every matter has a clock")
	}
	for _, ref := range r.clocks {
		if !known[ref.id] {
			r.fault(ref.at, "unknown_clock", "clocks.yaml has no profile %q", ref.id)
		}
	}
}

// checkDuties looks at the times beside the answer's.
func (r *reader) checkDuties(p opinion.ClockProfile, at func(string) pos) {
	for _, d := range []struct {
		key   string
		limit time.Duration
	}{{"sign", p.Sign}, {"inform", p.Inform}, {"assist", p.Assist}} {
		if d.limit < 0 || d.limit > p.Limit {
			r.fault(at(d.key), "range", "%s of the clock profile %q must lie between 0 and its limit", d.key, p.ID)
		}
	}
	if p.Complete != 0 && p.Complete < p.Limit {
		r.fault(at("complete"), "range",
			"a case of the clock profile %q cannot be complete before it is answered: complete must not be below limit", p.ID)
	}
	urge, escalate := cmp.Or(p.Urge, 24*time.Hour), cmp.Or(p.Escalate, 7*24*time.Hour)
	if urge < 0 || escalate <= urge {
		r.fault(at("escalate"), "range",
			"the unit of the clock profile %q is urged before its superior is told: urge must be below escalate", p.ID)
	}
}

func (r *reader) checkRule(i int, rule ClockRule, known map[string]bool) {
	c := r.c
	at := func(key string) pos { return c.at(clocksFile, fmt.Sprintf("choose[%d].%s", i, key)) }
	switch {
	case rule.TopicClock && rule.Profile != "":
		r.fault(at("profile"), "choose", "a rule with topic_clock takes the topic's own clock; remove profile")
	case !rule.TopicClock && rule.Profile == "":
		r.fault(at("profile"), "missing", "the rule needs a profile")
	case rule.Profile != "" && !known[rule.Profile]:
		r.fault(at("profile"), "unknown_clock", "there is no clock profile %q", rule.Profile)
	}
	for j, s := range rule.Severity {
		if !s.Known() {
			r.fault(at(fmt.Sprintf("severity[%d]", j)), "severity",
				"the severity must be one of %s, not %q", opinion.Listed(opinion.Severities), s)
		}
	}
	for j, k := range rule.Kind {
		if !k.Known() {
			r.fault(at(fmt.Sprintf("kind[%d]", j)), "kind",
				"there is no source kind %q; known are: %s", k, opinion.Listed(opinion.SourceKinds))
		}
	}
	for j, t := range rule.Topic {
		if _, ok := c.Topic(t); !ok && !r.broken[catalogueFile] {
			r.unknown(at(fmt.Sprintf("topic[%d]", j)), "unknown_topic", c.UnknownTopic, t)
		}
	}
	for j, d := range rule.Demand {
		if !d.Known() {
			r.fault(at(fmt.Sprintf("demand[%d]", j)), "demand",
				"there is no demand %q; known are: %s", d, opinion.Listed(opinion.Demands))
		}
	}
	if rule.always() && i < len(c.Choose)-1 {
		r.fault(c.at(clocksFile, fmt.Sprintf("choose[%d]", i)), "unreachable",
			"this rule fits everything, so the rules below it never decide; move it to the end")
	}
}

// faultAt says whether something is already known to be wrong there.
func (r *reader) faultAt(at pos) bool {
	for _, f := range r.faults {
		if f.Line == at.line && f.File == r.c.where[at.file] {
			return true
		}
	}
	return false
}
