package consoletest

import (
	"huiying/opinion"
	"huiying/register"
)

// RaisesTwo lets the text that a case is known by raise a second matter, which is in no case yet.
func RaisesTwo(w *World, id, topic, unit string) {
	w.Lock()
	defer w.Unlock()
	f := w.Files[id]
	first := f.Case.Mentions[0]
	for i := range w.Findings {
		if h := &w.Findings[i]; h.ID == first {
			h.Also = []opinion.OtherMatter{{Topic: opinion.TopicFinding{ID: topic}, Route: opinion.Route{Lead: unit},
				To: 4, Why: "link"}}
			f.Matters = []register.Matter{
				{Mention: first, First: true, Topic: f.Case.Topic, Unit: f.Case.Lead, Case: id, State: f.Case.State},
				{Mention: first, Topic: topic, Unit: unit, Words: h.Also[0].Words(h.Text)}}
		}
	}
	w.Files[id] = f
}

// split opens a case for the further matter of a mention.
func split(w *World, mention, topic string) {
	w.Lock()
	defer w.Unlock()
	for _, f := range w.Files {
		for i := range f.Matters {
			if m := &f.Matters[i]; m.Mention == mention && m.Topic == topic {
				m.Case, m.State = opinion.CaseID(mention+topic), opinion.Triage
			}
		}
	}
}
