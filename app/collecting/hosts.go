package collecting

import (
	"context"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/fetch"
)

// Hosts keeps the day's requests of hosts, and the rest that they asked for, over a restart. Of two
// processes that ask one host the last to write counts.
type Hosts struct {
	Bucket *bus.Bucket
	Log    *zap.Logger
}

// Recall gives what is kept of a host. A log that is away hides what was kept, and stops no visit.
func (h Hosts) Recall(ctx context.Context, host string) (s fetch.HostState) {
	if err := get(ctx, h.Bucket, host, &s); err != nil {
		h.Log.Warn("what a host asked for is not known", zap.String("host", host), zap.Error(err))
		return fetch.HostState{}
	}
	return s
}

// keep writes what changed. What cannot be written is lost at the next restart, and no visit fails.
func (h Hosts) keep(ctx context.Context, changes map[string]fetch.HostState) {
	for host, s := range changes {
		if err := put(ctx, h.Bucket, host, s); err != nil {
			h.Log.Warn("what a host asked for was not kept", zap.String("host", host), zap.Error(err))
		}
	}
}
