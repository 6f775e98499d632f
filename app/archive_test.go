package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/console/facts"
	"huiying/index"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/archive"
)

// archived is all that the archive below a data directory says.
func archived(t *testing.T, w world) string {
	t.Helper()
	var out bytes.Buffer
	rep, err := archive.Walk(t.Context(), ArchiveDir(w.data), ArchiveOptions(w.load(t), time.Now, zap.NewNop()), func(r archive.Record) error {
		out.Write(r.Data)
		return nil
	}, nil)
	if err != nil || len(rep.Faults) > 0 {
		t.Fatal(rep.Faults, err)
	}
	return out.String()
}

func archiveSees(t *testing.T, h *App) {
	t.Helper()
	if err := h.archive.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// On an empty machine, from the archive alone: every case, every finding at its number, every
// purge; what was not yet judged is judged, and nothing else is done again.
func TestAHouseIsRebuiltFromItsArchive(t *testing.T) {
	noLeaks(t)
	w := newWorld(t, "")
	h, shut := w.house(t, w.load(t), RoleAnalyze, RoleRespond)
	mentions := toldMentions(t, 1, size(120))
	if _, err := h.Inbox.Publish(t.Context(), mentions); err != nil {
		t.Fatal(err)
	}
	settle(t, h)
	caughtUp(t, h)
	workOn(t, h, 1)
	gone := mentions[7]
	if _, err := (desk{h}).Purge(t.Context(), facts.Purge{ID: gone.ID}); err != nil {
		t.Fatal(err)
	}
	shut()
	late := toldMentions(t, 9, 3)
	var was state
	w.quietly(t, func(h *App) { // taken in, and nobody has judged it
		if _, err := h.Inbox.Publish(t.Context(), late); err != nil {
			t.Fatal(err)
		}
		archiveSees(t, h)
		was = stateOf(t, h)
	})
	if text := archived(t, w); strings.Contains(text, `"id":"`+gone.ID) || !strings.Contains(text, `"id":"`+mentions[8].ID) {
		t.Error("the archive still has the words of what was purged, or lacks others")
	}

	other := w.elsewhere(t)
	if c := huiying(t, other.args("restore", "--from-archive", ArchiveDir(w.data))...); c.code != 0 {
		t.Fatalf("restore: %d\n%s", c.code, c.said())
	}
	other.quietly(t, func(h *App) {
		// timers are made again, letters die again, the notebook of sources begins anew
		was.sameAs(t, stateOf(t, h), "TIMERS", "DEAD", "AGAIN", "KV_SOURCES")
		if n, err := h.Bus.Count(t.Context(), "AGAIN"); err != nil || n != 4 {
			t.Errorf("%d messages come to a step again (%v), want the three late ones and the dead one", n, err)
		}
	})
	if c := huiying(t, other.args("audit", "verify")...); c.code != 0 || !strings.Contains(c.said(), "0 differences") {
		t.Errorf("audit: %d\n%s", c.code, c.said())
	}
	o, _ := other.house(t, other.load(t), RoleAnalyze, RoleRespond)
	settle(t, o)
	until(t, time.Minute, "the letter is dead again", func() bool { n, err := o.Bus.DeadLetters().Count(t.Context()); return err == nil && n == 1 })
	want := map[string]bool{}
	for _, m := range append(mentions, late...) {
		want[m.ID] = m.ID != gone.ID
	}
	delete(want, gone.ID)
	until(t, time.Minute, "the late ones are found", func() bool { return len(hits(t, o, index.Query{})) == len(want) })
	caughtUp(t, o)
	onceInRegister(t, o, want)
	onceInIndex(t, o, want)
	casesAreWhole(t, o)
	if n, err := o.Bus.Count(t.Context(), "FINDINGS"); err != nil || int(n) != len(want) {
		t.Errorf("%d findings for %d mentions (%v)", n, len(want), err)
	}
	if again, err := o.Inbox.Publish(t.Context(), mentions); err != nil || again != 0 {
		t.Errorf("%d known texts were taken again (%v)", again, err)
	}
	archiveSees(t, o) // and it goes on in the same files
}

// Words past their retention go from the archive too, and a restore brings none of them back.
func TestTheArchiveForgetsWithTheHouse(t *testing.T) {
	noLeaks(t)
	w := newWorld(t, "")
	cfg := w.load(t)
	now := time.Now()
	h, shut := w.houseWith(t, Options{Cfg: cfg, Roles: []Role{RoleAnalyze, RoleRespond}, Log: zap.NewNop()}, nil)
	mentions := toldMentions(t, 1, 30)
	if _, err := h.Inbox.Publish(t.Context(), mentions); err != nil {
		t.Fatal(err)
	}
	settle(t, h)
	caughtUp(t, h)
	archiveSees(t, h)
	if n, err := h.archive.DropBefore(now.Add(-cfg.Retention)); n != 0 || err != nil {
		t.Errorf("young words were dropped: %d, %v", n, err)
	}
	title := mentions[0].Title
	if !strings.Contains(archived(t, w), title) {
		t.Fatal("the archive lacks the words")
	}
	if n, err := h.archive.DropBefore(time.Now()); n != 60 || err != nil { // as in 180 days
		t.Errorf("%d records forgot (%v), want 30 mentions and 30 findings", n, err)
	}
	if strings.Contains(archived(t, w), title) {
		t.Error("the archive still has the words")
	}
	cases, err := h.Store.Cases(t.Context(), register.CaseQuery{Size: 200})
	if err != nil || cases.Total == 0 {
		t.Fatal(cases.Total, err)
	}
	shut()
	other := w.elsewhere(t)
	if c := huiying(t, other.args("restore", "--from-archive", ArchiveDir(w.data))...); c.code != 0 {
		t.Fatalf("restore: %d\n%s", c.code, c.said())
	}
	other.quietly(t, func(h *App) {
		s := stateOf(t, h)
		if len(s.cases) != cases.Total || s.found != 0 || s.streams["MENTIONS"] != "0 messages up to 30" {
			t.Errorf("%d cases, %d texts, mentions: %s", len(s.cases), s.found, s.streams["MENTIONS"])
		}
	})
}

// audit verify names what the archive or the log has lost, with day, record and number.
func TestAuditNamesWhatArchiveOrLogLost(t *testing.T) {
	noLeaks(t)
	w := newWorld(t, "")
	h, shut := w.house(t, w.load(t), RoleAnalyze, RoleRespond)
	if _, err := h.Inbox.Publish(t.Context(), toldMentions(t, 1, 40)); err != nil {
		t.Fatal(err)
	}
	settle(t, h)
	caughtUp(t, h)
	archiveSees(t, h)
	shut()
	if c := huiying(t, w.args("audit", "verify")...); c.code != 0 {
		t.Fatalf("whole: %d\n%s", c.code, c.said())
	}
	w.quietly(t, func(h *App) {
		if err := errors.Join(h.Bus.Erase(t.Context(), "CASES", 2), h.Bus.Erase(t.Context(), "MENTIONS", 5)); err != nil {
			t.Fatal(err)
		}
	})
	c := huiying(t, w.args("audit", "verify")...)
	if c.code != 1 || !strings.Contains(c.said(), "CASES 2: the log has lost it") || !strings.Contains(c.said(), "MENTIONS 5: the log has lost it") {
		t.Errorf("a loss in the log: %d\n%s", c.code, c.said())
	}
	files, err := filepath.Glob(filepath.Join(ArchiveDir(w.data), "*.open"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	b, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/3] ^= 1
	write(t, files[0], string(b))
	day := strings.TrimSuffix(filepath.Base(files[0]), ".open")
	c = huiying(t, w.args("audit", "verify")...)
	if c.code != 1 || !strings.Contains(c.said(), "archive, day "+day+", record ") {
		t.Errorf("a damage in the archive: %d\n%s", c.code, c.said())
	}
	other := w.elsewhere(t)
	c = huiying(t, other.args("restore", "--from-archive", ArchiveDir(w.data))...)
	if c.code != 1 || !strings.Contains(c.said(), "nothing was restored") || len(dataIn(other.data)) > 0 {
		t.Errorf("from a damaged archive: %d, %v\n%s", c.code, dataIn(other.data), c.said())
	}
	// the house goes on without its archive and says what to do
	h, _ = w.house(t, w.load(t), RoleAnalyze, RoleRespond)
	if err := h.archive.Broken(); !errors.Is(err, archive.ErrDamaged) || !strings.Contains(err.Error(), "audit verify") {
		t.Errorf("broken: %v", err)
	}
	if _, err := h.Inbox.Publish(t.Context(), toldMentions(t, 2, 5)); err != nil {
		t.Error(err)
	}
	settle(t, h)
}

// A restore that is cut short leaves nothing that a server would take for a house, and can be
// run again.
func TestARestoreCutShortIsRunAgain(t *testing.T) {
	noLeaks(t)
	w := newWorld(t, "")
	w.quietly(t, func(h *App) {
		data, err := json.Marshal(opinion.Purged{Mention: "x", At: time.Now()})
		if err == nil {
			_, err = h.Bus.Publish(t.Context(), bus.Message{Subject: "purged.x", Data: data})
		}
		if err != nil {
			t.Fatal(err)
		}
		archiveSees(t, h)
	})
	other := w.elsewhere(t)
	for _, left := range []string{unfinishedDir + "/log/jetstream", "archive"} {
		if err := os.MkdirAll(filepath.Join(other.data, left), 0o750); err != nil {
			t.Fatal(err)
		}
	}
	c := start(t, other.args("serve", "--listen", "127.0.0.1:0")...)
	if code := c.wait(time.Minute); code != 1 || !strings.Contains(c.said(), "run it again") {
		t.Errorf("serve: %d\n%s", code, c.said())
	}
	if c := huiying(t, other.args("restore", "--from-archive", ArchiveDir(w.data))...); c.code != 0 {
		t.Fatalf("restore: %d\n%s", c.code, c.said())
	}
	other.quietly(t, func(h *App) {
		if n, err := h.Bus.Count(t.Context(), "PURGED"); n != 1 || err != nil {
			t.Error(n, err)
		}
	})
	for _, args := range [][]string{{"restore"}, {"restore", "a", "--from-archive", "b"}, {"backup"}} {
		if c := huiying(t, args...); c.code != 2 {
			t.Errorf("%v ends with %d", args, c.code)
		}
	}
	if c := huiying(t, w.elsewhere(t).args("restore", "--from-archive", t.TempDir())...); c.code != 1 || !strings.Contains(c.said(), "there is no archive") {
		t.Errorf("from nothing: %d %s", c.code, fmt.Sprint(c.said()))
	}
}
