//go:build !race

package app

const raceOn = false

func size(n int) int { return n }
