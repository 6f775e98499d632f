package flowtest

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Process is a huiying in a process of its own.
type Process struct {
	Cmd      *exec.Cmd
	Out, Err Screen
	Ended    chan struct{}
	Code     int // once ended; -1 when killed
	t        testing.TB
}

// Screen is what a process has written so far.
type Screen struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write is io.Writer.
func (s *Screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *Screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// Command prepares a process; Start starts it.
func Command(t testing.TB, args ...string) *Process {
	t.Helper()
	self, err := program()
	if err != nil {
		t.Fatal(err)
	}
	c := &Process{t: t, Cmd: exec.Command(self, args...), Ended: make(chan struct{})}
	c.Cmd.Env = append(os.Environ(), "GORACE=atexit_sleep_ms=0", "GOGC=400") // it lives for seconds
	c.Cmd.Stdout, c.Cmd.Stderr = &c.Out, &c.Err
	return c
}

// Start starts a process. It is killed at the end of the test if it still runs.
func Start(t testing.TB, args ...string) *Process {
	t.Helper()
	return Command(t, args...).Start()
}

// Start starts what Command prepared.
func (c *Process) Start() *Process {
	c.t.Helper()
	if err := c.Cmd.Start(); err != nil {
		c.t.Fatal(err)
	}
	go func() {
		err := c.Cmd.Wait()
		var exit *exec.ExitError
		if err != nil && !errors.As(err, &exit) {
			c.Code = -2
		} else {
			c.Code = c.Cmd.ProcessState.ExitCode()
		}
		close(c.Ended)
	}()
	c.t.Cleanup(func() {
		c.Kill()
		if strings.Contains(c.Err.String(), "DATA RACE") {
			c.t.Errorf("a race in the process %v:\n%s", c.Cmd.Args[1:], c.Err.String())
		}
	})
	return c
}

// ToItsEnd starts it, waits for its end and returns its exit code.
func (c *Process) ToItsEnd() int { return c.Start().Wait(Patience) }

// Run runs a command to its end.
func Run(t testing.TB, args ...string) *Process {
	t.Helper()
	c := Command(t, args...)
	c.ToItsEnd()
	return c
}

// Wait waits for its end and returns its exit code. One that hangs says where, and fails the test.
func (c *Process) Wait(within time.Duration) int {
	c.t.Helper()
	select {
	case <-c.Ended:
		return c.Code
	case <-time.After(within):
		_ = c.Cmd.Process.Signal(syscall.SIGABRT) // the stacks say where it hangs
		select {
		case <-c.Ended:
		case <-time.After(time.Minute):
		}
		c.t.Fatalf("%v did not end within %v\n%s", c.Cmd.Args[1:], within, c.Said())
		return 0
	}
}

// Kill ends it as a power cut would.
func (c *Process) Kill() {
	_ = c.Cmd.Process.Kill()
	<-c.Ended
}

// Over says whether it has ended.
func (c *Process) Over() bool {
	select {
	case <-c.Ended:
		return true
	default:
		return false
	}
}

// Said is what it wrote, for a failure's words.
func (c *Process) Said() string {
	return "stdout: " + Tail(c.Out.String(), 4000) + "\nstderr: " + Tail(c.Err.String(), 12000)
}

// Tail is the end of a long text.
func Tail(s string, n int) string {
	if len(s) > n {
		return "…" + s[len(s)-n:]
	}
	return s
}

// Exit codes of the program.
const (
	Failed = 1
	Usage  = 2
)
