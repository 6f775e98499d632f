//go:build race

package flowtest

// Race says that the race detector is built in: everything is several times slower.
const Race = true

// Size is how much of something a test takes.
func Size(n int) int { return n * 2 / 5 }
