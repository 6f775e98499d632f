// Package clock builds programs whose clock can be moved from outside while they run.
//
// What looks at the time by a library that a preloaded file may replace, a Go program does not: it
// asks the kernel itself. So the one function time.Now is replaced when the program is built (go
// build -overlay): it adds what stands in a file of eight bytes, which is mapped into memory. Only
// what clocks on a wall say is moved, as when a machine's clock is set: waiting and measuring go by
// the other clock, which no one can set, and goes on as before. The machine's own clock is never
// touched.
package clock

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Env names the variable that holds the path of a process's clock.
const Env = "CHAOS_CLOCK"

// added is the file that the package time gets.
const added = `package time

import (
	"sync/atomic"
	"syscall"
	"unsafe"
)

var still int64

var moved = mapped()

func mapped() *int64 {
	path, ok := syscall.Getenv("` + Env + `")
	if !ok {
		return &still
	}
	fd, err := syscall.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
	if err != nil {
		panic("clock " + path + ": " + err.Error())
	}
	mem, err := syscall.Mmap(fd, 0, 8, syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		panic("clock " + path + ": " + err.Error())
	}
	return (*int64)(unsafe.Pointer(&mem[0]))
}

func ahead() int64 { return atomic.LoadInt64(moved) }
`

// Overlay writes into dir what go build -overlay takes, and returns its path.
func Overlay(dir string) (string, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("where Go is: %w", err)
	}
	src := filepath.Join(strings.TrimSpace(string(root)), "src", "time")
	text, err := os.ReadFile(filepath.Join(src, "time.go"))
	if err != nil {
		return "", err
	}
	const asks = "func Now() Time {\n\tsec, nsec, mono := runtimeNow()\n"
	if strings.Count(string(text), asks) != 1 {
		return "", fmt.Errorf("time.Now of this Go looks different: see chaos/clock")
	}
	files := map[string]string{
		"time.go":     strings.Replace(string(text), asks, asks+"\tsec += ahead()\n", 1),
		"zz_ahead.go": added,
	}
	replace := map[string]string{}
	for name, text := range files {
		at := filepath.Join(dir, name)
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			return "", err
		}
		replace[filepath.Join(src, name)] = at
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	at := filepath.Join(dir, "overlay.json")
	return at, os.WriteFile(at, list, 0o644)
}

// Set lets the clocks of those that have this file be ahead by whole seconds.
func Set(file string, ahead time.Duration) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY, 0o644) // in place: it is mapped
	if err != nil {
		return err
	}
	_, err = f.WriteAt(binary.NativeEndian.AppendUint64(nil, uint64(int64(ahead/time.Second))), 0)
	if e := f.Close(); err == nil {
		err = e
	}
	return err
}
