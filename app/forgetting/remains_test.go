package forgetting_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/bus"
	"huiying/console/facts"
	"huiying/internal/flowtest"
	"huiying/opinion"
)

// inHand is a process that judges nothing by itself, with one mention on its log and how the step
// that judges gets it.
func inHand(t *testing.T, roles ...app.Role) (*apptest.Running, flowtest.World, opinion.Mention, []bus.Msg) {
	t.Helper()
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	h := apptest.Open(t, w, w.Load(t), roles...)
	m := flowtest.Mentions(t, 3, 1)[0]
	h.Publish(m)
	data, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return h, w, m, []bus.Msg{{Subject: opinion.MentionSubject(m.Source), ID: m.ID, Data: data}}
}

// verified holds a stopped process's archive against its log: nothing was lost, and no words of a
// mention are left.
func verified(t *testing.T, h *apptest.Running, w flowtest.World, mention string) {
	t.Helper()
	h.Stop()
	if c := flowtest.Run(t, w.Args("audit", "verify")...); c.Code != 0 ||
		!strings.Contains(c.Said(), "0 faults; 0 differences from the log") {
		t.Errorf("verify ended with %d: %s", c.Code, c.Said())
	}
	apptest.Quietly(t, w, func(a *app.App) {
		for _, stream := range []string{"MENTIONS", "FINDINGS"} {
			_, err := a.Bus().Read(t.Context(), stream, "", 1, func(m bus.Msg) error {
				if strings.Contains(string(m.Data), mention) {
					t.Errorf("%s %d still has the words of the mention that was purged", stream, m.Seq)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		}
	})
}

// A mention may be in the hands of the step that judges while it is purged. Its finding has the words.
func TestAPurgeDoesNotMissAFindingThatIsInHand(t *testing.T) {
	h, w, m, in := inHand(t, app.RoleRespond)
	f, asked := h.Forgetter(), make(chan struct{})
	hold := f.Judging
	f.Judging = func() func() { close(asked); return hold() }
	done := make(chan error, 1)
	errs, err := h.Step("analyze").Converse(t.Context(), in, func(ctx context.Context,
		out ...bus.Message) (bus.Ack, error) {
		go func() { _, err := f.Purge(ctx, facts.Purge{ID: m.ID}); done <- err }()
		<-asked
		return h.Bus().Publish(ctx, out...)
	})
	if err != nil || errs[0] != nil {
		t.Fatal(err, errs)
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	verified(t, h, w, m.ID)
}

// judged is the finding that another process would publish of a mention.
func judged(t *testing.T, h *apptest.Running, in []bus.Msg) (out []bus.Message) {
	t.Helper()
	_, err := h.Step("analyze").Converse(t.Context(), in,
		func(_ context.Context, more ...bus.Message) (bus.Ack, error) {
			out = more
			out[0].After = nil
			return bus.Ack{Seqs: make([]uint64, len(more))}, nil
		})
	if err != nil || len(out) != 1 {
		t.Fatal(err, len(out))
	}
	return out
}

// A purge erases nothing that the archive has not seen: the number would look like a loss for ever.
func TestAFindingThatComesDuringAPurgeIsArchivedBeforeItGoes(t *testing.T) {
	h, w, m, in := inHand(t, app.RoleRespond)
	f, finding := h.Forgetter(), judged(t, h, in)
	another := func(digit string) { // those beside it show the archive where a number is missing
		t.Helper()
		beside := finding[0]
		beside.ID = digit
		beside.Data = []byte(strings.ReplaceAll(string(beside.Data), m.ID, strings.Repeat(digit, len(m.ID))))
		if _, err := h.Bus().Publish(t.Context(), beside); err != nil {
			t.Fatal(err)
		}
		if err := h.Archive().CatchUp(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	another("0")
	hold := f.Judging
	f.Judging = func() func() { // another process is quicker
		if _, err := h.Bus().Publish(t.Context(), finding...); err != nil {
			t.Error(err)
		}
		return hold()
	}
	if _, err := f.Purge(t.Context(), facts.Purge{ID: m.ID}); err != nil {
		t.Fatal(err)
	}
	another("1")
	verified(t, h, w, m.ID)
}

// Another process may publish a finding when its mention is purged already: it is taken out of the
// log, and of the archive, when the register has heard of it.
func TestWordsThatComeAfterAPurgeAreTakenOut(t *testing.T) {
	h, w, m, in := inHand(t, app.RoleRespond)
	finding := judged(t, h, in)
	f := h.Forgetter()
	if _, err := f.Purge(t.Context(), facts.Purge{ID: m.ID}); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Bus().Publish(t.Context(), finding...); err != nil {
		t.Fatal(err)
	}
	apptest.CaughtUp(t, h.App)
	if err := f.Remains(t.Context()); err != nil {
		t.Fatal(err)
	}
	if left, err := h.Register().Remains(t.Context(), 10); err != nil || len(left) > 0 {
		t.Errorf("left to do: %v, %v", left, err)
	}
	verified(t, h, w, m.ID)
}
