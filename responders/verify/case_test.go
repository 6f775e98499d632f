package verify

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"huiying/opinion"
)

func TestTheQuestionCountsThatTheAnswerFitsBest(t *testing.T) {
	var j Judge
	plain := j.Judge(lamps, 0)
	answer := Pair{Title: lamps.Title, Reply: lamps.Reply}
	for name, questions := range map[string][]Pair{
		"first": {lamps, school, pipes}, "last": {school, pipes, lamps}, "alone": {lamps},
	} {
		asked := slices.Clone(questions)
		for i := range asked {
			asked[i].Reply = "of another" // what a question came with is not what is judged
		}
		if got := j.JudgeCase(asked, answer, nil); !reflect.DeepEqual(got, plain) {
			t.Errorf("%s: about %.2f, want %.2f: %s", name, got.About, plain.About, got.Reasons())
		}
	}
	if got := j.JudgeCase([]Pair{school, pipes}, answer, nil); got.About >= border || len(got.Doubts()) == 0 {
		t.Errorf("an answer to another question raises no doubt: %+v", got)
	}
	if got := j.JudgeCase(nil, answer, nil); len(got.Checks) != 0 || got.Doubts() != nil {
		t.Errorf("without a question: %+v", got)
	}
}

func TestTheSameAnswerToManyRaisesDoubt(t *testing.T) {
	var j Judge
	answer := Pair{Title: lamps.Title, Reply: lamps.Reply}
	var latest []Pair
	for _, q := range []Pair{school, pipes} {
		latest = append(latest, Pair{Title: q.Title, Reply: lamps.Reply})
	}
	if got, want := j.JudgeCase([]Pair{lamps}, answer, latest), j.Judge(lamps, 2); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	unknown := []Pair{{Reply: lamps.Reply}, {Title: school.Title}}
	if got, want := j.JudgeCase([]Pair{lamps}, answer, unknown), j.Judge(lamps, 0); !reflect.DeepEqual(got, want) {
		t.Errorf("an answer without a question, and a question without one, were counted: %+v", got)
	}
}

func TestOnlyPromisesWithADayAreFollowed(t *testing.T) {
	j := Judge{WorkingDays: weekdays}
	p := Pair{Title: lamps.Title, Text: lamps.Text, Reply: "望江里路灯将于12月5日前修好，我局近期将安排巡查。",
		RepliedAt: time.Date(2026, 11, 23, 9, 0, 0, 0, opinion.Beijing)}
	got := j.JudgeCase([]Pair{p}, p, nil)
	if want := []opinion.Pledge{{Term: "12月5日前", Due: "2026-12-05"}}; len(got.Promises) != 2 ||
		!slices.Equal(got.Pledges(), want) {
		t.Errorf("of %+v pledges %+v, want %+v", got.Promises, got.Pledges(), want)
	}
}
