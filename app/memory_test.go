package app

import (
	"math"
	"os"
	"runtime/debug"
	"testing"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// Memory has a limit that is a share of what there is, unless whoever starts the process gives one.
func TestMemoryHasALimit(t *testing.T) {
	limit, percent := debug.SetMemoryLimit(-1), debug.SetGCPercent(100)
	t.Cleanup(func() { debug.SetMemoryLimit(limit); debug.SetGCPercent(percent) })
	for _, name := range []string{"GOGC", "GOMEMLIMIT", "AUTOMEMLIMIT"} {
		t.Setenv(name, "") // it comes back at the end of the test
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
	all, err := memlimit.FromSystem()
	if err != nil {
		t.Skipf("this machine does not say how much memory it has: %v", err)
	}
	debug.SetMemoryLimit(math.MaxInt64)
	if err := LimitMemory(); err != nil {
		t.Fatal(err)
	}
	if got := debug.SetMemoryLimit(-1); got < 1<<20 || float64(got) > shareOfMemory*float64(all)+1 {
		t.Errorf("a limit of %d of %d bytes", got, all)
	}
	if got := debug.SetGCPercent(100); got != 200 {
		t.Errorf("collects at %d %%", got)
	}

	t.Setenv("GOMEMLIMIT", "700MiB") // the runtime has read it before main
	debug.SetMemoryLimit(700 << 20)
	t.Setenv("GOGC", "100")
	if err := LimitMemory(); err != nil {
		t.Fatal(err)
	}
	if got := debug.SetMemoryLimit(-1); got != 700<<20 {
		t.Errorf("a limit of %d, but it was given", got)
	}
	if got := debug.SetGCPercent(100); got != 100 {
		t.Errorf("collects at %d %%, but it was given", got)
	}
}
