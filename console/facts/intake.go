package facts

import (
	"context"
	"encoding/json"

	"huiying/opinion"
	"huiying/register"
)

// Intake takes mentions from outside.
type Intake interface {
	// Parse reads one JSON object; unknown keys are ignored, keys about persons dropped and
	// counted. Its error carries no text of the object.
	Parse(raw json.RawMessage) (opinion.Draft, map[string]int, error)
	// Publish returns when the mentions are on disk, with the number of those that were new.
	Publish(ctx context.Context, in []opinion.Mention) (added int, err error)
	// Code names the reason for which a record is no mention, as the balance keeps it.
	Code(why error) string
	// Refuse counts, for the balance of a source, records that are no mentions, by the code of
	// the reason. Those of a source that is not configured belong to no balance and are not counted.
	Refuse(ctx context.Context, source string, why map[string]int) (counted int, err error)
	// OutcomeOf tells what became of mentions that were brought in.
	OutcomeOf(ctx context.Context, mentions []string) (Became, error)
}

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

// Purger forgets everywhere and returns when it is done.
type Purger interface {
	Purge(ctx context.Context, what Purge) (Purged, error)
}
