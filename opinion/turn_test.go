package opinion

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// tell folds a history of a case into its turns.
func tell(events []Event) ([]Turn, Case) {
	var c Case
	var turns []Turn
	for _, e := range events {
		was := c
		c = c.Apply(e)
		turns = Turned(turns, was, e, c)
	}
	return turns, c
}

// at is hours after the start of the story.
func at(hours int) time.Time { return start.Add(time.Duration(hours) * time.Hour) }

func given(m Move, unit string, hours int) Event {
	k := Clock{Profile: "opinion", Start: at(hours), Limit: 48 * time.Hour}
	return Event{Case: "c1", Type: m, At: at(hours), Unit: unit, Clock: &k, Due: at(hours + 48),
		Clocks: []Timed{{Duty: DutySign, Unit: unit, Clock: k, Due: at(hours + 4)}, {Duty: DutyComplete, Unit: unit, Clock: k, Due: at(hours + 100)}}}
}

func TestAUnitAnswersForItsOwnTurn(t *testing.T) {
	open := Event{Case: "c1", Type: MoveOpen, At: at(0), Unit: "u0", Issue: "i", Topic: "city/light", Division: "440106", Severity: SeverityIV}
	move := func(m Move, hours int) Event { return Event{Case: "c1", Type: m, At: at(hours)} }
	closed := Event{Case: "c1", Type: MoveClose, At: at(60), Outcome: AnsweredInPublic, Solved: "yes"}
	failed, held := move(MoveVerify, 30), Event{Case: "c1", Type: MoveVerify, At: at(50), OK: true}
	for name, c := range map[string]struct {
		events []Event
		want   []Turn
	}{
		"proposed, but with no unit yet": {[]Event{open, {Case: "c1", Type: MoveRaise, At: at(1), Unit: "u9"}}, nil},
		"signed, answered twice, closed": {
			[]Event{open, given(MoveDispatch, "u1", 1), move(MoveSign, 2), move(MoveAnswer, 20), failed, move(MoveAnswer, 40), held, closed},
			[]Turn{{N: 1, Unit: "u1", By: MoveDispatch, Began: at(1), Ended: at(60), SignDue: at(5), Signed: at(2), Informed: at(20), AnswerDue: at(49), Answered: at(40),
				CompleteDue: at(101), Completed: at(60), Replied: at(20), Redone: 1, Solved: "yes"}},
		},
		"an answer that fails its check is owed again": {
			[]Event{open, given(MoveDispatch, "u1", 1), move(MoveSign, 2), move(MoveAnswer, 20), failed},
			[]Turn{{N: 1, Unit: "u1", By: MoveDispatch, Began: at(1), SignDue: at(5), Signed: at(2), Informed: at(20), AnswerDue: at(49), CompleteDue: at(101), Replied: at(20), Redone: 1}},
		},
		"returned and given to another": {
			[]Event{open, given(MoveDispatch, "u1", 1), move(MoveReturn, 3), given(MoveDispatch, "u2", 5)},
			[]Turn{{N: 1, Unit: "u1", By: MoveDispatch, Began: at(1), Ended: at(3), SignDue: at(5), AnswerDue: at(49), CompleteDue: at(101), Returned: at(3), Next: "u2"},
				{N: 2, Unit: "u2", By: MoveDispatch, Began: at(5), SignDue: at(9), AnswerDue: at(53), CompleteDue: at(105)}},
		},
		"raised to another": {
			[]Event{open, given(MoveDispatch, "u1", 1), move(MoveSign, 2), {Case: "c1", Type: MoveRaise, At: at(10), Unit: "u3"}},
			[]Turn{{N: 1, Unit: "u1", By: MoveDispatch, Began: at(1), Ended: at(10), SignDue: at(5), Signed: at(2), AnswerDue: at(49), CompleteDue: at(101)},
				{N: 2, Unit: "u3", By: MoveRaise, Began: at(10), AnswerDue: at(49), CompleteDue: at(101)}},
		},
		"closed and opened again": {
			[]Event{open, given(MoveDispatch, "u1", 1), move(MoveSign, 2), move(MoveAnswer, 20), held, closed, given(MoveReopen, "", 70)},
			[]Turn{{N: 1, Unit: "u1", By: MoveDispatch, Began: at(1), Ended: at(60), SignDue: at(5), Signed: at(2), Informed: at(20), AnswerDue: at(49), Answered: at(20),
				CompleteDue: at(101), Completed: at(60), Replied: at(20), Solved: "yes", Reopened: true},
				{N: 2, Unit: "u1", By: MoveReopen, Began: at(70), SignDue: at(74), AnswerDue: at(118), CompleteDue: at(170)}},
		},
		"referred": {
			[]Event{open, given(MoveDispatch, "u1", 1), {Case: "c1", Type: MoveRefer, At: at(9), Outcome: OutcomeReferred}},
			[]Turn{{N: 1, Unit: "u1", By: MoveDispatch, Began: at(1), Ended: at(9), SignDue: at(5), AnswerDue: at(49), CompleteDue: at(101)}},
		},
	} {
		for i := range c.want {
			c.want[i].Case, c.want[i].Topic, c.want[i].Division, c.want[i].Severity = "c1", "city/light", "440106", SeverityIV
		}
		if got, _ := tell(c.events); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\ngot  %+v\nwant %+v", name, got, c.want)
		}
	}
}

// Whatever happens, turns follow one another, one lasts exactly while a unit has the case, and the
// last turn is all that the fold needs.
func TestTurnsFollowOneAnother(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events, cases := story(t)
		turns, c := tell(events)
		var last []Turn
		var was Case
		for i, e := range events {
			last = Turned(last, was, e, cases[i])
			if n := len(last); n > 1 {
				last = last[n-1:]
			}
			was = cases[i]
		}
		for i, x := range turns {
			if x.N != i+1 || x.Unit == "" || i > 0 && (turns[i-1].Ended.IsZero() || x.Began.Before(turns[i-1].Ended)) {
				t.Fatalf("turn %d: %+v", i, turns)
			}
		}
		if len(turns) == 0 {
			return
		}
		end := turns[len(turns)-1]
		if end != last[0] {
			t.Fatalf("from the last turn alone %+v, from all %+v", last[0], end)
		}
		with := c.State.Open() && c.State != Triage && c.State != Returned
		if with != end.Ended.IsZero() || with && end.Unit != c.Lead {
			t.Fatalf("state %s with %s, turn %+v", c.State, c.Lead, end)
		}
	})
}

// A correction moves the last turn to where it belongs, also when the case is closed.
func TestACorrectionMovesTheTurn(t *testing.T) {
	events := []Event{{Case: "c1", Type: MoveOpen, At: at(0), Unit: "u0", Issue: "i", Mention: "m0", Topic: "city/light", Division: "440106"}, given(MoveDispatch, "u1", 1)}
	correct := Event{Case: "c1", Type: MoveCorrect, At: at(70), Mention: "m0", Nth: 1, Topic: "city/water", Division: "440103"}
	end := Event{Case: "c1", Type: MoveRefer, At: at(9), Outcome: OutcomeReferred}
	for name, story := range map[string][]Event{"held": append(events[:2:2], correct), "ended": append(events[:2:2], end, correct)} {
		if turns, _ := tell(story); len(turns) != 1 || turns[0].Topic != "city/water" || turns[0].Division != "440103" {
			t.Errorf("%s: %+v", name, turns)
		}
	}
}
