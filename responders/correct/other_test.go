package correct

import (
	"errors"
	"testing"

	"huiying/opinion"
	"huiying/words"
)

// A person opens a case for a further matter; correcting the first one leaves the others as they are.
func TestAFurtherMatterIsOpenedAndSurvivesCorrections(t *testing.T) {
	f := judged(t)
	f.Also = []opinion.OtherMatter{{Topic: opinion.TopicFinding{ID: "noise"}, Route: opinion.Route{Lead: "u-noise"}}}
	before := f.Others()[0]
	f = do(t, f, Change{Field: opinion.FieldOther, Is: "noise"})
	if f.Also[0].Asks != opinion.AsksCase || f.Others()[0].Asks != opinion.AsksCase || f.Asks != "" {
		t.Errorf("after opening: %+v, the letter asks %q", f.Also, f.Asks)
	}
	f = do(t, f, Change{Field: opinion.FieldTopic, Is: "petition"})
	f = do(t, f, Change{Field: opinion.FieldIssue, Is: "i7", Issue: opinion.IssueRef{ID: "i7", Size: 3}})
	after := f.Others()[0]
	if after.Issue.ID != before.Issue.ID || after.Route.Lead != "u-noise" || after.Asks != opinion.AsksCase {
		t.Errorf("the other matter became %+v", after)
	}
	f = do(t, f, Change{Undo: true, Field: opinion.FieldOther})
	if f.Also[0].Asks != "" {
		t.Errorf("taken back, it still asks: %+v", f.Also)
	}
	for code, cmd := range map[string]Change{
		CodeUnknownValue: {Field: opinion.FieldOther, Is: "water"},
		CodeInCase:       {Field: opinion.FieldOther, Is: "noise", Case: "c1"},
		CodeLetterWaits:  {Field: opinion.FieldOther, Is: "noise", Waits: true},
	} {
		cmd.By, cmd.Seen = "monitor", -1
		_, err := Decide(f, cmd, env(), now)
		if no := (*words.Refusal)(nil); !errors.As(err, &no) || no.Code != code {
			t.Errorf("%+v: %v, want %s", cmd, err, code)
		}
	}
}
