package casework

import (
	"testing"
	"time"

	"huiying/opinion"
)

// closedCase was answered, found, and closed by its unit as solved.
func closedCase(t *testing.T, env Env) opinion.Case {
	t.Helper()
	return must(t, opened(t, env), env, t0, cmdDispatch, cmdSign, cmdHandle, cmdAnswer, cmdVerified, cmdClose)
}

func byAskerSaid(solved, why string) opinion.Command {
	return opinion.Command{Move: opinion.MoveConfirm, By: opinion.Asker, Solved: solved, Reason: why}
}

func officeSaid(means opinion.Means, solved, why string) opinion.Command {
	return opinion.Command{Move: opinion.MoveConfirm, By: "monitor", Means: means, Solved: solved, Reason: why}
}

// Nobody's own word closes his own case as solved: what the unit says is a claim, and it cannot
// confirm it, not even where it is the coordinating office.
func TestAUnitCannotConfirmItsOwnCase(t *testing.T) {
	env := testEnv(t)
	c := closedCase(t, env)
	if c.Solution() != opinion.SolvedClaimed || c.Done == nil || c.Found == nil || len(c.Verdicts) != 0 {
		t.Errorf("closed: %s %+v %+v", c.Solution(), c.Done, c.Found)
	}
	cmd := officeSaid(opinion.MeansLook, "yes", "")
	cmd.By = "unit:" + c.Lead
	for _, office := range []string{env.Office, c.Lead} {
		env.Office = office
		if _, err := Decide(c, cmd, env, t0); code(err) != CodeOwnCause {
			t.Errorf("office %q: %v", office, err)
		}
	}
}

