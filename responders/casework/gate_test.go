package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/opinion"
)

// shelf keeps working papers in memory.
type shelf map[string]opinion.Paper

func (s shelf) Paper(_ context.Context, id, unit string) (opinion.Paper, error) {
	p := s[id+" "+unit]
	p.Case, p.Unit = id, unit
	return p, nil
}

func (s shelf) DropPaper(_ context.Context, p opinion.Paper, at time.Time) error {
	if p.State == "" {
		return nil
	}
	s[p.Case+" "+p.Unit] = p.Apply(opinion.PaperEvent{Case: p.Case, Unit: p.Unit,
		Act: opinion.PaperDrop, At: at}, p.Version+1)
	return nil
}

// draft brings a unit's text so far on its way through the review.
func (s shelf) draft(t testing.TB, c opinion.Case, text string, acts ...opinion.PaperAct) {
	t.Helper()
	p, _ := s.Paper(t.Context(), c.ID, c.Lead)
	for _, act := range acts {
		by := "li"
		if act == opinion.PaperApprove {
			by = "wang"
		}
		e, err := DecidePaper(c, p, opinion.PaperCommand{Act: act, By: by, Head: true, Text: text, Seen: p.Version}, t0)
		if err != nil {
			t.Fatal(err)
		}
		p = p.Apply(*e, p.Version+1)
	}
	s[c.ID+" "+c.Lead] = p
}

// readings says of each answer's text what is read in it.
type readings map[string]Reading

func (r readings) Read(_ context.Context, c opinion.Case) (Reading, error) { return r[c.Answer], nil }

type unreadable struct{ err error }

func (u unreadable) Read(context.Context, opinion.Case) (Reading, error) { return Reading{}, u.err }

// reviewing is a desk where answers are reviewed, with a case that a unit works on.
func reviewing(t testing.TB, review bool, cmds ...opinion.Command) (*Executor, shelf, *bells, opinion.Case) {
	t.Helper()
	env, store, papers, b := testEnv(t), newMemory(), shelf{}, &bells{}
	d := &Executor{Cases: store, Timers: b, Env: env,
		Now: func() time.Time { return t0.Add(time.Hour) }, Papers: papers, Review: review}
	f := finding(1, "i1")
	c := opinion.Case{ID: opinion.CaseID("i1")}
	for _, cmd := range append([]opinion.Command{{Move: opinion.MoveOpen, By: System, Finding: &f},
		{Move: opinion.MoveDispatch, By: "coordinator", Unit: "county", Co: []string{"water"}},
		{Move: opinion.MoveSign, By: "unit:county"}, {Move: opinion.MoveHandle, By: "unit:county"}}, cmds...) {
		var err error
		if c, err = d.Do(t.Context(), c.ID, cmd); err != nil {
			t.Fatalf("%s: %v", cmd.Move, err)
		}
	}
	return d, papers, b, c
}

var everybody = []string{System, "coordinator", "unit:county", "unit:water", "unit:city", "unit:prov"}

// Whoever asks and whatever the move: a case comes to an answer by its approved text alone.
func TestNoMovePassesTheReview(t *testing.T) {
	const words = "已修复。"
	stages := map[string][]opinion.PaperAct{"no draft": nil, "a draft": {opinion.PaperSave},
		"handed in": {opinion.PaperSave, opinion.PaperSubmit},
		"approved":  {opinion.PaperSave, opinion.PaperSubmit, opinion.PaperApprove}}
	passed := 0
	for stage, acts := range stages {
		for _, text := range []string{words, words + "又及", "〔待填：结果〕"} {
			for _, by := range everybody {
				for _, m := range everyMove {
					d, papers, _, c := reviewing(t, true)
					papers.draft(t, c, words, acts...)
					cmd := opinion.Command{Move: m, By: by, Text: text, Kind: "解决公布",
						URL: "https://a.gov.cn/1", Reason: "重复", Unit: "water", Limit: time.Hour,
						OK: true, Outcome: opinion.AnsweredInPublic, Solved: "yes", Statutory: "信访", Into: "c2"}
					after, err := d.Do(t.Context(), c.ID, cmd)
					fit := stage == "approved" && text == words
					if after.Answer != "" || after.State == opinion.Answered {
						if passed++; !fit {
							t.Errorf("%s by %s with %s: %q went out as %q", m, by, stage, text, after.Answer)
						}
					}
					if m != opinion.MoveAnswer {
						continue
					}
					want := CodeNeedsReview
					switch {
					case text == "〔待填：结果〕":
						want = CodeUnfilled
					case stage == "approved" && !fit:
						want = CodeNotApproved
					case fit && (by == "unit:county" || by == "coordinator" || by == "unit:prov"):
						want = ""
					case fit && by == System:
						want = CodeNotYours
					case fit:
						want = CodeWrongUnit
					}
					if code(err) != want {
						t.Errorf("answered by %s with %s, %q: %s, want %s", by, stage, text, code(err), want)
					}
				}
			}
		}
	}
	if passed != 3 {
		t.Errorf("%d answers went out, want those of the unit and of the office, which is a role and a unit", passed)
	}
}

