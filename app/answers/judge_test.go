package answers

import (
	"testing"
	"time"

	"huiying/analyzers/territory"
	"huiying/app/tour"
	"huiying/responders/casework"
	"huiying/responders/verify"
)

// What the sample units of the tour answer holds, and their form letter does not.
func TestSampleAnswersAreAnswers(t *testing.T) {
	table, err := territory.National()
	if err != nil {
		t.Fatal(err)
	}
	days, err := casework.NewCalendars()
	if err != nil {
		t.Fatal(err)
	}
	j := NewJudge(days, table)
	for _, s := range tour.Stream(1, time.Now(), time.Minute, 200) {
		p := verify.Pair{Title: s.Title, Text: s.Text, Reply: tour.Answer(s.Title)}
		if v := j.Judge(p, 0); !v.OK() {
			t.Errorf("%s: %s: %v", s.Title, p.Reply, v.Reasons())
		}
		p.Reply = tour.FormLetter
		if v := j.Judge(p, 0); v.OK() {
			t.Fatalf("%s: the form letter passes: %v", s.Title, v.Reasons())
		}
	}
}
