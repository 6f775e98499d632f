package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"maps"
	"slices"
	"strconv"
	"time"
)

// Record is one message of the log as the archive keeps it.
type Record struct {
	Stream  string            `json:"stream"`
	Seq     uint64            `json:"seq"`
	Until   uint64            `json:"until,omitempty"` // Seq to Until were gone from the log before the archive came to them
	At      time.Time         `json:"at"`              // when the log stored it
	Subject string            `json:"subject,omitempty"`
	Content string            `json:"content,omitempty"` // hash of Header and Data; stays when they are forgotten
	Gone    bool              `json:"gone,omitempty"`    // forgotten: retention or purge
	Header  map[string]string `json:"header,omitempty"`
	Size    int               `json:"size"` // of Data, which stands on the lines behind
	Hash    string            `json:"hash"` // of this record and the hash before it
	Data    []byte            `json:"-"`
}

// Position is how far a stream has been archived.
type Position struct {
	Seq     uint64 `json:"seq"`
	Content string `json:"content,omitempty"` // of the message there, to know the log again by
}

// head begins a day's file.
type head struct {
	Archive int                 `json:"archive"` // version of the form
	Day     string              `json:"day"`
	Prev    string              `json:"prev,omitempty"` // hash of the end of the day before
	Marks   map[string]Position `json:"marks"`          // where each stream stood
	// Words is when the oldest record was stored that still has words of the public. It
	// changes when words go, so no hash covers it; a walk compares it with the records.
	Words time.Time `json:"words,omitzero"`
}

// end closes a day's file.
type end struct {
	End     string              `json:"end"` // the day
	Records int                 `json:"records"`
	Last    string              `json:"last"` // hash of the last record
	Marks   map[string]Position `json:"marks"`
	Hash    string              `json:"hash"`
}

const version = 1

// sum hashes parts, each preceded by its length, so that no two rows of parts run together.
func sum(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		part(h, p)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func part(h hash.Hash, p string) {
	h.Write([]byte(strconv.Itoa(len(p))))
	h.Write([]byte{':'})
	h.Write([]byte(p))
}

// contentOf is the hash of what a message says.
func contentOf(header map[string]string, data []byte) string {
	h := sha256.New()
	for _, k := range slices.Sorted(maps.Keys(header)) {
		part(h, k)
		part(h, header[k])
	}
	part(h, "data")
	h.Write(data)
	return hex.EncodeToString(h.Sum(nil))
}

// link is the record's hash behind another.
func (r Record) link(prev string) string {
	return sum("record", prev, r.Stream, number(r.Seq), number(r.Until),
		r.At.UTC().Format(time.RFC3339Nano), r.Subject, r.Content)
}

func number(n uint64) string { return strconv.FormatUint(n, 10) }

func (h head) hash() string { return sum(append([]string{"day", h.Day, h.Prev}, flat(h.Marks)...)...) }

func (e end) sum() string {
	return sum(append([]string{"end", e.End, strconv.Itoa(e.Records), e.Last}, flat(e.Marks)...)...)
}

func flat(marks map[string]Position) []string {
	var out []string
	for _, s := range slices.Sorted(maps.Keys(marks)) {
		out = append(out, s, number(marks[s].Seq), marks[s].Content)
	}
	return out
}

// forgotten is the record without its words.
func (r Record) forgotten() Record {
	r.Gone, r.Header, r.Data, r.Size = true, nil, nil, 0
	return r
}

// Is says whether a message has the content of the record.
func (r Record) Is(header map[string]string, data []byte) bool {
	return r.Content == contentOf(header, data)
}

// last is the highest number the record speaks for.
func (r Record) last() uint64 { return max(r.Seq, r.Until) }

// ErrDamaged is what every Damage is.
var ErrDamaged = errors.New("the archive is damaged")

// Damage is a place where the archive is not as it was written.
type Damage struct {
	Day    string `json:"day"`
	Record int    `json:"record,omitempty"` // counted from 1 within its day; 0 = the file as a whole
	What   string `json:"what"`
	missed bool   // gone before the archive came: the file itself is whole
}

func (f *Damage) Error() string {
	if f.Record == 0 {
		return fmt.Sprintf("archive, day %s: %s", f.Day, f.What)
	}
	return fmt.Sprintf("archive, day %s, record %d: %s", f.Day, f.Record, f.What)
}

// Is makes every Damage an ErrDamaged.
func (f *Damage) Is(target error) bool { return target == ErrDamaged }