func TestTheReviewIsWhereItIsWanted(t *testing.T) {
	answer := opinion.Command{Move: opinion.MoveAnswer, By: "unit:county", Text: "已修复。",
		Kind: "解决公布", URL: "https://a.gov.cn/1"}
	d, papers, _, c := reviewing(t, false)
	papers.draft(t, c, "另一份草稿。", opinion.PaperSave)
	if _, err := d.Do(t.Context(), c.ID, answer); err != nil {
		t.Errorf("where nobody reviews: %v", err)
	}
	if p, _ := papers.Paper(t.Context(), c.ID, "county"); p.State != "" || len(p.Drafts) > 0 {
		t.Errorf("the draft outlives the answer: %+v", p)
	}
	d, _, _, c = reviewing(t, true)
	d.Papers = nil
	if _, err := d.Do(t.Context(), c.ID, answer); !errors.Is(err, errNoPapers) {
		t.Errorf("a desk that cannot see the papers lets it pass: %v", err)
	}
	if c, err := d.Do(t.Context(), opinion.CaseID("nowhere"), answer); code(err) != CodeUnknownCase {
		t.Errorf("an unknown case: %+v, %v", c, err)
	}
	d, papers, _, _ = reviewing(t, true)
	ask, err := d.Do(t.Context(), RequestID("依申请〔2026〕15号"),
		opinion.Command{Move: opinion.MoveRegister, By: "coordinator", Ref: "依申请〔2026〕15号",
			Unit: "county"})
	for _, cmd := range []opinion.Command{{Move: opinion.MoveReview, By: "coordinator",
		Unit: "water"}, {Move: opinion.MoveHandle, By: "unit:water"},
		{Move: opinion.MoveAnswer, By: "unit:water", Text: "予以公开。", Kind: "予以公开"}} {
		if err == nil {
			ask, err = d.Do(t.Context(), ask.ID, cmd)
		}
	}
	if err != nil || len(papers) > 0 {
		t.Errorf("a request for disclosure, which has a review of its own: %s, %v", ask.State, err)
	}
}

func TestAFailedAnswerKeepsItsDraft(t *testing.T) {
	d, papers, b, c := reviewing(t, true)
	papers.draft(t, c, "已修复。", opinion.PaperSave, opinion.PaperSubmit, opinion.PaperApprove)
	if _, err := d.Do(t.Context(), c.ID, opinion.Command{Move: opinion.MoveAnswer,
		By: "unit:county", Text: "已修复。"}); code(err) != CodeNeedsKind {
		t.Fatal(err)
	}
	if p, _ := papers.Paper(t.Context(), c.ID, "county"); p.State != opinion.PaperApproved {
		t.Errorf("the draft is gone: %+v", p)
	}
	if _, set := b.at[LookKey(c.ID)]; set {
		t.Error("an answer that was refused is to be looked at")
	}
}

var answerNow = opinion.Command{Move: opinion.MoveAnswer, By: "unit:county", Text: "将于12月15日前修复。",
	Kind: "解决公布", URL: "https://a.gov.cn/1"}

