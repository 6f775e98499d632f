package bleve

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2/util"
	api "github.com/blevesearch/bleve_index_api"
	zap "github.com/blevesearch/zapx/v17"
	"go.etcd.io/bbolt"

	"huiying/index"
)

// What a part has on the disk is held against sums, for the library answers with whatever it reads there:
// a turned bit would be another word, another hit or a finding that comes back. A file of a segment is written
// once and ends with a sum of itself, which the library does not look at. What root.bolt holds of each segment,
// what was deleted above all, gets a sum from us. And a list of segments of which one cannot be opened would
// be passed over for an older list in silence; so it is read before the library reads it.
const (
	rootFile = "root.bolt"
	summed   = "huiying-sum" // names to the library who writes the values of root.bolt
	sumBytes = 4
	// lookedAt is how large the segments of a part may be that are read whole before it is opened.
	// Larger ones are looked at beside the work.
	lookedAt = 256 << 20
)

var errSum = errors.New("it is not as it was written")

func init() { // the library has one hook for a whole process
	api.WriterHook = func(context []byte) (string, func([]byte) []byte, error) {
		if filepath.Base(string(context)) != rootFile {
			return util.DefaultFileCallbackId, nil, nil
		}
		return summed, withSum, nil
	}
	api.ReaderHook = func(id string, _ []byte) (func([]byte) ([]byte, error), error) {
		if id == summed {
			return withoutSum, nil
		}
		return nil, nil
	}
}

func withSum(value []byte) []byte {
	return binary.BigEndian.AppendUint32(append([]byte(nil), value...), crc32.ChecksumIEEE(value))
}

func withoutSum(value []byte) ([]byte, error) {
	n := len(value) - sumBytes
	if n < 0 || crc32.ChecksumIEEE(value[:n]) != binary.BigEndian.Uint32(value[n:]) {
		return nil, errSum
	}
	return value[:n], nil
}

// caught makes an error of what a library throws that reads what it did not write.
func caught(path string, err *error) {
	if thrown := recover(); thrown != nil {
		*err = fmt.Errorf("%w (%s): %v", index.ErrDamaged, path, thrown)
	}
}

// wholePart says what is wrong with the files of a part that nobody has open.
func wholePart(path string) error {
	store := filepath.Join(path, "store")
	db, err := bbolt.Open(filepath.Join(store, rootFile), 0o600, &bbolt.Options{ReadOnly: true, Timeout: 2 * time.Second})
	if err != nil {
		return explain(path, err)
	}
	var segments []string
	if err = wholeRoot(filepath.Join(store, rootFile), db.Info().PageSize); err != nil {
		return fmt.Errorf("%w (%s): %w", index.ErrDamaged, path, errors.Join(err, db.Close()))
	}
	err = db.View(func(tx *bbolt.Tx) error {
		if err := tx.ForEach(func(_ []byte, b *bbolt.Bucket) error { return walk(b) }); err != nil {
			return err
		}
		segments, err = newestList(tx)
		return err
	})
	if err = errors.Join(err, db.Close()); err != nil {
		return fmt.Errorf("%w (%s): %w", index.ErrDamaged, path, err)
	}
	size := int64(0)
	for _, name := range segments {
		info, err := os.Stat(filepath.Join(store, name))
		if err != nil {
			return fmt.Errorf("%w (%s): %w", index.ErrDamaged, path, err)
		}
		if size += info.Size(); size > lookedAt {
			break
		}
		if err := WholeSegment(filepath.Join(store, name)); err != nil {
			return fmt.Errorf("%w (%s): %w", index.ErrDamaged, path, err)
		}
	}
	return nil
}

// wholeRoot says what is wrong with a file of bbolt as it lies on the disk.
func wholeRoot(path string, page int) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if len(b) < 2*page || !wholeHeads(b, page) {
		return fmt.Errorf("%s: %w", rootFile, errSum)
	}
	return wholePages(b, page)
}

// wholeHeads holds both heads of a file of bbolt against their sums. Where one is wrong bbolt takes the
// other in silence, which is that of the state before.
func wholeHeads(b []byte, page int) bool {
	const head = 64 // bytes of a head
	for _, at := range []int{pageHead, page + pageHead} {
		sum := fnv.New64a()
		sum.Write(b[at : at+head-8])
		if order.Uint64(b[at+head-8:]) != sum.Sum64() {
			return false
		}
	}
	return true
}

