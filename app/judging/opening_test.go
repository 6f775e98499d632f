package judging

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"go.uber.org/zap"

	"huiying/analyzers/issue"
	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/configs"
	"huiying/internal/flowtest"
	"huiying/internal/testregion"
	"huiying/opinion"
	"huiying/register/sqlite"
)

// analyzer is a worker on a log that others share, with a register of its own that follows the log.
func analyzer(t *testing.T, cfg *configs.Config, log *bus.Bus) *Worker {
	t.Helper()
	dir := t.TempDir()
	j, err := Open(cfg, dir)
	if err != nil {
		t.Fatal(err)
	}
	store, err := sqlite.Open(t.Context(), log, filepath.Join(dir, "register.db"),
		sqlite.Options{Log: zap.NewNop(), Path: j.Places.Path})
	if err != nil {
		t.Fatal(err)
	}
	w := NewWorker(j, log, store)
	ctx, cancel := context.WithCancel(context.Background())
	if err := w.CatchUp(ctx); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 2)
	go func() { done <- store.Run(ctx) }()
	go func() { done <- w.Follow(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-done, <-done, store.Close(), j.Close()); err != nil &&
			!errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	return w
}

// delivered are mentions as a step gets them.
func delivered(t *testing.T, mentions ...opinion.Mention) []bus.Msg {
	t.Helper()
	out := make([]bus.Msg, len(mentions))
	for i, m := range mentions {
		data, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		out[i] = bus.Msg{Subject: "mention.mailbox", ID: m.ID, Data: data}
	}
	return out
}

// twice is a concern of which two analyzers hear at the same moment: one gets the first report,
// the other those after it.
type twice struct{ reports []opinion.Mention }

// hearsay makes n concerns in words that no other has. Of four, one is a text and its copy, one
// has a third report beside the second, and one is two concerns.
func hearsay(t *testing.T, n int) []twice {
	const placeEndings = "路街巷弄城邸居府湾庭园轩阁里苑村屯寨组社队桥厂港站段区"
	names := func(i int) (out []string) {
		rng := rand.New(rand.NewPCG(7, uint64(i)))
		letter := func() rune { // of no name of a place: two places are two concerns
			for {
				if r := '一' + rune(rng.IntN(8000)); !strings.ContainsRune(placeEndings, r) {
					return r
				}
			}
		}
		for range 6 {
			out = append(out, string([]rune{letter(), letter(), letter()}))
		}
		return out
	}
	out := make([]twice, n)
	for i := range out {
		a, b := names(i), names(i)
		if i%4 == 3 {
			b = names(n + i)
		}
		texts := [][2]string{
			{a[0] + a[1] + a[2], a[3] + "，" + a[4] + "，" + a[5] + "，" + a[0]},
			{b[1] + b[2] + b[0], b[0] + "，" + b[5] + "，" + b[4] + "，" + b[3]},
			{b[2] + b[1] + b[0], b[4] + "，" + b[3] + "，" + b[0] + "，" + b[5]},
		}
		if i%4 == 1 {
			texts[1] = texts[0]
		}
		if i%4 != 2 {
			texts = texts[:2]
		}
		for k, text := range texts {
			out[i].reports = append(out[i].reports, flowtest.Letter(t, 10*i+k, text[0], text[1]))
		}
	}
	return out
}

