package bus_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/internal/waittest"
)

func TestReadGivesARangeInOrder(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	ctx := ctxOf(t)
	var msgs []bus.Message
	for i := range 1300 {
		msgs = append(msgs, bus.Message{Subject: fmt.Sprintf("mention.s%d", i%3), Data: []byte(fmt.Sprint(i))})
	}
	publish(t, b, msgs...)
	if err := b.Erase(ctx, "MENTIONS", 1300); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		filter       string
		from         uint64
		first, count int
		last         uint64
	}{
		{"", 1, 0, 1299, 1300},
		{"", 0, 0, 1299, 1300},
		{"", 1000, 999, 300, 1300},
		{"mention.s1", 1, 1, 433, 1300},
		{"mention.none", 1, -1, 0, 1300},
		{"", 1301, -1, 0, 1300},
	}
	for _, tc := range tests {
		t.Run(fmt.Sprintf("%s from %d", tc.filter, tc.from), func(t *testing.T) {
			var got []uint64
			first := -1
			last, err := b.Read(ctx, "MENTIONS", tc.filter, tc.from, func(m bus.Msg) error {
				if first < 0 {
					fmt.Sscan(string(m.Data), &first)
				}
				got = append(got, m.Seq)
				return nil
			})
			if err != nil || last != tc.last || len(got) != tc.count || first != tc.first || !slices.IsSorted(got) {
				t.Fatalf("%d messages from %d up to %d: %v", len(got), first, last, err)
			}
		})
	}
	stop := errors.New("stop")
	last, err := b.Read(ctx, "MENTIONS", "", 1, func(m bus.Msg) error {
		if m.Seq == 700 {
			return stop
		}
		return nil
	})
	if !errors.Is(err, stop) || last != 699 {
		t.Fatalf("stopped at %d with %v", last, err)
	}
	if _, err := b.Read(ctx, "MENTIONS", "", 1302, nil); !errors.Is(err, bus.ErrAhead) {
		t.Fatalf("%v, want ErrAhead", err)
	}
	if err := b.Follow(ctx, "MENTIONS", 1302, 1, 0, nil); !errors.Is(err, bus.ErrAhead) {
		t.Fatalf("%v, want ErrAhead", err)
	}
	if _, err := b.Read(ctx, "NOBODY", "", 1, nil); !errors.Is(err, bus.ErrNoStream) {
		t.Fatalf("%v, want ErrNoStream", err)
	}
}

