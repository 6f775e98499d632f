package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/bus"
	"huiying/index"
	"huiying/opinion"
	"huiying/register"
)

// state is what a house holds: every case whole, and every stream counted.
type state struct {
	cases   map[string]string
	streams map[string]string
	found   int
}

func stateOf(t *testing.T, h *App) state {
	t.Helper()
	caughtUp(t, h)
	s := state{cases: map[string]string{}, streams: map[string]string{}}
	for f := (register.CaseQuery{Size: 200}); ; {
		page, err := h.Store.Cases(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Items {
			events, err := h.Store.Verify(t.Context(), c.ID)
			if err != nil {
				t.Errorf("case %s: %v", c.ID, err)
			}
			s.cases[c.ID] = object("case", c, "events", events)
		}
		if f.Cursor = page.Next; f.Cursor == "" {
			break
		}
	}
	names, err := h.Bus.StreamNames(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		n, err := h.Bus.Count(t.Context(), name)
		last, e := h.Bus.LastSeq(t.Context(), name)
		if err = errors.Join(err, e); err != nil {
			t.Fatal(err)
		}
		s.streams[name] = fmt.Sprintf("%d messages up to %d", n, last)
	}
	s.found = len(hits(t, h, index.Query{}))
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

// quietly opens a house in which nothing works but the register.
func (w world) quietly(t *testing.T, do func(h *App)) {
	t.Helper()
	release, err := Hold(w.data)
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	if err := WithApp(t.Context(), w.load(t), w.data, func(h *App) error { do(h); return nil }); err != nil {
		t.Fatal(err)
	}
}

func (w world) elsewhere(t *testing.T) world {
	return world{config: w.config, data: filepath.Join(t.TempDir(), "data")}
}

func (w world) args(more ...string) []string {
	return append(more, "--config", w.config, "--data", w.data)
}

// workOn does things in a house that leave every kind of trace: cases moved, answered, with
// timers, a dead letter, a purge.
func workOn(t *testing.T, h *App, n int) {
	t.Helper()
	caughtUp(t, h)
	cases, err := h.Store.Cases(t.Context(), register.CaseQuery{Open: true, Size: 200})
	if err != nil || len(cases.Items) < 5 {
		t.Fatalf("%d cases (%v)", len(cases.Items), err)
	}
	for i, c := range cases.Items[:5] {
		unit := "unit:" + c.Lead
		moves := []opinion.Command{{Move: opinion.MoveSign, By: unit}, {Move: opinion.MoveHandle, By: unit},
			{Move: opinion.MoveAnswer, By: unit, Text: "已派人到场处理，本周内完成。", Kind: "解决公布", URL: "https://gov.example.org/1"}}
		if c.State == opinion.Triage {
			moves = append([]opinion.Command{{Move: opinion.MoveDispatch, By: "coordinator", Unit: c.Lead}}, moves...)
		}
		for _, cmd := range moves[:len(moves)-i%3] {
			if _, err := h.desk.Do(t.Context(), c.ID, cmd); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := h.Bus.Publish(t.Context(), bus.Message{Subject: "mention.broken", Data: fmt.Appendf(nil, "{not JSON %d", n)}); err != nil {
		t.Fatal(err)
	}
	until(t, time.Minute, "the letter is dead", func() bool { n, err := h.Bus.DeadLetters().Count(t.Context()); return err == nil && n > 0 })
	settle(t, h)
}

// A backup that a running server makes is, on another machine, the same house: every case,
// every stream, every text; and it goes on working there.
func TestABackupOfARunningServerIsTheSameHouseElsewhere(t *testing.T) {
	noLeaks(t)
	w := newWorld(t, "")
	h, shut := w.house(t, w.load(t), RoleAnalyze, RoleRespond)
	if _, err := h.Inbox.Publish(t.Context(), toldMentions(t, 1, size(120))); err != nil {
		t.Fatal(err)
	}
	settle(t, h)
	workOn(t, h, 1)
	shut()

	server, base := w.serve(t, "--roles", "analyze,respond,console")
	file := filepath.Join(t.TempDir(), "house.backup")
	if c := huiying(t, w.args("backup", "--to", file)...); c.code != 0 {
		t.Fatalf("backup: %d\n%s", c.code, c.said())
	}
	if c := huiying(t, w.args("backup", "--to", file)...); c.code != 1 || !strings.Contains(c.said(), "exists already") {
		t.Errorf("over another: %d %s", c.code, c.said())
	}
	stranger := http.Client{Transport: http.DefaultTransport} // the tests' own client brings the key
	res, err := stranger.Post(base+backupPath, "", nil)
	if err != nil || res.StatusCode != http.StatusForbidden {
		t.Errorf("without the key: %v %v", res, err)
	}
	_ = res.Body.Close()
	server.interrupt(t)
	var was state
	w.quietly(t, func(h *App) { was = stateOf(t, h) })

	other := w.elsewhere(t)
	if c := huiying(t, other.args("restore", file)...); c.code != 0 {
		t.Fatalf("restore: %d\n%s", c.code, c.said())
	}
	other.quietly(t, func(h *App) { was.sameAs(t, stateOf(t, h)) })
	if _, err := os.Stat(filepath.Join(other.data, "accounts.key")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("restore made a key of its own: %v", err)
	}
	if c := huiying(t, other.args("audit", "verify")...); c.code != 0 {
		t.Errorf("audit: %d\n%s", c.code, c.said())
	}
	if c := huiying(t, other.args("restore", file)...); c.code != 1 || !strings.Contains(c.said(), "holds data already") {
		t.Errorf("over data: %d %s", c.code, c.said())
	}
	o, _ := other.house(t, other.load(t), RoleAnalyze, RoleRespond)
	if _, err := o.Inbox.Publish(t.Context(), toldMentions(t, 2, 30)); err != nil {
		t.Fatal(err)
	}
	settle(t, o)
	casesAreWhole(t, o)
	if again, err := o.Inbox.Publish(t.Context(), toldMentions(t, 1, size(120))); err != nil || again != 0 {
		t.Errorf("%d known texts were taken again (%v)", again, err)
	}
}

// A backup made while mentions pour in holds everything that was acknowledged before it began,
// and nothing is done twice after it is put back.
func TestABackupUnderLoadLosesAndDoublesNothing(t *testing.T) {
	noLeaks(t)
	w := newWorld(t, "")
	h, shut := w.house(t, w.load(t), RoleAnalyze, RoleRespond)
	mentions := toldMentions(t, 3, size(400))
	before := len(mentions) / 2
	if _, err := h.Inbox.Publish(t.Context(), mentions[:before]); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	poured := make(chan error, 1)
	go func() {
		for i := before; i < len(mentions) && ctx.Err() == nil; i += 20 {
			if _, err := h.Inbox.Publish(ctx, mentions[i:min(i+20, len(mentions))]); err != nil && ctx.Err() == nil {
				poured <- err
				return
			}
		}
		poured <- nil
	}()
	file := filepath.Join(t.TempDir(), "b")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(h.copyTo(t.Context(), f), f.Close()); err != nil {
		t.Fatal(err)
	}
	stop()
	if err := <-poured; err != nil {
		t.Fatal(err)
	}
	shut()

	other := w.elsewhere(t)
	if c := huiying(t, other.args("restore", file)...); c.code != 0 {
		t.Fatalf("restore: %d\n%s", c.code, c.said())
	}
	o, _ := other.house(t, other.load(t), RoleAnalyze, RoleRespond)
	settle(t, o)
	caughtUp(t, o)
	there := map[string]bool{}
	if err := eachMention(t, o, func(m opinion.Mention) { there[m.ID] = true }); err != nil {
		t.Fatal(err)
	}
	for _, m := range mentions[:before] {
		if !there[m.ID] {
			t.Errorf("mention %s was acknowledged before the backup and is not in it", m.ID)
		}
	}
	onceInRegister(t, o, there)
	onceInIndex(t, o, there)
	casesAreWhole(t, o)
}

func TestADamagedBackupIsRefusedWhole(t *testing.T) {
	noLeaks(t)
	w := newWorld(t, "")
	h, shut := w.house(t, w.load(t), RoleAnalyze, RoleRespond)
	if _, err := h.Inbox.Publish(t.Context(), toldMentions(t, 1, 20)); err != nil {
		t.Fatal(err)
	}
	settle(t, h)
	shut()
	file := filepath.Join(t.TempDir(), "b")
	if c := huiying(t, w.args("backup", "--to", file)...); c.code != 0 {
		t.Fatal(c.said())
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
		write(t, file, string(spoil([]byte(string(whole)))))
		other := w.elsewhere(t)
		c := huiying(t, other.args("restore", file)...)
		if c.code != 1 || !strings.Contains(c.said(), "nothing was taken from it") {
			t.Errorf("%s: %d %s", name, c.code, c.said())
		}
		if _, err := os.Stat(other.data); err == nil {
			t.Errorf("%s: the data directory was touched", name)
		}
	}
}

// toldMentions are invented texts as mentions.
func toldMentions(t *testing.T, seed uint64, n int) []opinion.Mention {
	t.Helper()
	var out []opinion.Mention
	for _, r := range told(seed, n) {
		at, err := time.Parse(time.RFC3339, r.At)
		if err != nil {
			t.Fatal(err)
		}
		m, err := opinion.NewMention(opinion.Draft{Source: "mailbox", Kind: opinion.KindBoard, Ref: fmt.Sprint(seed, r.ID), Title: r.Title, Text: r.Text, PublishedAt: at, CollectedAt: time.Now()})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}
