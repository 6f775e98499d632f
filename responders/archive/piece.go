package archive

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"github.com/klauspost/compress/zstd"
)

// A piece is a mark and a zstd frame. The mark is a skippable frame of zstd: magic, its own
// length (8), the length of the frame behind it, and the frame's CRC-32C, all little-endian.
const (
	markMagic  = 0x184D2A5A
	markBytes  = 16
	pieceBytes = 1 << 20  // of lines: a piece ends with the record that passes it
	frameMost  = 64 << 20 // a frame beyond it is no work of ours: a message has 8 MiB at most
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// codec packs and unpacks frames. It may be used by one goroutine at a time. Encoders take some
// memory, so that each is made when it is first needed.
type codec struct {
	encoders [2]*zstd.Encoder
	dec      *zstd.Decoder
}

func newCodec() (*codec, error) {
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxMemory(2*frameMost))
	return &codec{dec: dec}, err
}

// fast packs what is written while its day lasts, small what is sealed.
func (c *codec) fast() *zstd.Encoder  { return c.encoder(0, zstd.SpeedFastest) }
func (c *codec) small() *zstd.Encoder { return c.encoder(1, zstd.SpeedDefault) }

func (c *codec) encoder(i int, level zstd.EncoderLevel) *zstd.Encoder {
	if c.encoders[i] == nil {
		enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(level), zstd.WithEncoderConcurrency(1), zstd.WithWindowSize(pieceBytes))
		if err != nil { // only options that do not fit together fail
			panic(err)
		}
		c.encoders[i] = enc
	}
	return c.encoders[i]
}

// pack makes a piece of lines.
func pack(enc *zstd.Encoder, lines []byte) []byte {
	out := enc.EncodeAll(lines, make([]byte, markBytes, markBytes+len(lines)/2+64))
	frame := out[markBytes:]
	binary.LittleEndian.PutUint32(out[0:], markMagic)
	binary.LittleEndian.PutUint32(out[4:], markBytes-8)
	binary.LittleEndian.PutUint32(out[8:], uint32(len(frame)))
	binary.LittleEndian.PutUint32(out[12:], crc32.Checksum(frame, castagnoli))
	return out
}

// errTorn: the bytes do not make a piece. Whether that is a torn end or a damage is for the
// caller to find out.
var errTorn = errors.New("no whole piece here")

// readPiece reads the next piece's lines and its length in the file; left is how many bytes
// the file still has, so that a spoilt length asks for no memory. io.EOF at a clean end.
func (c *codec) readPiece(r io.Reader, left int64) (lines []byte, size int64, err error) {
	if left == 0 {
		return nil, 0, io.EOF
	}
	var mark [markBytes]byte
	if _, err := io.ReadFull(r, mark[:]); err != nil {
		return nil, 0, ended(err)
	}
	n, ok := frameLength(mark[:])
	if !ok || n > left-markBytes {
		return nil, 0, errTorn
	}
	frame := make([]byte, n)
	if _, err := io.ReadFull(r, frame); err != nil {
		return nil, 0, ended(err)
	}
	if crc32.Checksum(frame, castagnoli) != binary.LittleEndian.Uint32(mark[12:]) {
		return nil, 0, errTorn
	}
	if lines, err = c.dec.DecodeAll(frame, nil); err != nil {
		return nil, 0, errTorn
	}
	return lines, markBytes + n, nil
}

func ended(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errTorn
	}
	return err
}

func frameLength(mark []byte) (int64, bool) {
	n := int64(binary.LittleEndian.Uint32(mark[8:]))
	return n, binary.LittleEndian.Uint32(mark) == markMagic && binary.LittleEndian.Uint32(mark[4:]) == markBytes-8 && n <= frameMost
}

// wholePieceIn says whether a whole piece begins anywhere behind the first byte: then what
// stands at the first is damaged; otherwise it is the torn end of a write.
func wholePieceIn(tail []byte) bool {
	magic := binary.LittleEndian.AppendUint32(nil, markMagic)
	for at := 1; ; at++ {
		i := bytes.Index(tail[min(at, len(tail)):], magic)
		if i < 0 {
			return false
		}
		at += i
		if len(tail)-at < markBytes {
			return false
		}
		n, ok := frameLength(tail[at:])
		frame := tail[at+markBytes:]
		if ok && n <= int64(len(frame)) && crc32.Checksum(frame[:n], castagnoli) == binary.LittleEndian.Uint32(tail[at+12:]) {
			return true
		}
	}
}

// addLine writes a line, and behind a record its data.
func addLine(to []byte, v any) []byte {
	b, err := json.Marshal(v)
	if err != nil { // no field of ours can fail to marshal
		panic(err)
	}
	to = append(append(to, b...), '\n')
	if r, ok := v.(Record); ok && r.Size > 0 {
		to = append(append(to, r.Data...), '\n')
	}
	return to
}

// eachLine reads the lines of a piece: a head, records, an end. Data is a view into lines.
func eachLine(lines []byte, on func(any) error) error {
	for len(lines) > 0 {
		raw, rest, ok := bytes.Cut(lines, []byte{'\n'})
		if !ok {
			return errors.New("a line has no end")
		}
		lines = rest
		v, err := parseLine(raw)
		if err != nil {
			return err
		}
		if r, ok := v.(Record); ok && r.Size > 0 {
			if r.Size >= len(lines) || lines[r.Size] != '\n' {
				return errors.New("a record's data has another length than it says")
			}
			r.Data, lines = lines[:r.Size:r.Size], lines[r.Size+1:]
			v = r
		}
		if err := on(v); err != nil {
			return err
		}
	}
	return nil
}

func parseLine(raw []byte) (any, error) {
	switch {
	case bytes.HasPrefix(raw, []byte(`{"stream":`)):
		return decodeLine[Record](raw)
	case bytes.HasPrefix(raw, []byte(`{"archive":`)):
		return decodeLine[head](raw)
	case bytes.HasPrefix(raw, []byte(`{"end":`)):
		return decodeLine[end](raw)
	}
	return nil, errors.New("a line is neither head, record nor end")
}

func decodeLine[T any](raw []byte) (any, error) {
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		return nil, fmt.Errorf("a line of %T cannot be read", v)
	}
	return v, nil
}
