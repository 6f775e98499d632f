package archive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/bus"
	"huiying/internal/waittest"
)

func contextFor() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), waittest.Limit)
}

// A process may be killed, or the power go, at any moment of a write: whatever part of it is
// on the disk, the archive opens, has all that came before, and takes the rest again.
func TestATornEndIsCutOffAndTakenAgain(t *testing.T) {
	c := &clock{noon}
	dir := t.TempDir()
	a := reopen(t, dir, c)
	path := filepath.Join(dir, "2026-03-01.open")
	sizes := []int64{0}
	for i := range uint64(3) {
		must(t, a.append("MENTIONS", said("MENTIONS", noon, 5*i+1, 5*i+5)))
		sizes = append(sizes, a.today.good)
	}
	must(t, a.Close())
	whole, err := os.ReadFile(path)
	must(t, err)
	for cut := range len(whole) + 1 {
		for _, zeros := range []int{0, 100} { // a power cut leaves what was not written as zeros
			if tail := int64(cut) >= sizes[len(sizes)-2]; cut%11 != 0 && (zeros > 0 || !tail) {
				continue // every byte of the last write, some of those before it
			}
			must(t, os.WriteFile(path, append(whole[:cut:cut], make([]byte, zeros)...), 0o600))
			a := reopen(t, dir, c)
			if err := a.Broken(); err != nil {
				t.Fatalf("cut at %d of %d: %v", cut, len(whole), err)
			}
			have := a.Marks()["MENTIONS"].Seq
			for i, size := range sizes {
				if int64(cut) >= size && have < uint64(5*i) {
					t.Fatalf("cut at %d: only %d messages are left of those synced", cut, have)
				}
			}
			must(t, a.append("MENTIONS", said("MENTIONS", noon, have+1, 20)))
			must(t, a.Close())
			if got, _ := walked(t, dir, c); len(got) != 20 {
				t.Fatalf("cut at %d: %d records, want 20", cut, len(got))
			}
		}
	}
}

// Whatever byte of a sealed day or of the middle of an open one is changed, a walk names the day.
func TestEveryChangedByteIsNamed(t *testing.T) {
	c := &clock{noon}
	dir := t.TempDir()
	a := reopen(t, dir, c)
	must(t, a.append("MENTIONS", said("MENTIONS", noon, 1, 6)))
	must(t, a.append("CASES", said("CASES", noon, 1, 3)))
	c.t = c.t.Add(24 * time.Hour)
	must(t, a.append("MENTIONS", said("MENTIONS", c.t, 7, 9)))
	middle := a.today.good
	must(t, a.append("MENTIONS", said("MENTIONS", c.t, 10, 12)))
	must(t, a.Close())
	walked(t, dir, c)
	for name, most := range map[string]int64{"2026-03-01.zst": 1 << 30, "2026-03-02.open": middle} {
		path := filepath.Join(dir, name)
		b, err := os.ReadFile(path)
		must(t, err)
		for i := range min(int64(len(b)), most) {
			spoilt := bytes.Clone(b)
			spoilt[i] ^= 0x10
			must(t, os.WriteFile(path, spoilt, 0o600))
			if found := faults(t, dir, c); len(found) == 0 || found[0].Day != name[:10] {
				t.Fatalf("%s: byte %d was changed, named are %v", name, i, found)
			}
		}
		must(t, os.WriteFile(path, b[:len(b)/3], 0o600))
		if strings.HasSuffix(name, sealedSuffix) && len(faults(t, dir, c)) == 0 {
			t.Errorf("%s was cut and nothing named", name)
		}
		must(t, os.WriteFile(path, b, 0o600))
	}
}