func TestFollowSeesEverythingOnceAndResumes(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	const all = 3000
	enough := errors.New("enough")
	go func() {
		for i := range all / 100 {
			if _, err := b.Publish(context.Background(), mentions(fmt.Sprint("p", i), 100)...); err != nil {
				t.Error(err)
			}
		}
	}()
	next := uint64(1)
	for rounds := 0; next <= all; rounds++ { // stopped by its own function now and then
		seen := 0
		err := b.Follow(ctxOf(t), "MENTIONS", next, 64, 5*time.Millisecond, func(in []bus.Msg) error {
			if len(in) == 0 || len(in) > 64 {
				t.Errorf("a batch of %d", len(in))
			}
			for _, m := range in {
				if m.Seq != next {
					t.Fatalf("got %d, want %d", m.Seq, next)
				}
				next++
			}
			if seen += len(in); seen > 700 || next > all {
				return enough
			}
			return nil
		})
		if !errors.Is(err, enough) {
			t.Fatal(err)
		}
	}
	// At the end it waits, sees what is new, and ends with its context without an error.
	ctx, cancel := context.WithCancel(context.Background())
	got, done, from := make(chan bus.Msg, 1), make(chan error, 1), next
	go func() {
		done <- b.Follow(ctx, "MENTIONS", from, 64, 0, func(in []bus.Msg) error { got <- in[0]; return nil })
	}()
	for range 2 { // it waits already when the second is said
		publish(t, b, bus.Message{Subject: "mention.late", Data: []byte("late")})
		select {
		case m := <-got:
			if string(m.Data) != "late" || m.Seq != next {
				t.Fatalf("%+v", m)
			}
			next++
		case <-time.After(waittest.Limit):
			t.Fatal("the new message did not come")
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

func TestEraseOverwritesTheTextOnDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := bustest.StartDir(t, dir)
	ctx := ctxOf(t)
	secret := []byte("the text that must be forgotten 5f1c9d")
	for _, n := range []int{1, 30} { // written singly, and within an atomic batch
		var msgs []bus.Message
		for i := range n {
			msgs = append(msgs, bus.Message{Subject: "mention.a", Data: fmt.Appendf(nil, "%d %s", i, secret)})
		}
		ack, err := b.Publish(ctx, append(msgs, bus.Message{Subject: "mention.a",
			Data: []byte("a neighbour that stays")})...)
		if err != nil {
			t.Fatal(err)
		}
		if !onDisk(t, dir, secret) {
			t.Fatal("the text is not on disk in the open, so this test proves nothing")
		}
		for _, seq := range ack.Seqs[:n] {
			for range 2 { // gone already is no error
				if err := b.Erase(ctx, "MENTIONS", seq); err != nil {
					t.Fatal(err)
				}
			}
		}
		if onDisk(t, dir, secret) {
			t.Fatalf("erased text of %d messages is still on disk", n)
		}
	}
	if n, _ := b.Count(ctx, "MENTIONS"); n != 2 {
		t.Fatalf("%d messages stay, want the 2 neighbours", n)
	}
	if err := b.Erase(ctx, "MENTIONS", 100000); err != nil {
		t.Fatal(err)
	}
}

func onDisk(t *testing.T, dir string, what []byte) bool {
	t.Helper()
	found := false
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil // files come and go beneath us
		}
		if raw, err := os.ReadFile(p); err == nil && bytes.Contains(raw, what) {
			found = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestABucketKeepsAnyKey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := bustest.StartDir(t, dir)
	ctx := ctxOf(t)
	n, err := b.Bucket(ctx, "SOURCES")
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{"plain", "a.b", ".", "..", "红网 百姓呼声", "https://例子.cn/?q=1&x=*>", "=2E"}
	if got, err := n.Keys(ctx); err != nil || len(got) != 0 {
		t.Fatalf("%v %v", got, err)
	}
	for _, k := range keys {
		for _, v := range []string{"old " + k, k} {
			if err := n.Put(ctx, k, []byte(v)); err != nil {
				t.Fatalf("%q: %v", k, err)
			}
		}
	}
	if err := n.Put(ctx, "", nil); err == nil {
		t.Error("an empty key was taken")
	}
	if err := b.Close(ctx); err != nil {
		t.Fatal(err)
	}
	b = bustest.StartDir(t, dir)
	if n, err = b.Bucket(ctx, "SOURCES"); err != nil {
		t.Fatal(err)
	}
	for _, k := range keys {
		if v, ok, err := n.Get(ctx, k); !ok || string(v) != k || err != nil {
			t.Errorf("%q: %q %v %v", k, v, ok, err)
		}
	}
	for range 2 {
		if err := n.Delete(ctx, "a.b"); err != nil {
			t.Fatal(err)
		}
	}
	if v, ok, err := n.Get(ctx, "a.b"); ok || err != nil {
		t.Errorf("deleted key has %q, %v", v, err)
	}
	got, err := n.Keys(ctx)
	want := slices.DeleteFunc(slices.Clone(keys), func(k string) bool { return k == "a.b" })
	slices.Sort(got)
	slices.Sort(want)
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%q, want %q (%v)", got, want, err)
	}
}

// A purge looks through the queue of replayed letters too, and leaves them to their reader.
func TestReadLooksIntoAWorkQueue(t *testing.T) {
	t.Parallel()
	b, ctx := bustest.Start(t), ctxOf(t)
	publish(t, b, bus.Message{Subject: "again.a", Data: []byte("one")},
		bus.Message{Subject: "again.b", Data: []byte("two")})
	read := func(filter string) (got []string) {
		last, err := b.Read(ctx, "AGAIN", filter, 1, func(m bus.Msg) error {
			got = append(got, fmt.Sprint(m.Seq, m.Subject, string(m.Data)))
			return nil
		})
		if err != nil || last != 2 {
			t.Fatalf("read to %d: %v", last, err)
		}
		return got
	}
	if got := read(""); !slices.Equal(got, []string{"1again.aone", "2again.btwo"}) {
		t.Fatalf("%q", got)
	}
	if err := b.Erase(ctx, "AGAIN", 1); err != nil {
		t.Fatal(err)
	}
	if got := read("again.*"); !slices.Equal(got, []string{"2again.btwo"}) || len(read("again.a")) != 0 {
		t.Fatalf("after one is gone: %q", got)
	}
}

// In a cluster a reader's consumer may be on a server that is behind the others and does not know
// it. What was there when the reading began is read all the same.
func TestAReaderIsNotEndedByAServerThatIsBehind(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	publish(t, b, mentions("m", 3)...)
	if msgs, err := bus.PageOfOneBehind(ctxOf(t), b, "MENTIONS", 3); err != nil || len(msgs) != 3 {
		t.Errorf("%d of 3 messages, %v", len(msgs), err)
	}
	for seq := range uint64(3) {
		if err := b.Erase(ctxOf(t), "MENTIONS", seq+1); err != nil {
			t.Fatal(err)
		}
	}
	publish(t, b, mentions("later", 1)...)
	if msgs, err := bus.PageOfOneBehind(ctxOf(t), b, "MENTIONS", 3); err != nil || len(msgs) != 0 {
		t.Errorf("%d messages of those that were erased, %v", len(msgs), err)
	}
}
