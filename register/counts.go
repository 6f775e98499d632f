package register

import (
	"time"

	"huiying/opinion"
)

// What the counters of findings are kept by, each for every hour in which something was said.
const (
	ByAll      = "all"
	ByTopic    = "topic"
	ByDivision = "division" // a place counts for itself and for everything above it
	ByUnit     = "unit"     // the proposed lead
	BySource   = "source"
	BySeverity = "severity"
	ByDemand   = "demand"
)

// The steps of a series.
const (
	ByHour = "hour"
	ByDay  = "day" // of Beijing time, +08:00
)

// KeyCount is how many there are of a key: a topic id, division code, unit or source id, or a word.
type KeyCount struct {
	Key string `json:"key"`
	N   int    `json:"n"`
}

// TimeCount is how many findings fell into the hour or day that begins at Time.
type TimeCount struct {
	Time time.Time `json:"time"`
	N    int       `json:"n"`
}

// Stats is the register at a glance.
type Stats struct {
	Mentions int                   `json:"mentions"` // in the stream
	Findings int                   `json:"findings"`
	Issues   int                   `json:"issues"`
	Cases    int                   `json:"cases"`
	ByState  map[opinion.State]int `json:"by_state"`
	Skipped  int                   `json:"skipped"`
}
