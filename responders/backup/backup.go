// Package backup writes and reads a backup (备份): one file that holds named parts and ends
// with the SHA-256 of all that stands before. A file is good whole or not at all: one changed
// byte, or one missing at the end, and Check refuses it before anything is taken from it.
//
// Inside it is a tar archive, so "tar -tf FILE" lists it; the seal stands behind tar's end.
package backup

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"time"
)

// ErrDamaged: the file is no backup, was cut off, or was changed.
var ErrDamaged = errors.New("the backup is damaged or is not one: nothing was taken from it; use another copy")

const (
	sealHead = "huiying-backup-1 sha256 "
	sealSize = int64(len(sealHead) + 2*sha256.Size + 1)
)

// Writer writes a backup. Parts come in order; Close seals it.
type Writer struct {
	out  io.Writer
	sum  hash.Hash
	tar  *tar.Writer
	made time.Time
}

// NewWriter begins a backup made at a moment.
func NewWriter(w io.Writer, made time.Time) *Writer {
	sum := sha256.New()
	return &Writer{out: w, sum: sum, tar: tar.NewWriter(io.MultiWriter(w, sum)), made: made.UTC().Truncate(time.Second)}
}

// Add writes one part of a size that is known.
func (w *Writer) Add(name string, size int64, r io.Reader) error {
	if err := w.tar.WriteHeader(&tar.Header{Name: name, Size: size, Mode: 0o600, ModTime: w.made,
		Format: tar.FormatPAX}); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	if _, err := io.Copy(w.tar, r); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	return nil
}

// Close ends the parts and seals the file. Without it the file is no backup.
func (w *Writer) Close() error {
	if err := w.tar.Close(); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	if _, err := io.WriteString(w.out, sealHead+hex.EncodeToString(w.sum.Sum(nil))+"\n"); err != nil {
		return fmt.Errorf("write the backup: %w", err)
	}
	return nil
}

// Check reads a whole file and compares it with its seal. progress is told how many bytes
// were read.
func Check(path string, progress func(bytes int64)) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	body := info.Size() - sealSize
	if body <= 0 {
		return ErrDamaged
	}
	sum := sha256.New()
	if _, err := io.Copy(io.MultiWriter(sum, counter(progress)), io.LimitReader(f, body)); err != nil {
		return fmt.Errorf("read the backup: %w", err)
	}
	seal := make([]byte, sealSize)
	if _, err := io.ReadFull(f, seal); err != nil {
		return fmt.Errorf("read the backup: %w", err)
	}
	if string(seal) != sealHead+hex.EncodeToString(sum.Sum(nil))+"\n" {
		return ErrDamaged
	}
	return nil
}

// Seal reads the seal of a file, by which it is known. Check says whether it is true.
func Seal(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	seal := make([]byte, sealSize)
	if _, err := f.Seek(-sealSize, io.SeekEnd); err != nil {
		return "", ErrDamaged
	}
	if _, err := io.ReadFull(f, seal); err != nil {
		return "", fmt.Errorf("read the backup: %w", err)
	}
	return string(seal), nil
}

// counter counts what is written to it.
type counter func(int64)

func (c counter) Write(p []byte) (int, error) {
	if c != nil {
		c(int64(len(p)))
	}
	return len(p), nil
}

// Read hands out the parts of a file that Check has found good, in the order of their writing.
func Read(path string, part func(name string, size int64, r io.Reader) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	for r := tar.NewReader(f); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w (%w)", ErrDamaged, err)
		}
		if err := part(h.Name, h.Size, r); err != nil {
			return err
		}
	}
}
