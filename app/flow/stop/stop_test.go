package stop_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/internal/flowtest"
	"huiying/opinion"
)

// Ctrl-C ends a server within five seconds while an import runs through it and a source keeps
// it waiting; what was acknowledged is there afterwards.
func TestCtrlCStopsAtOnceAndLosesNothing(t *testing.T) {
	flowtest.NoLeaks(t)
	hang := make(chan struct{})
	asked := make(chan struct{}, 100)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		asked <- struct{}{}
		select { // a site that answers when it likes
		case <-hang:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(site.Close)
	t.Cleanup(func() { close(hang) })
	w := flowtest.NewWorld(t, "import: {batch: 25}", fmt.Sprintf(`  - {id: slow, name: 慢站, kind: news, by: page, url: %q, every: 1m, enabled: true, selectors: {link: a}}`, site.URL+"/list"))
	w.Relax(t)
	n := flowtest.Size(1000)
	dir := t.TempDir()
	file, receipt := flowtest.Write(t, filepath.Join(dir, "letters.jsonl"), flowtest.JSONL(flowtest.Told(11, n))), filepath.Join(dir, "receipt")

	server, _ := apptest.Serve(t, w)
	<-asked // the visit of the slow site is under way
	importing := flowtest.Start(t, w.Imports(file, "--receipt", receipt)...)
	flowtest.Until(t, "some records are acknowledged", func() bool { return importing.Over() || len(flowtest.Receipts(t, receipt)) >= 100 })
	apptest.Interrupt(t, server)
	if code := importing.Wait(flowtest.Patience); code != 0 && code != flowtest.Failed {
		t.Errorf("the import through the server ended with %d\n%s", code, importing.Said())
	}
	got := flowtest.Receipts(t, receipt)
	t.Logf("%d of %d acknowledged before the server stopped; the import ended with %d", len(got), n, importing.Code)
	if importing.Code == flowtest.Failed && !strings.Contains(importing.Err.String(), "does not answer") && !strings.Contains(importing.Err.String(), "the server") {
		t.Errorf("the import does not say that the server went away: %s", importing.Err.String())
	}
	onceInLog(t, w, got)

	last := flowtest.Run(t, w.Imports(file, "--receipt", receipt)...) // nobody serves: it does the work itself
	if last.Code != 0 {
		t.Fatalf("the import after the stop ended with %d\n%s", last.Code, last.Said())
	}
	all := flowtest.Receipts(t, receipt)
	if len(all) != n {
		t.Errorf("%d records acknowledged in all, want %d", len(all), n)
	}
	h := apptest.Open(t, w, w.Load(t))
	apptest.CaughtUp(t, h.App)
	apptest.OnceInIndex(t, h.App, all)
	apptest.CasesAreWhole(t, h.App)
}

// onceInLog opens a stopped world and looks for every acknowledged mention in the log.
func onceInLog(t *testing.T, w flowtest.World, ids map[string]bool) {
	t.Helper()
	h := apptest.Open(t, w, w.Load(t))
	defer h.Stop()
	seen := map[string]int{}
	if err := apptest.EachMention(t, h.App, func(m opinion.Mention) { seen[m.ID]++ }); err != nil {
		t.Fatal(err)
	}
	for id := range ids {
		if seen[id] != 1 {
			t.Errorf("acknowledged mention %s lies in the log %d times", id, seen[id])
		}
	}
}

// One data directory belongs to one process; a second one says so and says what to do.
func TestASecondProcessIsTurnedAway(t *testing.T) {
	w := flowtest.NewWorld(t, "")
	server := flowtest.Start(t, "serve", "--config", w.Config, "--data", w.Data, "--roles", "analyze,respond")
	flowtest.Until(t, "the server holds its directory", func() bool {
		release, err := app.Hold(w.Data)
		if err == nil {
			release()
		}
		return errors.Is(err, app.ErrInUse) && !server.Over()
	})
	file := flowtest.Write(t, filepath.Join(t.TempDir(), "one.jsonl"), flowtest.JSONL(flowtest.Told(1, 1)))
	for _, args := range [][]string{
		{"serve", "--config", w.Config, "--data", w.Data, "--listen", "127.0.0.1:0"},
		w.Imports(file),
		{"reindex", "--data", w.Data},
		{"audit", "verify", "--data", w.Data},
		{"dead", "list", "--data", w.Data},
	} {
		c := flowtest.Run(t, args...)
		if c.Code != flowtest.Failed || !strings.Contains(c.Err.String(), "in use by another huiying") || !strings.Contains(c.Err.String(), "stop") {
			t.Errorf("%v ended with %d and says: %s", args, c.Code, c.Err.String())
		}
	}
	apptest.Interrupt(t, server)
	if c := flowtest.Run(t, w.Imports(file)...); c.Code != 0 {
		t.Errorf("after the end of the first: %d\n%s", c.Code, c.Said())
	}
}

// A data directory that may not be written is named, and nothing is made in it.
func TestAReadOnlyDirectoryIsNamed(t *testing.T) {
	w := flowtest.NewWorld(t, "")
	file := flowtest.Write(t, filepath.Join(t.TempDir(), "letters.jsonl"), flowtest.JSONL(flowtest.Told(5, 40)))
	if c := flowtest.Run(t, w.Imports(file)...); c.Code != 0 {
		t.Fatalf("import: %d\n%s", c.Code, c.Said())
	}
	before := contents(t, w.Data)
	for _, args := range [][]string{
		w.Imports(file),
		{"serve", "--config", w.Config, "--data", w.Data, "--listen", "127.0.0.1:0"},
		w.Imports(file, "--data", filepath.Join(w.Data, "new")),
	} {
		c := asNobody(t, w, args)
		if code := c.ToItsEnd(); code != flowtest.Failed {
			t.Errorf("%v ended with %d\n%s", args, code, c.Said())
		}
		if said := c.Err.String(); !strings.Contains(said, w.Data) || !strings.Contains(said, "--data") {
			t.Errorf("%v does not name the directory and what to do: %s", args, said)
		}
	}
	for name, is := range contents(t, w.Data) {
		if was, known := before[name]; !known || was != is {
			t.Errorf("%s was changed by a process that may not write", name)
		}
	}
	again := flowtest.Run(t, w.Imports(file, "--json")...)
	if again.Code != 0 || !strings.Contains(again.Out.String(), `"added":0`) {
		t.Errorf("afterwards: %d\n%s", again.Code, again.Said())
	}
}

// contents maps each file below dir to its bytes.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	if err := filepath.Walk(dir, func(p string, info os.FileInfo, err error) error {
		if err != nil || !info.Mode().IsRegular() {
			return err
		}
		b, err := os.ReadFile(p)
		out[p] = string(b)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

// asNobody prepares a child that may read the world and write nothing: another user where we
// are root, and a directory without write permission where we are not.
func asNobody(t *testing.T, w flowtest.World, args []string) *flowtest.Process {
	t.Helper()
	c := flowtest.Command(t, args...)
	if os.Getuid() != 0 {
		if err := os.Chmod(w.Data, 0o555); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(w.Data, 0o755) })
		return c
	}
	dir := t.TempDir()
	self := filepath.Join(dir, "huiying")
	if err := flowtest.CopyFile(c.Cmd.Path, self); err != nil {
		t.Fatal(err)
	}
	for d := dir; d != os.TempDir() && len(d) > 1; d = filepath.Dir(d) { // the way to the program
		_ = os.Chmod(d, 0o755)
	}
	for d := filepath.Dir(w.Data); d != os.TempDir() && len(d) > 1; d = filepath.Dir(d) { // and to the world
		_ = os.Chmod(d, 0o755)
	}
	c.Cmd.Path, c.Cmd.Dir = self, dir
	c.Cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	return c
}

