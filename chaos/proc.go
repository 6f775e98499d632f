package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// proc is a process that is started again when it ends, as systemd and Kubernetes do.
type proc struct {
	name string
	make func() *exec.Cmd
	log  string // file

	mu     sync.Mutex
	cmd    *exec.Cmd
	done   chan struct{} // closed when cmd has ended
	wanted bool
	fell   atomic.Int64 // how often it ended by itself
	waits  sync.WaitGroup
}

// restartAfter is how long a process that ended by itself stays away.
const restartAfter = 2 * time.Second

func newProc(dir, name string, make func() *exec.Cmd) *proc {
	return &proc{name: name, make: make, log: filepath.Join(dir, "logs", name+".log")}
}

// start starts the process and keeps it running.
func (p *proc) start() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wanted = true
	if p.cmd != nil {
		return nil
	}
	return p.launch()
}

// launch is called with mu held.
func (p *proc) launch() error {
	out, err := os.OpenFile(p.log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	defer out.Close()
	fmt.Fprintf(out, "=== start %s\n", time.Now().Format(time.TimeOnly))
	cmd := p.make()
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start %s: %w", p.name, err)
	}
	done := make(chan struct{})
	p.cmd, p.done = cmd, done
	p.waits.Go(func() { p.await(cmd, done) })
	return nil
}

func (p *proc) await(cmd *exec.Cmd, done chan struct{}) {
	_ = cmd.Wait() // how it ended is in its log
	p.mu.Lock()
	p.cmd = nil
	close(done)
	again := p.wanted
	p.mu.Unlock()
	if !again {
		return
	}
	p.fell.Add(1)
	time.Sleep(restartAfter)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.wanted && p.cmd == nil {
		_ = p.launch()
	}
}

// signal reaches the whole group: a launcher's child too.
func (p *proc) signal(s syscall.Signal) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cmd == nil {
		return nil
	}
	if err := syscall.Kill(-p.cmd.Process.Pid, s); !errors.Is(err, syscall.ESRCH) {
		return err
	}
	return nil
}

// end ends the process by a signal and keeps it away until start. A second patience later it is
// killed, and end says so.
func (p *proc) end(s syscall.Signal, patience time.Duration) error {
	p.mu.Lock()
	p.wanted = false
	done := p.done
	running := p.cmd != nil
	p.mu.Unlock()
	if !running {
		return nil
	}
	if err := p.signal(s); err != nil {
		return err
	}
	select {
	case <-done:
		return nil
	case <-time.After(patience):
	}
	err := p.signal(syscall.SIGKILL)
	<-done
	return errors.Join(err, fmt.Errorf("%s did not end within %s", p.name, patience))
}
