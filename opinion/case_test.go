package opinion

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// story draws a legal history: the events, sealed, and the case after each of them.
func story(t *rapid.T) ([]Event, []Case) {
	var events []Event
	var cases []Case
	var c Case
	at := start
	for n := rapid.IntRange(1, 25).Draw(t, "events"); len(events) < n; {
		moves := MovesFrom(c.State)
		if c.Before == nil {
			moves = slices.DeleteFunc(moves, func(m Move) bool { return m == MoveRecall })
		}
		if len(moves) == 0 {
			break
		}
		m := rapid.SampledFrom(moves).Draw(t, "move")
		at = at.Add(time.Duration(rapid.IntRange(1, 5000).Draw(t, "minutes")) * time.Minute)
		e := Event{Case: "c1", Type: m, At: at,
			By:   rapid.SampledFrom([]string{"system", "monitor"}).Draw(t, "by"),
			Text: rapid.SampledFrom([]string{"", "已修好", "a\xffb"}).Draw(t, "text")}
		switch m {
		case MoveOpen:
			e.Unit, e.Issue, e.Mention, e.Severity = "u0", "i1", "m0", SeverityIV
			e.Route = &Route{Lead: "u0", Why: []string{"属地"}}
		case MoveJoin:
			e.Mention = rapid.SampledFrom([]string{"m0", "m1", "m2", "m3"}).Draw(t, "mention")
			e.Copy = rapid.Bool().Draw(t, "copy")
			e.Severity = rapid.SampledFrom([]Severity{SeverityI, SeverityII, SeverityIII,
				SeverityIV}).Draw(t, "severity")
		case MoveDispatch, MoveArbitrate:
			e.Unit = rapid.SampledFrom([]string{"u1", "u2"}).Draw(t, "unit")
			e.Clock, e.Due = &Clock{Profile: "opinion", Start: at, Limit: 48 * time.Hour}, at.Add(48*time.Hour)
			e.Clocks = []Timed{{Duty: DutySign, Unit: e.Unit, Clock: *e.Clock,
				Due: at.Add(time.Hour)}, {Duty: DutyComplete, Unit: e.Unit, Clock: *e.Clock,
				Due: at.Add(200 * time.Hour)}}
		case MoveVerify:
			e.OK = rapid.Bool().Draw(t, "found")
		case MovePurge:
			e.Mention = "m0"
		case MoveCorrect:
			e.Mention, e.Nth = rapid.SampledFrom([]string{"m0", "m1"}).Draw(t, "mention"),
				rapid.IntRange(1, 9).Draw(t, "nth")
			e.Unit, e.Route = "u3", &Route{Lead: "u3"}
			e.Severity = rapid.SampledFrom([]Severity{SeverityI, SeverityIV, ""}).Draw(t, "severity")
			e.Correction = &Correction{Field: FieldTopic, Is: "x", By: "monitor", At: at}
		case MoveSplit:
			e.Mention, e.Copy = rapid.SampledFrom([]string{"m0", "m1"}).Draw(t, "mention"), rapid.Bool().Draw(t, "copy")
		case MoveClose:
			e.Outcome = AnsweredInPublic
		}
		c2 := c
		c2.ID = "c1"
		e = e.Seal(c2)
		c = c.Apply(e)
		events, cases = append(events, e), append(cases, c)
	}
	return events, cases
}

func fold(events []Event) (c Case, err error) {
	for _, e := range events {
		if err := e.Check(c); err != nil {
			return c, err
		}
		c = c.Apply(e)
	}
	return c, nil
}

func TestHistories(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events, cases := story(t)
		for i, c := range cases {
			if c.Version != uint64(i+1) || !slices.Contains(States, c.State) {
				t.Fatalf("event %d gives version %d, state %q", i+1, c.Version, c.State)
			}
			if c.State.Open() && c.Lead == "" {
				t.Fatalf("the public waits and nobody is responsible: %+v", c)
			}
			if !c.State.Open() && (c.Clock != nil || !c.Due.IsZero() || len(c.Clocks) > 0) {
				t.Fatalf("a clock runs in state %s", c.State)
			}
			if i > 0 && cases[i-1].Severity.Heavier(c.Severity) && events[i].Type != MoveCorrect {
				t.Fatalf("severity sank from %s to %s", cases[i-1].Severity, c.Severity)
			}
			if i > 0 && events[i].Type == MoveCorrect && c.Lead != cases[i-1].Lead && c.State != Triage {
				t.Fatalf("a correction took the case from %s, which has it", cases[i-1].Lead)
			}
			if c.Reports < 0 {
				t.Fatalf("%d reports", c.Reports)
			}
			if c.State == Verified && c.AnswerAt.IsZero() {
				t.Fatal("verified without an answer")
			}
			if c.State == Dispatched && !c.SignedAt.IsZero() {
				t.Fatal("signed before it was dispatched")
			}
		}
		// Twice the same, and the same after a journey through JSON.
		b, err := json.Marshal(events)
		if err != nil {
			t.Fatal(err)
		}
		var back []Event
		if err := json.Unmarshal(b, &back); err != nil {
			t.Fatal(err)
		}
		got, err := fold(back)
		if err != nil {
			t.Fatal(err)
		}
		want, _ := fold(events)
		if a, b := jsonOf(t, got), jsonOf(t, want); a != b || a != jsonOf(t, cases[len(cases)-1]) {
			t.Fatalf("folding is not the same twice:\n%s\n%s", a, b)
		}
		// Words may be forgotten; the chain still verifies.
		forgotten := slices.Clone(events)
		for i := range forgotten {
			forgotten[i] = forgotten[i].Forgotten()
		}
		if _, err := fold(forgotten); err != nil {
			t.Fatalf("forgetting broke the chain: %v", err)
		}
	})
}

