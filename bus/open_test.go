package bus_test

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/internal/waittest"

	"github.com/nats-io/nats-server/v2/server"
)

func TestOpenSaysWhatToDo(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	sealed := filepath.Join(t.TempDir(), "sealed")
	if err := os.Mkdir(sealed, 0o500); err != nil {
		t.Fatal(err)
	}
	used := t.TempDir()
	bustest.StartDir(t, used)
	dead, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	dead.Close()

	tests := []struct {
		name string
		opts bus.Options
		is   error
		says string
	}{
		{"nothing given", bus.Options{}, nil, "give Dir"},
		{"below a file", bus.Options{Dir: filepath.Join(file, "log")}, nil, "choose one on a writable disk"},
		{"not writable", bus.Options{Dir: sealed}, bus.ErrFull, "free space or repair"},
		{"in use", bus.Options{Dir: used}, bus.ErrInUse, "stop that one"},
		{"nobody there", bus.Options{URL: "nats://me:hidden@" + dead.Addr().String()}, nil,
			"check that the NATS server runs"},
	}
	for _, tc := range tests {
		t.Run(tc.name, func(t *testing.T) {
			if tc.name == "not writable" && os.Geteuid() == 0 {
				t.Skip("the superuser may write everywhere")
			}
			b, err := bus.Open(ctxOf(t), tc.opts)
			if err == nil {
				b.Close(context.Background())
				t.Fatal("opened")
			}
			if tc.is != nil && !errors.Is(err, tc.is) || !strings.Contains(err.Error(), tc.says) ||
				strings.Contains(err.Error(), "hidden") {
				t.Fatalf("%v", err)
			}
		})
	}
}

func TestCloseEndsEverythingAndTheNextOpenGoesOn(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	b := bustest.StartDir(t, dir)
	publish(t, b, mentions("m", 50)...)
	began, ended := make(chan struct{}, 50), make(chan error, 2)
	handled := newTally()
	go func() {
		ended <- b.Run(context.Background(), bus.Step{Name: "s", Stream: "MENTIONS",
			Handle: bus.Each(func(_ context.Context, m bus.Msg) ([]bus.Message, error) {
				began <- struct{}{}
				<-b.Closing() // in hand when Close comes
				handled.add(m)
				return []bus.Message{{Subject: "finding.1"}}, nil
			})})
	}()
	go func() {
		ended <- b.Follow(context.Background(), "MENTIONS", 1, 10, 0, func([]bus.Msg) error { return nil })
	}()
	<-began
	if err := b.Close(ctxOf(t)); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Close(ctxOf(t)); err != nil {
		t.Fatalf("closed twice: %v", err)
	}
	if _, err := b.Publish(ctxOf(t), mentions("late", 1)...); !errors.Is(err, bus.ErrClosed) {
		t.Errorf("publish after close: %v", err)
	}
	if err := b.Run(ctxOf(t), bus.Step{Name: "s", Stream: "MENTIONS", Handle: derive}); !errors.Is(err, bus.ErrClosed) {
		t.Errorf("run after close: %v", err)
	}
	keys, times := handled.sizes()
	b = bustest.StartDir(t, dir)
	if n, _ := b.Count(ctxOf(t), "FINDINGS"); int(n) != keys || keys != times || keys == 0 {
		t.Fatalf("%d messages handled %d times, %d published", keys, times, n)
	}
	start(t, b, bus.Step{Name: "s", Stream: "MENTIONS", Batch: 50, Handle: derive})
	settled(t, b, "s", 50-keys)
	if n, _ := b.Count(ctxOf(t), "FINDINGS"); n != 50 {
		t.Fatalf("%d findings after going on, want 50", n)
	}
}

func TestCloseNamesWhatDoesNotEnd(t *testing.T) {
	t.Parallel()
	b := bustest.Start(t)
	publish(t, b, mentions("m", 1)...)
	began, release, ended := make(chan struct{}), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		_ = b.Run(context.Background(), bus.Step{Name: "stubborn", Stream: "MENTIONS",
			Handle: bus.Each(func(context.Context, bus.Msg) ([]bus.Message, error) {
				close(began)
				<-release
				return nil, nil
			})})
	}()
	<-began
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if err := b.Close(ctx); err == nil || !strings.Contains(err.Error(), "step stubborn") {
		t.Fatalf("%v, want the step named", err)
	}
	close(release)
	<-ended
}

func TestEverythingWorksOnARemoteServerToo(t *testing.T) {
	t.Parallel()
	srv, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: server.RANDOM_PORT,
		JetStream: true, StoreDir: t.TempDir(), NoSigs: true, NoLog: true})
	if err != nil {
		t.Fatal(err)
	}
	srv.Start()
	t.Cleanup(func() { srv.Shutdown(); srv.WaitForShutdown() })
	if !srv.ReadyForConnections(waittest.Limit) {
		t.Fatal("no server")
	}
	ctx := ctxOf(t)
	open := func() *bus.Bus {
		b, err := bus.Open(ctx, bus.Options{URL: srv.ClientURL()})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { b.Close(context.Background()) })
		return b
	}
	one, two := open(), open()
	if err := one.EnsureStreams(ctx, bus.Streams(time.Hour)); err != nil {
		t.Fatal(err)
	}
	publish(t, two, mentions("m", 1500)...) // two was told nothing of the streams
	count := newTally()
	for _, b := range []*bus.Bus{one, two} {
		start(t, b, bus.Step{Name: "s", Stream: "MENTIONS", Batch: 50,
			Handle: func(ctx context.Context, in []bus.Msg) ([]bus.Message, []error) {
				for _, m := range in {
					count.add(m)
				}
				return derive(ctx, in)
			}})
	}
	if err := two.Schedule(ctx, "case.a", time.Now(), []byte("x")); err != nil {
		t.Fatal(err)
	}
	due := alarms(t, one, "deadline", "due.case.*")
	eventually(t, "all findings and the timer", func() bool {
		n, err := two.Count(ctx, "FINDINGS")
		return err == nil && n == 1500 && len(due()) == 1
	})
	if keys, times := count.sizes(); keys != 1500 || times != 1500 {
		t.Fatalf("%d messages handled %d times", keys, times)
	}
}
