//go:build race

package main

// raceOn says that the race detector is built in: everything is several times slower.
const raceOn = true
