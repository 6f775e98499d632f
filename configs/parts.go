package configs

import (
	"fmt"
	"slices"
	"strings"
)

// Parts are what the living parts of the program can do, of which a configuration names some.
// This package does not know them: whoever checks a configuration or starts from it hands them in.
type Parts struct {
	Collected []Way         // ways that have a collector
	Channels  []ChannelKind // ways of telling that have a sender
	Briefings []string      // ends of the files that a briefing can be written as
}

// ChannelKind is a way of telling: the keys of Channel that it needs, and those that it may have
// besides.
type ChannelKind struct {
	By           string
	Needs, Takes []string
}

// CheckParts asks whether there is a part for all that a configuration names.
func (c *Config) CheckParts(p Parts) Diagnostics {
	r := &reader{c: c}
	r.checkWays(p.Collected)
	for i, ch := range c.Notify.Channels {
		r.checkChannelKind(i, ch, p.Channels)
	}
	r.checkBriefingList("formats", c.Briefing.Formats, p.Briefings)
	return r.faults.sorted()
}

// checkWays asks whether each source that is visited has a collector.
func (r *reader) checkWays(collected []Way) {
	names := make([]string, len(collected))
	for i, w := range collected {
		names[i] = string(w)
	}
	for i, s := range r.c.Sources {
		if s.By.Visited() && !slices.Contains(collected, s.By) {
			r.fault(r.c.at(sourcesFile, fmt.Sprintf("sources[%d].by", i)), "fault.no_collector", s.ID, s.By,
				strings.Join(names, ", "))
		}
	}
}
