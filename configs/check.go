package configs

import (
	"fmt"
	"net"
	"regexp"
	"slices"
	"strings"

	"huiying/opinion"
	"huiying/words"
)

// check is everything that can be said without knowing divisions.
func (r *reader) check() {
	for _, step := range []struct {
		files []string // without these the step would only complain of what is already known
		check func()
	}{
		{[]string{mainFile}, r.checkMain},
		{[]string{unitsFile}, r.checkUnits},
		{[]string{sourcesFile}, r.checkSources},
		{[]string{clocksFile}, r.checkClocks},
		{[]string{mainFile, unitsFile, catalogueFile}, r.checkResponders},
		{[]string{mainFile}, r.checkTables},
		{[]string{mainFile}, r.checkGazetteers},
		{[]string{templatesFile}, r.checkTemplates},
		{[]string{templatesFile}, r.checkPolicies},
		{[]string{watchesFile, unitsFile, sourcesFile, catalogueFile}, func() { checkWatches(r) }},
		{[]string{mainFile}, r.checkSite},
		{[]string{mainFile}, r.checkEmblem},
		{[]string{mainFile}, r.checkBus},
		{[]string{mainFile}, r.checkNotify},
		{[]string{mainFile}, r.checkIndex},
		{[]string{mainFile}, r.checkAccounts},
		{[]string{mainFile}, r.checkModelFile},
		{[]string{mainFile}, r.checkBriefing},
		{[]string{mainFile}, r.checkMap},
	} {
		if !slices.ContainsFunc(step.files, func(f string) bool { return r.broken[f] }) {
			step.check()
		}
	}
}

func (r *reader) checkMain() {
	c, at := r.c, func(path string) pos { return r.c.at(mainFile, path) }
	if c.Region == "" {
		r.fault(at("region"), "fault.missing.region")
	}
	if _, port, err := net.SplitHostPort(c.Listen); err != nil || port == "" {
		r.fault(at("listen"), "fault.listen")
	}
	if c.Data == "" {
		r.fault(at("data"), "fault.missing.data")
	}
	for _, x := range []struct {
		path   string
		ok     bool
		phrase string
	}{
		{"retention", c.Retention >= 24*3600e9, "fault.range.retention"},
		{"collect.daily", c.Collect.Daily >= 0, "fault.range.daily"},
		{"collect.pace", c.Collect.Pace >= 1e9, "fault.range.pace"},
		{"collect.timeout", c.Collect.Timeout >= 1e9, "fault.range.timeout"},
		{"collect.max_bytes", c.Collect.MaxBytes >= 64<<10 && c.Collect.MaxBytes <= 256<<20,
			"fault.range.max_bytes"},
		{"casework.issue_threshold", c.Casework.IssueThreshold >= 1, "fault.range.issue_threshold"},
		{"casework.reopen_within", c.Casework.ReopenWithin >= 0, "fault.range.reopen_within"},
		{"topic.sure", c.TopicModel.Sure >= 0 && c.TopicModel.Sure < 1,
			"fault.range.sure"},
		{"route.prefer", c.Route.Prefer == "rules" || c.Route.Prefer == "history",
			"fault.range.prefer"},
		{"workers.collect", c.Workers.Collect >= 1 && c.Workers.Collect <= 64,
			"fault.range.workers.collect"},
		{"workers.analyze", c.Workers.Analyze >= 0 && c.Workers.Analyze <= 64,
			"fault.range.workers.analyze"},
		{"workers.respond", c.Workers.Respond >= 1 && c.Workers.Respond <= 64,
			"fault.range.workers.respond"},
		{"import.batch", c.Import.Batch >= 1 && c.Import.Batch <= 1000,
			"fault.range.batch"},
	} {
		if !x.ok {
			r.fault(at(x.path), x.phrase)
		}
	}
	if c.Collect.Agent == "" || strings.ContainsAny(c.Collect.Agent, "\r\n") {
		r.fault(at("collect.agent"), "fault.missing.agent")
	}
	if !Reachable(c.Collect.Contact) && !r.faultAt(at("collect.contact")) {
		r.fault(at("collect.contact"), "fault.contact")
	}
	for i, k := range c.Casework.AutoOpen {
		if !k.Known() {
			r.fault(at(fmt.Sprintf("casework.auto_open[%d]", i)), "fault.kind.source", k,
				opinion.Listed(opinion.SourceKinds))
		}
	}
}

// Reachable says whether collect.contact may be so: an office's mail address as mailto:, or a page.
func Reachable(s string) bool {
	mail, isMail := strings.CutPrefix(s, "mailto:")
	if isMail {
		return strings.Count(mail, "@") == 1 && !strings.HasPrefix(mail, "@") &&
			!strings.HasSuffix(mail, "@") && !strings.ContainsAny(mail, " \r\n")
	}
	return notPublic(s, false) == ""
}

// checkSite looks at what stands at the foot of the open board.
func (r *reader) checkSite() {
	if !SiteCode(r.c.Site.Code) {
		r.fault(r.c.at(mainFile, "site.code"), "fault.site.code",
			r.c.Site.Code)
	}
	for i, s := range r.c.Site.Records {
		if s = strings.TrimSpace(s); s == "" || len([]rune(s)) > 60 || strings.ContainsAny(s, "\r\n") {
			r.fault(r.c.at(mainFile, fmt.Sprintf("site.records[%d]", i)), "fault.site.records")
		}
	}
}

var siteCode = regexp.MustCompile(`^[0-9A-Za-z]{10}$`)

// SiteCode says whether site.code may be so: ten letters or digits, or none.
func SiteCode(s string) bool { return s == "" || siteCode.MatchString(s) }

