package opinion

import "slices"

// OtherMatter (另有事项) is a further matter of a text that raises several (一信多事): the finding itself
// is the one that it raises first.
type OtherMatter struct {
	Topic     TopicFinding    `json:"topic"`
	Demand    DemandFinding   `json:"demand"`
	Territory *Territory      `json:"territory"`
	Danger    *DangerFinding  `json:"danger,omitempty"`
	Severity  SeverityFinding `json:"severity"`
	Route     Route           `json:"route"`
	// From and To are where it stands in the mention's text, in characters: no word is kept twice.
	From int `json:"from"`
	To   int `json:"to"`
	// Why it is one of its own: "order" (第二, 2、), "link" (另外, 还有) or "topic".
	Why string `json:"why"`
	// Asks: a person opens a case for it (立件); else that follows from the letter's.
	Asks Asked `json:"asks,omitempty"`
}

// Words are what the mention's text says of it; "" once the text is forgotten.
func (o OtherMatter) Words(text string) string {
	r := []rune(text)
	if o.From < 0 || o.From > o.To || o.To > len(r) {
		return ""
	}
	return string(r[o.From:o.To])
}

// Request is all of it that routing may look at.
func (o OtherMatter) Request(f Finding) RouteRequest {
	f.Topic, f.Territory, f.Severity, f.Hints = o.Topic, o.Territory, o.Severity, nil
	return f.RouteRequest()
}

// Others are the further matters as findings of their own: the same mention, judged by what it says of
// each. Each has an issue of its own, which follows from that of the finding as it was judged, from
// its topic and its place, so that copies of a letter and its newer texts come to the same one.
// Corrections are of the first matter, and are left out but for what opens a case.
func (f Finding) Others() []Finding {
	out := make([]Finding, len(f.Also))
	first := f.Judgement().Issue
	for i, o := range f.Also {
		g := f
		g.Also, g.Corrected, g.Judged = nil, f.asked(o.Topic.ID), nil
		g.Topic, g.Demand, g.Territory, g.Severity, g.Route = o.Topic, o.Demand, o.Territory, o.Severity, o.Route
		g.Danger, g.Part = o.Danger, true
		if o.Asks != "" {
			g.Asks = o.Asks
		}
		g.Issue = IssueRef{ID: IssueID(first.ID + "/" + o.Topic.ID + "/" + g.Place()), Size: 1, New: !first.Copy,
			Copy: first.Copy, Same: first.Same}
		out[i] = g
	}
	return out
}

// asked are the corrections by which a person opened a case for the mention, or for its further matter
// of that topic.
func (f Finding) asked(topic string) (out []Correction) {
	for _, c := range f.Corrected {
		if c.Field == FieldAsks || c.Field == FieldOther && c.Is == topic {
			out = append(out, c)
		}
	}
	return out
}

// Of is the finding as the case of an issue sees it: the further matter that the issue is of, else the
// finding itself.
func (f Finding) Of(issue string) Finding {
	if i := f.OtherOf(issue); i >= 0 {
		return f.Others()[i]
	}
	return f
}

// OtherOf is which further matter an issue is of, -1 for none.
func (f Finding) OtherOf(issue string) int {
	if issue == f.Issue.ID || len(f.Also) == 0 {
		return -1
	}
	return slices.IndexFunc(f.Others(), func(o Finding) bool { return o.Issue.ID == issue })
}
