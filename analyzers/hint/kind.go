package hint

import (
	"slices"
	"strings"

	"huiying/opinion"
)

// asks are the words by which hotlines name what is asked; the first that stands in a value holds.
var asks = []struct {
	word string
	is   opinion.Demand
}{
	{"表扬", opinion.Praise}, {"感谢", opinion.Praise}, {"举报", opinion.Report}, {"投诉", opinion.Complaint},
	{"求助", opinion.Help}, {"求决", opinion.Help}, {"建议", opinion.Suggestion}, {"意见", opinion.Suggestion},
	{"咨询", opinion.Inquiry},
}

func demandOf(value string) (opinion.Demand, bool) {
	v := plain(value)
	if d := opinion.Demand(v); d.Known() && d != opinion.NoDemand {
		return d, true
	}
	for _, a := range asks {
		if strings.Contains(v, a.word) {
			return a.is, true
		}
	}
	return "", false
}

// topic is the catalogue item that a value names: by its name, the narrowest part of a path of names
// first, else by the words of the catalogue.
func (r *Reader) topic(value string) (opinion.Topic, bool) {
	parts := strings.FieldsFunc(value, func(c rune) bool { return strings.ContainsRune("/>-—、|_，,\\", c) })
	for _, part := range slices.Backward(append([]string{value}, parts...)) {
		if t, ok := r.topics[plain(part)]; ok {
			return t, true
		}
	}
	if found := r.t.Topic(value, ""); found.ID != "" && found.Confidence >= sureTopic {
		t, ok := r.topics[plain(found.ID)]
		return t, ok
	}
	return opinion.Topic{}, false
}

// applyType lets a type say what is asked and what it is about.
func (r *Reader) applyType(f *opinion.Finding, x *opinion.Hinted) {
	if d, ok := demandOf(x.Value); ok {
		applyDemand(f, d, x)
		return
	}
	if t, ok := r.topic(x.Value); ok {
		applyTopic(f, t, x)
	}
}

// applyDemand: where the text leaves open what it asks, or says that it asks nothing, the type says
// it. One that asks for nothing decides nothing: a column lets no text be dismissed.
func applyDemand(f *opinion.Finding, d opinion.Demand, x *opinion.Hinted) {
	x.Is, x.Use = string(d), opinion.HintDiffers
	was := f.Demand
	switch {
	case was.ID == d:
		x.Use = opinion.HintAgrees
	case d.Asks() && (!was.ID.Asks() || was.Confidence < unclear):
		x.Use = opinion.HintDecided
		f.Demand = opinion.DemandFinding{ID: d, Confidence: demandByHint,
			Evidence: append(slices.Clone(was.Evidence), x.Evidence())}
	default:
		f.Demand.Evidence = append(slices.Clip(was.Evidence), x.Evidence()+"（与文中所说不同，以文为准）")
	}
}

// applyTopic: where the text leaves open what it is about, or names the field alone, the type says
// it. A matter with a channel of its own is not referred for a column.
func applyTopic(f *opinion.Finding, t opinion.Topic, x *opinion.Hinted) {
	x.Is, x.Use = t.ID, opinion.HintDiffers
	was := f.Topic
	switch {
	case was.ID == t.ID || strings.HasPrefix(was.ID, t.ID+"/"):
		x.Use = opinion.HintAgrees
	case t.Refer == "" && (was.ID == "" || strings.HasPrefix(t.ID, was.ID+"/")):
		x.Use = opinion.HintDecided
		f.Topic = opinion.TopicFinding{ID: t.ID, Name: t.Name, Confidence: max(was.Confidence, topicByHint),
			By: was.By, Also: was.Also, Refer: was.Refer, Evidence: append(slices.Clone(was.Evidence), x.Evidence())}
	default:
		f.Topic.Evidence = append(slices.Clip(was.Evidence), x.Evidence()+"（与文中所说不同，以文为准）")
	}
}
