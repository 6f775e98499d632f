package app

import (
	"os"
	"runtime/debug"

	"github.com/KimMachineGun/automemlimit/memlimit"
)

// shareOfMemory is how much of the machine, or of the container, the runtime may fill before it
// collects as often as it must. The rest is for what it does not know of: dictionaries, pages of
// SQLite, mapped files, a browser that draws a PDF.
const shareOfMemory = 0.6

// LimitMemory lets memory be used where there is some. A mention becomes several short-lived copies
// on its way: collecting half as often saves a twentieth of the work. Near the limit that ends, so
// that a container is not killed for garbage. GOGC and GOMEMLIMIT say otherwise.
func LimitMemory() error {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(200)
	}
	_, err := memlimit.SetGoMemLimitWithOpts(memlimit.WithRatio(shareOfMemory),
		memlimit.WithProvider(memlimit.ApplyFallback(memlimit.FromCgroup, memlimit.FromSystem)))
	return err
}
