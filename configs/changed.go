package configs

import (
	"bytes"
	"io/fs"
	"os"
	"time"
)

// LoadChanged is Load of a directory as it would be with some files changed or added. Nothing is
// written. The directory may be missing: then there is nothing but the changed files and the shipped ones.
func LoadChanged(dir string, changed map[string][]byte) (*Config, error) {
	return load(changedFS{os.DirFS(dir), changed}, dir)
}

// changedFS is a directory with some files changed.
type changedFS struct {
	fs.FS
	files map[string][]byte
}

// Open opens a file, the changed one first.
func (c changedFS) Open(name string) (fs.File, error) {
	if text, ok := c.files[name]; ok {
		return &changedFile{name: name, long: len(text), Reader: bytes.NewReader(text)}, nil
	}
	return c.FS.Open(name)
}

// changedFile is a file in memory.
type changedFile struct {
	*bytes.Reader
	name string
	long int
}

// What a file says of itself.
func (f *changedFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *changedFile) Close() error               { return nil }
func (f *changedFile) Name() string               { return f.name }
func (f *changedFile) Size() int64                { return int64(f.long) }
func (f *changedFile) Mode() fs.FileMode          { return 0o444 }
func (f *changedFile) ModTime() time.Time         { return time.Time{} }
func (f *changedFile) IsDir() bool                { return false }
func (f *changedFile) Sys() any                   { return nil }
