//go:build !race

package flowtest

const raceOn = false

// Size is how much of something a test takes.
func Size(n int) int { return n }
