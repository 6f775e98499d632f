package archive_test

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

	"huiying/app"
	"huiying/app/apptest"
	"huiying/bus"
	"huiying/console/facts"
	"huiying/index"
	"huiying/internal/flowtest"
	"huiying/opinion"
	"huiying/register"
	"huiying/responders/archive"
)

// archived is all that the archive below a data directory says.
func archived(t *testing.T, w flowtest.World) string {
	t.Helper()
	var out bytes.Buffer
	rep, err := archive.Walk(t.Context(), app.ArchiveDir(w.Data), app.ArchiveOptions(w.Load(t),
		time.Now, zap.NewNop()), func(r archive.Record) error {
		out.Write(r.Data)
		return nil
	}, nil)
	if err != nil || len(rep.Damage) > 0 {
		t.Fatal(rep.Damage, err)
	}
	return out.String()
}

// On an empty machine, from the archive alone: every case, every finding at its number, every
// purge; what was not yet judged is judged, and nothing else is done again.
func TestAHouseIsRebuiltFromItsArchive(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	h := apptest.Open(t, w, w.Load(t), app.RoleAnalyze, app.RoleRespond)
	mentions := flowtest.Mentions(t, 1, flowtest.Size(120))
	if _, err := h.Inbox().Publish(t.Context(), mentions); err != nil {
		t.Fatal(err)
	}
	h.Settled()
	apptest.WorkOn(t, h, 1)
	gone := mentions[7]
	if _, err := h.Office().Purge(t.Context(), facts.Purge{ID: gone.ID}); err != nil {
		t.Fatal(err)
	}
	h.Stop()
	late := flowtest.Mentions(t, 9, 3)
	var was apptest.State
	apptest.Quietly(t, w, func(h *app.App) { // taken in, and nobody has judged it
		if _, err := h.Inbox().Publish(t.Context(), late); err != nil {
			t.Fatal(err)
		}
		apptest.ArchiveSees(t, h)
		was = apptest.StateOf(t, h)
	})
	if text := archived(t, w); strings.Contains(text, `"id":"`+gone.ID) ||
		!strings.Contains(text, `"id":"`+mentions[8].ID) {
		t.Error("the archive still has the words of what was purged, or lacks others")
	}

	other := w.Elsewhere(t)
	if c := flowtest.Run(t, other.Args("restore", "--from-archive", app.ArchiveDir(w.Data))...); c.Code != 0 {
		t.Fatalf("restore: %d\n%s", c.Code, c.Said())
	}
	apptest.Quietly(t, other, func(h *app.App) {
		// timers are made again, letters die again, the memory of sources begins anew
		was.SameAs(t, apptest.StateOf(t, h), "TIMERS", "DEAD", "AGAIN", "KV_SOURCES")
		if n, err := h.Bus().Count(t.Context(), "AGAIN"); err != nil || n != 4 {
			t.Errorf("%d messages come to a step again (%v), want the three late ones and the dead one", n, err)
		}
	})
	if c := flowtest.Run(t, other.Args("audit", "verify")...); c.Code != 0 ||
		!strings.Contains(c.Said(), "0 differences") {
		t.Errorf("audit: %d\n%s", c.Code, c.Said())
	}
	o := apptest.Open(t, other, other.Load(t), app.RoleAnalyze, app.RoleRespond)
	o.Settled()
	flowtest.Until(t, "the letter is dead again",
		func() bool {
			n, err := o.Bus().DeadLetters().Count(t.Context())
			return err == nil &&
				n == 1
		})
	want := map[string]bool{}
	for _, m := range append(mentions, late...) {
		want[m.ID] = m.ID != gone.ID
	}
	delete(want, gone.ID)
	flowtest.Until(t, "the late ones are found",
		func() bool { return len(apptest.Hits(t, o.App, index.Query{})) == len(want) })
	apptest.CaughtUp(t, o.App)
	apptest.OnceInRegister(t, o.App, want)
	apptest.OnceInIndex(t, o.App, want)
	apptest.CasesAreWhole(t, o.App)
	if n, err := o.Bus().Count(t.Context(), "FINDINGS"); err != nil || int(n) != len(want) {
		t.Errorf("%d findings for %d mentions (%v)", n, len(want), err)
	}
	if again, err := o.Inbox().Publish(t.Context(), mentions); err != nil || again != 0 {
		t.Errorf("%d known texts were taken again (%v)", again, err)
	}
	apptest.ArchiveSees(t, o.App) // and it goes on in the same files
}

