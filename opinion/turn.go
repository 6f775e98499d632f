package opinion

import "time"

// Turn (承办) is one unit's time with a case as the leading unit, from the moment it was given
// the case until it closed it, returned it, or had it taken away. The work of units is
// counted by turns: a unit answers for what happened while the duty was its own. The part of a
// co-unit (协办) is a turn beside those of the leading units: see Assisted.
type Turn struct {
	Case     string    `json:"case"`
	N        int       `json:"n"` // 1 for the first of its case; 0 for the part of a co-unit
	Unit     string    `json:"unit"`
	By       Move      `json:"by"` // what gave it: dispatch, arbitrate, raise, reopen, unmerge
	Topic    string    `json:"topic"`
	Division string    `json:"division"`
	Severity Severity  `json:"severity"`
	Began    time.Time `json:"began"`
	Ended    time.Time `json:"ended,omitzero"` // zero while it lasts

	SignDue     time.Time `json:"sign_due,omitzero"`
	Signed      time.Time `json:"signed,omitzero"`
	InformDue   time.Time `json:"inform_due,omitzero"`
	Informed    time.Time `json:"informed,omitzero"` // the first word to the public, information or answer
	AnswerDue   time.Time `json:"answer_due,omitzero"`
	Answered    time.Time `json:"answered,omitzero"` // the answer that stands
	CompleteDue time.Time `json:"complete_due,omitzero"`
	Completed   time.Time `json:"completed,omitzero"`

	Replied  time.Time `json:"replied,omitzero"` // the first answer, whether it stands or not
	Returned time.Time `json:"returned,omitzero"`
	Next     string    `json:"next,omitempty"` // the unit of the turn after a return; "" until that is decided
	Redone   int       `json:"redone"`         // answers that had to be given again
	Solved   string    `json:"solved,omitempty"`
	Reopened bool      `json:"reopened,omitempty"` // the case was closed and opened again
	Verdict  string    `json:"verdict,omitempty"`  // of others than the unit: yes or no

	// What readers of the open board thought of the answer; 0 and 0 below LeastVotes.
	Satisfied   int `json:"satisfied,omitempty"`
	Unsatisfied int `json:"unsatisfied,omitempty"`

	PromiseDue  time.Time `json:"promise_due,omitzero"`   // of its promises the first that is not kept
	PromiseKept time.Time `json:"promise_kept,omitzero"`  // the last one that was
	PromiseLate bool      `json:"promise_late,omitempty"` // one was kept after its day

	Assists   bool      `json:"assists,omitempty"` // as a co-unit, that owes its part (协办反馈) and nothing else
	AssistDue time.Time `json:"assist_due,omitzero"`
	Assisted  time.Time `json:"assisted,omitzero"` // when it gave its part
}

// Turned folds an event into the turns of a case; was and now are the case before and after
// it. It needs the last turn only and leaves those before it alone. Requests for disclosure
// (依申请公开) have no turns: they are counted apart, by their own law.
func Turned(turns []Turn, was Case, e Event, now Case) []Turn {
	if now.Matter != PublicMatter {
		return turns
	}
	turns = append([]Turn(nil), turns...)
	last := len(turns) - 1
	if Untaken(was, e) && last >= 0 {
		return turns[:last]
	}
	held := last >= 0 && turns[last].Ended.IsZero()
	if begins(held, was, e, now) {
		n := 1
		if last >= 0 {
			turns[last].handed(e, now)
			n = turns[last].N + 1
		}
		turns = append(turns, Turn{Case: now.ID, N: n, Unit: now.Lead, By: e.Type, Began: e.At})
		last, held = last+1, true
	}
	if held {
		turns[last].note(was, e, now)
	} else if last >= 0 && e.Type == MoveCorrect {
		turns[last].about(now)
	}
	if last >= 0 && e.Type == MoveConfirm {
		turns[last].Verdict = now.Verdict()
	}
	pledged(turns, e, now)
	return turns
}

// Untaken says that e recalls a dispatch: the turn that began with it never was.
func Untaken(was Case, e Event) bool {
	return e.Type == MoveRecall && was.Before != nil && was.Before.Move == MoveDispatch
}

// pledged notes promises in the turn in which they were given, which may have ended long ago.
func pledged(turns []Turn, e Event, now Case) {
	unit := e.Unit
	if e.Type != MoveVerify && e.Type != MoveKeep {
		return
	}
	for i := len(turns) - 1; i >= 0; i-- {
		t := &turns[i]
		if t.Unit != unit || e.Type == MoveKeep && t.PromiseDue.IsZero() {
			continue
		}
		if e.Type == MoveKeep {
			t.PromiseKept, t.PromiseLate = e.At, t.PromiseLate || e.At.After(e.Due)
		}
		t.PromiseDue = time.Time{}
		for _, p := range now.Promised() {
			if p.Unit == unit && t.PromiseDue.IsZero() {
				t.PromiseDue = p.Due
			}
		}
		return
	}
}

// begins says whether a unit has the case from this event on. Raising a case that no unit
// has changes a proposal only.
func begins(held bool, was Case, e Event, now Case) bool {
	switch e.Type {
	case MoveDispatch, MoveArbitrate:
		return true
	case MoveReopen, MoveUnmerge:
		return now.State == Dispatched
	case MoveRaise:
		return held && now.Lead != was.Lead
	}
	return false
}

// handed closes what a turn must know of its successor.
func (t *Turn) handed(e Event, now Case) {
	if t.Ended.IsZero() {
		t.Ended = e.At
	}
	if !t.Returned.IsZero() && t.Next == "" {
		t.Next = now.Lead
	}
	if e.Type == MoveReopen {
		t.Reopened = true
	}
}

// about takes over what the case is about, for a person may correct it.
func (t *Turn) about(c Case) { t.Topic, t.Division, t.Severity = c.Topic, c.Division, c.Severity }

func (t *Turn) note(was Case, e Event, now Case) {
	t.about(now)
	t.clocks(now)
	if now.Redone > was.Redone {
		t.Redone++
	}
	switch e.Type {
	case MoveInform:
		first(&t.Informed, e.At)
	case MoveAnswer:
		first(&t.Informed, e.At)
		first(&t.Replied, e.At)
		t.Answered = e.At
	case MoveVerify:
		if !e.OK {
			t.Answered = time.Time{} // it is owed again
		}
	case MoveReturn:
		t.Returned = e.At
	case MoveClose:
		t.Completed, t.Solved = e.At, e.Solved
	}
	if now.State == Returned || !now.State.Open() {
		t.Ended = e.At
	}
}

// clocks reads by when each duty is owed. What was met before the turn began is not its own.
func (t *Turn) clocks(c Case) {
	for _, k := range c.Clocks {
		if !k.Done.IsZero() && k.Done.Before(t.Began) {
			continue
		}
		switch k.Duty {
		case DutySign:
			t.SignDue, t.Signed = k.Due, k.Done
		case DutyInform:
			t.InformDue = k.Due
		case DutyAnswer:
			t.AnswerDue = k.Due
		case DutyComplete:
			t.CompleteDue = k.Due
		}
	}
}

func first(at *time.Time, when time.Time) {
	if at.IsZero() {
		*at = when
	}
}