// Two analyzers that hear of a concern at the same moment open one issue for it, wherever one of
// them alone would have joined the reports.
func TestOneConcernHeardTwiceAtOnceOpensOneIssue(t *testing.T) {
	flowtest.NoLeaks(t)
	log := bustest.Start(t)
	cfg := testregion.Config(t)
	one, two := analyzer(t, cfg, log), analyzer(t, cfg, log)
	const pairs, atOnce = 200, 4
	concerns := hearsay(t, pairs)
	for from := 0; from < pairs; from += atOnce {
		var left, right []opinion.Mention
		for _, c := range concerns[from : from+atOnce] {
			left, right = append(left, c.reports[0]), append(right, c.reports[1:]...)
		}
		var both sync.WaitGroup
		ready := make(chan struct{})
		for h, batch := range map[*Worker][]bus.Msg{one: delivered(t, left...), two: delivered(t, right...)} {
			both.Go(func() {
				<-ready
				errs, err := h.Analyze(t.Context(), batch, log.Publish)
				if err = errors.Join(append(errs, err)...); err != nil {
					t.Error(err)
				}
			})
		}
		close(ready)
		both.Wait()
	}

	said := openedOnce(t, log)
	forth, back := byItself(t, one.Judges, cfg, concerns, false), byItself(t, one.Judges, cfg, concerns, true)
	joined := 0
	for i, c := range concerns {
		a, b := said[c.reports[0].ID].Issue, said[c.reports[1].ID].Issue
		switch {
		case forth[i] && back[i]:
			if joined++; a.ID != b.ID || i%4 == 1 && a.Copy == b.Copy {
				t.Errorf("concern %d: %+v and %+v; one analyzer alone makes one of it", i, a, b)
			}
		case !forth[i] && !back[i] && a.ID == b.ID:
			t.Errorf("concern %d: joined, which one analyzer alone does not", i)
		}
		for _, m := range c.reports[2:] {
			if ref := said[m.ID].Issue; ref.ID != b.ID {
				t.Errorf("concern %d: the third report went to %+v, the second to %+v", i, ref, b)
			}
		}
		if known := one.Judges.Issues.Group(c.reports[1], "", "", nil).ID; b.ID != known {
			t.Errorf("concern %d: the log says %s, an analyzer remembers %s", i, b.ID, known)
		}
	}
	if joined < pairs/2 || joined > pairs*3/4 {
		t.Errorf("%d of %d concerns are told twice; the test wants three quarters of them", joined, pairs)
	}
}

