package app

import (
	"context"
	"net/http"
	"slices"
	"time"

	"huiying/console/api"
	"huiying/console/facts"
	"huiying/register"
)

// How long an import waits to learn what became of its letters: it asks again after lookAgain,
// until all of them stand somewhere, or until the server has read nothing new for stillFor.
const (
	lookAgain = 500 * time.Millisecond
	stillFor  = 20 * time.Second
)

// OutcomeOf asks the server what became of mentions, and waits until each is judged and considered.
// Where the server comes no further (it judges nothing, or a mention is a dead letter) or ctx ends,
// those that are left are on their way. settled hears how many stand somewhere.
func (r RemoteInbox) OutcomeOf(ctx context.Context, mentions []string, settled func(n int)) (
	out register.Outcome, err error) {
	tick := time.NewTicker(lookAgain)
	defer tick.Stop()
	read, moved, before := uint64(0), time.Now(), 0
	all := slices.Compact(slices.Sorted(slices.Values(mentions)))
	for part := range slices.Chunk(all, sendMentions) {
		for {
			var now facts.Became
			err := remote(r).call(context.WithoutCancel(ctx), http.MethodPost, "/api/v1/outcomes", api.Brought{IDs: part}, &now)
			if err != nil {
				return out, err
			}
			if now.Read != read {
				read, moved = now.Read, time.Now()
			}
			settled(before + len(part) - now.OnTheWay)
			if now.OnTheWay == 0 || ctx.Err() != nil || time.Since(moved) > stillFor {
				out.Add(now.Outcome)
				break
			}
			select {
			case <-ctx.Done():
			case <-tick.C:
			}
		}
		before += len(part)
	}
	return out, nil
}
