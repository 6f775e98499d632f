package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"huiying/chaos/clock"
)

// build makes the programs with a clock that can be moved. The first time takes minutes, as all
// of Go's library is compiled anew.
func build(into string) error {
	over := filepath.Join(into, "overlay")
	if err := os.MkdirAll(over, 0o755); err != nil {
		return err
	}
	overlay, err := clock.Overlay(over)
	if err != nil {
		return err
	}
	for _, what := range []string{"github.com/nats-io/nats-server/v2", "./cmd/huiying"} {
		fmt.Println("building", what)
		name := "huiying"
		if strings.Contains(what, "nats") {
			name = "nats-server"
		}
		cmd := exec.Command("go", "build", "-overlay", overlay, "-o", filepath.Join(into, name), what)
		cmd.Stderr = os.Stderr
		if err := cmd.Run(); err != nil {
			return fmt.Errorf("build %s: %w", what, err)
		}
	}
	return nil
}

func natsAddress(i int) string { return fmt.Sprintf("10.77.0.%d", 11+i) }

// elasticAddress is on the loopback of this namespace: on any other address a node insists on
// limits of the kernel that a container cannot raise.
func elasticAddress(i int) string { return fmt.Sprintf("127.0.1.%d", 21+i) }

// diskSize is what each NATS server has: small enough to be filled.
const diskSize = "768m"

// addNATS makes one of three servers on a machine and a disk of its own.
func (w *world) addNATS(i int) error {
	name := fmt.Sprintf("nats-%d", i)
	disk := w.disk(i)
	if err := os.MkdirAll(disk, 0o755); err != nil {
		return err
	}
	if err := sh("mount -t tmpfs -o size=%s none %s", diskSize, disk); err != nil {
		return err
	}
	if err := w.wires.plug(name, natsAddress(i)); err != nil {
		return err
	}
	var routes []string
	for j := range 3 {
		routes = append(routes, "nats://"+natsAddress(j)+":6222")
	}
	conf := fmt.Sprintf(`server_name: %s
listen: %s:4222
http: %s:8222
max_payload: 8MB
jetstream { store_dir: %q, sync_interval: always, max_file_store: 700MB, max_memory_store: 64MB }
cluster { name: chaos, listen: %s:6222, routes: [%s] }
`, name, natsAddress(i), natsAddress(i), disk, natsAddress(i), strings.Join(routes, ", "))
	file := filepath.Join(w.dir, name+".conf")
	if err := os.WriteFile(file, []byte(conf), 0o644); err != nil {
		return err
	}
	p := newProc(w.dir, name, func() *exec.Cmd {
		return w.clocked(name, w.wires.inside(name, filepath.Join(w.bins, "nats-server"), "-c", file))
	})
	w.nats = append(w.nats, p)
	return w.setClock(name, 0)
}

func (w *world) disk(i int) string { return filepath.Join(w.dir, fmt.Sprintf("disk-%d", i)) }

// clocked gives a command its clock.
func (w *world) clocked(name string, cmd *exec.Cmd) *exec.Cmd {
	cmd.Env = append(os.Environ(), clock.Env+"="+filepath.Join(w.dir, "clock-"+name))
	return cmd
}

func (w *world) setClock(name string, ahead time.Duration) error {
	return clock.Set(filepath.Join(w.dir, "clock-"+name), ahead)
}

// addHuiying makes a process of huiying with some roles.
func (w *world) addHuiying(name, roles string, listen int) error {
	args := []string{"serve", "--roles", roles, "--config", filepath.Join(w.dir, "config"), "--data", filepath.Join(w.dir, "data-"+name),
		"--observe", fmt.Sprintf("127.0.0.1:%d", 19000+len(w.huiying)), "--log", "info"}
	if listen > 0 {
		args = append(args, "--listen", fmt.Sprintf("127.0.0.1:%d", listen))
		w.consoles = append(w.consoles, fmt.Sprintf("http://127.0.0.1:%d", listen))
		w.sign(fmt.Sprintf("127.0.0.1:%d", listen), filepath.Join(w.dir, "data-"+name))
	}
	w.huiying = append(w.huiying, newProc(w.dir, name, func() *exec.Cmd {
		return w.clocked(name, exec.Command(filepath.Join(w.bins, "huiying"), args...))
	}))
	return w.setClock(name, 0)
}

