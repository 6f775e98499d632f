package backup_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/internal/flowtest"
	"huiying/opinion"
)

// A backup that a running server makes is, on another machine, the same: every case,
// every stream, every text; and it goes on working there.
func TestABackupOfARunningServerIsTheSameHouseElsewhere(t *testing.T) {
	flowtest.NoLeaks(t)
	w, h := apptest.Judged(t, flowtest.Size(120))
	apptest.WorkOn(t, h, 1)
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
	var was apptest.State
	apptest.Quietly(t, w, func(h *app.App) { was = apptest.StateOf(t, h) })

	other := w.Elsewhere(t)
	if c := flowtest.Run(t, other.Args("restore", file)...); c.Code != 0 {
		t.Fatalf("restore: %d\n%s", c.Code, c.Said())
	}
	apptest.Quietly(t, other, func(h *app.App) { was.SameAs(t, apptest.StateOf(t, h)) })
	if _, err := os.Stat(filepath.Join(other.Data, "accounts.key")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("restore made a key of its own: %v", err)
	}
	if c := flowtest.Run(t, other.Args("audit", "verify")...); c.Code != 0 {
		t.Errorf("audit: %d\n%s", c.Code, c.Said())
	}
	// killed behind the laying of the log, it is not whole: register, index and timers may lack
	flowtest.Write(t, filepath.Join(other.Data, "restoring.json"), "{}")
	for _, command := range [][]string{{"audit", "verify"}, {"serve", "--listen", "127.0.0.1:0"}} {
		if c := flowtest.Run(t, other.Args(command...)...); c.Code != 1 || !strings.Contains(c.Said(), "was cut short") {
			t.Errorf("%v: %d %s", command, c.Code, c.Said())
		}
	}
	if c := flowtest.Run(t, other.Args("restore", file)...); c.Code != 0 {
		t.Fatalf("restore goes on: %d\n%s", c.Code, c.Said())
	}
	apptest.Quietly(t, other, func(h *app.App) { was.SameAs(t, apptest.StateOf(t, h)) })
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
	w, h := apptest.Judged(t, 20)
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
