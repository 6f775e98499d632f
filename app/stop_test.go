package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"huiying/bus"
	"huiying/opinion"
)

// stopWithin is how long Ctrl-C may take.
func stopWithin() time.Duration {
	if raceOn {
		return 15 * time.Second
	}
	return 5 * time.Second
}

// serve starts a server on a free port and waits until it is ready.
func (w world) serve(t *testing.T, more ...string) (c *child, base string) {
	t.Helper()
	c = start(t, append([]string{"serve", "--config", w.config, "--data", w.data, "--listen", "127.0.0.1:0"}, more...)...)
	until(t, time.Minute, "the server is ready", func() bool {
		if c.over() {
			t.Fatalf("the server ended with %d\n%s", c.code, c.said())
		}
		r, err := FindRunning(w.data)
		if err != nil {
			return false
		}
		base = r.url("")
		signIn(r.Address, r.Key)
		res, err := http.Get(base + "/readyz")
		if err != nil {
			return false
		}
		_ = res.Body.Close()
		return res.StatusCode == 200
	})
	return c, base
}

// interrupt presses Ctrl-C and waits for the end.
func (c *child) interrupt(t *testing.T) {
	t.Helper()
	begun := time.Now()
	if err := c.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	code := c.wait(time.Minute)
	took := time.Since(begun)
	if code != 0 {
		t.Errorf("after Ctrl-C it ended with %d\n%s", code, c.said())
	}
	if took > stopWithin() {
		t.Errorf("after Ctrl-C it took %v to end, allowed are %v\n%s", took, stopWithin(), c.said())
	}
	t.Logf("ended %v after Ctrl-C", took.Round(time.Millisecond))
}

// Ctrl-C ends a server within five seconds while an import runs through it and a source keeps
// it waiting; what was acknowledged is there afterwards.
func TestCtrlCStopsAtOnceAndLosesNothing(t *testing.T) {
	noLeaks(t)
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
	w := newWorld(t, "import: {batch: 25}", fmt.Sprintf(`  - {id: slow, name: 慢站, kind: news, by: page, url: %q, every: 1m, enabled: true, selectors: {link: a}}`, site.URL+"/list"))
	relax(t, w)
	n := size(1000)
	dir := t.TempDir()
	file, receipt := write(t, filepath.Join(dir, "letters.jsonl"), jsonl(told(11, n))), filepath.Join(dir, "receipt")

	server, _ := w.serve(t)
	<-asked // the visit of the slow site is under way
	importing := start(t, w.imports(file, "--receipt", receipt)...)
	until(t, time.Minute, "some records are acknowledged", func() bool { return importing.over() || len(receipts(t, receipt)) >= 100 })
	server.interrupt(t)
	if code := importing.wait(time.Minute); code != 0 && code != exitFailed {
		t.Errorf("the import through the server ended with %d\n%s", code, importing.said())
	}
	got := receipts(t, receipt)
	t.Logf("%d of %d acknowledged before the server stopped; the import ended with %d", len(got), n, importing.code)
	if importing.code == exitFailed && !strings.Contains(importing.err.String(), "does not answer") && !strings.Contains(importing.err.String(), "the server") {
		t.Errorf("the import does not say that the server went away: %s", importing.err.String())
	}
	onceInLog(t, w, got)

	last := huiying(t, w.imports(file, "--receipt", receipt)...) // nobody serves: it does the work itself
	if last.code != 0 {
		t.Fatalf("the import after the stop ended with %d\n%s", last.code, last.said())
	}
	all := receipts(t, receipt)
	if len(all) != n {
		t.Errorf("%d records acknowledged in all, want %d", len(all), n)
	}
	h, _ := w.house(t, w.load(t))
	caughtUp(t, h)
	onceInIndex(t, h, all)
	casesAreWhole(t, h)
}

