package analyzers

import (
	"unicode/utf8"

	"huiying/opinion"
)

// several judges each matter of a text that raises several by its own words. The finding becomes the
// first one's: its topic, and its place where its own words name one. What it asks for, whether life
// is at stake and how much it weighs stay those of the whole text: an ending like 请尽快处理 is meant
// for all, and danger is never to be lost by a cut.
func several(r *Reading, p Parts) {
	f := &r.finding
	if p.Matters == nil || f.Skipped != "" {
		return
	}
	spans := p.Matters(r.title, r.text, f.Topic)
	if len(spans) < 2 {
		return
	}
	lead := r.text[spans[0].From:spans[0].To]
	topic := p.Topic(spans[0].Title, lead)
	if topic.ID == "" {
		topic = f.Topic
	}
	place := placeOr(p, r, lead, f.Territory)
	for _, s := range spans[1:] {
		words := r.text[s.From:s.To]
		o := opinion.OtherMatter{Topic: p.Topic(s.Title, words), Demand: p.Demand("", words), Why: s.Why,
			From: utf8.RuneCountInString(r.text[:s.From]), To: utf8.RuneCountInString(r.text[:s.To])}
		if o.Topic.ID == "" || o.Topic.ID == topic.ID {
			continue
		}
		if !o.Demand.ID.Asks() {
			o.Demand = f.Demand
		}
		o.Danger, o.Severity = harmIn(p, f, words)
		o.Territory = placeOr(p, r, words, place)
		f.Also = append(f.Also, o)
	}
	if len(f.Also) > 0 {
		f.Topic, f.Territory = topic, place
	}
}

// harmIn judges what a matter's own words say of harm; there is none where there is none in the whole.
func harmIn(p Parts, f *opinion.Finding, words string) (*opinion.DangerFinding, opinion.SeverityFinding) {
	if !f.InDanger() && f.Severity.Level == opinion.SeverityIV {
		return &opinion.DangerFinding{}, opinion.SeverityFinding{Level: opinion.SeverityIV}
	}
	d, s := p.Harm("", words)
	return &d, s
}

// placeOr is the place that words name for certain, else the one that holds for all.
func placeOr(p Parts, r *Reading, words string, all *opinion.Territory) *opinion.Territory {
	if whole := r.finding.Territory; whole == nil || len(whole.Places)+len(whole.Others) == 0 {
		return all // the text names one place at most
	}
	t := p.Territory("", words, r.finding.Division, p.Segmenter.Cut("\n"+words))
	if t == nil || t.Confidence < opinion.Certain {
		return all
	}
	return t
}
