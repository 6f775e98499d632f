package backup_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/bus"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
)

// state is what an installation holds: every case whole, and every stream counted.
type state struct {
	cases   map[string]string
	streams map[string]string
	found   int
}

func stateOf(t *testing.T, h *app.App) state {
	t.Helper()
	apptest.CaughtUp(t, h)
	s := state{cases: map[string]string{}, streams: map[string]string{}}
	for f := (register.CaseQuery{Size: 200}); ; {
		page, err := h.Register().Cases(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Items {
			events, err := h.Register().Verify(t.Context(), c.ID)
			if err != nil {
				t.Errorf("case %s: %v", c.ID, err)
			}
			s.cases[c.ID] = flowtest.Object("case", c, "events", events)
		}
		if f.Cursor = page.Next; f.Cursor == "" {
			break
		}
	}
	names, err := h.Bus().StreamNames(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		n, err := h.Bus().Count(t.Context(), name)
		last, e := h.Bus().LastSeq(t.Context(), name)
		if err = errors.Join(err, e); err != nil {
			t.Fatal(err)
		}
		s.streams[name] = fmt.Sprintf("%d messages up to %d", n, last)
	}
	s.found = len(apptest.Hits(t, h, index.Query{}))
	return s
}

// sameAs compares two states; skip names streams that may differ.
func (s state) sameAs(t *testing.T, other state, skip ...string) {
	t.Helper()
	if len(s.cases) == 0 {
		t.Error("no cases to compare")
	}
	for id, c := range s.cases {
		if other.cases[id] != c {
			t.Errorf("case %s is\n%s\nwas\n%s", id, other.cases[id], c)
		}
	}
	if len(s.cases) != len(other.cases) || s.found != other.found {
		t.Errorf("%d cases, %d texts; were %d and %d", len(other.cases), other.found, len(s.cases), s.found)
	}
	for name, n := range s.streams {
		if !strings.Contains(strings.Join(skip, " "), name) && other.streams[name] != n {
			t.Errorf("stream %s has %s, had %s", name, other.streams[name], n)
		}
	}
}

// judged is a running installation that has judged and considered so many mentions.
func judged(t *testing.T, n int) (flowtest.World, *apptest.Running) {
	t.Helper()
	w := flowtest.NewWorld(t, "")
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond)
	if _, err := h.Inbox().Publish(t.Context(), flowtest.Mentions(t, 1, n)); err != nil {
		t.Fatal(err)
	}
	h.Settled()
	return w, h
}