// Whoever takes an answer for good is told what the checks read in it, and only that.
func TestNoPersonPassesOverADoubt(t *testing.T) {
	doubt, pledge := []string{"像套话"}, []opinion.Pledge{{Term: "12月15日前", Due: "2026-12-15"}}
	for _, by := range everybody[1:] {
		for _, x := range []struct {
			name   string
			seen   Reading
			cmd    opinion.Command
			want   string // code of the refusal
			pledge int
		}{
			{name: "nothing read", cmd: opinion.Command{OK: true}},
			{name: "a doubt, without a word", seen: Reading{Doubts: doubt},
				cmd: opinion.Command{OK: true}, want: CodeNeedsReason},
			{name: "a doubt, overruled", seen: Reading{Doubts: doubt}, cmd: opinion.Command{OK: true, Reason: "有照片为证"}},
			{name: "a promise", seen: Reading{Pledges: pledge}, cmd: opinion.Command{OK: true}, pledge: 1},
			{name: "a promise of the caller's own", cmd: opinion.Command{OK: true, Pledges: pledge}},
			{name: "a doubt of the caller's own", cmd: opinion.Command{OK: true, Doubts: doubt}},
			{name: "sent back", seen: Reading{Doubts: doubt, Pledges: pledge}, cmd: opinion.Command{Reason: "网页上没有"}},
		} {
			d, _, _, c := reviewing(t, false, answerNow)
			d.Reader = readings{c.Answer: x.seen}
			x.cmd.Move, x.cmd.By = opinion.MoveVerify, by
			after, err := d.Do(t.Context(), c.ID, x.cmd)
			if by == "unit:county" || by == "unit:water" { // not theirs to judge, whatever was read
				if err == nil || after.State != opinion.Answered {
					t.Errorf("%s by %s: %s", x.name, by, after.State)
				}
				continue
			}
			if code(err) != x.want || len(after.Promised()) != x.pledge {
				t.Errorf("%s by %s: %v with %d promises, want %q with %d", x.name, by, err,
					len(after.Promised()), x.want, x.pledge)
			}
		}
	}
	d, _, _, c := reviewing(t, false, answerNow)
	away := errors.New("away")
	d.Reader = unreadable{away}
	if after, err := d.Do(t.Context(), c.ID, opinion.Command{Move: opinion.MoveVerify,
		By: "coordinator", OK: true}); !errors.Is(err, away) || after.State != opinion.Answered {
		t.Errorf("what cannot be read holds all the same: %s, %v", after.State, err)
	}
}

// Whatever is asked in whatever order, by whomever: where answers are reviewed none stands that was
// not approved, and none with a doubt is taken for good without a word.
func TestTheGateHoldsWhateverIsAsked(t *testing.T) {
	reached := map[opinion.State]int{}
	rapid.Check(t, func(rt *rapid.T) {
		seed := rapid.Uint64().Draw(rt, "seed")
		pick := chance(&seed)
		d, papers, _, c := reviewing(t, true)
		now := d.Now()
		d.Now, d.Reader = func() time.Time { return now }, readings{"答复": {Doubts: []string{"像套话"}}}
		for range 60 {
			now = now.Add(time.Duration(pick(36*3600)) * time.Second)
			p, _ := papers.Paper(t.Context(), c.ID, c.Lead)
			text := []string{"答复", "依据"}[pick(2)]
			if act := []opinion.PaperAct{opinion.PaperSave, opinion.PaperSubmit,
				opinion.PaperApprove}[pick(3)]; pick(2) == 0 {
				e, err := DecidePaper(c, p, opinion.PaperCommand{Act: act,
					By: fmt.Sprint("p", pick(3)), Head: true, Text: text, Seen: p.Version}, now)
				if err == nil && e != nil {
					papers[c.ID+" "+c.Lead] = p.Apply(*e, p.Version+1)
				}
				continue
			}
			next, err := d.Do(t.Context(), c.ID, askedOfTheGate(pick, c, d.Env, text, now))
			if err != nil {
				continue
			}
			last := d.Cases.(*memory).events[c.ID]
			e := last[len(last)-1]
			if e.Type == opinion.MoveAnswer && (p.State != opinion.PaperApproved ||
				opinion.TextHash(next.Answer) != p.Approved) {
				rt.Fatalf("%q went out with the draft %+v", next.Answer, p)
			}
			if e.Type == opinion.MoveVerify && e.OK && c.Answer == "答复" && e.Reason == "" {
				rt.Fatalf("a doubt was passed over: %+v", e)
			}
			c = next
			reached[c.State]++
		}
	})
	for _, s := range []opinion.State{opinion.Answered, opinion.Verified, opinion.Handling} {
		if reached[s] == 0 {
			t.Errorf("state %s was never reached: the test looks at too little", s)
		}
	}
}

