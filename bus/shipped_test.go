package bus_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/bus"

	"github.com/nats-io/nats-server/v2/server"
)

const natsPassword = "p-of-a-test"

// shippedCluster starts three NATS servers in this process with the shipped settings and
// certificates of the shipped script; only addresses and directories are the test's own.
func shippedCluster(t *testing.T) (servers []*server.Server, ca []byte) {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is absent: deploy/certs.sh cannot run")
	}
	dir := t.TempDir()
	if out, err := exec.Command("sh", "../deploy/certs.sh", dir).CombinedOutput(); err != nil {
		t.Fatalf("certs.sh: %v\n%s", err, out)
	}
	shipped, err := os.ReadFile("../deploy/nats/nats.conf")
	if err != nil {
		t.Fatal(err)
	}
	ca, err = os.ReadFile(filepath.Join(dir, "ca.crt"))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("NATS_PASSWORD", natsPassword)
	t.Setenv("NATS_ADMIN_PASSWORD", "another-one")
	routes := freePorts(t, 3)
	for i, route := range routes {
		name := fmt.Sprintf("nats-%d", i)
		t.Setenv("NATS_NAME", name)
		text := strings.NewReplacer(
			"/etc/nats/tls", filepath.Join(dir, "nats"), "store_dir: /data", "store_dir: "+filepath.Join(dir, name),
			"0.0.0.0:4222", "127.0.0.1:-1", "0.0.0.0:6222", route, "http: 0.0.0.0:8222", "",
			"nats-0.nats:6222", routes[0], "nats-1.nats:6222", routes[1], "nats-2.nats:6222", routes[2],
		).Replace(string(shipped))
		file := filepath.Join(dir, name+".conf")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		opts, err := server.ProcessConfigFile(file)
		if err != nil {
			t.Fatalf("the shipped settings: %v", err)
		}
		if !opts.SyncAlways || opts.ServerName != name || opts.SystemAccount != "SYS" || opts.MaxPayload != 8<<20 {
			t.Errorf("sync always %v, name %q, system account %q, payload %d", opts.SyncAlways, opts.ServerName, opts.SystemAccount, opts.MaxPayload)
		}
		opts.NoSigs, opts.NoLog = true, true
		srv, err := server.NewServer(opts)
		if err != nil {
			t.Fatal(err)
		}
		srv.Start()
		t.Cleanup(func() { srv.Shutdown(); srv.WaitForShutdown() })
		servers = append(servers, srv)
	}
	for _, srv := range servers {
		if !srv.ReadyForConnections(20 * time.Second) {
			t.Fatalf("%s is not ready", srv.Name())
		}
	}
	return servers, ca
}

func freePorts(t *testing.T, n int) (out []string) {
	t.Helper()
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		out = append(out, l.Addr().String())
	}
	return out
}

func urlOf(servers ...*server.Server) string {
	var out []string
	for _, s := range servers {
		out = append(out, "tls://"+s.Addr().String())
	}
	return strings.Join(out, ",")
}

func TestShippedNATSSettings(t *testing.T) {
	servers, ca := shippedCluster(t)
	ctx := ctxOf(t)
	url := urlOf(servers...)
	login := bus.Login{User: "huiying", Password: natsPassword, CA: ca}

	for _, no := range []struct {
		name, says string
		login      bus.Login
	}{
		{"no account", "check user and password", bus.Login{CA: ca}},
		{"wrong password", "check user and password", bus.Login{User: "huiying", Password: "guessed", CA: ca}},
		{"a server that nobody vouches for", "bus.ca_file", bus.Login{User: "huiying", Password: natsPassword}},
		{"the account of the system holds no log", "enable jetstream", bus.Login{User: "admin", Password: "another-one", CA: ca}},
		{"no certificates to trust", "no certificate", bus.Login{CA: []byte("x")}},
	} {
		try, stop := context.WithTimeout(ctx, 3*time.Second)
		b, err := bus.Open(try, bus.Options{URL: url, Login: no.login})
		stop()
		if err == nil {
			b.Close(ctx)
			t.Errorf("%s: opened", no.name)
		} else if !strings.Contains(err.Error(), no.says) || strings.Contains(err.Error(), natsPassword) {
			t.Errorf("%s: %v", no.name, err)
		}
	}

	var b *bus.Bus
	eventually(t, "the cluster has a leader", func() (ok bool) {
		try, stop := context.WithTimeout(ctx, 5*time.Second)
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
	book, err := b.Notebook(ctx, "SOURCES")
	if err != nil {
		t.Fatal(err)
	}
	publish(t, b, mentions("before", 100)...)

	servers[0].Shutdown() // with three copies the loss of one server stops nothing
	servers[0].WaitForShutdown()
	eventually(t, "the log takes and gives with two servers of three", func() bool {
		try, stop := context.WithTimeout(ctx, 5*time.Second)
		defer stop()
		_, err := b.Publish(try, mentions("after", 100)...)
		return err == nil && book.Put(try, "x", []byte("1")) == nil
	})
	if n, err := b.Count(ctx, "MENTIONS"); err != nil || n != 200 {
		t.Errorf("%d mentions (%v), want each of 200 once", n, err)
	}
	if skew, err := b.Skew(ctx); err != nil || skew.Abs() > 5*time.Second {
		t.Errorf("skew %v (%v) of clocks that are the same", skew, err)
	}
}
