package jieba

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

//go:generate go run generate.go

// packed holds the dictionaries, so that the binary runs where gojieba's source does not
// lie. Licence: MIT, dict/LICENSE.jieba.
//
//go:embed dict/*.gz dict/SHA256SUMS dict/LICENSE.jieba
var packed embed.FS

// file is one file that the C++ side reads when a handle is made.
type file struct {
	name string
	sum  string // SHA-256, hex
	data func() ([]byte, error)
}

// cppjieba aborts the whole process when a file is missing or empty, also for the keyword
// extractor that nobody here calls. It gets one line each: its real tables (6 MB) would
// cost load time and memory for nothing.
var fillers = []struct{ name, text string }{
	{"idf.utf8", "的 1\n"},
	{"stop_words.utf8", "的\n"},
	{"user.dict.utf8", "\n"},
}

// files lists what must lie on disk, and the name of the folder, which changes with any
// content so that two releases of huiying can share one data folder.
func files() ([]file, string, error) {
	sums, err := packed.ReadFile("dict/SHA256SUMS")
	if err != nil {
		return nil, "", err
	}
	var out []file
	for line := range strings.Lines(string(sums)) {
		sum, name, ok := strings.Cut(strings.TrimSpace(line), "  ")
		if !ok {
			return nil, "", fmt.Errorf("jieba: embedded SHA256SUMS is malformed: run go generate")
		}
		out = append(out, file{name, sum, func() ([]byte, error) { return unpack(name) }})
	}
	for _, f := range fillers {
		out = append(out, file{f.name, sumOf([]byte(f.text)), func() ([]byte, error) { return []byte(f.text), nil }})
	}
	all := sha256.New()
	for _, f := range out {
		io.WriteString(all, f.name+" "+f.sum+"\n")
	}
	return out, "jieba-" + hex.EncodeToString(all.Sum(nil))[:8], nil
}

func unpack(name string) ([]byte, error) {
	raw, err := packed.ReadFile("dict/" + name + ".gz")
	if err != nil {
		return nil, err
	}
	r, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func sumOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// ensure makes every file lie whole under dir/jieba-<hash8>/ and returns that folder. A
// file that is there and right is left alone, so that a prepared folder may be read-only.
func ensure(dir string) (string, error) {
	list, name, err := files()
	if err != nil {
		return "", fmt.Errorf("jieba: reading the embedded dictionaries: %w", err)
	}
	folder, err := filepath.Abs(filepath.Join(dir, name))
	if err != nil {
		return "", fmt.Errorf("jieba: %w", err)
	}
	if strings.ContainsAny(folder, "|;\x00") {
		// cppjieba takes these as separators between several user dictionaries
		return "", fmt.Errorf("jieba: the dictionaries cannot lie in %q: choose a data folder without | and ;", dir)
	}
	for _, f := range list {
		path := filepath.Join(folder, f.name)
		have, err := os.ReadFile(path)
		if err == nil && sumOf(have) == f.sum {
			continue
		}
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return "", unusable(dir, err)
		}
		data, err := f.data()
		if err == nil && sumOf(data) != f.sum {
			err = errors.New("it does not match its sum: this build is broken, run go generate")
		}
		if err != nil {
			return "", fmt.Errorf("jieba: unpacking the embedded %s: %w", f.name, err)
		}
		if err := replace(folder, path, data); err != nil {
			return "", unusable(dir, err)
		}
	}
	return folder, nil
}

func unusable(dir string, err error) error {
	return fmt.Errorf("jieba: the dictionaries cannot be unpacked into %q: make it a writable folder: %w", dir, err)
}

// replace writes by rename, so that another process that opens the same folder now sees
// the old file or the new one, never half of one.
func replace(folder, path string, data []byte) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(folder, ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // after the rename there is nothing left to remove
	_, err = tmp.Write(data)
	if err == nil {
		err = tmp.Chmod(0o644)
	}
	if err == nil {
		err = tmp.Sync()
	}
	if e := tmp.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
