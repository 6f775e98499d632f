package bus

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/minio/highwayhash"
	"github.com/nats-io/nats-server/v2/server"
)

// The embedded server's files, read beside it. A server that finds a wrong record when it starts cuts
// the rest of its block off, or never gets ready where the number in it is wrong; and a reader is not
// shown it. So files are looked at before the server sees them, and repaired from what is good.
//
// A block (msgs/N.blk) is a row of records: length (4 bytes; the highest bit: it has headers), number
// (8; the highest bits: erased, or a mark that another was), time (8), length of the subject (2),
// subject, headers with their length (4), data, and a sum (8) over number, time and the rest.
// Source: nats-server v2.15 server/filestore.go.
const (
	recordHead  = 22
	recordSum   = 8
	recordMost  = 32 << 20
	bitHeaders  = 1 << 31
	bitErased   = 1 << 63
	bitTomb     = 1 << 62
	inspectMost = 1 << 30 // bytes that are looked at before a start, of each stream's newest blocks first
)

// Fault is a place where a stream's files are not as they were written.
type Fault struct {
	Stream string
	Seq    uint64 // of the message there, or the one behind the last good one
	What   string
}

func (f Fault) String() string { return fmt.Sprintf("%s %d: %s", f.Stream, f.Seq, f.What) }

// ErrDamaged: a stream has not kept what it acknowledged. Nothing is written to it until it is
// repaired.
var ErrDamaged = errors.New("the log is damaged")

// DamagedError names what of a log that is to be opened is not as it was written.
type DamagedError struct{ Faults []Fault }

func (e *DamagedError) Error() string {
	words := make([]string, 0, 5)
	for _, f := range e.Faults[:min(len(e.Faults), 5)] {
		words = append(words, f.String())
	}
	if more := len(e.Faults) - len(words); more > 0 {
		words = append(words, fmt.Sprintf("and %d more", more))
	}
	return fmt.Sprintf("%v: %s; nothing was changed. Repair it with 'huiying restore --repair', which keeps all that can be read "+
		"and takes the rest from the archive", ErrDamaged, strings.Join(words, "; "))
}

// Is makes it an ErrDamaged.
func (e *DamagedError) Is(target error) bool { return target == ErrDamaged }

// Stored is a message as the files have it.
type Stored struct {
	Seq     uint64
	Time    time.Time
	Subject string
	Header  []byte // as on the wire
	Data    []byte
	Gone    bool // taken out: nothing but the number is left
}

// StreamDir is where the embedded server keeps a stream, below a log's directory.
func StreamDir(log, stream string) string {
	return filepath.Join(log, server.JetStreamStoreDir, server.DEFAULT_GLOBAL_ACCOUNT, "streams", stream)
}

// blocksOf lists the blocks of a stream's directory, the oldest first.
func blocksOf(dir string) (paths []string, err error) {
	entries, err := os.ReadDir(filepath.Join(dir, "msgs"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".blk") {
			paths = append(paths, filepath.Join(dir, "msgs", e.Name()))
		}
	}
	slices.SortFunc(paths, func(a, b string) int { return cmp.Compare(blockNumber(a), blockNumber(b)) })
	return paths, err
}

func blockNumber(path string) uint64 {
	n, _ := strconv.ParseUint(strings.TrimSuffix(filepath.Base(path), ".blk"), 10, 32)
	return n
}

// ReadStored hands out every good record of a stream's directory in the order of the files, and
// returns what is not good. A record that the end of the newest block cuts off was never acknowledged,
// and is passed over.
func ReadStored(dir, stream string, on func(Stored) error) ([]Fault, error) {
	paths, err := blocksOf(dir)
	if err != nil {
		return nil, err
	}
	r := blockReader{stream: stream, on: on}
	for i, path := range paths {
		if err := r.block(path, i == len(paths)-1); err != nil {
			return r.faults, err
		}
	}
	return r.faults, nil
}

type blockReader struct {
	stream string
	on     func(Stored) error
	last   uint64 // number of the newest message
	end    uint64 // and of anything
	faults []Fault
}

func (r *blockReader) fault(what, path string, at int) {
	r.faults = append(r.faults, Fault{r.stream, r.last + 1, fmt.Sprintf("%s (%s, byte %d)", what,
		filepath.Base(path), at)})
}

