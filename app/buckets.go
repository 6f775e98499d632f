package app

import (
	"context"
	"time"

	"huiying/bus"
	"huiying/console/triage"
	"huiying/fetch"
)

// The key-value buckets of the log: small facts by key, shared by every process.
const (
	bucketSources   = "SOURCES"   // how far each source was read
	bucketVisits    = "VISITS"    // how each source did at its last visits
	bucketHosts     = "HOSTS"     // what hosts were asked today, and the rest they asked for; passes by itself
	bucketDesk      = "DESK"      // saved searches
	bucketBriefings = "BRIEFINGS" // periods that are over, written once
	bucketAccounts  = "ACCOUNTS"
	bucketCodes     = "CODES"    // query codes: what they are known by, and the mention that they lead to
	bucketSessions  = "SESSIONS" // who is signed in, and who knocked in vain
	bucketPresence  = "PRESENCE" // who has which case open; passes by itself
)

// copiedBuckets go into a backup of a log that is shared with others. Whoever was signed in signs
// in again, and hosts are counted anew.
var copiedBuckets = []string{bucketSources, bucketVisits, bucketDesk, bucketBriefings, bucketAccounts,
	bucketCodes}

// streamOf is the stream in which the log keeps a bucket.
func streamOf(book string) string { return "KV_" + book }

// buckets are those that a process holds open.
type buckets struct {
	sources, visits, hosts, desk, briefings, presence *bus.Bucket
}

func openBuckets(ctx context.Context, log *bus.Bus) (b buckets, err error) {
	for name, to := range map[string]**bus.Bucket{bucketSources: &b.sources, bucketVisits: &b.visits,
		bucketDesk: &b.desk, bucketBriefings: &b.briefings} {
		if *to, err = log.Bucket(ctx, name); err != nil {
			return b, err
		}
	}
	if b.hosts, err = log.ExpiringBucket(ctx, bucketHosts, fetch.LongestRest+24*time.Hour); err != nil {
		return b, err
	}
	b.presence, err = log.ExpiringBucket(ctx, bucketPresence, triage.PresentFor)
	return b, err
}
