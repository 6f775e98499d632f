package bus_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"huiying/bus"
	"huiying/bus/bustest"
)

func TestPublishStoresEveryMessageInOrder(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	ctx := ctxOf(t)
	next := uint64(1)
	for _, n := range []int{0, 1, 19, 20, 1000, 2500} {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			msgs := mentions(fmt.Sprint("size", n), n)
			ack, err := b.Publish(ctx, msgs...)
			if err != nil || ack.Stored != n || ack.Duplicates != 0 {
				t.Fatalf("stored %d, duplicates %d, %v", ack.Stored, ack.Duplicates, err)
			}
			for i, seq := range ack.Seqs {
				if seq != next+uint64(i) {
					t.Fatalf("message %d has sequence %d, want %d", i, seq, next+uint64(i))
				}
			}
			i := 0
			last, err := b.Read(ctx, "MENTIONS", "", next, func(m bus.Msg) error {
				if string(m.Data) != string(msgs[i].Data) || m.Seq != ack.Seqs[i] || len(m.Header) != 0 {
					t.Fatalf("read %q at %d, want %q at %d", m.Data, m.Seq, msgs[i].Data, ack.Seqs[i])
				}
				i++
				return nil
			})
			if err != nil || i != n || last != next+uint64(n)-1 {
				t.Fatalf("read %d of %d up to %d: %v", i, n, last, err)
			}
			next += uint64(n)
		})
	}
}

func TestKnownIDsAreCountedAndTheOthersLand(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	ctx := ctxOf(t)
	old := mentions("old", 30)
	if _, err := b.Publish(ctx, old...); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name       string
		msgs       []bus.Message
		stored     int
		duplicates int
	}{
		{"single", old[:1], 0, 1},
		{"a few, one known", append(mentions("few", 3), old[3]), 3, 1},
		{"a batch, one known", slices.Insert(mentions("batch", 100), 50, old[4]), 100, 1},
		{"a batch, all known", old, 0, 30},
		{"a batch, few left", append(mentions("left", 5), old...), 5, 30},
		{"the same twice in one call", append(mentions("twice", 25), mentions("twice", 25)...), 25, 25},
		{"without ids nothing is known", []bus.Message{{Subject: "mention.s1"}, {Subject: "mention.s1"}}, 2, 0},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			before, _ := b.Count(ctx, "MENTIONS")
			ack, err := b.Publish(ctx, tc.msgs...)
			if err != nil || ack.Stored != tc.stored || ack.Duplicates != tc.duplicates {
				t.Fatalf("stored %d, duplicates %d, %v; want %d, %d", ack.Stored, ack.Duplicates, err, tc.stored, tc.duplicates)
			}
			zeros := 0
			for _, s := range ack.Seqs {
				if s == 0 {
					zeros++
				}
			}
			if after, _ := b.Count(ctx, "MENTIONS"); zeros != tc.duplicates || int(after-before) != tc.stored {
				t.Fatalf("%d sequences of zero, %d more in the stream", zeros, after-before)
			}
		})
	}
}

func TestTheSameIDsFromManyPublishersAtOnceAreStoredOnce(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	ctx := ctxOf(t)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := b.Publish(ctx, mentions("race", 300)...); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if n, err := b.Count(ctx, "MENTIONS"); n != 300 || err != nil {
		t.Fatalf("%d stored, want 300 (%v)", n, err)
	}
}