// Words past their retention go from the archive too, and a restore brings none of them back.
func TestTheArchiveForgetsWithTheHouse(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	cfg := w.Load(t)
	now := time.Now()
	h := apptest.Open(t, w, cfg, app.RoleAnalyze, app.RoleRespond)
	mentions := flowtest.Mentions(t, 1, 30)
	if _, err := h.Inbox().Publish(t.Context(), mentions); err != nil {
		t.Fatal(err)
	}
	h.Settled()
	apptest.ArchiveSees(t, h.App)
	if n, err := h.Archive().DropBefore(now.Add(-cfg.Retention)); n != 0 || err != nil {
		t.Errorf("young words were dropped: %d, %v", n, err)
	}
	title := mentions[0].Title
	if !strings.Contains(archived(t, w), title) {
		t.Fatal("the archive lacks the words")
	}
	if n, err := h.Archive().DropBefore(time.Now()); n != 60 || err != nil { // as in 180 days
		t.Errorf("%d records forgot (%v), want 30 mentions and 30 findings", n, err)
	}
	if strings.Contains(archived(t, w), title) {
		t.Error("the archive still has the words")
	}
	cases, err := h.Register().Cases(t.Context(), register.CaseQuery{Size: 200})
	if err != nil || cases.Total == 0 {
		t.Fatal(cases.Total, err)
	}
	h.Stop()
	other := w.Elsewhere(t)
	if c := flowtest.Run(t, other.Args("restore", "--from-archive", app.ArchiveDir(w.Data))...); c.Code != 0 {
		t.Fatalf("restore: %d\n%s", c.Code, c.Said())
	}
	apptest.Quietly(t, other, func(h *app.App) {
		s := apptest.StateOf(t, h)
		if len(s.Cases) != cases.Total || s.Found != 0 || s.Streams["MENTIONS"] != "0 messages up to 30" {
			t.Errorf("%d cases, %d texts, mentions: %s", len(s.Cases), s.Found, s.Streams["MENTIONS"])
		}
	})
}

