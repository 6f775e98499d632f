//go:build unix

package app

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// leastFiles are the descriptors that a house takes for its log, register, index and archive, with room
// for readers. An idle one holds about 60.
const leastFiles = 256

// enoughFiles refuses to open a house that could not hold its files open: the parts that fail then do not
// all name the cause. The runtime has raised the soft limit to the hard one before.
func enoughFiles() error {
	var l unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &l); err != nil || l.Cur >= leastFiles {
		return nil // not known, or enough
	}
	return fmt.Errorf("this process may hold %d files open (ulimit -n, LimitNOFILE=), and needs %d at least", l.Cur, leastFiles)
}
