package collecting

import (
	"context"
	"time"

	"huiying/collectors"
	"huiying/collectors/feed"
	"huiying/collectors/web"
	"huiying/configs"
	"huiying/console/facts"
	"huiying/fetch"
)

// triedWays are those in which an unknown address is read, in their order. Reading by pages takes
// data too.
var triedWays = []configs.Way{configs.ByFeed, configs.ByPage}

// mostTried bounds the pages that a trial asks for.
const mostTried = 20

// Try looks at one address as the source s would, writing nothing. With no way of its own it is
// read as a feed where it is one, else as a page; then entries of other hosts are read too, and
// a page that is itself a text is one item. The Trial holds what was found before an error.
func Try(ctx context.Context, s configs.SourceSettings, client *fetch.Client,
	now func() time.Time) (facts.Trial, error) {
	ways, known := []configs.Way{s.By}, true
	if s.By == "" {
		ways, known = triedWays, false
	}
	if s.Max == 0 || s.Max > mostTried {
		s.Max = mostTried
	}
	var haul collectors.Haul
	var err error
	for _, way := range ways {
		s.By = way
		var source collectors.Collector
		if source, err = Collector(s, client, now); err != nil {
			return facts.Trial{}, err
		}
		if !known {
			source = onTrial(source)
		}
		if haul, err = source.Collect(ctx, collectors.Memory{}); err == nil &&
			haul.Report.Kind != "" && len(haul.Mentions)+len(haul.Refused) > 0 {
			break
		}
	}
	return trialOf(s, haul, err), err
}

// onTrial is a collector that reads what a source not configured yet would need.
func onTrial(c collectors.Collector) collectors.Collector {
	switch c := c.(type) {
	case *web.Site:
		return c.Trial()
	case *feed.Feed:
		return c.Trial()
	}
	return c
}

func trialOf(s configs.SourceSettings, haul collectors.Haul, err error) facts.Trial {
	out := facts.Trial{Kind: haul.Report.Kind, Charset: haul.Report.Charset, Items: []facts.TrialItem{},
		Warnings: append([]string{}, haul.Report.Warnings...), Proposal: proposalOf(s, haul)}
	replies := map[string]int{}
	for i, r := range haul.Replies {
		replies[r.Mention] = i
	}
	for _, m := range haul.Mentions {
		item := facts.TrialItem{Title: m.Title, Published: m.PublishedAt, Text: m.Text, URL: m.URL,
			Division: m.Division}
		if i, ok := replies[m.ID]; ok {
			r := haul.Replies[i]
			item.Reply = &facts.TrialReplyAt{Unit: r.Unit, At: r.At, Index: len(out.Replies)}
			out.Replies = append(out.Replies, facts.TrialReply{Item: len(out.Items), Text: r.Text})
		}
		out.Items = append(out.Items, item)
	}
	for _, r := range haul.Refused {
		out.Refused = append(out.Refused, facts.TrialRefusal{Address: r.Address, Code: r.Code, Reason: r.Reason})
	}
	if err != nil {
		out.Warnings = append(out.Warnings, collectors.Code(err))
	}
	out.YAML = yamlOf(out)
	return out
}
