// Package keyfile keeps a secret of a machine in a file of its own (mode 0600), which no backup holds.
package keyfile

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Least is the number of characters of a key.
const Least = 32

// Open reads the key from a file. When there is none it makes one, whole or not at all: of several
// processes that begin at once all get the same.
func Open(file string) ([]byte, error) {
	key, err := Read(file)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	part, err := os.CreateTemp(filepath.Dir(file), ".key-*") // made with mode 0600
	if err != nil {
		return nil, err
	}
	_, err = part.WriteString(rand.Text() + rand.Text() + "\n")
	err = errors.Join(err, part.Sync(), part.Close())
	if err == nil {
		if err = os.Link(part.Name(), file); errors.Is(err, fs.ErrExist) {
			err = nil // another process was faster
		}
	}
	if err = errors.Join(err, os.Remove(part.Name())); err != nil {
		return nil, err
	}
	return Read(file)
}

// Read reads the key from a file that is there. A key shorter than Least is an error.
func Read(file string) ([]byte, error) {
	key, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	if key = bytes.TrimSpace(key); len(key) < Least {
		return nil, fmt.Errorf("%s holds less than %d characters", file, Least)
	}
	return key, nil
}