// openedOnce are the findings of a log by their mentions. Each mention has one, and each issue is
// opened by its first.
func openedOnce(t *testing.T, log *bus.Bus) map[string]opinion.Finding {
	t.Helper()
	said := map[string]opinion.Finding{}
	if _, err := log.Read(t.Context(), "FINDINGS", "", 1, func(m bus.Msg) error {
		var f opinion.Finding
		if err := json.Unmarshal(m.Data, &f); err != nil {
			return err
		}
		if _, again := said[f.ID]; again {
			return fmt.Errorf("%s has two findings", f.ID)
		}
		if _, opened := said[f.Issue.ID]; opened != !f.Issue.New {
			return fmt.Errorf("issue %s, new: %v, opened before: %v", f.Issue.ID, f.Issue.New, opened)
		}
		said[f.ID], said[f.Issue.ID] = f, opinion.Finding{}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return said
}

// byItself says of each concern whether one analyzer joins its first two reports, told in this
// order or the other way round.
func byItself(t *testing.T, j *Judges, cfg *configs.Config, concerns []twice, back bool) []bool {
	t.Helper()
	lone := lonely(j, cfg)
	out := make([]bool, len(concerns))
	for i, c := range concerns {
		pair := []opinion.Mention{c.reports[0], c.reports[1]}
		if back {
			pair[0], pair[1] = pair[1], pair[0]
		}
		found := lone.All(t.Context(), pair, make([]error, 2))
		out[i] = found[0].Issue.ID == found[1].Issue.ID
	}
	return out
}

// lonely judges as j does, and has heard of nothing.
func lonely(j *Judges, cfg *configs.Config) *Judges {
	lone := *j
	lone.Issues = issue.New(issue.Options{Common: terms(cfg.Topics),
		Related: func(a, b string) bool { return j.Places.Within(a, b) || j.Places.Within(b, a) }})
	lone.Parts.Issue = Grouping(lone.Issues)
	lone.SpeakFrom(cfg.TopicModel.Sure)
	return &lone
}

// unheard is a log that does not answer: what it is told is stored, or not, or only later.
type unheard struct {
	log   *bus.Bus
	fails string
	late  []bus.Message
}

var errUnheard = errors.New("the log does not answer")

func (u *unheard) publish(ctx context.Context, out ...bus.Message) (bus.Ack, error) {
	switch u.fails {
	case "answer lost":
		if _, err := u.log.Publish(ctx, out...); err != nil {
			return bus.Ack{}, err
		}
	case "stored late":
		u.late = out
	}
	return bus.Ack{}, errUnheard
}

// What an analyzer judged and could not publish is no issue to it: the next report of that concern
// goes where the log says, or opens an issue as any other; and the first, handed to whomever, goes
// there too.
func TestWhatWasNotPublishedOpensNothing(t *testing.T) {
	for _, fails := range []string{"never stored", "answer lost", "stored late"} {
		for _, elsewhere := range []bool{true, false} { // another analyzer hears the second report meanwhile
			t.Run(fmt.Sprintf("%s, another: %v", fails, elsewhere), func(t *testing.T) {
				flowtest.NoLeaks(t)
				log := bustest.Start(t)
				cfg := testregion.Config(t)
				one, two := analyzer(t, cfg, log), analyzer(t, cfg, log)
				var told [3][]opinion.Mention // the first, second and third reports of each
				for _, c := range alikeInAnyOrder(t, one.Judges, cfg, flowtest.Size(80)) {
					for k := range told {
						told[k] = append(told[k], c.reports[k])
					}
				}
				analyze := func(h *Worker, mentions []opinion.Mention, publish bus.Publish) error {
					errs, err := h.Analyze(t.Context(), delivered(t, mentions...), publish)
					return errors.Join(append(errs, err)...)
				}
				u := &unheard{log: log, fails: fails}
				if err := analyze(one, told[0], u.publish); !errors.Is(err, errUnheard) {
					t.Fatalf("a log that does not answer: %v", err)
				}
				second := one
				if elsewhere {
					second = two
				}
				if err := analyze(second, told[1], log.Publish); err != nil {
					t.Fatal(err)
				}
				if _, err := log.Publish(t.Context(), u.late...); err != nil && !errors.Is(err, bus.ErrConflict) {
					t.Fatal(err)
				}
				for _, again := range []struct {
					by   *Worker
					what []opinion.Mention
				}{{one, told[2]}, {two, told[0]}, {one, told[0]}} {
					if err := analyze(again.by, again.what, log.Publish); err != nil {
						t.Fatal(err)
					}
				}
				said := openedOnce(t, log)
				for i := range told[0] {
					a, b, c := said[told[0][i].ID].Issue, said[told[1][i].ID].Issue, said[told[2][i].ID].Issue
					if a.ID == "" || a.ID != b.ID || b.ID != c.ID {
						t.Errorf("concern %d: %+v, %+v, %+v", i, a, b, c)
					}
					for _, h := range []*Worker{one, two} {
						if err := h.CatchUp(t.Context()); err != nil {
							t.Fatal(err)
						}
						if known := h.Judges.Issues.Group(told[0][i], "", "", nil).ID; known != a.ID {
							t.Errorf("concern %d: the log says %s, an analyzer remembers %s", i, a.ID, known)
						}
					}
				}
			})
		}
	}
}

// alikeInAnyOrder are concerns of three reports each, of which one analyzer alone makes one issue
// in every order.
func alikeInAnyOrder(t *testing.T, j *Judges, cfg *configs.Config, n int) (out []twice) {
	t.Helper()
	for _, c := range hearsay(t, n) {
		if len(c.reports) != 3 {
			continue
		}
		one := true
		for _, order := range [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}} {
			found := lonely(j, cfg).All(t.Context(), []opinion.Mention{c.reports[order[0]],
				c.reports[order[1]], c.reports[order[2]]}, make([]error, 3))
			one = one && found[0].Issue.ID == found[1].Issue.ID && found[1].Issue.ID == found[2].Issue.ID
		}
		if one {
			out = append(out, c)
		}
	}
	if len(out) < n/10 {
		t.Fatalf("%d of %d concerns are alike in any order; the test wants more", len(out), n)
	}
	return out
}
