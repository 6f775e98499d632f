//go:build race

package verify

// raced is whether the race detector watches: what runs in one goroutine over all real pairs
// is left to the run without it.
const raced = true