// onceInLog opens a stopped world and looks for every acknowledged mention in the log.
func onceInLog(t *testing.T, w world, ids map[string]bool) {
	t.Helper()
	h, shut := w.house(t, w.load(t))
	defer shut()
	seen := map[string]int{}
	if err := eachMention(t, h, func(m opinion.Mention) { seen[m.ID]++ }); err != nil {
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
	w := newWorld(t, "")
	server := start(t, "serve", "--config", w.config, "--data", w.data, "--roles", "analyze,respond")
	until(t, time.Minute, "the server holds its directory", func() bool {
		release, err := Hold(w.data)
		if err == nil {
			release()
		}
		return errors.Is(err, ErrInUse) && !server.over()
	})
	file := write(t, filepath.Join(t.TempDir(), "one.jsonl"), jsonl(told(1, 1)))
	for _, args := range [][]string{
		{"serve", "--config", w.config, "--data", w.data, "--listen", "127.0.0.1:0"},
		w.imports(file),
		{"reindex", "--data", w.data},
		{"audit", "verify", "--data", w.data},
		{"dead", "list", "--data", w.data},
	} {
		c := huiying(t, args...)
		if c.code != exitFailed || !strings.Contains(c.err.String(), "in use by another huiying") || !strings.Contains(c.err.String(), "stop") {
			t.Errorf("%v ended with %d and says: %s", args, c.code, c.err.String())
		}
	}
	server.interrupt(t)
	if c := huiying(t, w.imports(file)...); c.code != 0 {
		t.Errorf("after the end of the first: %d\n%s", c.code, c.said())
	}
}

// A data directory that may not be written is named, and nothing is made in it.
func TestAReadOnlyDirectoryIsNamed(t *testing.T) {
	w := newWorld(t, "")
	file := write(t, filepath.Join(t.TempDir(), "letters.jsonl"), jsonl(told(5, 40)))
	if c := huiying(t, w.imports(file)...); c.code != 0 {
		t.Fatalf("import: %d\n%s", c.code, c.said())
	}
	before := contents(t, w.data)
	for _, args := range [][]string{
		w.imports(file),
		{"serve", "--config", w.config, "--data", w.data, "--listen", "127.0.0.1:0"},
		w.imports(file, "--data", filepath.Join(w.data, "new")),
	} {
		c := asNobody(t, w, args)
		if code := c.run(); code != exitFailed {
			t.Errorf("%v ended with %d\n%s", args, code, c.said())
		}
		if said := c.err.String(); !strings.Contains(said, w.data) || !strings.Contains(said, "--data") {
			t.Errorf("%v does not name the directory and what to do: %s", args, said)
		}
	}
	for name, is := range contents(t, w.data) {
		if was, known := before[name]; !known || was != is {
			t.Errorf("%s was changed by a process that may not write", name)
		}
	}
	again := huiying(t, w.imports(file, "--json")...)
	if again.code != 0 || !strings.Contains(again.out.String(), `"added":0`) {
		t.Errorf("afterwards: %d\n%s", again.code, again.said())
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
func asNobody(t *testing.T, w world, args []string) *child {
	t.Helper()
	c := command(t, args...)
	if os.Getuid() != 0 {
		if err := os.Chmod(w.data, 0o555); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(w.data, 0o755) })
		return c
	}
	dir := t.TempDir()
	self := filepath.Join(dir, "huiying")
	if err := copyFile(c.cmd.Path, self); err != nil {
		t.Fatal(err)
	}
	for d := dir; d != os.TempDir() && len(d) > 1; d = filepath.Dir(d) { // the way to the program
		_ = os.Chmod(d, 0o755)
	}
	for d := filepath.Dir(w.data); d != os.TempDir() && len(d) > 1; d = filepath.Dir(d) { // and to the world
		_ = os.Chmod(d, 0o755)
	}
	c.cmd.Path, c.cmd.Dir = self, dir
	c.cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	return c
}

func copyFile(from, to string) error {
	if os.Link(from, to) == nil {
		return os.Chmod(to, 0o755)
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// A full disk ends an import with words that say so; once there is room the same import goes
// on, and everything is there once.
func TestAFullDiskLosesNothing(t *testing.T) {
	w := newWorld(t, "import: {batch: 200}")
	if err := os.MkdirAll(w.data, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("tmpfs", w.data, "tmpfs", 0, "size=96m,mode=0755"); err != nil {
		t.Skipf("a small disk cannot be mounted here (%v): run as root to test a full one", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(w.data, 0) })
	dir := t.TempDir()
	few := write(t, filepath.Join(dir, "few.jsonl"), jsonl(told(21, 50)))
	many := write(t, filepath.Join(dir, "many.jsonl"), jsonl(told(22, size(2500))))
	receipt := filepath.Join(dir, "receipt")
	if c := huiying(t, w.imports(few, "--receipt", receipt)...); c.code != 0 {
		t.Fatalf("import with room: %d\n%s", c.code, c.said())
	}
	for _, free := range []int64{0, 17 << 20, 200 << 10} { // filled by others meanwhile, enough to begin, too little to open
		filler := ""
		if free > 0 {
			filler = fill(t, w.data, free)
		}
		c := start(t, w.imports(many, "--receipt", receipt)...)
		if free == 0 {
			known := len(receipts(t, receipt))
			until(t, time.Minute, "the import is under way", func() bool { return len(receipts(t, receipt)) > known || c.over() })
			filler = fill(t, w.data, free)
		}
		if code := c.wait(2 * time.Minute); code != exitFailed {
			t.Errorf("with %d KiB free it ended with %d, want 1\n%s", free>>10, c.code, c.said())
		}
		if !strings.Contains(c.err.String(), "full") {
			t.Errorf("with %d KiB free it does not say that the disk is full: %s", free>>10, c.err.String())
		}
		t.Logf("with %d KiB free: %d acknowledged; %s", free>>10, len(receipts(t, receipt)), tail(strings.TrimSpace(c.err.String()), 300))
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
	}
	if c := huiying(t, w.imports(many, "--receipt", receipt)...); c.code != 0 {
		t.Fatalf("with room again it ended with %d\n%s", c.code, c.said())
	}
	all := receipts(t, receipt)
	if want := size(2500) + 50; len(all) != want {
		t.Errorf("%d records acknowledged, want %d", len(all), want)
	}
	h, _ := w.house(t, w.load(t))
	caughtUp(t, h)
	onceInRegister(t, h, all)
	onceInIndex(t, h, all)
	casesAreWhole(t, h)
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

// eachMention reads the log's mentions.
func eachMention(t *testing.T, h *App, each func(opinion.Mention)) error {
	t.Helper()
	_, err := h.Bus.Read(t.Context(), "MENTIONS", "", 1, func(m bus.Msg) error {
		var x opinion.Mention
		if err := json.Unmarshal(m.Data, &x); err != nil {
			return err
		}
		each(x)
		return nil
	})
	return err
}