// A full disk ends an import with words that say so; once there is room the same import goes
// on, and everything is there once.
func TestAFullDiskLosesNothing(t *testing.T) {
	w := flowtest.NewWorld(t, "import: {batch: 120}")
	if err := os.MkdirAll(w.Data, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", w.Data, "tmpfs", 0, "size=96m,mode=0755"); err != nil {
		t.Skipf("a small disk cannot be mounted here (%v): run as root to test a full one", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(w.Data, 0) })
	dir := t.TempDir()
	few := flowtest.Write(t, filepath.Join(dir, "few.jsonl"), flowtest.JSONL(flowtest.Told(21, 50)))
	many := flowtest.Write(t, filepath.Join(dir, "many.jsonl"), flowtest.JSONL(flowtest.Told(22, flowtest.Size(1500))))
	receipt := filepath.Join(dir, "receipt")
	if c := flowtest.Run(t, w.Imports(few, "--receipt", receipt)...); c.Code != 0 {
		t.Fatalf("import with room: %d\n%s", c.Code, c.Said())
	}
	for _, free := range []int64{0, 17 << 20, 200 << 10} { // filled by others meanwhile, enough to begin, too little to open
		filler := ""
		if free > 0 {
			filler = fill(t, w.Data, free)
		}
		c := flowtest.Start(t, w.Imports(many, "--receipt", receipt)...)
		if free == 0 {
			known := len(flowtest.Receipts(t, receipt))
			flowtest.Until(t, "the import is under way", func() bool { return len(flowtest.Receipts(t, receipt)) > known || c.Over() })
			filler = fill(t, w.Data, free)
		}
		if code := c.Wait(flowtest.Patience); code != flowtest.Failed {
			t.Errorf("with %d KiB free it ended with %d, want 1\n%s", free>>10, c.Code, c.Said())
		}
		if !strings.Contains(c.Err.String(), "full") {
			t.Errorf("with %d KiB free it does not say that the disk is full: %s", free>>10, c.Err.String())
		}
		t.Logf("with %d KiB free: %d acknowledged; %s", free>>10, len(flowtest.Receipts(t, receipt)), flowtest.Tail(strings.TrimSpace(c.Err.String()), 300))
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
	}
	if c := flowtest.Run(t, w.Imports(many, "--receipt", receipt)...); c.Code != 0 {
		t.Fatalf("with room again it ended with %d\n%s", c.Code, c.Said())
	}
	all := flowtest.Receipts(t, receipt)
	if want := flowtest.Size(1500) + 50; len(all) != want {
		t.Errorf("%d records acknowledged, want %d", len(all), want)
	}
	h := apptest.Open(t, w, w.Load(t))
	apptest.CaughtUp(t, h.App)
	apptest.OnceInRegister(t, h.App, all)
	apptest.OnceInIndex(t, h.App, all)
	apptest.CasesAreWhole(t, h.App)
}

// fill leaves so many bytes free on the disk of dir.
func fill(t *testing.T, dir string, free int64) string {
	t.Helper()
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "filler")
	if err := os.WriteFile(name, make([]byte, max(int64(s.Bavail)*s.Bsize-free, 0)), 0o644); err != nil && !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	return name
}
