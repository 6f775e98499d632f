//go:build race

package app

// raceOn says that the race detector is built in: everything is several times slower.
const raceOn = true

// size is how much of something a test takes.
func size(n int) int { return n * 2 / 5 }