// walk reads all that is in a bucket, which has its keys in order.
func walk(b *bbolt.Bucket) error {
	var last []byte
	return b.ForEach(func(k, v []byte) error {
		if last != nil && bytes.Compare(last, k) >= 0 {
			return errSum
		}
		if last = k; v == nil {
			return walk(b.Bucket(k))
		}
		return nil
	})
}

// newestList is the files of the segments that the library will open, from the newest list that there is;
// their values are held against their sums.
func newestList(tx *bbolt.Tx) (segments []string, err error) {
	lists := tx.Bucket(util.BoltSnapshotsBucket)
	if lists == nil {
		return nil, nil
	}
	if err := lists.ForEach(func(k, _ []byte) error { _, err := number(k); return err }); err != nil {
		return nil, err
	}
	k, _ := lists.Cursor().Last()
	list := lists.Bucket(k)
	if k == nil || list == nil || list.Bucket(util.BoltMetaDataKey) == nil {
		return nil, errors.New("it lists no segments")
	}
	meta := list.Bucket(util.BoltMetaDataKey)
	if kind := string(meta.Get(util.BoltMetaDataSegmentTypeKey)); kind != zap.Type ||
		!bytes.HasPrefix(meta.Get(util.BoltMetaDataSegmentVersionKey), binary.BigEndian.AppendUint32(nil, zap.Version)) ||
		string(meta.Get(util.BoltMetaDataFileWriterIDKey)) != summed {
		return nil, errors.New("it was written otherwise")
	}
	err = list.ForEach(func(k, v []byte) error {
		b := list.Bucket(k)
		switch {
		case v != nil:
			return errSum
		case bytes.Equal(k, util.BoltMetaDataKey):
			return nil
		case bytes.Equal(k, util.BoltInternalKey):
			return b.ForEach(func(_, v []byte) error { return valueWhole(v) })
		}
		name := string(b.Get(util.BoltPathKey))
		segments = append(segments, name)
		if n, err := number(k); err != nil || name != fmt.Sprintf("%012x.zap", n) {
			return errSum
		}
		return wholeEntry(b)
	})
	return segments, err
}

// number is that of a list or of a segment, as the library writes it (index/scorch/int.go): one byte up to
// 109, else how many bytes it has and these. A list whose number it cannot read it passes over in silence.
func number(k []byte) (uint64, error) {
	const none, small = 136, 109
	if len(k) == 0 || k[0] < none || len(k) != 1+max(int(k[0])-none-small, 0) {
		return 0, errSum
	}
	if len(k) == 1 {
		return uint64(k[0] - none), nil
	}
	var b [8]byte
	copy(b[len(b)-len(k)+1:], k[1:])
	return binary.BigEndian.Uint64(b[:]), nil
}

// wholeEntry says what is wrong with what a list holds of one segment. A key that the library does not
// know was another: without that of what was deleted, deleted findings would come back.
func wholeEntry(b *bbolt.Bucket) error {
	return b.ForEach(func(k, v []byte) error {
		switch string(k) {
		case string(util.BoltPathKey):
			return nil
		case string(util.BoltDeletedKey), string(util.BoltStatsKey), string(util.BoltUpdatedFieldsKey):
			return valueWhole(v)
		}
		return errSum
	})
}

func valueWhole(v []byte) error {
	if v == nil {
		return nil
	}
	_, err := withoutSum(v)
	return err
}

// WholeSegment is an error where the file of a segment is not as it was written. One that is gone was
// merged into another.
func WholeSegment(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyN(sum, f, max(info.Size()-sumBytes, 0)); err != nil {
		return err
	}
	var end [sumBytes]byte
	if _, err := io.ReadFull(f, end[:]); err != nil || binary.BigEndian.Uint32(end[:]) != sum.Sum32() {
		return fmt.Errorf("%w: segment %s: %w", index.ErrDamaged, filepath.Base(path), errSum)
	}
	return nil
}

// Segments are the files that hold the findings.
func (x *Index) Segments() (out []string, err error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	for _, p := range x.parts {
		entries, err := os.ReadDir(filepath.Join(p.path, "store"))
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if strings.HasSuffix(e.Name(), ".zap") {
				out = append(out, filepath.Join(p.path, "store", e.Name()))
			}
		}
	}
	return out, nil
}