func (r *blockReader) block(path string, newest bool) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	key := sha256.Sum256(fmt.Appendf(nil, "%s-%d", r.stream, blockNumber(path)))
	sum, err := highwayhash.New64(key[:])
	if err != nil {
		return err
	}
	for at := 0; at < len(b); {
		f, long := frameOf(b[at:])
		if long && f.good(b[at:], sum) {
			if err := r.record(b[at:at+f.size], b[at+recordHead:at+f.size-recordSum], f.subject, f.from); err != nil {
				return err
			}
			at += f.size
			continue
		}
		next := resume(b, at+1, sum) // where the record ends is not to be believed
		switch {
		case next < len(b) || long:
			r.fault("a message is not as it was written", path, at)
			r.last++
		case !newest:
			r.fault("the block is cut off", path, at)
		}
		at = next
	}
	return nil
}

// frame is how a record says that it is laid out.
type frame struct{ size, subject, from int } // from: where headers or data begin behind the subject

// frameOf reads the frame of the record that b begins with; long: it can be one, and all of it is there.
func frameOf(b []byte) (f frame, long bool) {
	if len(b) < recordHead {
		return f, false
	}
	size := binary.LittleEndian.Uint32(b)
	f = frame{int(size &^ bitHeaders), int(binary.LittleEndian.Uint16(b[20:])), 0}
	f.from = f.subject
	if size&bitHeaders != 0 {
		f.from += 4
	}
	return f, f.size >= recordHead+recordSum+f.from && f.size <= min(recordMost, len(b))
}

// good says whether the record that b begins with has the sum of what it holds. The length of its headers
// is not in the sum: it has to lead to their end.
func (f frame) good(b []byte, sum hash.Hash64) bool {
	body := b[recordHead : f.size-recordSum]
	if f.from > f.subject && binary.LittleEndian.Uint64(b[4:])&(bitErased|bitTomb) == 0 {
		n := binary.LittleEndian.Uint32(body[f.subject:])
		if int64(n) > int64(len(body)-f.from) || !bytes.HasSuffix(body[f.from:f.from+int(n)], []byte("\r\n\r\n")) {
			return false
		}
	}
	sum.Reset()
	sum.Write(b[4:20])
	sum.Write(body[:f.subject])
	sum.Write(body[f.from:])
	return bytes.Equal(sum.Sum(nil), b[f.size-recordSum:f.size])
}

// resume finds the next good record from a byte on, or the end. Only what has a time of our days is
// summed up, so that looking costs little.
func resume(b []byte, at int, sum hash.Hash64) int {
	const begin, end = 946684800e9, 7258118400e9 // the years 2000 to 2200
	for ; at+recordHead+recordSum <= len(b); at++ {
		if when := binary.LittleEndian.Uint64(b[at+12:]); when < begin || when >= end {
			continue
		}
		if f, long := frameOf(b[at:]); long && f.good(b[at:], sum) {
			return at
		}
	}
	return len(b)
}

func (r *blockReader) record(rec, body []byte, subject, from int) error {
	seq := binary.LittleEndian.Uint64(rec[4:])
	s := Stored{Seq: seq &^ (bitErased | bitTomb), Gone: seq&(bitErased|bitTomb) != 0,
		Time: time.Unix(0, int64(binary.LittleEndian.Uint64(rec[12:]))).UTC()}
	r.end = max(r.end, s.Seq)
	if seq&bitTomb == 0 {
		r.last = max(r.last, s.Seq)
	}
	if !s.Gone {
		s.Subject, s.Data = string(body[:subject]), body[from:]
		if from > subject {
			n := int(binary.LittleEndian.Uint32(body[subject:])) // good has seen that it fits
			s.Header, s.Data = s.Data[:n], s.Data[n:]
		}
	}
	if r.on == nil || s.Seq == 0 {
		return nil
	}
	return r.on(s)
}

// Inspect looks at the files of an embedded log that no server has open and returns what is not as it
// was written: everything where the log is small, or else the newest blocks. ends is the highest number
// that each stream is known to have had; the files have it as long as they are whole.
func Inspect(log string, ends map[string]uint64) (out []Fault, err error) {
	streams, err := streamDirs(log)
	if err != nil || len(streams) == 0 {
		return nil, err
	}
	each := int64(inspectMost) / int64(len(streams))
	for _, stream := range streams {
		paths, err := blocksOf(StreamDir(log, stream))
		if err != nil {
			return out, err
		}
		size, from := int64(0), len(paths)
		for from > 0 && size < each {
			from--
			if info, err := os.Stat(paths[from]); err == nil {
				size += info.Size()
			}
		}
		r := blockReader{stream: stream}
		for i, path := range paths[from:] {
			if err := r.block(path, from+i == len(paths)-1); err != nil {
				return out, err
			}
		}
		out = append(out, r.faults...)
		if end := ends[stream]; r.end < end && len(r.faults) == 0 {
			out = append(out, Fault{stream, r.end + 1, fmt.Sprintf("its files end at %d and had %d", r.end, end)})
		}
	}
	return out, nil
}