// askedOfTheGate is mostly an answer or a verdict, else anything that does not end the case.
func askedOfTheGate(pick func(int) int, c opinion.Case, env Env, text string, now time.Time) opinion.Command {
	by := everybody[1:][pick(len(everybody)-1)]
	switch pick(8) {
	case 0, 1, 2:
		return opinion.Command{Move: opinion.MoveAnswer, By: by, Text: text, Kind: "解决公布", URL: "https://a.gov.cn/1"}
	case 3, 4:
		return opinion.Command{Move: opinion.MoveVerify, By: by, OK: true, Reason: []string{"", "有照片为证"}[pick(2)]}
	case 5, 6:
		return opinion.Command{Move: opinion.MoveVerify, By: by, Reason: "网页上没有"}
	}
	cmd := anyCommand(pick, c, env, now)
	if to, _ := c.Matter.After(c.State, cmd.Move); cmd.By == System ||
		cmd.Move == opinion.MoveMerge || to != "" && !to.Open() {
		return opinion.Command{Move: opinion.MoveExtend}
	}
	return cmd
}

func TestAnAnswerIsLookedAtSoon(t *testing.T) {
	d, _, b, c := reviewing(t, false)
	var set []time.Time
	d.Timers = noting{b, func(key string, at time.Time) {
		if key == LookKey(c.ID) {
			set = append(set, at)
		}
	}}
	at := d.Now()
	c, err := d.Do(t.Context(), c.ID, answerNow)
	if err != nil || !Waits(c) || !slices.Equal(set, []time.Time{at.Add(lookLater), at}) {
		t.Errorf("set to %v, %v: first for a desk that dies, then for now", set, err)
	}
	set = nil
	atSource := answerNow
	atSource.URL, atSource.Outcome = "", opinion.AnsweredAtSource
	if c, err = d.Do(t.Context(), c.ID, atSource); err != nil || Waits(c) || len(set) > 0 {
		t.Errorf("an answer without an address is looked for, at %v, %v", set, err)
	}
}

type noting struct {
	*bells
	note func(key string, at time.Time)
}

func (n noting) Schedule(ctx context.Context, key string, at time.Time, data []byte) error {
	n.note(key, at)
	return n.bells.Schedule(ctx, key, at, data)
}

func TestWhatFollowsFromALook(t *testing.T) {
	seen := Reading{Doubts: []string{"像套话"}, Pledges: []opinion.Pledge{{Term: "年底前", Due: "2026-12-31"}}}
	for name, x := range map[string]struct {
		look  Look
		again bool
		state opinion.State
		why   []string
	}{
		"found": {look: Look{OK: true, Reason: "在网页上找到",
			Reading: Reading{Pledges: seen.Pledges}}, state: opinion.Verified},
		"not there": {look: Look{Reason: "网页上没有答复"}, state: opinion.Handling},
		"there, and it reads ill": {look: Look{Doubtful: true, Again: true, Reading: seen},
			state: opinion.Answered, why: []string{"像套话"}},
		"does not open now": {look: Look{Again: true, Reading: seen}, again: true, state: opinion.Answered},
		"opens for nobody": {look: Look{Unseen: "答复网址打不开", Again: true},
			state: opinion.Answered, why: []string{"答复网址打不开"}},
		"opens for nobody, doubts": {look: Look{Unseen: "答复网址打不开", Again: true, Reading: seen},
			state: opinion.Answered, why: []string{"答复网址打不开", "像套话"}},
	} {
		t.Run(name, func(t *testing.T) {
			d, _, _, c := reviewing(t, false, answerNow)
			again, err := d.Looked(t.Context(), c, x.look)
			after, _ := d.Cases.Load(t.Context(), c.ID)
			if err != nil || again != x.again || after.State != x.state || !slices.Equal(after.Doubts, x.why) {
				t.Errorf("%s, doubts %v, again %v, %v; want %s, %v, %v", after.State, after.Doubts,
					again, err, x.state, x.why, x.again)
			}
			if again, err := d.Looked(t.Context(), c, x.look); err != nil || again != x.again {
				t.Errorf("where somebody was faster: %v, %v", again, err)
			}
		})
	}
}
