package bustest

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"huiying/bus"
	"huiying/internal/sharedtest"
	"huiying/internal/waittest"

	"github.com/nats-io/nats-server/v2/server"
)

// Cluster starts three NATS servers in this process with the shipped settings and
// certificates of the shipped script; only addresses and directories are the test's own.
// It sets the test's environment.
func Cluster(t *testing.T) (servers []*server.Server, login bus.Login) {
	t.Helper()
	if _, err := exec.LookPath("openssl"); err != nil {
		t.Skip("openssl is absent: deploy/certs.sh cannot run")
	}
	root, dir := sharedtest.Root(t), t.TempDir()
	if out, err := exec.Command("sh", filepath.Join(root, "deploy/certs.sh"), dir).CombinedOutput(); err != nil {
		t.Fatalf("certs.sh: %v\n%s", err, out)
	}
	shipped, err := os.ReadFile(filepath.Join(root, "deploy/nats/nats.conf"))
	if err != nil {
		t.Fatal(err)
	}
	login = bus.Login{User: "huiying", Password: "p-of-a-test"}
	login.CA, err = os.ReadFile(filepath.Join(dir, "ca.crt"))
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("NATS_PASSWORD", login.Password)
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
			t.Errorf("sync always %v, name %q, system account %q, payload %d", opts.SyncAlways,
				opts.ServerName, opts.SystemAccount, opts.MaxPayload)
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
		if !srv.ReadyForConnections(waittest.Limit) {
			t.Fatalf("%s is not ready", srv.Name())
		}
	}
	return servers, login
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

// URL is where some of the servers are.
func URL(servers ...*server.Server) string {
	var out []string
	for _, s := range servers {
		out = append(out, "tls://"+s.Addr().String())
	}
	return strings.Join(out, ",")
}