// audit verify names what the archive or the log has lost, with day, record and number.
func TestAuditNamesWhatArchiveOrLogLost(t *testing.T) {
	flowtest.NoLeaks(t)
	w, h := apptest.Judged(t, 40)
	apptest.ArchiveSees(t, h.App)
	h.Stop()
	if c := flowtest.Run(t, w.Args("audit", "verify")...); c.Code != 0 {
		t.Fatalf("whole: %d\n%s", c.Code, c.Said())
	}
	whole := w.Elsewhere(t)
	if err := os.CopyFS(whole.Data, os.DirFS(w.Data)); err != nil {
		t.Fatal(err)
	}
	apptest.Quietly(t, w, func(h *app.App) {
		if err := errors.Join(h.Bus().Erase(t.Context(), "CASES", 2),
			h.Bus().Erase(t.Context(), "MENTIONS", 5)); err != nil {
			t.Fatal(err)
		}
	})
	c := flowtest.Run(t, w.Args("audit", "verify")...)
	if c.Code != 1 || !strings.Contains(c.Said(), "CASES 2: the log has lost it") ||
		!strings.Contains(c.Said(), "MENTIONS 5: the log has lost it") {
		t.Errorf("a loss in the log: %d\n%s", c.Code, c.Said())
	}
	files, err := filepath.Glob(filepath.Join(app.ArchiveDir(w.Data), "*.open"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	b, err := os.ReadFile(files[0])
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/3] ^= 1
	flowtest.Write(t, files[0], string(b))
	day := strings.TrimSuffix(filepath.Base(files[0]), ".open")
	c = flowtest.Run(t, w.Args("audit", "verify")...)
	if c.Code != 1 || !strings.Contains(c.Said(), "archive, day "+day+", record ") {
		t.Errorf("a damage in the archive: %d\n%s", c.Code, c.Said())
	}
	other := w.Elsewhere(t)
	c = flowtest.Run(t, other.Args("restore", "--from-archive", app.ArchiveDir(w.Data))...)
	if c.Code != 1 || !strings.Contains(c.Said(), "nothing was restored") || len(apptest.Holds(t, other.Data)) > 0 {
		t.Errorf("from a damaged archive: %d, %v\n%s", c.Code, apptest.Holds(t, other.Data), c.Said())
	}
	// the process goes on without its archive and says what to do
	flowtest.Write(t, filepath.Join(app.ArchiveDir(whole.Data), filepath.Base(files[0])), string(b))
	h = apptest.Open(t, whole, whole.Load(t), app.RoleAnalyze, app.RoleRespond)
	if err := h.Archive().Broken(); !errors.Is(err, archive.ErrDamaged) ||
		!strings.Contains(err.Error(), "audit verify") {
		t.Errorf("broken: %v", err)
	}
	if _, err := h.Inbox().Publish(t.Context(), flowtest.Mentions(t, 2, 5)); err != nil {
		t.Error(err)
	}
	h.Settled()
}

// A restore that is cut short leaves nothing that a server would take for its own, and can be
// run again.
func TestARestoreCutShortIsRunAgain(t *testing.T) {
	flowtest.NoLeaks(t)
	w := flowtest.NewWorld(t, "")
	apptest.Quietly(t, w, func(h *app.App) {
		data, err := json.Marshal(opinion.Purged{Mention: "x", At: time.Now()})
		if err == nil {
			_, err = h.Bus().Publish(t.Context(), bus.Message{Subject: "purged.x", Data: data})
		}
		if err != nil {
			t.Fatal(err)
		}
		apptest.ArchiveSees(t, h)
	})
	other := w.Elsewhere(t)
	for _, left := range []string{"restoring/log/jetstream", "archive"} {
		if err := os.MkdirAll(filepath.Join(other.Data, left), 0o750); err != nil {
			t.Fatal(err)
		}
	}
	c := flowtest.Start(t, other.Args("serve", "--listen", "127.0.0.1:0")...)
	if code := c.Wait(flowtest.Patience); code != 1 || !strings.Contains(c.Said(), "run it again") {
		t.Errorf("serve: %d\n%s", code, c.Said())
	}
	if c := flowtest.Run(t, other.Args("restore", "--from-archive", app.ArchiveDir(w.Data))...); c.Code != 0 {
		t.Fatalf("restore: %d\n%s", c.Code, c.Said())
	}
	apptest.Quietly(t, other, func(h *app.App) {
		if n, err := h.Bus().Count(t.Context(), "PURGED"); n != 1 || err != nil {
			t.Error(n, err)
		}
	})
	for _, args := range [][]string{{"restore"}, {"restore", "a", "--from-archive", "b"}, {"backup"}} {
		if c := flowtest.Run(t, args...); c.Code != 2 {
			t.Errorf("%v ends with %d", args, c.Code)
		}
	}
	if c := flowtest.Run(t, w.Elsewhere(t).Args("restore", "--from-archive",
		t.TempDir())...); c.Code != 1 || !strings.Contains(c.Said(), "there is no archive") {
		t.Errorf("from nothing: %d %s", c.Code, fmt.Sprint(c.Said()))
	}
}
