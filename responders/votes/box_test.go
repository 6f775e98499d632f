package votes

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/opinion"
)

// book keeps what was written, and fails for one case.
type book struct {
	all  []opinion.Votes
	away string
}

func (k *book) Vote(_ context.Context, sums []opinion.Votes) error {
	for _, v := range sums {
		if v.Case == k.away {
			return errors.New("away")
		}
	}
	k.all = append(k.all, sums...)
	return nil
}

var at = time.Date(2026, 11, 23, 10, 59, 59, 0, time.FixedZone("+08:00", 8*3600))

func TestVotesAreWrittenAsSumsOfTheirHour(t *testing.T) {
	var b Box
	k := &book{}
	for _, yes := range []bool{true, false, true} {
		b.Put("c2", yes)
	}
	b.Put("c1", false)
	if err := b.Write(t.Context(), k, at); err != nil {
		t.Fatal(err)
	}
	if err := b.Write(t.Context(), k, at.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if len(k.all) != 2 || k.all[0].Case != "c1" || k.all[1].Satisfied != 2 || k.all[1].Unsatisfied != 1 {
		t.Errorf("%+v", k.all)
	}
	for _, v := range k.all {
		if want := time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC); v.Hour != want {
			t.Errorf("written as of %v: the log would say when it was cast", v.Hour)
		}
	}
}

func TestVotesThatCannotBeWrittenWait(t *testing.T) {
	var b Box
	k := &book{away: "c1"}
	b.Put("c1", true)
	b.Put("c2", true)
	if b.Write(t.Context(), k, at) == nil || len(k.all) != 1 {
		t.Errorf("%+v", k.all)
	}
	b.Put("c1", false)
	k.away = ""
	if err := b.Write(t.Context(), k, at.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if last := k.all[len(k.all)-1]; len(k.all) != 2 || last.Satisfied != 1 || last.Unsatisfied != 1 || last.Hour != Hour(at.Add(time.Hour)) {
		t.Errorf("%+v", k.all)
	}
}

// Whatever fails and whenever it is written: every vote is counted once.
func TestNoVoteIsLostOrDoubled(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var b Box
		k := &book{}
		cast := map[string]int{}
		for range rapid.IntRange(0, 50).Draw(rt, "steps") {
			id := fmt.Sprint("c", rapid.IntRange(0, 3).Draw(rt, "case"))
			if rapid.IntRange(0, 3).Draw(rt, "what") == 0 {
				k.away = id
				_ = b.Write(t.Context(), k, at)
				continue
			}
			b.Put(id, rapid.Bool().Draw(rt, "satisfied"))
			cast[id]++
		}
		k.away = ""
		if err := b.Write(t.Context(), k, at); err != nil {
			rt.Fatal(err)
		}
		for _, v := range k.all {
			cast[v.Case] -= v.Satisfied + v.Unsatisfied
		}
		for id, left := range cast {
			if left != 0 {
				rt.Fatalf("%s: %d votes are missing", id, left)
			}
		}
	})
}
