package intake

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"strings"

	"huiying/collectors/intake/sheets"
)

// Limits of an archive: what it holds is unpacked into memory, a file at a time.
const (
	maxFiles    = 1000
	maxArchived = 512 << 20 // of all its files unpacked
)

// readArchive reads the files of a ZIP one by one. What is no file of ours is said, by name in
// File; an archive within is not opened.
func readArchive(in sheets.Input, m *mapper, yield func(Record) bool) bool {
	at, size := in.At, in.Size
	if at == nil {
		raw, err := io.ReadAll(io.LimitReader(in.R, sheets.MaxWorkbook+1))
		if err != nil {
			return yield(Record{Line: 1, Err: sheets.ReadFault(err)})
		}
		at, size = bytes.NewReader(raw), int64(len(raw))
	}
	if size > sheets.MaxWorkbook {
		return yield(Record{Line: 1, Err: ErrTooLarge})
	}
	z, err := zip.NewReader(at, size)
	if err != nil {
		return yield(Record{Line: 1, Err: ErrWorkbook})
	}
	if len(z.File) > maxFiles {
		return yield(Record{Line: 1, Err: ErrTooLarge})
	}
	left := int64(maxArchived)
	for i, f := range z.File {
		name := archivedName(f)
		if f.FileInfo().IsDir() || strings.HasPrefix(path.Base(name), ".") || strings.HasPrefix(name, "__MACOSX/") {
			continue
		}
		inner := *m
		inner.file = name
		said := func(rec Record) bool {
			rec.File = name
			return yield(rec)
		}
		raw, err := unpacked(f, &left)
		if err != nil {
			if !said(Record{Line: 1, Err: err}) {
				return false
			}
			continue
		}
		if !inner.readArchived(raw, name, said) {
			return false
		}
		if in.OnPart != nil {
			in.OnPart(int64(i+1), int64(len(z.File)))
		}
	}
	return true
}

func (m *mapper) readArchived(raw []byte, name string, yield func(Record) bool) bool {
	f, err := formOf(name, raw[:min(len(raw), headBytes)])
	if err == nil && f.ends[0] == ".zip" {
		err = ErrFormat
	}
	if err != nil {
		return yield(Record{Line: 1, Err: err})
	}
	return f.read(sheets.Input{At: bytes.NewReader(raw), Size: int64(len(raw))}, m, yield)
}

// archivedName is a file's name: Windows writes it in the code page of its country.
func archivedName(f *zip.File) string {
	name, ok := sheets.UTF8(f.Name)
	if !ok {
		return "?" + path.Ext(f.Name)
	}
	return strings.ReplaceAll(name, `\`, "/")
}

func unpacked(f *zip.File, left *int64) ([]byte, error) {
	if f.Flags&1 != 0 {
		return nil, ErrLocked
	}
	if f.UncompressedSize64 > uint64(min(*left, sheets.MaxWorkbook)) {
		return nil, ErrTooLarge
	}
	r, err := f.Open()
	if err != nil {
		return nil, ErrWorkbook
	}
	defer r.Close()
	raw, err := io.ReadAll(io.LimitReader(r, min(*left, sheets.MaxWorkbook)+1))
	*left -= int64(len(raw))
	switch {
	case err != nil:
		return nil, ErrWorkbook
	case *left < 0:
		return nil, ErrTooLarge
	}
	return raw, nil
}
