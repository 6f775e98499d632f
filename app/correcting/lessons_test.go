package correcting

import (
	"testing"

	"huiying/console/facts"
	"huiying/opinion"
)

// What a person said teaches as long as it holds: a topic, whether a text asks, which issue it is
// no report of. Another judgement, or one that was taken back, teaches nothing.
func TestLessonsAreWhatPersonsSaidAndHolds(t *testing.T) {
	m := opinion.Mention{ID: "m1", Title: "样例标题", Text: "样例文本"}
	judged := opinion.Judgement{Topic: opinion.TopicFinding{ID: "water"}, Issue: opinion.IssueRef{ID: "i1"}}
	line := func(l facts.Label) facts.Label {
		l.ID, l.Title, l.Text = m.ID, m.Title, m.Text
		return l
	}
	for name, c := range map[string]struct {
		f    opinion.Finding
		want facts.Label
	}{
		"a topic": {opinion.Finding{Topic: opinion.TopicFinding{ID: "roads", By: opinion.ByPerson},
			Issue: judged.Issue, Judged: &judged}, facts.Label{Label: "roads"}},
		"that it asks nothing": {opinion.Finding{Topic: judged.Topic, Issue: judged.Issue, Judged: &judged,
			Asks: opinion.AsksNothing}, facts.Label{Asks: opinion.AsksNothing}},
		"that it is another matter": {opinion.Finding{Topic: judged.Topic, Judged: &judged,
			Issue: opinion.IssueRef{ID: "i2"}}, facts.Label{Issue: "i2", NotIssue: "i1"}},
	} {
		c.f.Mention = m
		if got, teaches := lessonOf(c.f); !teaches || got != line(c.want) {
			t.Errorf("%s teaches %+v (%v)", name, got, teaches)
		}
	}
	for name, f := range map[string]opinion.Finding{
		"what the analyzers said": {Topic: judged.Topic, Issue: judged.Issue},
		"what was taken back":     {Topic: judged.Topic, Issue: judged.Issue, Judged: &judged},
		"what was said of a place": {Topic: judged.Topic, Issue: judged.Issue, Judged: &judged,
			Corrected: []opinion.Correction{{Field: opinion.FieldPlace}}},
	} {
		if got, teaches := lessonOf(f); teaches {
			t.Errorf("%s teaches %+v", name, got)
		}
	}
}
