package archive

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// Copy hands out every file of the archive as it is at this moment: sealed days whole, the
// open day up to its last whole piece. Nothing is written meanwhile.
func (a *Archive) Copy(out func(name string, size int64, r io.Reader) error) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	paths, err := files(a.dir)
	if err != nil {
		return err
	}
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return fmt.Errorf("copy the archive: %w", err)
		}
		info, err := f.Stat()
		if err == nil {
			size := info.Size()
			if a.today != nil && path == a.today.path {
				size = a.today.good
			}
			err = out(filepath.Base(path), size, io.LimitReader(f, size))
		}
		if err = errors.Join(err, f.Close()); err != nil {
			return fmt.Errorf("copy the archive: %w", err)
		}
	}
	return nil
}

// CopyDir copies the files of one archive into another directory, which must have none.
func CopyDir(from, to string) error {
	if err := os.MkdirAll(to, 0o750); err != nil {
		return err
	}
	paths, err := files(from)
	if err != nil {
		return err
	}
	for _, path := range paths {
		err := place(filepath.Join(to, filepath.Base(path)), (*os.File).Sync, func(f *os.File) error {
			in, err := os.Open(path)
			if err != nil {
				return err
			}
			defer in.Close()
			_, err = io.Copy(f, in)
			return err
		})
		if err != nil {
			return fmt.Errorf("copy the archive: %w", err)
		}
	}
	return nil
}
