package analyzers

import (
	"testing"

	"huiying/opinion"
)

func TestBelowSureTheFindingSaysUnsure(t *testing.T) {
	said := opinion.TopicFinding{ID: "water", Name: "供水", Confidence: .5, By: "rules", Evidence: []string{"停水"}, Also: []string{"noise"}, Refer: "信访"}
	judge := func(title, _ string) opinion.TopicFinding {
		if title == "" {
			return opinion.TopicFinding{By: "rules"}
		}
		return said
	}
	for _, least := range []float64{0, .5} {
		if f := Sure(judge, least)("x", ""); f.ID != "water" || f.Unsure || f.Refer == "" {
			t.Errorf("at %v: %+v", least, f)
		}
	}
	f := Sure(judge, .51)("x", "")
	if f.ID != "" || f.Name != "" || !f.Unsure || f.Guess != "water" || f.Also != nil || f.Refer != "" || f.Confidence != .5 || len(f.Evidence) != 1 {
		t.Errorf("below: %+v", f)
	}
	if f = Sure(judge, .1)("", ""); !f.Unsure || f.Guess != "" {
		t.Errorf("nothing heard: %+v", f)
	}
	if f = Sure(judge, 0)("", ""); f.Unsure {
		t.Errorf("at 0 it is never unsure: %+v", f)
	}
}
