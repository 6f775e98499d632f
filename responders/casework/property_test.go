package casework

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
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

// ringOfNow is the command that the system would give for the next ring of a case.
func ringOfNow(c opinion.Case, now time.Time) opinion.Command {
	r, _ := Next(c, now)
	return opinion.Command{Move: r.Move, By: System, Duty: r.Duty, Unit: r.Unit, Of: r.Of}
}

// chance picks one of n, from a seed that it moves on.
func chance(seed *uint64) (pick func(n int) int) {
	return func(n int) int {
		*seed = *seed*6364136223846793005 + 1442695040888963407
		return int((*seed >> 33) % uint64(n))
	}
}

// anyCommand is right, half right or nonsense; pick is its only source of chance.
func anyCommand(pick func(n int) int, c opinion.Case, env Env, now time.Time) opinion.Command {
	if pick(6) == 0 {
		return ringOfNow(c, now)
	}
	if pick(4) == 0 { // what chance alone comes to too seldom
		switch {
		case len(c.Promised()) > 0:
			return opinion.Command{Move: opinion.MoveKeep, By: "coordinator", Reason: "现场看过"}
		case c.State == opinion.Answered && len(c.Doubts) > 0:
			return opinion.Command{Move: opinion.MoveVerify, By: "coordinator", OK: true, Reason: "有照片为证"}
		case c.Contested:
			return opinion.Command{Move: opinion.MoveUphold, By: "coordinator", Reason: string(opinion.UpheldSeen)}
		case c.State == opinion.Closed:
			return opinion.Command{Move: opinion.MoveConfirm, By: "coordinator", Means: opinion.MeansLook,
				Solved: "no", Reason: "仍未修复"}
		case c.State == opinion.Signed:
			return opinion.Command{Move: opinion.MoveAnswer, By: "unit:" + c.Lead, Text: "答复",
				Kind: "解决公布", URL: "https://a.gov.cn/1"}
		case c.State == opinion.Answered && pick(2) == 0:
			return opinion.Command{Move: opinion.MoveDoubt, By: System, Doubts: []string{"套话"}}
		case c.State == opinion.Answered:
			return opinion.Command{Move: opinion.MoveVerify, By: System, OK: true,
				Pledges: []opinion.Pledge{{Term: "年底前",
					Due: now.AddDate(0, 0, 20).Format(time.DateOnly)}}}
		}
	}
	of := func(s ...string) string { return s[pick(len(s))] }
	m := everyMove[pick(len(everyMove))]
	if legal := possible(c); len(legal) > 0 && pick(3) > 0 { // mostly something that may go through
		m = legal[pick(len(legal))]
	}
	f := finding(pick(40), "i1")
	f.Severity.Level = []opinion.Severity{"I", "II", "III", "IV", ""}[pick(5)]
	f.Issue.Copy = pick(4) == 0
	by := of("system", "coordinator", "unit:"+c.Lead, "unit:town", "unit:water", "unit:city")
	if pick(2) == 0 && slices.Contains(opinion.SystemMoves, m) {
		by = System
	}
	cmd := opinion.Command{
		Move: m, By: by, Unit: of("county", "town", "water", "city", "mars", ""),
		Co: []string{"water"}, Reason: of("职能不符", "属地不符", "重复", "补正", "征求第三方意见", "x", ""), Text: of("答复", "依据", ""),
		Kind: of("解决公布", "权威解释", "予以公开", ""), Ref: of("依申请〔2026〕15号", "13800138000", ""),
		Other: opinion.Case{ID: of("c8", "c9"), Reports: 1 + pick(3)},
		Duty:  opinion.Duty(of("answer", "sign", "complete", "")), URL: of("https://a.gov.cn/1",
			"nowhere", ""), OK: pick(2) == 0,
		Outcome: opinion.Outcome(of("answered_in_public", "answered_at_source", "removed", "")),
		Solved:  of("yes", "partly", "no", "promised", ""),
		Into:    of("c2", c.ID, ""), Statutory: of("信访", ""),
		Limit: time.Duration(pick(100)) * time.Hour, Finding: &f, Mention: fmt.Sprintf("m%d",
			pick(40)),
	}
	if pick(2) == 0 {
		cmd.Doubts = []string{"套话"}
	}
	for n := pick(3); n > 0; n-- {
		cmd.Pledges = append(cmd.Pledges, opinion.Pledge{Term: "年底前",
			Due: now.AddDate(0, 0, pick(60)-10).Format(time.DateOnly)})
	}
	if m == opinion.MoveKeep && pick(2) == 0 {
		cmd.Unit = ""
	}
	if pick(10) == 0 {
		cmd.Expected = uint64(pick(5))
	}
	return cmd
}

// Sequences of a run with HUIYING_SEQUENCES are short, for many beginnings tell more than long
// lives do; one in a hundred lives long, for some states are reached late.
const (
	sequencesOf = 60
	longLife    = 1100
	afterlife   = 15 // commands to a case that has ended
	mostSeeds   = 1000
)

