package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// options are the flags.
type options struct {
	each, settle time.Duration
	seed         uint64
	rate         int
	elastic      int
	faults       string
	dir          string
	bins         string
	keep         bool
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "chaos:", err)
		os.Exit(1)
	}
}

func run() error {
	var o options
	names := make([]string, len(faults))
	for i, f := range faults {
		names[i] = f.name
	}
	flag.DurationVar(&o.each, "each", 10*time.Minute, "how long each fault lasts, under load")
	flag.DurationVar(&o.settle, "settle", 5*time.Minute, "how long huiying may take to catch up after a fault")
	flag.Uint64Var(&o.seed, "seed", uint64(time.Now().UnixNano()), "of everything that is chosen by chance")
	flag.IntVar(&o.rate, "rate", 30, "mentions a second")
	flag.IntVar(&o.elastic, "elastic", 3, "Elasticsearch nodes; 0 leaves the index embedded and uncompared")
	flag.StringVar(&o.faults, "faults", strings.Join(names, ","), "which faults, in this order")
	flag.StringVar(&o.dir, "dir", "", "where everything lies (default: in memory)")
	flag.StringVar(&o.bins, "bins", "", "directory with huiying and nats-server, built with a clock that moves (default: build them)")
	flag.BoolVar(&o.keep, "keep", false, "leave the directory when all was well")
	flag.Parse()
	if flag.NArg() > 0 {
		return errors.New("flags only")
	}
	chosen, err := choose(o.faults)
	if err != nil {
		return err
	}
	if os.Getenv(inside) == "" {
		return o.enter()
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return o.within(ctx, chosen)
}

func choose(list string) ([]fault, error) {
	var out []fault
	for name := range strings.SplitSeq(list, ",") {
		i := slices.IndexFunc(faults, func(f fault) bool { return f.name == strings.TrimSpace(name) })
		if i < 0 {
			return nil, fmt.Errorf("there is no fault %q", name)
		}
		out = append(out, faults[i])
	}
	return out, nil
}

// inside is set for the process that lives in namespaces of its own.
const inside = "CHAOS_INSIDE"

// enter builds what is to be run and starts this program again, in namespaces of its own: when
// it ends, the kernel ends every process, cable and mount with it.
func (o options) enter() error {
	if os.Geteuid() != 0 {
		return errors.New("namespaces need root: run it in a container or a virtual machine of yours")
	}
	if o.dir == "" {
		base := "/dev/shm"
		if _, err := os.Stat(base); err != nil {
			base = os.TempDir()
		}
		var err error
		if o.dir, err = os.MkdirTemp(base, "huiying-chaos."); err != nil {
			return err
		}
		if err := os.Chmod(o.dir, 0o755); err != nil { // Elasticsearch runs as nobody
			return err
		}
	}
	if o.bins == "" {
		o.bins = filepath.Join(o.dir, "bin")
		if err := build(o.bins); err != nil {
			return err
		}
	}
	if o.elastic > 0 {
		if err := unpackElastic(o.dir); err != nil {
			return err
		}
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	args := []string{"--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--", self,
		"--each", o.each.String(), "--settle", o.settle.String(), "--seed", fmt.Sprint(o.seed), "--rate", fmt.Sprint(o.rate),
		"--elastic", fmt.Sprint(o.elastic), "--faults", o.faults, "--dir", o.dir, "--bins", o.bins}
	cmd := exec.Command("unshare", args...)
	cmd.Env = append(os.Environ(), inside+"=1")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	signal.Ignore(os.Interrupt) // whoever is inside ends first
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%w; what is left lies in %s", err, o.dir)
	}
	if o.keep {
		fmt.Println("kept:", o.dir)
		return nil
	}
	return os.RemoveAll(o.dir)
}

// within is the whole run.
func (o options) within(ctx context.Context, chosen []fault) error {
	w, err := newWorld(ctx, o)
	if err != nil {
		return err
	}
	defer w.stop()
	w.say("seed %d, %d mentions a second, each fault for %s, everything in %s", o.seed, o.rate, o.each, o.dir)
	if err := w.start(ctx); err != nil {
		return err
	}
	failed := 0
	for _, f := range chosen {
		n, err := w.trial(ctx, f)
		if err != nil {
			return err
		}
		failed += n
	}
	n, err := w.last(ctx)
	if err != nil {
		return err
	}
	if failed += n; failed > 0 {
		return fmt.Errorf("%d differences", failed)
	}
	w.say("no difference in %d trials (seed %d)", len(chosen), o.seed)
	return nil
}
