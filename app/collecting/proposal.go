package collecting

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"huiying/collectors"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/opinion"
)

// proposalOf is a source that would bring what a trial brought.
func proposalOf(s configs.SourceSettings, haul collectors.Haul) facts.TrialProposal {
	p := facts.TrialProposal{By: string(s.By), URL: s.URL,
		Follow: s.Follow || haul.Report.Teasers, Domains: haul.Report.Domains}
	switch {
	case len(haul.Report.Asks) > 0: // the page is made by a script: what it asks is asked directly
		p.URL, p.By = haul.Report.Asks[0], string(configs.ByJSON)
	case haul.Report.Kind == "json" && s.By == configs.ByPage:
		p.By = string(configs.ByJSON)
	}
	if p.By == string(configs.ByJSON) {
		p.JSON = haul.Report.Paths
	}
	return p
}

// yamlOf is the proposal of a trial as an entry of sources.yaml. What only a person can know is left
// for him to fill in.
func yamlOf(t facts.Trial) string {
	var b strings.Builder
	p := t.Proposal
	kind := opinion.KindOther
	if len(t.Replies) > 0 {
		kind = opinion.KindBoard
	}
	id, host := nameOf(p.URL)
	fmt.Fprintf(&b, "  - id: %s\n    name: %s\n    kind: %s  # one of %s\n    by: %s\n    url: %q\n    every: 1h\n    enabled: true\n",
		id, host, kind, opinion.Listed(opinion.SourceKinds), p.By, p.URL)
	if len(p.JSON) > 0 {
		b.WriteString("    json:\n")
		for _, key := range []string{"items", "title", "text", "time", "reply", "url", "page"} {
			if path := p.JSON[key]; path != "" {
				fmt.Fprintf(&b, "      %s: %q\n", key, path)
			}
		}
	}
	if p.Follow {
		b.WriteString("    follow: true\n")
	}
	if len(p.Domains) > 0 {
		fmt.Fprintf(&b, "    selectors:\n      domains: [%s]\n", strings.Join(p.Domains, ", "))
	}
	return b.String()
}

var notOfID = regexp.MustCompile(`[^a-z0-9]+`)

// nameOf makes an id and a name of the host of an address.
func nameOf(address string) (id, name string) {
	u, err := url.Parse(address)
	if err != nil || u.Hostname() == "" {
		return "new-source", "new source"
	}
	name = strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
	if id = strings.Trim(notOfID.ReplaceAllString(name, "-"), "-"); id == "" {
		id = "new-source"
	}
	if id[0] < 'a' {
		id = "source-" + id
	}
	return id, name
}