// What somebody changes with care, checksums and all, the chain shows.
func TestTheChainShowsWhatWasChangedWithCare(t *testing.T) {
	forge := func(change func([]Record) []Record) func(*testing.T, string, *clock) {
		return func(t *testing.T, dir string, c *clock) {
			path := filepath.Join(dir, "2026-03-01.zst")
			h, err := readHead(mustCodec(t), path)
			must(t, err)
			var all []Record
			d, err := readDay(mustCodec(t), path, func(s string) bool { return s == "MENTIONS" },
				func(_ int, r Record) error {
					all = append(all, r)
					return nil
				})
			must(t, err)
			must(t, place(path, unsynced, func(f *os.File) error {
				w := writer{f: f, enc: mustCodec(t).fast()}
				must(t, w.head(h, nil))
				for _, r := range change(all) {
					must(t, w.add(r))
				}
				w.lines = addLine(w.lines, *d.end)
				return w.flush()
			}))
		}
	}
	for name, do := range map[string]func(*testing.T, string, *clock){
		"record taken out": forge(func(r []Record) []Record { return append(r[:2:2], r[3:]...) }),
		"last taken out":   forge(func(r []Record) []Record { return r[:len(r)-1] }),
		"order exchanged":  forge(func(r []Record) []Record { r[1], r[2] = r[2], r[1]; return r }),
		"words exchanged": forge(func(r []Record) []Record {
			r[2].Data = bytes.ReplaceAll(r[2].Data, []byte("words"), []byte("lies!"))
			return r
		}),
		"time exchanged": forge(func(r []Record) []Record { r[2].At = r[2].At.Add(time.Hour); return r }),
		"case emptied": forge(func(r []Record) []Record {
			i := slices.IndexFunc(r, func(r Record) bool { return r.Stream == "CASES" })
			r[i] = r[i].forgotten()
			return r
		}),
		"day taken out": func(t *testing.T, dir string,
			_ *clock) {
			must(t, os.Remove(filepath.Join(dir, "2026-03-02.zst")))
		},
		"first taken out": func(t *testing.T, dir string, _ *clock) {
			must(t, os.Remove(filepath.Join(dir, "2026-03-01.zst")))
		},
	} {
		t.Run(name, func(t *testing.T) {
			c := &clock{noon}
			dir := t.TempDir()
			a := reopen(t, dir, c)
			for day := range uint64(3) {
				must(t, a.append("MENTIONS", said("MENTIONS", c.t, day*5+1, day*5+5)))
				must(t, a.append("CASES", said("CASES", c.t, day*2+1, day*2+2)))
				c.t = c.t.Add(24 * time.Hour)
			}
			must(t, a.Close())
			walked(t, dir, c)
			do(t, dir, c)
			found := faults(t, dir, c)
			if len(found) == 0 {
				t.Fatal("nothing was named")
			}
			t.Log(found[0])
		})
	}
}

func mustCodec(t testing.TB) *codec {
	c, err := newCodec()
	must(t, err)
	return c
}

func TestADayIsSealedOnceAndItsFormIsZstd(t *testing.T) {
	c := &clock{noon}
	dir := t.TempDir()
	a := reopen(t, dir, c)
	for i := range uint64(40) {
		must(t, a.append("CASES", said("CASES", c.t, i+1, i+1)))
	}
	before, err := os.Stat(a.today.path)
	must(t, err)
	c.t = c.t.Add(24 * time.Hour)
	must(t, a.append("CASES", said("CASES", c.t, 41, 41)))
	sealed := filepath.Join(dir, "2026-03-01.zst")
	after, err := os.Stat(sealed)
	must(t, err)
	if after.Size() >= before.Size()/2 {
		t.Errorf("sealed %d bytes of %d", after.Size(), before.Size())
	}
	if tool, err := exec.LookPath("zstd"); err == nil {
		out, err := exec.CommandContext(t.Context(), tool, "-dc", sealed).Output()
		if err != nil || strings.Count(string(out), "words-CASES") != 40 {
			t.Errorf("zstd -dc: %v, %d records", err, strings.Count(string(out), "words-CASES"))
		}
	}
	once, err := os.ReadFile(sealed)
	must(t, err)
	c.t = noon // the clock was set back: the open day goes on, the sealed one stays
	must(t, a.append("CASES", said("CASES", c.t, 42, 42)))
	c.t = noon.Add(48 * time.Hour)
	_, err = a.DropBefore(c.t.Add(-180 * 24 * time.Hour)) // the hourly look seals a quiet day
	must(t, err)
	c.t = noon
	must(t, a.append("CASES", said("CASES", c.t, 43, 43))) // and what comes then opens the next
	must(t, a.Close())
	if now, err := os.ReadFile(sealed); err != nil || !bytes.Equal(now, once) {
		t.Errorf("a sealed day was written again (%v)", err)
	}
	if got, rep := walked(t, dir, c); len(got) != 43 || rep.Days != 3 {
		t.Errorf("%d records on %d days", len(got), rep.Days)
	}
}

// A walk takes hours where it is to disturb nobody; a day that is sealed meanwhile is read all the same.
func TestADayIsSealedWhileAWalkReads(t *testing.T) {
	c := &clock{noon}
	dir := t.TempDir()
	a := reopen(t, dir, c)
	for n := range uint64(3) {
		must(t, a.append("CASES", said("CASES", c.t, n+1, n+1)))
		if n < 2 {
			c.t = c.t.Add(24 * time.Hour)
		}
	}
	c.t = c.t.Add(24 * time.Hour)
	seals := func(int64) { // when the first day was read
		if strings.HasSuffix(a.today.path, "2026-03-03.open") {
			must(t, a.append("CASES", said("CASES", c.t, 4, 4)))
		}
	}
	rep, err := Walk(t.Context(), dir, options(c), nil, seals)
	if err != nil || len(rep.Damage) > 0 || rep.Records != 3 || rep.Days != 3 {
		t.Errorf("%+v (%v), want the three days that there were", rep, err)
	}
}

