package sqlite

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"huiying/bus/bustest"
	"huiying/internal/waittest"
	"huiying/register"
)

// Whatever bit of a register's file is another than it was written, its page is found; and only that.
func TestEveryTurnedBitOfTheFileIsFound(t *testing.T) {
	b := bustest.Start(t)
	path := filepath.Join(t.TempDir(), "r.db")
	lived(t, b, path)
	raw, err := os.ReadFile(path)
	check(t, err)
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	check(t, err)
	defer f.Close()
	pages := int64(len(raw) / pageBytes)
	if bad, next, err := unlike(f, 0, int(pages)+1); bad != -1 || next != 0 || err != nil || pages < 50 {
		t.Fatalf("of %d pages %d is wrong: %v", pages, bad, err)
	}
	r := rand.New(rand.NewPCG(19, 1))
	for page := range pages {
		for range 20 {
			place, bit := page*pageBytes+r.Int64N(pageBytes), byte(1)<<r.IntN(8)
			_, err := f.WriteAt([]byte{raw[place] ^ bit}, place)
			check(t, err)
			if bad, _, err := unlike(f, 0, int(pages)); bad != page || err != nil {
				t.Errorf("bit %d of byte %d (page %d): found %d, %v", bit, place, page, bad, err)
			}
			_, err = f.WriteAt(raw[place:place+1], place)
			check(t, err)
		}
	}
}

// Who reads a stored value that is another, and valid, gets no answer made of it, and the register is built
// again: by whoever meets it, or by the round where nobody asks.
func TestAValueThatTurnedIntoAnotherIsDamage(t *testing.T) {
	b := bustest.Start(t)
	whole := filepath.Join(t.TempDir(), "whole.db")
	want := lived(t, b, whole)
	raw, err := os.ReadFile(whole)
	check(t, err)
	r := rand.New(rand.NewPCG(19, 2))
	for range 6 {
		harmed := append([]byte(nil), raw...)
		page := 1 + r.IntN(len(raw)/pageBytes-1) // the first is read at each start
		if harmed[page*pageBytes] == 0 {         // a page that is not used any more
			continue
		}
		harmed[page*pageBytes+r.IntN(pageBytes)] ^= 1 << r.IntN(8)
		path := filepath.Join(t.TempDir(), "r.db")
		check(t, os.WriteFile(path, harmed, 0o600))
		s, err := Open(t.Context(), b, path, Options{patience: waittest.Limit})
		check(t, err)
		before := s.db
		run(t, s)
		waittest.Until(t, "it is built again", func() bool {
			s.mu.RLock()
			defer s.mu.RUnlock()
			return s.db != before
		})
		seen(t, b, s)
		same(t, s, want, "differs")
		if _, err := s.Cases(t.Context(), register.CaseQuery{}); err != nil {
			t.Error(err)
		}
	}
}
