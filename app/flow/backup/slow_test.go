package backup_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"huiying/app"
	"huiying/app/apptest"
	"huiying/bus"
	"huiying/internal/flowtest"
	"huiying/responders/backup"
)

// events is how many messages are put back on a slowed disk; HUIYING_EVENTS says how many on a disk
// that is not (make recovery: a million).
const events = 10_000

// full makes a data directory with so many messages in one stream, and a backup of it.
func full(t *testing.T, n int) (w flowtest.World, file string) {
	t.Helper()
	w = flowtest.NewWorld(t, "")
	apptest.Quietly(t, w, func(h *app.App) {
		for from := 0; from < n; from += 1000 {
			batch := make([]bus.Message, min(1000, n-from))
			for i := range batch {
				batch[i] = bus.Message{Subject: "learned.d", Data: fmt.Appendf(nil, `{"nothing":%d}`, from+i)}
			}
			if _, err := h.Bus().Publish(t.Context(), batch...); err != nil {
				t.Fatal(err)
			}
		}
		apptest.ArchiveSees(t, h)
	})
	file = filepath.Join(t.TempDir(), "b")
	if c := flowtest.Run(t, w.Args("backup", "--to", file)...); c.Code != 0 {
		t.Fatal(c.Said())
	}
	return w, file
}

// holdsAll looks whether a restored directory has them all, in the log and in the archive.
func holdsAll(t *testing.T, w flowtest.World, n int) {
	t.Helper()
	c := flowtest.Run(t, w.Args("audit", "verify")...)
	if c.Code != 0 || !strings.Contains(c.Said(), fmt.Sprintf("%d records (0 forgotten), 0 faults; 0 differences", n)) {
		t.Errorf("audit: %d\n%s", c.Code, c.Said())
	}
}

// slowly lets a command work on a disk on which each sync takes 20 ms longer.
func slowly(t *testing.T, args ...string) *flowtest.Process {
	t.Helper()
	strace, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("strace, which slows the disk, is not installed (scripts/setup.sh)")
	}
	c := flowtest.Command(t, args...)
	c.Cmd.Args = append([]string{strace, "-f", "-qq", "--seccomp-bpf", "-o", "/dev/null", "-e", "trace=fsync,fdatasync",
		"-e", "inject=fsync,fdatasync:delay_exit=20000", c.Cmd.Path}, c.Cmd.Args[1:]...)
	c.Cmd.Path = strace
	c.Cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return c
}

// A backup is restored where each sync takes 20 ms, and one that is cut short goes on.
func TestABackupIsRestoredOnASlowDisk(t *testing.T) {
	w, file := full(t, events)
	other := w.Elsewhere(t)
	marker := filepath.Join(other.Data, "restoring", "restored.json")
	c := slowly(t, other.Args("restore", file)...).Start()
	flowtest.Until(t, "some streams are back", func() bool {
		b, _ := os.ReadFile(marker)
		return c.Over() || strings.Contains(string(b), `"begun":"LEARNED"`)
	})
	if err := syscall.Kill(-c.Cmd.Process.Pid, syscall.SIGKILL); err != nil { // strace and what it watches
		t.Fatal(err)
	}
	c.Wait(flowtest.Patience)
	was, err := os.ReadFile(marker)
	if err != nil {
		t.Fatalf("it was over too soon: %v\n%s", err, c.Said())
	}
	if c := slowly(t, other.Args("restore", file)...); c.ToItsEnd() != 0 {
		t.Fatalf("restore: %d\n%s\nafter %s", c.Code, c.Said(), was)
	}
	holdsAll(t, other, events)
}

// A restore that was cut short goes on, whatever there is of the stream that was under way.
func TestARestoreGoesOnOverHalfAStream(t *testing.T) {
	w, file := full(t, 100)
	seal, err := backup.Seal(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, left := range map[string]map[string]string{
		"nothing but its directory": {},
		"a description cut off":     {"meta.inf": `{"name":"LEAR`},
		"a block cut off":           {"msgs/1.blk": "\x40\x00\x00\x00" + strings.Repeat("x", 100)},
	} {
		t.Run(name, func(t *testing.T) {
			other := w.Elsewhere(t)
			half := filepath.Join(other.Data, "restoring")
			stream := bus.StreamDir(filepath.Join(half, "log"), "LEARNED")
			if err := os.MkdirAll(filepath.Join(stream, "msgs"), 0o750); err != nil {
				t.Fatal(err)
			}
			flowtest.Write(t, filepath.Join(half, "restored.json"), fmt.Sprintf(`{"from":%q,"begun":"LEARNED"}`, seal))
			for file, b := range left {
				flowtest.Write(t, filepath.Join(stream, file), b)
			}
			if c := flowtest.Run(t, other.Args("restore", file)...); c.Code != 0 {
				t.Fatal(c.Said())
			}
			holdsAll(t, other, 100)
		})
	}
}

// A drill proves a file and leaves nothing behind; a file that is damaged fails it.
func TestADrillTouchesNothing(t *testing.T) {
	w, file := full(t, 1000)
	before := apptest.Holds(t, w.Data)
	c := flowtest.Run(t, w.Args("restore", "--check", file)...)
	if c.Code != 0 || !strings.Contains(c.Said(), "can be restored") || !strings.Contains(c.Said(), "1000 records") {
		t.Errorf("a good one: %d\n%s", c.Code, c.Said())
	}
	if left := append(apptest.Holds(t, filepath.Dir(file)), apptest.Holds(t, w.Data)...); len(left) != 1+len(before) {
		t.Errorf("it left %v behind", left)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2] ^= 1
	flowtest.Write(t, file, string(b))
	if c := flowtest.Run(t, w.Args("restore", "--check", file)...); c.Code != flowtest.Failed ||
		!strings.Contains(c.Said(), "damaged") {
		t.Errorf("a damaged one: %d\n%s", c.Code, c.Said())
	}
}

// make recovery: a million events are saved, proved and restored.
func TestABackupOfAMillionEvents(t *testing.T) {
	n, err := strconv.Atoi(os.Getenv("HUIYING_EVENTS"))
	if err != nil {
		t.Skip("it takes minutes: make recovery")
	}
	begun := time.Now()
	w, file := full(t, n)
	t.Logf("made and saved in %v", time.Since(begun))
	begun = time.Now()
	other := w.Elsewhere(t)
	if c := flowtest.Run(t, other.Args("restore", file)...); c.Code != 0 {
		t.Fatal(c.Said())
	}
	t.Logf("restored in %v", time.Since(begun))
	holdsAll(t, other, n)
}
