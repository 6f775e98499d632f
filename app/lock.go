package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/gofrs/flock"
)

// errInUse says that another huiying holds the data directory.
var ErrInUse = errors.New("the data directory is in use by another huiying")

// Hold takes the data directory for this process: it is made if missing, must be writable,
// and belongs to one process at a time. release gives it back.
//
// Errors: errInUse, or words that say what to do about the directory.
func Hold(dir string) (release func(), err error) {
	if err := enoughFiles(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("cannot make the data directory %s: %w; choose another with --data", dir, err)
	}
	probe := filepath.Join(dir, ".writable")
	if err := os.WriteFile(probe, []byte("huiying\n"), 0o600); err != nil {
		return nil, dataDirError(dir, err)
	}
	_ = os.Remove(probe)
	lock := flock.New(filepath.Join(dir, "lock"))
	ok, err := lock.TryLock()
	if err != nil {
		return nil, dataDirError(dir, err)
	}
	if !ok {
		return nil, fmt.Errorf("%w: %s; stop that one first, or choose another directory with --data", ErrInUse, dir)
	}
	_ = os.Remove(filepath.Join(dir, "serve.json")) // of a server that was killed: nobody is there
	return func() { _ = lock.Unlock() }, nil
}

func dataDirError(dir string, err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("the disk that holds %s is full: free some space and start again; nothing was lost", dir)
	case errors.Is(err, syscall.EROFS), errors.Is(err, os.ErrPermission):
		return fmt.Errorf("cannot write in the data directory %s (%v): make it writable or choose another with --data", dir, err)
	}
	return fmt.Errorf("cannot use the data directory %s: %w", dir, err)
}

// running is what a server tells other commands about itself, in serve.json beside its lock.
type running struct {
	Address string `json:"address"`
	PID     int    `json:"pid"`
	// Key opens what only those may ask who may read the data directory: its copy.
	Key string `json:"key"`
}

func (r running) url(path string) string { return "http://" + r.Address + path }

func announce(dir string, r running) (withdraw func(), err error) {
	file := filepath.Join(dir, "serve.json")
	b, _ := json.Marshal(r)
	if err := os.WriteFile(file, b, 0o600); err != nil {
		return nil, dataDirError(dir, err)
	}
	return func() { _ = os.Remove(file) }, nil
}

// FindRunning reads where the server that holds dir listens.
func FindRunning(dir string) (running, error) {
	b, err := os.ReadFile(filepath.Join(dir, "serve.json"))
	if err != nil {
		return running{}, fmt.Errorf("%w: %s, and it serves no console there; stop it first", ErrInUse, dir)
	}
	var r running
	if err := json.Unmarshal(b, &r); err != nil || !strings.Contains(r.Address, ":") {
		return running{}, fmt.Errorf("%w: %s; stop it first", ErrInUse, dir)
	}
	return r, nil
}

// unfinishedDir is where a data directory is made before it is one.
const unfinishedDir = "restoring"

// finishFile lies in a data directory whose log was put in place, until the rest of the restore is done.
const finishFile = "restoring.json"

// unfinished refuses a directory in which a restore was cut short. The log is put in place last.
func unfinished(dir string) error {
	_, log := os.Stat(filepath.Join(dir, "log"))
	if _, err := os.Stat(filepath.Join(dir, unfinishedDir)); err == nil && log != nil {
		return cutShort(dir)
	}
	return repairing(dir)
}

// finishing refuses a directory in which a restore was cut short behind the laying of the log.
func finishing(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, finishFile)); err != nil {
		return nil
	}
	return cutShort(dir)
}

func cutShort(dir string) error {
	return fmt.Errorf("a restore into %s was cut short: run it again, it goes on where it was", dir)
}

// damagedDir is where a stream lies, below a data directory, while it is made anew.
const damagedDir = "damaged"

// errRepairing: a repair was cut short.
var errRepairing = errors.New("a repair was cut short: run 'huiying restore --repair' again")

// repairing refuses a directory in which streams lie aside.
func repairing(dir string) error {
	entries, err := os.ReadDir(filepath.Join(dir, damagedDir))
	if err != nil || len(entries) == 0 {
		return nil
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	return fmt.Errorf("%w (%s)", errRepairing, strings.Join(names, ", "))
}