// The asker by code, a call-back and a look confirm, each with its role and time; nothing else does.
func TestSolvedIsSaidByOthers(t *testing.T) {
	env := testEnv(t)
	for _, cmd := range []opinion.Command{byAskerSaid("yes", ""), officeSaid(opinion.MeansCallback, "yes", ""),
		officeSaid(opinion.MeansLook, "yes", "")} {
		c := must(t, closedCase(t, env), env, t0.Add(time.Hour), cmd)
		w := c.Verdicts[0]
		if c.Solution() != opinion.SolvedConfirmed || c.State != opinion.Closed || w.By != cmd.By ||
			!w.At.Equal(t0.Add(time.Hour)) || w.Means == "" {
			t.Errorf("%+v: %s, %+v", cmd, c.Solution(), w)
		}
	}
	c := closedCase(t, env)
	for name, x := range map[string]struct {
		cmd  opinion.Command
		code string
	}{
		"the office in the asker's name": {officeSaid(opinion.MeansCode, "yes", ""), CodeNeedsMeans},
		"nobody knows how":               {officeSaid("", "yes", ""), CodeNeedsMeans},
		"neither yes nor no":             {officeSaid(opinion.MeansLook, "partly", ""), CodeNeedsSolved},
		"no, and not why":                {officeSaid(opinion.MeansLook, "no", ""), CodeNeedsReason},
		"the asker in words of his own":  {byAskerSaid("no", "请张科长回电"), CodeNeedsReason},
		"the system": {opinion.Command{Move: opinion.MoveConfirm, By: System,
			Solved: "yes"}, CodeNotYours},
		"the asker does something else": {opinion.Command{Move: opinion.MoveReopen,
			By: opinion.Asker, Reason: "x"}, CodeNotYours},
	} {
		if _, err := Decide(c, x.cmd, env, t0); code(err) != x.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	// words that come with a yes by code are not kept
	if e := decided(t, c, env, t0, byAskerSaid("yes", "我是张建国"))[0]; e.Reason != "" {
		t.Errorf("kept: %q", e.Reason)
	}
}

// One who says that it is not solved outweighs all who say that it is; the office may correct its own
// word, and nobody that of who asked.
func TestOneNoOutweighsEveryYes(t *testing.T) {
	env := testEnv(t)
	env.ReopenWithin = 0
	c := must(t, closedCase(t, env), env, t0, byAskerSaid("yes", ""), byAskerSaid("no", "not_done"),
		officeSaid(opinion.MeansLook, "yes", ""))
	if c.Solution() != opinion.SolvedContradicted || len(c.Verdicts) != 3 {
		t.Errorf("%s %+v", c.Solution(), c.Verdicts)
	}
	c = must(t, closedCase(t, env), env, t0, officeSaid(opinion.MeansLook, "no", "路灯仍不亮"),
		officeSaid(opinion.MeansLook, "yes", ""))
	if c.Solution() != opinion.SolvedConfirmed || len(c.Verdicts) != 1 {
		t.Errorf("%s %+v", c.Solution(), c.Verdicts)
	}
}

// "Not solved" by query code opens the case again within its time, once by itself; then somebody
// decides. A call-back that hears the same opens nothing by itself.
func TestNotSolvedByCodeReopensOnce(t *testing.T) {
	env := testEnv(t)
	env.ReopenWithin = 15 * 24 * time.Hour
	c := closedCase(t, env)
	events := decided(t, c, env, t0.Add(time.Hour), byAskerSaid("no", "came_back"))
	if moves(events) != "confirm reopen" || events[1].By != System || events[1].Means != opinion.MeansCode {
		t.Fatalf("%s %+v", moves(events), events)
	}
	c = fold(c, events)
	if c.State != opinion.Dispatched || c.Clock == nil || len(c.Verdicts) != 0 || c.Solution() != "" {
		t.Errorf("opened again: %+v", c)
	}
	again := must(t, c, env, t0.Add(2*time.Hour), cmdSign, cmdHandle, cmdAnswer, cmdVerified, cmdClose)
	if got := moves(decided(t, again, env, t0.Add(3*time.Hour), byAskerSaid("no", "not_done"))); got != "confirm contest" {
		t.Errorf("a second time: %s", got)
	}
	if got := moves(decided(t, closedCase(t, env), env, t0.Add(16*24*time.Hour),
		byAskerSaid("no", "not_done"))); got != "confirm contest" {
		t.Errorf("too late: %s", got)
	}
	if got := moves(decided(t, closedCase(t, env), env, t0, officeSaid(opinion.MeansCallback, "no",
		"没有修"))); got != "confirm contest" {
		t.Errorf("a call-back: %s", got)
	}
}

// Who says "not solved" of a published answer before its unit has closed the case is heard when it
// closes it.
func TestNotSolvedBeforeTheClosingIsNotLost(t *testing.T) {
	env := testEnv(t)
	env.ReopenWithin = 24 * time.Hour
	c := must(t, opened(t, env), env, t0, cmdDispatch, cmdSign, cmdHandle, cmdAnswer, cmdVerified,
		byAskerSaid("no", "beside"))
	if c.State != opinion.Verified {
		t.Fatalf("%s", c.State)
	}
	if got := moves(decided(t, c, env, t0, cmdClose)); got != "close reopen" {
		t.Errorf("%s", got)
	}
}

// A turn keeps what others said of it: its unit's rates tell confirmed, claimed and contradicted apart.
func TestATurnKeepsTheVerdict(t *testing.T) {
	env := testEnv(t)
	env.ReopenWithin = 24 * time.Hour
	var c opinion.Case
	var turns []opinion.Turn
	history := decided(t, c, env, t0, opinion.Command{Move: opinion.MoveOpen, By: System,
		Finding: ptr(finding(1, "i"))})
	c = fold(c, history)
	for _, cmd := range []opinion.Command{cmdDispatch, cmdSign, cmdHandle, cmdAnswer, cmdVerified, cmdClose,
		byAskerSaid("no", "not_done")} {
		events := decided(t, c, env, t0, cmd)
		history, c = append(history, events...), fold(c, events)
	}
	c = opinion.Case{}
	for _, e := range history {
		was := c
		c = c.Apply(e)
		turns = opinion.Turned(turns, was, e, c)
	}
	if len(turns) != 2 || turns[0].Verdict != "no" || !turns[0].Reopened || turns[1].Verdict != "" {
		t.Errorf("%+v", turns)
	}
}

func ptr[T any](x T) *T { return &x }

// What others call unsolved after the case was opened again once, or too late, or by a call-back, waits
// for a person by a clock: the coordinating office opens it again or upholds its end with a reason from
// the list, never the unit itself. A further "no" asks anew; a "yes" does not.
func TestWhoDecidesOnAContestedCase(t *testing.T) {
	env := testEnv(t)
	c := must(t, closedCase(t, env), env, t0.Add(time.Hour), officeSaid(opinion.MeansCallback, "no", "没有修"))
	due, ok := c.TimedOf(opinion.DutyDecide, "")
	if !c.Contested || !ok || due.Unit != env.Office || c.State != opinion.Closed {
		t.Fatalf("not contested: %+v", c)
	}
	for at, want := range map[time.Time]opinion.Move{due.Due.Add(time.Second): opinion.MoveLapse,
		due.Due.Add(-time.Second): opinion.MoveRemind} {
		if r, _ := Next(c, at); r.Move != want && r.Duty != opinion.DutyDecide {
			t.Errorf("at %s it rings %+v", at, r)
		}
	}
	uphold := opinion.Command{Move: opinion.MoveUphold, By: "coordinator", Reason: string(opinion.UpheldSeen)}
	for name, x := range map[string]struct {
		change func(cmd *opinion.Command)
		code   string
	}{
		"the unit itself": {func(cmd *opinion.Command) { cmd.By = "unit:" + c.Lead }, CodeOwnCause},
		"no reason":       {func(cmd *opinion.Command) { cmd.Reason = "" }, CodeNeedsReason},
		"another reason":  {func(cmd *opinion.Command) { cmd.Reason = "不再办" }, CodeNeedsReason},
		"the asker":       {func(cmd *opinion.Command) { cmd.By = opinion.Asker }, CodeNotYours},
	} {
		cmd := uphold
		x.change(&cmd)
		if _, err := Decide(c, cmd, env, t0.Add(2*time.Hour)); code(err) != x.code {
			t.Errorf("%s: %v", name, err)
		}
	}
	kept := must(t, c, env, t0.Add(2*time.Hour), uphold)
	if kept.Contested || len(kept.Running()) != 0 || kept.State != opinion.Closed ||
		kept.Solution() != opinion.SolvedContradicted {
		t.Errorf("upheld: %+v", kept)
	}
	if _, err := Decide(kept, uphold, env, t0.Add(3*time.Hour)); code(err) != CodeNotContested {
		t.Errorf("twice: %v", err)
	}
	if got := moves(decided(t, kept, env, t0.Add(3*time.Hour), byAskerSaid("yes", ""))); got != "confirm" {
		t.Errorf("a yes after it was decided: %s", got)
	}
	if got := moves(decided(t, kept, env, t0.Add(3*time.Hour), byAskerSaid("no", "not_so"))); got != "confirm contest" {
		t.Errorf("another no: %s", got)
	}
	again := must(t, c, env, t0.Add(2*time.Hour), opinion.Command{Move: opinion.MoveReopen, By: "monitor", Reason: "核实属实"})
	if _, runs := again.TimedOf(opinion.DutyDecide, ""); again.Contested || runs || again.State != opinion.Dispatched {
		t.Errorf("opened again: %+v", again)
	}
	if back := must(t, c, env, t0.Add(2*time.Hour), officeSaid(opinion.MeansCallback, "yes", "")); back.Contested ||
		len(back.Running()) != 0 {
		t.Errorf("the office took its word back: %+v", back)
	}
}
