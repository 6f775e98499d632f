package bus_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
)

func TestShippedNATSSettings(t *testing.T) {
	servers, login := bustest.Cluster(t)
	ctx := ctxOf(t)
	url, ca, password := bustest.URL(servers...), login.CA, login.Password

	for _, no := range []struct {
		name, says string
		login      bus.Login
	}{
		{"no account", "check user and password", bus.Login{CA: ca}},
		{"wrong password", "check user and password", bus.Login{User: "huiying", Password: "guessed", CA: ca}},
		{"a server that nobody vouches for", "bus.ca_file", bus.Login{User: "huiying", Password: password}},
		{"the account of the system holds no log", "enable jetstream", bus.Login{User: "admin", Password: "another-one", CA: ca}},
		{"no certificates to trust", "no certificate", bus.Login{CA: []byte("x")}},
	} {
		try, stop := context.WithTimeout(ctx, 30*time.Second)
		b, err := bus.Open(try, bus.Options{URL: url, Login: no.login})
		stop()
		if err == nil {
			b.Close(ctx)
			t.Errorf("%s: opened", no.name)
		} else if !strings.Contains(err.Error(), no.says) || strings.Contains(err.Error(), password) {
			t.Errorf("%s: %v", no.name, err)
		}
	}

	var b *bus.Bus
	eventually(t, "the cluster has a leader", func() (ok bool) {
		try, stop := context.WithTimeout(ctx, 30*time.Second)
		defer stop()
		var err error
		if b, err = bus.Open(try, bus.Options{URL: url, Login: login, Replicas: 3}); err != nil {
			return false
		}
		if err = b.EnsureStreams(try, bus.Streams(time.Hour)); err != nil {
			b.Close(context.Background())
		}
		return err == nil
	})
	t.Cleanup(func() { b.Close(context.Background()) })
	book, err := b.Bucket(ctx, "SOURCES")
	if err != nil {
		t.Fatal(err)
	}
	publish(t, b, mentions("before", 100)...)

	servers[0].Shutdown() // with three copies the loss of one server stops nothing
	servers[0].WaitForShutdown()
	eventually(t, "the log takes and gives with two servers of three", func() bool {
		try, stop := context.WithTimeout(ctx, 30*time.Second)
		defer stop()
		_, err := b.Publish(try, mentions("after", 100)...)
		return err == nil && book.Put(try, "x", []byte("1")) == nil
	})
	if n, err := b.Count(ctx, "MENTIONS"); err != nil || n != 200 {
		t.Errorf("%d mentions (%v), want each of 200 once", n, err)
	}
	asked := time.Now()
	if skew, err := b.Skew(ctx); err != nil || skew.Abs() > time.Since(asked) {
		t.Errorf("skew %v (%v) of clocks that are the same", skew, err)
	}
}