func (r *reader) checkUnits() {
	at := func(i int, key string) pos { return r.c.at(unitsFile, fmt.Sprintf("units[%d].%s", i, key)) }
	byID, topics := map[string]opinion.Unit{}, map[string]bool{}
	for _, t := range r.c.Topics {
		topics[t.ID] = true
	}
	if len(r.c.Units) == 0 {
		r.fault(r.c.at(unitsFile, "units"), "fault.missing.units")
	}
	lead, offices := map[string]string{}, map[string]string{}
	for i, u := range r.c.Units {
		r.checkUnit(i, u, byID)
		byID[u.ID] = u
		if u.Office {
			if other := offices[u.Division]; other != "" {
				r.fault(at(i, "office"), "fault.ambiguous_lead.office", u.Division, other, u.ID)
			}
			offices[u.Division] = u.ID
		}
		for j, t := range u.Topics {
			where := r.c.at(unitsFile, fmt.Sprintf("units[%d].topics[%d]", i, j))
			if !topics[t] && !r.broken[catalogueFile] {
				r.unknown(where, "unknown_topic", r.c.UnknownTopic, t)
			}
			if other := lead[u.Division+"\n"+t]; other != "" && other != u.ID {
				r.fault(where, "fault.ambiguous_lead.topic", other, u.ID, t, u.Division)
			}
			lead[u.Division+"\n"+t] = u.ID
		}
	}
	for i, u := range r.c.Units {
		if u.Superior == "" {
			continue
		}
		if _, ok := byID[u.Superior]; !ok {
			r.unknown(at(i, "superior"), "unknown_superior", r.c.UnknownUnit, u.Superior)
		} else if inCircle(u, byID) {
			r.fault(at(i, "superior"), "fault.unit_cycle", u.ID)
		}
	}
	switch {
	case r.c.Region == "" || len(r.c.Units) == 0 || offices[r.c.Region] != "":
	case !slices.ContainsFunc(r.c.Units, func(u opinion.Unit) bool { return u.Division == r.c.Region }):
		r.fault(r.c.at(unitsFile, "units"), "fault.other_region",
			len(r.c.Units), r.c.Region, words.Of(remedyInit))
	default:
		r.fault(r.c.at(unitsFile, "units"), "fault.no_office",
			r.c.Region)
	}
}

func (r *reader) checkUnit(i int, u opinion.Unit, byID map[string]opinion.Unit) {
	whole := r.c.at(unitsFile, fmt.Sprintf("units[%d]", i))
	switch _, twice := byID[u.ID]; {
	case u.ID == "":
		r.fault(whole, "fault.missing.unit.id")
	case !idPattern.MatchString(u.ID):
		r.fault(whole, "fault.id", u.ID)
	case twice:
		r.fault(r.c.at(unitsFile, fmt.Sprintf("units[%d].id", i)), "fault.duplicate_id.unit", u.ID)
	}
	if u.Name == "" {
		r.fault(whole, "fault.missing.unit.name", u.ID)
	}
	if u.Division == "" {
		r.fault(whole, "fault.missing.unit.division", u.ID)
	}
	if _, said := r.c.places[fmt.Sprintf("%s#units[%d].level", unitsFile, i)]; !said {
		r.fault(whole, "fault.missing.unit.level", u.ID)
	}
	// a vertical one may be chosen by hand, and by past orders
	if !u.Office && !u.Vertical && len(u.Topics) == 0 {
		r.fault(whole, "fault.missing.unit.charge", u.ID)
	}
}

func inCircle(u opinion.Unit, byID map[string]opinion.Unit) bool {
	s := u
	for range len(byID) + 1 {
		next, ok := byID[s.Superior]
		if !ok {
			return false
		}
		if next.ID == u.ID {
			return true
		}
		s = next
	}
	return false
}

// checkResponders: no rule without a responder (DESIGN section 1.4). Each topic needs a unit in
// charge at the region itself, because that is where a matter of any place ends up; a matter
// with a statutory channel needs only the region's office, which tells the channel.
func (r *reader) checkResponders() {
	if r.c.Region == "" {
		return
	}
	var bare Diagnostics
	for _, t := range r.c.Gaps() {
		bare = append(bare, r.c.fault(r.c.places[catalogueFile+"#topic:"+t], "fault.no_responder", r.c.Region, t))
	}
	if slices.ContainsFunc(r.c.Units, func(u opinion.Unit) bool { return u.Division == r.c.Region }) {
		r.faults = append(r.faults, bare.once(remedyFill)...)
	} // else checkUnits says that the units are those of another place
}

// Gaps are the topics that no unit of the region is in charge of, though one has to be.
func (c *Config) Gaps() (out []string) {
	charge := map[string]bool{}
	for _, u := range c.Units {
		if u.Division == c.Region {
			for _, t := range u.Topics {
				charge[t] = true
			}
		}
	}
	for _, t := range c.Topics {
		field, _, _ := strings.Cut(t.ID, "/")
		if t.Refer == "" && !charge[t.ID] && !charge[field] && !c.allItemsAnswered(t.ID, charge) {
			out = append(out, t.ID)
		}
	}
	return out
}

// allItemsAnswered: a field may be without a unit of its own only if all its items are referred.
func (c *Config) allItemsAnswered(field string, charge map[string]bool) bool {
	items := 0
	for _, t := range c.Topics {
		if f, _, isItem := strings.Cut(t.ID, "/"); isItem && f == field {
			if items++; t.Refer == "" {
				return false
			}
		}
	}
	return items > 0
}
