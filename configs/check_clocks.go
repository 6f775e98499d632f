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
			r.fault(at("id"), "fault.missing.clock.id")
		case !idPattern.MatchString(p.ID):
			r.fault(at("id"), "fault.id", p.ID)
		case known[p.ID]:
			r.fault(at("id"), "fault.duplicate_id.clock", p.ID)
		}
		known[p.ID] = true
		if p.Name == "" {
			r.fault(at("name"), "fault.missing.clock.name", p.ID)
		}
		if p.Basis == "" {
			r.fault(at("basis"), "fault.missing.clock.basis", p.ID)
		}
		if _, said := c.places[fmt.Sprintf("%s#profiles[%d].limit", clocksFile, i)]; !said ||
			(p.Limit < time.Minute && !r.faultAt(at("limit"))) {
			r.fault(at("limit"), "fault.range.limit", p.ID)
		}
		r.checkDuties(p, at)
		if !slices.Contains(opinion.Calendars, p.Calendar) {
			r.fault(at("calendar"), "fault.calendar",
				opinion.Listed(opinion.Calendars), p.Calendar)
		}
	}
	for i, name := range c.Holidays {
		if _, err := fs.ReadFile(c.dir, name); !fs.ValidPath(name) || err != nil {
			r.fault(c.at(clocksFile, fmt.Sprintf("holidays[%d]", i)), "fault.file.holidays",
				name)
		}
	}
	for i, rule := range c.Choose {
		r.checkRule(i, rule, known)
	}
	if n := len(c.Choose); n == 0 || !c.Choose[n-1].always() {
		r.fault(c.at(clocksFile, fmt.Sprintf("choose[%d]", n-1)), "fault.no_catch_all")
	}
	for _, ref := range r.clocks {
		if !known[ref.id] {
			r.fault(ref.at, "fault.unknown_clock.topic", ref.id)
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
			r.fault(at(d.key), "fault.range.duty", d.key, p.ID)
		}
	}
	if p.Complete != 0 && p.Complete < p.Limit {
		r.fault(at("complete"), "fault.range.complete", p.ID)
	}
	urge, escalate := cmp.Or(p.Urge, 24*time.Hour), cmp.Or(p.Escalate, 7*24*time.Hour)
	if urge < 0 || escalate <= urge {
		r.fault(at("escalate"), "fault.range.escalate", p.ID)
	}
}

func (r *reader) checkRule(i int, rule ClockRule, known map[string]bool) {
	c := r.c
	at := func(key string) pos { return c.at(clocksFile, fmt.Sprintf("choose[%d].%s", i, key)) }
	switch {
	case rule.TopicClock && rule.Profile != "":
		r.fault(at("profile"), "fault.choose")
	case !rule.TopicClock && rule.Profile == "":
		r.fault(at("profile"), "fault.missing.rule")
	case rule.Profile != "" && !known[rule.Profile]:
		r.fault(at("profile"), "fault.unknown_clock.rule", rule.Profile)
	}
	for j, s := range rule.Severity {
		if !s.Known() {
			r.fault(at(fmt.Sprintf("severity[%d]", j)), "fault.severity", opinion.Listed(opinion.Severities), s)
		}
	}
	for j, k := range rule.Kind {
		if !k.Known() {
			r.fault(at(fmt.Sprintf("kind[%d]", j)), "fault.kind.source", k, opinion.Listed(opinion.SourceKinds))
		}
	}
	for j, t := range rule.Topic {
		if _, ok := c.Topic(t); !ok && !r.broken[catalogueFile] {
			r.unknown(at(fmt.Sprintf("topic[%d]", j)), "unknown_topic", c.UnknownTopic, t)
		}
	}
	for j, d := range rule.Demand {
		if !d.Known() {
			r.fault(at(fmt.Sprintf("demand[%d]", j)), "fault.demand", d, opinion.Listed(opinion.Demands))
		}
	}
	if rule.always() && i < len(c.Choose)-1 {
		r.fault(c.at(clocksFile, fmt.Sprintf("choose[%d]", i)), "fault.unreachable")
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
