package archive

import (
	"slices"
	"time"
)

// Kept says which records of an archive may be put back into a log, and for how long.
type Kept struct {
	Words     []string // streams that hold words of the public
	Retention time.Duration
	Now       time.Time
}

const (
	leastLeft = time.Minute    // less is gone before it is there
	worthWork = 48 * time.Hour // what has less left is not judged any more
)

// Left is how long the words of a moment may still be kept.
func (k Kept) Left(at time.Time) time.Duration { return k.Retention - k.Now.Sub(at) }

// Ages says whether what a stream holds has an end.
func (k Kept) Ages(stream string) bool { return slices.Contains(k.Words, stream) }

// Alive says whether a record has content that may still be kept.
func (k Kept) Alive(r Record) bool {
	return !r.Gone && r.Until == 0 && (!k.Ages(r.Stream) || k.Left(r.At) > leastLeft)
}

// WorthWork says whether words of a moment are still worth judging, where nobody did.
func (k Kept) WorthWork(at time.Time) bool { return k.Left(at) > worthWork }
