package facts

import (
	"huiying/register"
)

// Became is what became of mentions that were brought in, as far as the house is with its work.
type Became struct {
	register.Outcome
	Read uint64 `json:"read" doc:"events that the register has seen: while it grows, what is on the way is worth waiting for"`
}

// Purge names what is to be forgotten: one address or one mention.
type Purge struct {
	URL string `json:"url,omitempty"`
	ID  string `json:"id,omitempty"`
}

// Purged is the fact that stays: how much was forgotten, and where.
type Purged struct {
	IDs      []string `json:"ids"`   // of the mentions
	Log      int      `json:"log"`   // messages taken out of the streams
	Cases    []string `json:"cases"` // that knew one of them
	Dead     int      `json:"dead"`  // dead letters dropped
	Indexed  int      `json:"indexed"`
	Archived int      `json:"archived"` // records of the archive that lost their words
}