// Elasticsearch's own recipe is told in docs/elasticsearch.md.
const (
	elasticVersion = "8.19.16"
	elasticHeap    = "512m"
)

// unpackElastic takes the server where scripts/elastic.sh keeps it, and puts it in dir.
func unpackElastic(dir string) error {
	cache := os.Getenv("HUIYING_CACHE")
	if cache == "" {
		home, err := os.UserCacheDir()
		if err != nil {
			return err
		}
		cache = filepath.Join(home, "huiying")
	}
	zip := filepath.Join(cache, "elasticsearch-"+elasticVersion+".zip")
	if _, err := os.Stat(zip); err != nil {
		return fmt.Errorf("no Elasticsearch at %s: run make test-elastic SERVERS=elasticsearch once, or chaos with --elastic 0", zip)
	}
	return sh("cd %q && [ -d elasticsearch-%[2]s ] || unzip -q %[3]q", dir, elasticVersion, zip)
}

func (w *world) addElastic(i, of int) error {
	name := fmt.Sprintf("elastic-%d", i)
	home := filepath.Join(w.dir, name)
	var seeds, names []string
	for j := range of {
		seeds = append(seeds, elasticAddress(j)+":9300")
		names = append(names, fmt.Sprintf("elastic-%d", j))
	}
	conf := fmt.Sprintf(`cluster.name: chaos
node.name: %s
network.host: %s
http.port: 9200
transport.port: 9300
discovery.seed_hosts: [%s]
cluster.initial_master_nodes: [%s]
node.store.allow_mmap: false
xpack.security.enabled: false
cluster.routing.allocation.disk.threshold_enabled: false
`, name, elasticAddress(i), strings.Join(seeds, ", "), strings.Join(names, ", "))
	if err := sh(`cp -al %[1]q %[2]q; rm -rf %[2]q/config; cp -a %[1]q/config %[2]q/config; mkdir -p %[2]q/data %[2]q/logs %[2]q/tmp`,
		filepath.Join(w.dir, "elasticsearch-"+elasticVersion), home); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(home, "config", "elasticsearch.yml"), []byte(conf), 0o644); err != nil {
		return err
	}
	if err := sh("chown -R 65534:65534 %q", home); err != nil {
		return err
	}
	java, err := java17()
	if err != nil {
		return err
	}
	w.elastics = append(w.elastics, newProc(w.dir, name, func() *exec.Cmd {
		return exec.Command("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", "-u", "JAVA_TOOL_OPTIONS",
			"HOME="+home, "ES_JAVA_HOME="+java, "ES_TMPDIR="+home+"/tmp", "ES_JAVA_OPTS=-Xms"+elasticHeap+" -Xmx"+elasticHeap, home+"/bin/elasticsearch")
	}))
	return nil
}

func java17() (string, error) {
	if at := os.Getenv("JAVA17_HOME"); at != "" {
		return at, nil
	}
	found, err := filepath.Glob("/usr/lib/jvm/java-17-openjdk-*")
	if err != nil || len(found) == 0 {
		return "", errors.New("for Elasticsearch Java 17 is needed: run scripts/setup.sh search, or name it in JAVA17_HOME")
	}
	return found[0], nil
}

// answers waits until an address answers well.
func answers(ctx context.Context, url string, patience time.Duration) error {
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	var last error
	for ctx.Err() == nil {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		res, err := quick.Do(req)
		if err == nil {
			_ = res.Body.Close()
			if res.StatusCode < 300 {
				return nil
			}
			err = errors.New(res.Status)
		}
		last = err
		time.Sleep(300 * time.Millisecond)
	}
	return fmt.Errorf("%s does not answer: %w", url, last)
}

var quick = &http.Client{Timeout: 5 * time.Second}
