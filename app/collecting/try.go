package collecting

import (
	"context"
	"time"

	"huiying/collectors"
	"huiying/collectors/feed"
	"huiying/collectors/web"
	"huiying/configs"
	"huiying/fetch"
)

// Trial is what a place would bring, and how it would be configured. Its words are redacted.
type Trial struct {
	Kind     string                 `json:"kind"` // page, article, json, sitemap, feed
	Charset  string                 `json:"charset"`
	Items    []TrialItem            `json:"items"`
	Replies  []TrialReply           `json:"replies,omitempty"`
	Proposal Proposal               `json:"proposal"`
	Warnings []string               `json:"warnings"` // short codes, or a reason
	Refused  []collectors.Rejection `json:"refused,omitempty"`
}

// TrialItem is one mention that would be made.
type TrialItem struct {
	Title     string    `json:"title"`
	Published time.Time `json:"published_at,omitzero"`
	Text      string    `json:"text"`
	URL       string    `json:"url"`
	Division  string    `json:"division"`
	Reply     *ReplyAt  `json:"reply,omitempty"`
}

// ReplyAt says that an office answered an item, and where its words are: at Index of the
// trial's replies. They are no part of the item, as they are none of the mention.
type ReplyAt struct {
	Unit  string    `json:"unit,omitempty"`
	At    time.Time `json:"published_at,omitzero"`
	Index int       `json:"index"`
}

// TrialReply is what an office answered to one item.
type TrialReply struct {
	Item int    `json:"item"`
	Text string `json:"text"`
}

// Proposal is a source as sources.yaml would say it.
type Proposal struct {
	By      configs.Way `json:"by"`
	URL     string      `json:"url"`
	Follow  bool        `json:"follow,omitempty"`
	Domains []string    `json:"domains,omitempty"`
}

// mostTried bounds the pages that a trial asks for.
const mostTried = 20

// Try looks at one address as the source s would, writing nothing. With no way of its own it is
// read as a feed where it is one, else as a page; then entries of other hosts are read too, and
// a page that is itself a text is one item. The Trial holds what was found before an error.
func Try(ctx context.Context, s configs.SourceSettings, client *fetch.Client, now func() time.Time) (Trial, error) {
	ways, known := []configs.Way{s.By}, true
	if s.By == "" {
		ways, known = Ways(), false
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
			return Trial{}, err
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

func trialOf(s configs.SourceSettings, haul collectors.Haul, err error) Trial {
	out := Trial{Kind: haul.Report.Kind, Charset: haul.Report.Charset, Items: []TrialItem{}, Refused: haul.Refused,
		Warnings: append([]string{}, haul.Report.Warnings...),
		Proposal: Proposal{By: s.By, URL: s.URL, Follow: s.Follow || haul.Report.Teasers, Domains: haul.Report.Domains}}
	if len(haul.Report.Asks) > 0 {
		out.Proposal.URL = haul.Report.Asks[0]
	}
	replies := map[string]int{}
	for i, r := range haul.Replies {
		replies[r.Mention] = i
	}
	for _, m := range haul.Mentions {
		item := TrialItem{Title: m.Title, Published: m.PublishedAt, Text: m.Text, URL: m.URL, Division: m.Division}
		if i, ok := replies[m.ID]; ok {
			r := haul.Replies[i]
			item.Reply = &ReplyAt{Unit: r.Unit, At: r.At, Index: len(out.Replies)}
			out.Replies = append(out.Replies, TrialReply{Item: len(out.Items), Text: r.Text})
		}
		out.Items = append(out.Items, item)
	}
	if err != nil {
		out.Warnings = append(out.Warnings, collectors.Code(err))
	}
	return out
}