func TestExpectHoldsOrNothingIsStored(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	ctx := ctxOf(t)
	first, err := b.Publish(ctx,
		bus.Message{Subject: "case.a", ID: "a1", Data: []byte("opened"), Expect: ptr(uint64(0))},
		bus.Message{Subject: "case.a", ID: "a2", Data: []byte("dispatched")},
	)
	if err != nil || first.Stored != 2 {
		t.Fatalf("%+v %v", first, err)
	}
	last := first.Seqs[1]
	if got, err := b.LastSubjectSeq(ctx, "CASES", "case.a"); got != last || err != nil {
		t.Fatalf("last of case.a is %d (%v), want %d", got, err, last)
	}
	stale, none := ptr(last-1), ptr(uint64(0))
	conflicts := map[string][]bus.Message{
		"single":                   {{Subject: "case.a", ID: "x1", Expect: stale}},
		"single that is not first": {{Subject: "case.a", ID: "x2", Expect: none}},
		"batch, first is stale":    {{Subject: "case.a", ID: "x3", Expect: stale}, {Subject: "case.a", ID: "x4"}},
		"batch, last is stale":     {{Subject: "case.b", ID: "x5", Expect: none}, {Subject: "case.a", ID: "x6", Expect: stale}},
		"over streams":             {{Subject: "mention.s1", ID: "x7"}, {Subject: "case.a", ID: "x8", Expect: stale}},
		"part of it is known":      {{Subject: "case.a", ID: "a2", Expect: ptr(last)}, {Subject: "case.a", ID: "x9"}},
	}
	for name, msgs := range conflicts {
		t.Run(name, func(t *testing.T) {
			ack, err := b.Publish(ctx, msgs...)
			if !errors.Is(err, bus.ErrConflict) || ack.Stored != 0 {
				t.Fatalf("%+v %v, want ErrConflict", ack, err)
			}
		})
	}
	cases, _ := b.Count(ctx, "CASES")
	texts, _ := b.Count(ctx, "MENTIONS")
	if cases != 2 || texts != 0 {
		t.Fatalf("after conflicts: %d events, %d mentions; want 2, 0", cases, texts)
	}

	t.Run("the same call again is a duplicate, not a conflict", func(t *testing.T) {
		ack, err := b.Publish(ctx,
			bus.Message{Subject: "case.a", ID: "a1", Expect: ptr(uint64(0))}, bus.Message{Subject: "case.a", ID: "a2"})
		if err != nil || ack.Duplicates != 2 {
			t.Fatalf("%+v %v", ack, err)
		}
	})
	t.Run("of many at once exactly one wins", func(t *testing.T) {
		var wg sync.WaitGroup
		var mu sync.Mutex
		won := 0
		for i := range 16 {
			wg.Go(func() {
				_, err := b.Publish(ctx,
					bus.Message{Subject: "case.a", ID: fmt.Sprint("w", i), Expect: ptr(last)},
					bus.Message{Subject: "case.a", ID: fmt.Sprint("v", i)})
				mu.Lock()
				defer mu.Unlock()
				if err == nil {
					won++
				} else if !errors.Is(err, bus.ErrConflict) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if h, _ := b.History(ctx, "CASES", "case.a"); won != 1 || len(h) != 4 {
			t.Fatalf("%d won, %d events", won, len(h))
		}
	})
}

func TestPublishRefusesWhatCannotBeStored(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	ctx := ctxOf(t)
	tests := map[string]struct {
		msg  bus.Message
		want error
	}{
		"no subject":         {bus.Message{}, bus.ErrBadMessage},
		"wildcard":           {bus.Message{Subject: "mention.*"}, bus.ErrBadMessage},
		"space":              {bus.Message{Subject: "mention.a b"}, bus.ErrBadMessage},
		"empty token":        {bus.Message{Subject: "mention..a"}, bus.ErrBadMessage},
		"header with break":  {bus.Message{Subject: "mention.a", Header: map[string]string{"K": "a\r\nb"}}, bus.ErrBadMessage},
		"id with break":      {bus.Message{Subject: "mention.a", ID: "a\nb"}, bus.ErrBadMessage},
		"subject of nobody":  {bus.Message{Subject: "nobody.a"}, bus.ErrNoStream},
		"too large":          {bus.Message{Subject: "mention.a", Data: make([]byte, 9<<20)}, bus.ErrTooLarge},
		"large but bearable": {bus.Message{Subject: "mention.a", Data: bytes.Repeat([]byte("x"), 7<<20)}, nil},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := b.Publish(ctx, tc.msg); !errors.Is(err, tc.want) {
				t.Fatalf("%v, want %v", err, tc.want)
			}
		})
	}
}