func TestBrokenHistoriesShow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events, _ := story(t)
		i := rapid.IntRange(0, len(events)-1).Draw(t, "which")
		broken := slices.Clone(events)
		want := ErrForged
		switch rapid.IntRange(0, 4).Draw(t, "how") {
		case 0:
			broken[i].Unit += "x"
		case 1:
			broken[i].At = broken[i].At.Add(time.Second)
		case 2:
			if broken[i].Text == "" {
				broken[i].Reason = "words put in"
			} else {
				broken[i].Text += "。"
			}
		case 3: // one is missing; the last one only the log itself would miss
			if i == len(events)-1 {
				return
			}
			broken, want = slices.Delete(broken, i, i+1), ErrGap
		case 4: // changed and hashed anew, but the next one remembers
			if i == len(events)-1 {
				return
			}
			broken[i].Unit += "x"
			broken[i].Hash = broken[i].sum()
			want = ErrGap
		}
		if _, err := fold(broken); !errors.Is(err, want) {
			t.Fatalf("got %v, want %v", err, want)
		}
	})
}

// What is read from bytes is judged as what is written again would be, whatever became of the
// bytes.
func TestReadBytesAreJudgedAsTheEventIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events, _ := story(t)
		e := rapid.SampledFrom(events).Draw(t, "event")
		raw := []byte(jsonOf(t, e))
		if err := e.WholeIn(raw); err != nil {
			t.Fatalf("as it was written: %v", err)
		}
		for range rapid.IntRange(1, 3).Draw(t, "changes") {
			raw[rapid.IntRange(0, len(raw)-1).Draw(t,
				"where")] = rapid.SampledFrom([]byte(`"{}[]:, abcdef0123456789`)).Draw(t, "to")
		}
		var read Event
		if json.Unmarshal(raw, &read) != nil {
			return
		}
		if got, want := read.WholeIn(raw), read.Whole(); errors.Is(got, ErrForged) != errors.Is(want, ErrForged) {
			t.Fatalf("%s: %v, written again %v", raw, got, want)
		}
	})
}

func jsonOf(t *rapid.T, v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestMoves(t *testing.T) {
	for _, s := range append([]State{""}, States...) {
		for _, m := range MovesFrom(s) {
			next, ok := After(s, m)
			if !ok || !slices.Contains(States, next) {
				t.Errorf("%s by %s leads to %q, %t", s, m, next, ok)
			}
		}
		if _, ok := After(s, "delete"); ok {
			t.Errorf("%s may be deleted", s)
		}
	}
	for matter, table := range tables {
		for s, moves := range table {
			if len(matter.MovesFrom(s)) != len(moves) {
				t.Errorf("MovesFrom(%s) of %q leaves out a move", s, matter)
			}
		}
	}
	for _, m := range []Move{MoveSign, MoveAnswer, MoveClose} {
		if _, ok := After(Triage, m); ok {
			t.Errorf("%s is legal in triage", m)
		}
	}
	for _, o := range []Outcome{"removed", "deleted", "warned", ""} {
		if ValidOutcome(o) {
			t.Errorf("%q is an outcome", o)
		}
	}
}

func TestAnswerThatIsNotThereIsOwedAgain(t *testing.T) {
	c := Case{State: Answered, Lead: "u", AnswerAt: start, Due: start.Add(time.Hour)}
	c = c.Apply(Event{Type: MoveVerify, OK: false})
	if c.State != Handling || c.Redone != 1 || !c.Late(start.Add(2*time.Hour)) {
		t.Errorf("%+v", c)
	}
}
