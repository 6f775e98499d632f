//go:build !race

package casework

const race = false