// longRun reads how many sequences HUIYING_SEQUENCES asks for, and lets rapid make as many.
func longRun(t *testing.T) int {
	asked := os.Getenv("HUIYING_SEQUENCES")
	if asked == "" {
		return 0
	}
	n, err := strconv.Atoi(asked)
	if err != nil || n < 1 {
		t.Fatalf("HUIYING_SEQUENCES is a number of sequences, not %q", asked)
	}
	before := flag.Lookup("rapid.checks").Value.String()
	if err := flag.Set("rapid.checks", asked); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = flag.Set("rapid.checks", before) })
	return n
}

// walk is what random commands have come to, over all histories.
type walk struct {
	env            Env
	commands, made int
	reached        map[opinion.State]int
	done           map[opinion.Move]int
}

// fails is a test, or one of rapid's.
type fails interface{ Fatalf(string, ...any) }

// lives gives as many commands as there are steps to cases, one after the other, and looks after
// each one. The seed alone says which.
func (w *walk) lives(t fails, seed uint64, steps int) {
	pick := chance(&seed)
	var c opinion.Case
	var history []opinion.Event
	now, ended := t0, 0
	kept := func() {
		if again := fold(opinion.Case{}, history); again.LastHash != c.LastHash ||
			again.State != c.State || again.Version != uint64(len(history)) {
			t.Fatalf("history lost: %d events lead to version %d", len(history), again.Version)
		}
	}
	for range steps {
		if w.commands++; c.Version > 0 && !c.State.Open() {
			ended++
		}
		if ended > afterlife { // little comes after that: another case begins
			kept()
			c, history, ended = opinion.Case{}, nil, 0
		}
		now = now.Add(time.Duration(pick([]int{600, 36 * 3600, 15 * 24 * 3600}[pick(3)])) * time.Second)
		cmd := anyCommand(pick, c, w.env, now)
		if c.Version == 0 { // half of the histories are requests for disclosure
			cmd.Move, cmd.By = opinion.MoveOpen, System
			if seed&1 == 0 {
				cmd.Move, cmd.By, cmd.Ref, cmd.Unit = opinion.MoveRegister, "coordinator", "依申请〔2026〕15号", "county"
			}
		}
		events, err := Decide(c, cmd, w.env, now)
		if err != nil {
			if _, ok := err.(*MoveRefusal); !ok {
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
			w.reached[c.State]++
			w.done[e.Type]++
			w.made++
		}
	}
	kept()
}

// unseen are the states, and the moves that are made last in a life, which no walk has come to.
func (w *walk) unseen() (out []string) {
	for _, s := range opinion.States {
		if w.reached[s] == 0 {
			out = append(out, "state "+string(s))
		}
	}
	for _, m := range []opinion.Move{opinion.MoveDoubt, opinion.MoveKeep, opinion.MoveReopen,
		opinion.MoveUphold} {
		if w.done[m] == 0 {
			out = append(out, "move "+string(m))
		}
	}
	return out
}

// TestRandomCommands makes well over 100,000 random commands in a hundred long sequences and looks
// after each one. HUIYING_SEQUENCES=100000 makes that many sequences instead, of 60 commands and
// one in a hundred of 1100. Whatever these leave out by chance is looked for with seeds that are
// the same in every run.
func TestRandomCommands(t *testing.T) {
	env := testEnv(t)
	steps, least := longLife, 100_000
	if race {
		steps, least = 110, 10_000
	}
	sequences := longRun(t)
	if n := sequences; n > 0 {
		steps, least = sequencesOf, n*sequencesOf
	}
	w := &walk{env: env, reached: map[opinion.State]int{}, done: map[opinion.Move]int{}}
	rapid.Check(t, func(t *rapid.T) {
		// one draw seeds a whole history: thousands of draws would only measure rapid
		seed := rapid.Uint64().Draw(t, "seed")
		steps := steps
		if sequences > 0 && seed%100 == 0 {
			steps = longLife
		}
		w.lives(t, seed, steps)
	})
	t.Logf("%d commands, %d events, states reached %v, moves made %v", w.commands, w.made, w.reached, w.done)
	if w.commands < least {
		t.Errorf("only %d commands", w.commands)
	}
	for seed := range uint64(mostSeeds) {
		if len(w.unseen()) == 0 {
			return
		}
		w.lives(t, seed, longLife)
	}
	if left := w.unseen(); len(left) > 0 {
		t.Errorf("%v never came in %d more lives: the test looks at too little", left, mostSeeds)
	}
}

// wrong says which promise an event broke.
func wrong(c opinion.Case, e opinion.Event, next opinion.Case) string {
	k := next.Matter
	switch {
	case !legalStep(k, c.State, e.Type):
		return "the table of states does not allow it"
	case !slices.Contains(opinion.States, next.State):
		return "no such state"
	case next.State.Open() && len(next.Running()) == 0:
		return "an open case has no running clock"
	case next.State.Open() && next.Lead == "":
		return "an open case has no responsible unit"
	case slices.Contains(next.Co, next.Lead) && (e.Type == opinion.MoveDispatch || e.Type == opinion.MoveArbitrate):
		return "the lead is its own co-unit"
	case !next.State.Open() && (next.Clock != nil || len(next.Clocks) != len(next.Promised())+contestedClocks(next)):
		return "a clock runs in an ended case"
	case next.Contested && (next.State != opinion.Closed || !hasRunning(next, opinion.DutyDecide)):
		return "a contested case is open, or waits for nobody's clock"
	case !next.State.Open() && !opinion.ValidOutcome(next.Outcome):
		return "it ended with an outcome that is not in the list"
	case next.State == opinion.Closed && !slices.Contains(SolvedWords, next.Solved):
		return "closed without a word whether it is solved"
	case len(next.Promised()) < len(c.Promised()) && e.Type != opinion.MoveKeep:
		return "a promise to the public was lost"
	case next.State == opinion.Closed && next.Solved == "yes" && len(next.Promised()) > 0 && e.Type != opinion.MoveKeep:
		return "solved, and something is still promised"
	case next.State == opinion.Verified && len(c.Doubts) > 0 && c.State == opinion.Answered && e.Reason == "":
		return "a doubt was passed over without a word"
	case len(next.Doubts) > 0 && !hasRunning(next, opinion.DutyDecide):
		return "a doubted answer waits for nobody's clock"
	case c.InARow >= 2 && c.State == opinion.Returned && e.Type == opinion.MoveDispatch:
		return "sent round after the second return"
	case e.At.Before(c.Updated):
		return "history runs backwards"
	case len(next.Mentions) < len(c.Mentions) && e.Type != opinion.MovePurge:
		return "a mention was lost"
	case e.Type == opinion.MoveReturn && next.Returns%raiseEvery == 0 && next.Returns/raiseEvery > c.Raised+1:
		return "a raise was left out"
	case e.By != System && partsOfWord(e.By)&may[e.Type] == 0:
		return "made by somebody it is not for"
	}
	return wrongClock(c, e, next)
}

func contestedClocks(c opinion.Case) int {
	if c.Contested {
		return 1
	}
	return 0
}

func hasRunning(c opinion.Case, d opinion.Duty) bool {
	t, ok := c.TimedOf(d, "")
	return ok && t.Done.IsZero()
}

func legalStep(k opinion.Matter, s opinion.State, m opinion.Move) bool {
	_, ok := k.After(s, m)
	return ok
}

// partsOfWord is the most that somebody could be to a case.
func partsOfWord(by string) part {
	if by == "unit:prov" {
		return byLead | byCo | byAbove | byDesk | byPromiser
	}
	if strings.HasPrefix(by, "unit:") {
		return byLead | byCo | byAbove | byPromiser
	}
	return byDesk
}

// wrongClock looks at each clock that ran before and after.
func wrongClock(c opinion.Case, e opinion.Event, next opinion.Case) string {
	rise := next.Severity.Heavier(c.Severity) && (e.Type == opinion.MoveJoin || e.Type == opinion.MoveCorrect)
	for _, was := range c.Clocks {
		is, ok := next.TimedFor(was.Duty, was.Unit, was.Of)
		renewed := was.Duty == opinion.DutySign || was.Duty == opinion.DutyTriage || was.Duty == opinion.DutyDecide
		switch {
		case !ok || renewed && !is.Clock.Start.Equal(was.Clock.Start):
		// the matter weighs more
		case rise && is.Clock.Start.Equal(e.At) && is.Due.Before(was.Due) && was.Done.IsZero():
		case !is.Clock.Start.Equal(was.Clock.Start):
			return "a running clock was started again"
		case is.Due.Before(was.Due):
			return "due moved earlier"
		case !was.Done.IsZero() && is.Done.IsZero() && e.Type != opinion.MoveVerify:
			return "a met duty is owed again"
		case !was.Late.IsZero() && e.Type == overdueMove(was.Duty) && e.Duty == was.Duty && is.Late != was.Late:
			return "said twice that time ran out"
		case is.Urged.IsZero() && !is.Escalated.IsZero():
			return "the superior was told before the unit was urged"
		}
	}
	if e.Type == opinion.MoveRecall { // the unit never had it
		if t, ok := next.TimedOf(opinion.DutyTriage, ""); !ok ||
			!reflect.DeepEqual(t, c.Before.Clocks[0]) || next.Clock != nil ||
			!next.Dispatch.IsZero() {
			return "a recall leaves another case than there was"
		}
	} else if _, had := c.TimedOf(opinion.DutyAnswer, ""); had && next.State.Open() {
		if _, has := next.TimedOf(opinion.DutyAnswer, ""); !has {
			return "the public's clock was lost"
		}
	}
	return ""
}
