//go:build linux || darwin

package app

import "syscall"

// freeBytes is how much of the disk of dir this process may still fill.
func freeBytes(dir string) (n uint64, known bool) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, false
	}
	return s.Bavail * uint64(s.Bsize), true
}