// workOn does things in an installation that leave every kind of trace: cases moved, answered, with
// timers, a dead letter, a purge.
func workOn(t *testing.T, h *apptest.Running, n int) {
	t.Helper()
	apptest.CaughtUp(t, h.App)
	cases, err := h.Register().Cases(t.Context(), register.CaseQuery{Open: true, Size: 200})
	if err != nil || len(cases.Items) < 5 {
		t.Fatalf("%d cases (%v)", len(cases.Items), err)
	}
	for i, c := range cases.Items[:5] {
		unit := "unit:" + c.Lead
		moves := []opinion.Command{{Move: opinion.MoveSign, By: unit}, {Move: opinion.MoveHandle, By: unit},
			{Move: opinion.MoveAnswer, By: unit, Text: "已派人到场处理，本周内完成。", Kind: "解决公布",
				URL: "https://gov.example.org/1"}}
		if c.State == opinion.Triage {
			moves = append([]opinion.Command{{Move: opinion.MoveDispatch, By: "coordinator", Unit: c.Lead}}, moves...)
		}
		for _, cmd := range moves[:len(moves)-i%3] {
			if _, err := h.Desk().Do(t.Context(), c.ID, cmd); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := h.Bus().Publish(t.Context(), bus.Message{Subject: "mention.broken",
		Data: fmt.Appendf(nil, "{not JSON %d", n)}); err != nil {
		t.Fatal(err)
	}
	flowtest.Until(t, "the letter is dead",
		func() bool {
			n, err := h.Bus().DeadLetters().Count(t.Context())
			return err == nil &&
				n > 0
		})
	h.Settled()
}

// A backup that a running server makes is, on another machine, the same: every case,
// every stream, every text; and it goes on working there.
func TestABackupOfARunningServerIsTheSameHouseElsewhere(t *testing.T) {
	flowtest.NoLeaks(t)
	w, h := judged(t, flowtest.Size(120))
	workOn(t, h, 1)
	h.Stop()

	server, base := apptest.Serve(t, w, "--roles", "analyze,respond,console")
	file := filepath.Join(t.TempDir(), "house.backup")
	if c := flowtest.Run(t, w.Args("backup", "--to", file)...); c.Code != 0 {
		t.Fatalf("backup: %d\n%s", c.Code, c.Said())
	}
	if c := flowtest.Run(t, w.Args("backup", "--to", file)...); c.Code != 1 ||
		!strings.Contains(c.Said(), "exists already") {
		t.Errorf("over another: %d %s", c.Code, c.Said())
	}
	stranger := http.Client{Transport: http.DefaultTransport} // the tests' own client brings the key
	res, err := stranger.Post(base+"/maintenance/backup", "", nil)
	if err != nil || res.StatusCode != http.StatusForbidden {
		t.Errorf("without the key: %v %v", res, err)
	}
	_ = res.Body.Close()
	apptest.Interrupt(t, server)
	var was state
	apptest.Quietly(t, w, func(h *app.App) { was = stateOf(t, h) })

	other := w.Elsewhere(t)
	if c := flowtest.Run(t, other.Args("restore", file)...); c.Code != 0 {
		t.Fatalf("restore: %d\n%s", c.Code, c.Said())
	}
	apptest.Quietly(t, other, func(h *app.App) { was.sameAs(t, stateOf(t, h)) })
	if _, err := os.Stat(filepath.Join(other.Data, "accounts.key")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("restore made a key of its own: %v", err)
	}
	if c := flowtest.Run(t, other.Args("audit", "verify")...); c.Code != 0 {
		t.Errorf("audit: %d\n%s", c.Code, c.Said())
	}
	if c := flowtest.Run(t, other.Args("restore", file)...); c.Code != 1 ||
		!strings.Contains(c.Said(), "holds data already") {
		t.Errorf("over data: %d %s", c.Code, c.Said())
	}
	o := apptest.Open(t, other, other.Load(t), app.RoleAnalyze, app.RoleRespond)
	if _, err := o.Inbox().Publish(t.Context(), flowtest.Mentions(t, 2, 30)); err != nil {
		t.Fatal(err)
	}
	o.Settled()
	apptest.CasesAreWhole(t, o.App)
	if again, err := o.Inbox().Publish(t.Context(),
		flowtest.Mentions(t, 1, flowtest.Size(120))); err != nil || again != 0 {
		t.Errorf("%d known texts were taken again (%v)", again, err)
	}
}

// A backup made while mentions pour in holds everything that was acknowledged before it began,
// and nothing is done twice after it is put back.
func TestABackupUnderLoadLosesAndDoublesNothing(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond, app.RoleConsole)
	apptest.Announced(t, w)
	mentions := flowtest.Mentions(t, 3, flowtest.Size(300))
	before := len(mentions) / 2
	if _, err := h.Inbox().Publish(t.Context(), mentions[:before]); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	poured := make(chan error, 1)
	go func() {
		for i := before; i < len(mentions) && ctx.Err() == nil; i += 20 {
			if _, err := h.Inbox().Publish(ctx, mentions[i:min(i+20, len(mentions))]); err != nil && ctx.Err() == nil {
				poured <- err
				return
			}
		}
		poured <- nil
	}()
	file := filepath.Join(t.TempDir(), "b")
	if err := app.WriteBackup(t.Context(), app.Address{Config: w.Config, Data: w.Data}, file, os.Stderr); err != nil {
		t.Fatal(err)
	}
	stop()
	if err := <-poured; err != nil {
		t.Fatal(err)
	}
	h.Stop()

	other := w.Elsewhere(t)
	if c := flowtest.Run(t, other.Args("restore", file)...); c.Code != 0 {
		t.Fatalf("restore: %d\n%s", c.Code, c.Said())
	}
	o := apptest.Open(t, other, other.Load(t), app.RoleAnalyze, app.RoleRespond)
	o.Settled()
	there := map[string]bool{}
	if err := apptest.EachMention(t, o.App, func(m opinion.Mention) { there[m.ID] = true }); err != nil {
		t.Fatal(err)
	}
	for _, m := range mentions[:before] {
		if !there[m.ID] {
			t.Errorf("mention %s was acknowledged before the backup and is not in it", m.ID)
		}
	}
	apptest.OnceInRegister(t, o.App, there)
	apptest.OnceInIndex(t, o.App, there)
	apptest.CasesAreWhole(t, o.App)
}

func TestADamagedBackupIsRefusedWhole(t *testing.T) {
	flowtest.NoLeaks(t)
	w, h := judged(t, 20)
	h.Stop()
	file := filepath.Join(t.TempDir(), "b")
	if c := flowtest.Run(t, w.Args("backup", "--to", file)...); c.Code != 0 {
		t.Fatal(c.Said())
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func([]byte) []byte{
		"a bit":   func(b []byte) []byte { b[len(b)/2] ^= 4; return b },
		"cut":     func(b []byte) []byte { return b[:len(b)-1] },
		"half":    func(b []byte) []byte { return b[:len(b)/2] },
		"nothing": func([]byte) []byte { return nil },
	} {
		flowtest.Write(t, file, string(spoil([]byte(string(whole)))))
		other := w.Elsewhere(t)
		c := flowtest.Run(t, other.Args("restore", file)...)
		if c.Code != 1 || !strings.Contains(c.Said(), "nothing was taken from it") {
			t.Errorf("%s: %d %s", name, c.Code, c.Said())
		}
		if _, err := os.Stat(other.Data); err == nil {
			t.Errorf("%s: the data directory was touched", name)
		}
	}
}
