package sqlite

import (
	"fmt"
	"testing"
)

// What the log may still hold of a purged mention is noted, whenever it came, and as long as nobody
// has said that it is gone. A register that is built anew finds what is left.
func TestWhatRemainsOfAPurgeIsNoted(t *testing.T) {
	b, s := newStore(t)
	first := publish(t, b, finding(1), finding(2))
	twice := publish(t, b, finding(1))
	seen(t, b, s)
	check(t, b.Erase(t.Context(), streamFindings, first.Seqs[0])) // and the other one was missed
	check(t, s.Purge(t.Context(), "m0001", t0))
	late := publish(t, b, finding(1))
	seen(t, b, s)
	remains := func() []Remain {
		t.Helper()
		all, err := s.Remains(t.Context(), 10)
		check(t, err)
		return all
	}
	at := func(seqs ...uint64) (out []Remain) {
		for _, seq := range seqs {
			out = append(out, Remain{streamFindings, seq, "m0001"})
		}
		return out
	}
	same := func(name string, want []Remain) {
		t.Helper()
		if got := remains(); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	same("after the purge", at(first.Seqs[0], twice.Seqs[0], late.Seqs[0]))
	check(t, s.Rebuild(t.Context()))
	seen(t, b, s)
	same("built anew", at(twice.Seqs[0], late.Seqs[0]))
	check(t, s.Erased(t.Context(), at(twice.Seqs[0])))
	same("after one is gone", at(late.Seqs[0]))
}
