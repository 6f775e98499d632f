package stop_test

import (
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"huiying/app"
	"huiying/internal/flowtest"
)

// Limits that a house cannot live with are named at once, in one line.
func TestNarrowLimitsAreNamed(t *testing.T) {
	w := flowtest.NewWorld(t, "")
	for limit, words := range map[string]string{
		"ulimit -n 40":      "ulimit -n",
		"ulimit -v 400000":  "ulimit -v",
		"ulimit -v 1500000": "ulimit -v",
	} {
		if flowtest.Race && strings.Contains(limit, "-v") {
			continue // the detector takes terabytes of address space before anybody is asked
		}
		c := limited(t, limit, w.Args("serve", "--listen", "127.0.0.1:0")...)
		if code := c.ToItsEnd(); code != flowtest.Failed {
			t.Errorf("%s: it ended with %d\n%s", limit, code, c.Said())
		}
		if said := c.Err.String(); !strings.Contains(said, words) || strings.Count(said, "\n") != 1 {
			t.Errorf("%s: it says %s", limit, flowtest.Tail(said, 600))
		}
	}
}

// limited is a process under a limit of the shell.
func limited(t *testing.T, limit string, args ...string) *flowtest.Process {
	t.Helper()
	c := flowtest.Command(t, args...)
	c.Cmd.Args = append([]string{"sh", "-c", limit + ` && exec "$0" "$@"`, c.Cmd.Path}, args...)
	c.Cmd.Path = "/bin/sh"
	return c
}

// A table of descriptors that fills up while a house runs is named in its log, and the house answers
// again once there is room.
func TestAFullTableOfDescriptorsIsNamed(t *testing.T) {
	w := flowtest.NewWorld(t, "")
	c := limited(t, "ulimit -n 256", w.Args("serve", "--listen", "127.0.0.1:0")...).Start()
	at := ""
	flowtest.Until(t, "the console is served", func() bool {
		r, err := app.FindRunning(w.Data)
		at = r.Address
		return err == nil || c.Over()
	})
	var held []net.Conn
	flowtest.Until(t, "the log names the table of descriptors", func() bool {
		for range 20 {
			if line, err := net.DialTimeout("tcp", at, time.Second); err == nil {
				held = append(held, line)
			}
		}
		return strings.Contains(c.Err.String(), "too many open files")
	})
	for _, line := range held {
		_ = line.Close()
	}
	flowtest.Until(t, "it answers again", func() bool {
		res, err := http.Get("http://" + at + "/healthz")
		if err == nil {
			_ = res.Body.Close()
		}
		return err == nil && res.StatusCode == http.StatusOK
	})
	if err := c.Cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := c.Wait(flowtest.Patience); code != 0 {
		t.Errorf("it ended with %d\n%s", code, c.Said())
	}
}

// Who is told to stop while it starts says so, and leaves a house that starts the next time.
func TestSIGTERMWhileStartingIsNamed(t *testing.T) {
	w := flowtest.NewWorld(t, "")
	c := flowtest.Start(t, w.Args("serve", "--listen", "127.0.0.1:0")...)
	flowtest.Until(t, "it has begun", func() bool {
		m, _ := filepath.Glob(filepath.Join(w.Data, "lock"))
		return len(m) > 0 || c.Over()
	})
	if err := c.Cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if code := c.Wait(flowtest.Patience); code != 0 || !strings.Contains(c.Err.String(), "told to stop") {
		t.Errorf("it ended with %d\n%s", code, c.Said())
	}
	again := flowtest.Run(t, w.Args("user", "list")...)
	if again.Code != 0 && !strings.Contains(again.Err.String(), "holds no data") {
		t.Errorf("afterwards: %d\n%s", again.Code, again.Said())
	}
}
