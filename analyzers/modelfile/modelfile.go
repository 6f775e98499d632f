// Package modelfile is how a learned model lies in a file: a line that names its form, a version, what
// the form says, and a checksum of all before it. What lies between is its form's own.
package modelfile

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
)

// Form is one kind of model file.
type Form struct {
	Magic   string // the line that it begins with
	Version uint16
	Most    int64 // bytes; a longer file is none
	// What Open finds wrong: that it is no such file, of an earlier version, of a later one, or damaged.
	None, Older, Newer, Damaged error
}

// Begin is the beginning of a file, to which its contents are appended.
func (f Form) Begin() []byte { return binary.LittleEndian.AppendUint16([]byte(f.Magic), f.Version) }

// Seal ends a file that Begin began.
func Seal(b []byte) []byte {
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

// Open reads a sealed file and returns its contents, numbers in little-endian order and counts as
// varints. Errors: None, Older, Newer, Damaged, or that of reading.
func (f Form) Open(r io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, f.Most+1))
	if err != nil {
		return nil, err
	}
	if int64(len(b)) > f.Most || !bytes.HasPrefix(b, []byte(f.Magic)) {
		return nil, f.None
	}
	if len(b) < len(f.Magic)+2+sha256.Size {
		return nil, fmt.Errorf("%w (it ends after %d bytes)", f.Damaged, len(b))
	}
	switch v := binary.LittleEndian.Uint16(b[len(f.Magic):]); {
	case v > f.Version:
		return nil, fmt.Errorf("%w (format %d, this huiying reads %d)", f.Newer, v, f.Version)
	case v < f.Version:
		return nil, fmt.Errorf("%w (format %d, this huiying reads %d)", f.Older, v, f.Version)
	}
	body, want := b[:len(b)-sha256.Size], b[len(b)-sha256.Size:]
	if sum := sha256.Sum256(body); !bytes.Equal(sum[:], want) {
		return nil, fmt.Errorf("%w (its checksum differs)", f.Damaged)
	}
	return body[len(f.Magic)+2:], nil
}
