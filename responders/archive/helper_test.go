package archive

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"

	"huiying/bus"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// clock is a time that a test moves.
type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func options(c *clock) Options {
	return Options{
		Streams: []string{"MENTIONS", "FINDINGS", "CASES", "PURGED"}, Words: []string{"MENTIONS", "FINDINGS"},
		Purges: "PURGED",
		Purged: func(data []byte) (string, bool) {
			var p struct{ Mention string }
			err := json.Unmarshal(data, &p)
			return p.Mention, err == nil && p.Mention != ""
		},
		Now: c.now,
	}
}

// reopen opens the archive in dir and closes it at the end of the test.
func reopen(t interface {
	Fatal(...any)
	Cleanup(func())
}, dir string, c *clock) *Archive {
	a, err := open(dir, nil, options(c), unsynced)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	return a
}

// unsynced spares a test the disk's time: what it tests is the order of writes.
func unsynced(*os.File) error { return nil }

// said are messages from..to of a stream, each with words of its own.
func said(stream string, at time.Time, from, to uint64) (out []bus.Msg) {
	for seq := from; seq <= to; seq++ {
		out = append(out, bus.Msg{Subject: "mention.x", Seq: seq, Time: at.Add(time.Duration(seq) * time.Millisecond),
			Header: map[string]string{"traceparent": fmt.Sprint(seq)},
			Data: fmt.Appendf(nil, `{"id":"%s%d","text":"words-%s-%d"}`, stream, seq, stream,
				seq)})
	}
	return out
}

func must(t interface{ Fatal(...any) }, err error) {
	if err != nil {
		t.Fatal(err)
	}
}

// walked is everything in an archive, which must have no faults.
func walked(t interface{ Fatal(...any) }, dir string, c *clock) (out []Record, rep Report) {
	var err error
	ctx, stop := contextFor()
	defer stop()
	rep, err = Walk(ctx, dir, options(c), func(r Record) error { out = append(out, r); return nil }, nil)
	if err != nil || len(rep.Damage) > 0 {
		t.Fatal("faults:", rep.Damage, err)
	}
	return out, rep
}

func faults(t testing.TB, dir string, c *clock) []*Damage {
	t.Helper()
	rep, err := Walk(t.Context(), dir, options(c), nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return rep.Damage
}

// text is everything that the files of an archive say, unpacked.
func text(t testing.TB, dir string) string {
	t.Helper()
	c, err := newCodec()
	must(t, err)
	var out bytes.Buffer
	paths, err := filepath.Glob(filepath.Join(dir, "*"))
	must(t, err)
	for _, p := range paths {
		b, err := os.ReadFile(p)
		must(t, err)
		r := bytes.NewReader(b)
		for {
			lines, _, err := c.readPiece(r, int64(r.Len()))
			if err != nil {
				break
			}
			out.Write(lines)
		}
	}
	return out.String()
}