// Words go, by age or by a purge; chain, end and later days stay as they are.
func TestWordsGoAndTheChainStillVerifies(t *testing.T) {
	c := &clock{noon}
	dir := t.TempDir()
	a := reopen(t, dir, c)
	for day := range uint64(4) {
		must(t, a.append("MENTIONS", said("MENTIONS", c.t, day*5+1, day*5+5)))
		must(t, a.append("CASES", said("CASES", c.t, day+1, day+1)))
		c.t = c.t.Add(24 * time.Hour)
	}
	_, was := walked(t, dir, c)
	n, err := a.Forget("MENTIONS2", "MENTIONS18") // of a sealed day and of the open one
	if err != nil || n != 2 {
		t.Fatalf("%d records forgot (%v)", n, err)
	}
	if n, err := a.Forget("MENTIONS2"); n != 0 || err != nil {
		t.Errorf("again: %d, %v", n, err)
	}
	if _, err := a.DropBefore(noon.Add(25 * time.Hour)); err != nil {
		t.Fatal(err)
	}
	all := text(t, dir)
	for seq := 1; seq <= 20; seq++ {
		// the first two days are due whole, the third not yet
		want := seq > 10 && seq != 18
		if strings.Contains(all, fmt.Sprintf("words-MENTIONS-%d\"", seq)) != want {
			t.Errorf("the words of mention %d are there: %v", seq, !want)
		}
	}
	if strings.Count(all, "words-CASES") != 4 {
		t.Error("events of cases lost their content")
	}
	must(t, a.append("MENTIONS", said("MENTIONS", c.t, 21, 21)))
	must(t, a.append("FINDINGS", []bus.Msg{{Seq: 1, Time: c.t, Data: []byte(`{"id":"MENTIONS2","text":"late"}`)}}))
	if strings.Contains(text(t, dir), "late") {
		t.Error("what was on its way when it was purged was taken with its words")
	}
	must(t, a.Close())
	_, is := walked(t, dir, c)
	if is.Records != was.Records+2 || is.Gone != 12 {
		t.Errorf("%d records, %d forgotten", is.Records, is.Gone)
	}
	reopen(t, dir, c) // and it opens where it was
	if n, err := reopen(t, dir, c).DropBefore(noon.Add(25 * time.Hour)); n != 0 || err != nil {
		t.Errorf("words are dropped again: %d, %v", n, err)
	}
}

func TestAPurgeEventEmptiesTheArchiveBeforeItIsKept(t *testing.T) {
	c := &clock{noon}
	dir := t.TempDir()
	a := reopen(t, dir, c)
	must(t, a.append("MENTIONS", said("MENTIONS", c.t, 1, 3)))
	must(t, a.append("PURGED", []bus.Msg{{Seq: 1, Time: c.t, Data: []byte(`{"mention":"MENTIONS2"}`)}}))
	if all := text(t, dir); strings.Contains(all, "words-MENTIONS-2") ||
		!strings.Contains(all, `{"mention":"MENTIONS2"}`) {
		t.Error("the purge was not obeyed or not kept")
	}
}

