package casework

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/opinion"
)

var everyMove = func() []opinion.Move {
	var out []opinion.Move
	for m := range rules {
		out = append(out, m)
	}
	slices.Sort(out)
	return append(out, "nonsense")
}()

// anyCommand is right, half right or nonsense; pick is its only source of chance.
func anyCommand(pick func(n int) int, c opinion.Case, env Env) Command {
	of := func(s ...string) string { return s[pick(len(s))] }
	m := everyMove[pick(len(everyMove))]
	if legal := Legal(c); len(legal) > 0 && pick(3) > 0 { // mostly something that may go through
		m = legal[pick(len(legal))]
	}
	f := finding(pick(40), "i1")
	f.Severity.Level = []opinion.Severity{"I", "II", "III", "IV", ""}[pick(5)]
	f.Issue.Copy = pick(4) == 0
	cmd := Command{
		Move: m, By: of("system", "coordinator", "unit:"+c.Lead, "unit:town"), Unit: of("county", "town", "water", "city", "mars", ""),
		Co: []string{"water"}, Reason: of("职能不符", "属地不符", "重复", "x", ""), Text: of("答复", "依据", ""),
		Kind: of("解决公布", "权威解释", ""), URL: of("https://a.gov.cn/1", "nowhere", ""), OK: pick(2) == 0,
		Outcome: opinion.Outcome(of("answered_in_public", "answered_at_source", "removed", "")), Solved: of("yes", "partly", "no", ""),
		Into: of("c2", c.ID, ""), Channel: of("信访", ""), Limit: time.Duration(pick(100)) * time.Hour, Finding: &f, Mention: fmt.Sprintf("m%d", pick(40)),
	}
	if pick(10) == 0 {
		cmd.Expected = uint64(pick(5))
	}
	return cmd
}

// TestRandomCommands makes well over 100,000 random commands and looks after each one.
func TestRandomCommands(t *testing.T) {
	env := testEnv(t)
	commands, made := 0, 0
	reached := map[opinion.State]int{}
	rapid.Check(t, func(t *rapid.T) {
		// one draw seeds a whole history: thousands of draws would only measure rapid
		seed := rapid.Uint64().Draw(t, "seed")
		pick := func(n int) int {
			seed = seed*6364136223846793005 + 1442695040888963407
			return int((seed >> 33) % uint64(n))
		}
		var c opinion.Case
		var history []opinion.Event
		now := t0
		for range 1500 {
			commands++
			now = now.Add(time.Duration(pick(36*3600)) * time.Second)
			cmd := anyCommand(pick, c, env)
			events, err := Decide(c, cmd, env, now)
			if err != nil {
				if _, ok := err.(*Refusal); !ok {
					t.Fatalf("%s: %v is no refusal", cmd.Move, err)
				}
				if len(events) > 0 {
					t.Fatalf("%s refused with events", cmd.Move)
				}
				continue
			}
			for _, e := range events {
				if err := e.Check(c); err != nil {
					t.Fatalf("%s: %v", cmd.Move, err)
				}
				next := c.Apply(e)
				if why := wrong(c, e, next); why != "" {
					t.Fatalf("after %s (%+v): %s\n%+v", e.Type, cmd, why, next)
				}
				c, history = next, append(history, e)
				reached[c.State]++
				made++
			}
		}
		if again := fold(opinion.Case{}, history); again.LastHash != c.LastHash || again.State != c.State || again.Version != uint64(len(history)) {
			t.Fatalf("history lost: %d events lead to version %d", len(history), again.Version)
		}
	})
	t.Logf("%d commands, %d events, states reached %v", commands, made, reached)
	if commands < 100_000 {
		t.Errorf("only %d commands", commands)
	}
	for _, s := range opinion.States {
		if reached[s] == 0 {
			t.Errorf("state %s was never reached: the test looks at too little", s)
		}
	}
}

// wrong says which promise an event broke.
func wrong(c opinion.Case, e opinion.Event, next opinion.Case) string {
	if _, ok := opinion.After(c.State, e.Type); !ok {
		return "the table of states does not allow it"
	}
	if !slices.Contains(opinion.States, next.State) {
		return "no such state"
	}
	awaits := next.State.Open() && next.State != opinion.Triage
	switch {
	case awaits && (next.Clock == nil || next.Due.IsZero()):
		return "an open, dispatched case has no clock"
	case next.State.Open() && next.Lead == "":
		return "an open case has no responsible unit"
	case slices.Contains(next.Co, next.Lead) && (e.Type == opinion.MoveDispatch || e.Type == opinion.MoveArbitrate):
		return "the lead is its own co-unit"
	case !next.State.Open() && next.Clock != nil:
		return "a clock runs in an ended case"
	case c.Clock != nil && next.Clock != nil && next.Due.Before(c.Due):
		return "due moved earlier"
	case c.Clock != nil && next.Clock != nil && !next.Clock.Start.Equal(c.Clock.Start):
		return "a running clock was started again"
	case !next.State.Open() && !opinion.ValidOutcome(next.Outcome):
		return "it ended with an outcome that is not in the list"
	case next.State == opinion.Closed && !slices.Contains(SolvedWords, next.Solved):
		return "closed without a word whether it is solved"
	case c.InARow >= 2 && c.State == opinion.Returned && e.Type == opinion.MoveDispatch:
		return "sent round after the second return"
	case e.At.Before(c.Updated):
		return "history runs backwards"
	case len(next.Mentions) < len(c.Mentions) && e.Type != opinion.MovePurge:
		return "a mention was lost"
	case e.Type == opinion.MoveReturn && next.Returns%raiseEvery == 0 && next.Returns/raiseEvery > c.Raised+1:
		return "a raise was left out"
	}
	return ""
}
