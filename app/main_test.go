package app

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// binary builds the program once, so that a test can start, stop and kill a real process, and
// the race detector looks into that too where it looks into the tests.
var binary = sync.OnceValues(func() (string, error) {
	args := []string{"build", "-o", filepath.Join(binaries, "huiying")}
	if raceOn {
		args = append(args, "-race")
	}
	build := exec.Command("go", append(args, "huiying/cmd/huiying")...)
	build.Env = before // with the build cache where it is
	out, err := build.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return filepath.Join(binaries, "huiying"), nil
})

// binaries is where binary puts it; before is the environment that the tests were started in.
var (
	binaries string
	before   = os.Environ()
)

func TestMain(m *testing.M) {
	var err error
	if binaries, err = os.MkdirTemp("", "huiying-test-"); err != nil {
		panic(err)
	}
	os.Setenv("XDG_CACHE_HOME", filepath.Join(binaries, "cache")) // jieba's dictionaries of `analyze`, unpacked once
	code := m.Run()
	os.RemoveAll(binaries)
	os.Exit(code)
}

// child is a huiying in a process of its own.
type child struct {
	t        *testing.T
	cmd      *exec.Cmd
	out, err screen
	ended    chan struct{}
	code     int // once ended; -1 when killed
}

// screen is what a child has written so far.
type screen struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// command prepares a child; go starts it.
func command(t *testing.T, args ...string) *child {
	t.Helper()
	self, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	c := &child{t: t, cmd: exec.Command(self, args...), ended: make(chan struct{})}
	c.cmd.Env = append(os.Environ(), "GORACE=atexit_sleep_ms=0")
	c.cmd.Stdout, c.cmd.Stderr = &c.out, &c.err
	return c
}

// start starts a child. It is killed at the end of the test if it still runs.
func start(t *testing.T, args ...string) *child {
	t.Helper()
	return command(t, args...).start()
}

func (c *child) start() *child {
	c.t.Helper()
	if err := c.cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	go func() {
		err := c.cmd.Wait()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			c.code = -2
		} else {
			c.code = c.cmd.ProcessState.ExitCode()
		}
		close(c.ended)
	}()
	c.t.Cleanup(func() {
		c.kill()
		if strings.Contains(c.err.String(), "DATA RACE") {
			c.t.Errorf("a race in the child %v:\n%s", c.cmd.Args[1:], c.err.String())
		}
	})
	return c
}

// run starts a child, waits for its end and returns its exit code.
func (c *child) run() int { return c.start().wait(4 * time.Minute) }

// huiying runs a command to its end.
func huiying(t *testing.T, args ...string) *child {
	t.Helper()
	c := command(t, args...)
	c.run()
	return c
}

func (c *child) wait(within time.Duration) int {
	c.t.Helper()
	select {
	case <-c.ended:
		return c.code
	case <-time.After(within):
		_ = c.cmd.Process.Signal(syscall.SIGABRT) // the stacks say where it hangs
		select {
		case <-c.ended:
		case <-time.After(20 * time.Second):
		}
		c.t.Fatalf("%v did not end within %v\n%s", c.cmd.Args[1:], within, c.said())
		return 0
	}
}

// kill ends the child as a power cut would.
func (c *child) kill() {
	_ = c.cmd.Process.Kill()
	<-c.ended
}

func (c *child) over() bool {
	select {
	case <-c.ended:
		return true
	default:
		return false
	}
}

// said is what the child wrote, for a failure's words.
func (c *child) said() string {
	return "stdout: " + tail(c.out.String(), 4000) + "\nstderr: " + tail(c.err.String(), 12000)
}

func tail(s string, n int) string {
	if len(s) > n {
		return "…" + s[len(s)-n:]
	}
	return s
}

// until waits for something to become true.
func until(t *testing.T, within time.Duration, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(within); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("after %v still not: %s", within, what)
		}
	}
}

// Exit codes of the program.
const (
	exitFailed = 1
	exitUsage  = 2
)