func TestADamagedArchiveSaysSoAndTakesNothing(t *testing.T) {
	c := &clock{noon}
	dir := t.TempDir()
	a := reopen(t, dir, c)
	must(t, a.append("CASES", said("CASES", c.t, 1, 3)))
	good := a.today.good
	must(t, a.append("CASES", said("CASES", c.t, 4, 6)))
	must(t, a.Close())
	path := filepath.Join(dir, "2026-03-01.open")
	b, err := os.ReadFile(path)
	must(t, err)
	b[good-3] ^= 1
	must(t, os.WriteFile(path, b, 0o600))
	a = reopen(t, dir, c)
	for what, err := range map[string]error{"append": a.append("CASES", said("CASES", c.t, 7, 7)),
		"broken": a.Broken()} {
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := a.Forget("x"); !errors.Is(err, ErrDamaged) {
		t.Errorf("forget: %v", err)
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, b) {
		t.Error("a damaged file was touched")
	}
}

// Any order of appending, forgetting, days passing and starting anew comes to the same
// archive as a list that nobody ever closes.
func TestAnyOrderOfWorkKeepsEveryRecordOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := &clock{noon}
		dir, err := os.MkdirTemp("", "archive")
		must(t, err)
		defer os.RemoveAll(dir)
		a, err := open(dir, nil, options(c), unsynced)
		must(t, err)
		defer func() { _ = a.Close() }()
		next, gone, skipped := map[string]uint64{}, map[string]bool{}, 0
		want := map[string]bool{}
		t.Repeat(map[string]func(*rapid.T){
			"append": func(t *rapid.T) {
				stream := rapid.SampledFrom([]string{"MENTIONS", "CASES"}).Draw(t, "stream")
				if next[stream] > 0 && rapid.IntRange(0, 9).Draw(t, "gap") == 0 {
					next[stream]++
					skipped++
				}
				n := uint64(rapid.IntRange(1, 5).Draw(t, "n"))
				from := next[stream] + 1
				if repeat := uint64(rapid.IntRange(0, 2).Draw(t, "repeat")); skipped == 0 && repeat < from {
					from -= repeat
				}
				must(t, a.append(stream, said(stream, c.t, from, next[stream]+n)))
				for seq := next[stream] + 1; seq <= next[stream]+n; seq++ {
					want[fmt.Sprintf("%s%d", stream, seq)] = true
				}
				next[stream] += n
			},
			"forget": func(t *rapid.T) {
				id := fmt.Sprintf("MENTIONS%d", rapid.Uint64Range(0, next["MENTIONS"]).Draw(t, "id"))
				_, err := a.Forget(id)
				must(t, err)
				gone[id] = true
			},
			"day": func(t *rapid.T) {
				c.t = c.t.Add(time.Duration(rapid.IntRange(-1, 3).Draw(t,
					"days")) * 24 * time.Hour)
			},
			"start": func(t *rapid.T) {
				must(t, a.Close())
				a, err = open(dir, nil, options(c),
					unsynced)
				must(t, err)
			},
			"": func(t *rapid.T) {
				got, rep := walkedButGaps(t, dir, c)
				if len(got) != len(want) || len(rep.Damage) > skipped {
					t.Fatalf("%d records, want %d; faults %v", len(got), len(want), rep.Damage)
				}
				for _, r := range got {
					id := fmt.Sprintf("%s%d", r.Stream, r.Seq)
					if !want[id] || r.Gone != (gone[id] && len(r.Data) == 0) || (gone[id] && !r.Gone) {
						t.Fatalf("record %s: forgotten %v, asked for %v", id, r.Gone, gone[id])
					}
				}
			},
		})
	})
}

func walkedButGaps(t *rapid.T, dir string, c *clock) (out []Record, rep Report) {
	ctx, stop := contextFor()
	defer stop()
	rep, err := Walk(ctx, dir, options(c), func(r Record) error {
		if r.Until == 0 {
			out = append(out, r)
		}
		return nil
	}, nil)
	must(t, err)
	return out, rep
}

// Whatever bytes stand in a file, reading it ends with what is whole and a fault.
func FuzzReadDay(f *testing.F) {
	c := &clock{noon}
	dir := f.TempDir()
	a, err := open(dir, nil, options(c), unsynced)
	must(f, err)
	must(f, a.append("MENTIONS", said("MENTIONS", noon, 1, 3)))
	must(f, a.append("CASES", said("CASES", noon, 1, 2)))
	must(f, a.Close())
	b, err := os.ReadFile(filepath.Join(dir, "2026-03-01.open"))
	must(f, err)
	codec := mustCodec(f)
	f.Add(b, true)
	f.Add(b[:len(b)-5], false)
	for _, lines := range []string{`{"stream":"CASES","seq":1,"size":9}` + "\nabc\n",
		`{"end":"2026-03-01"}` + "\n", `{"archive":1,"day":"2026-03-01"}` + "\n"} {
		f.Add(pack(codec.fast(), []byte(lines)), true)
	}
	f.Fuzz(func(t *testing.T, b []byte, sealed bool) {
		path := filepath.Join(t.TempDir(), "2026-03-01"+openSuffix)
		if sealed {
			path = strings.TrimSuffix(path, openSuffix) + sealedSuffix
		}
		must(t, os.WriteFile(path, b, 0o600))
		seen := 0
		d, err := readDay(codec, path, func(s string) bool { return s == "MENTIONS" },
			func(int, Record) error { seen++; return nil })
		if err != nil && !errors.Is(err, ErrDamaged) {
			t.Fatal(err)
		}
		if d.records != seen || d.good > d.size {
			t.Fatalf("%d records were shown and %d counted; %d good bytes of %d", seen, d.records, d.good, d.size)
		}
	})
}
