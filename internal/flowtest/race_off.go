//go:build !race

package flowtest

// Race says that the race detector is built in.
const Race = false

// Size is how much of something a test takes.
func Size(n int) int { return n }
