package bus

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Stream is one named part of the log, as data.
type Stream struct {
	Name      string
	Subjects  []string
	MaxAge    time.Duration // 0 = kept for ever
	Schedules bool          // holds timers
	LastOnly  bool          // keeps only the newest message of each subject
	Once      bool          // a message is gone when its one reader has acknowledged it
	BySubject bool          // Expect is asked of old subjects: in small blocks, for the server loads one each time
	Replicas  int           // 0 = as Options say, or as many as it has, 1 when new
}

// Names of the streams the bus itself writes to.
const (
	streamTimers = "TIMERS"
	streamDead   = "DEAD"
	streamAgain  = "AGAIN"
)

// dedupe is how long the server remembers ids. It only saves work: the guarantee is that
// handlers are idempotent.
const dedupe = 2 * time.Minute

// Streams is the log of huiying. Mentions, replies found on their pages, findings, working papers
// of units, shifts of the triage desk and dead letters are kept for the retention; cases, timers, votes, lines of the balance
// (LEDGER), what each day taught of who handles what (LEARNED, counts of hashes), the office's own
// record (AUDIT) and the fact of a purge never age. AGAIN holds dead letters on their way back to
// the one step that failed: publishing them to their old subject would hand them to every step, and
// would put an event of a case into its history twice. NOTICES holds what the office is to be told,
// what waits for its hour, and each attempt to tell it; CHANNELS how each way of telling it is;
// SETTINGS every version of the configuration that was made through the product; ALERTS what became of
// alerts, and what is silenced and watched: facts, ids and the office's own words, for ever; ITEMS every event of the duties to
// publish, for ever.
func Streams(retention time.Duration) []Stream {
	return []Stream{
		{Name: "MENTIONS", Subjects: []string{"mention.*"}, MaxAge: retention},
		{Name: "FINDINGS", Subjects: []string{"finding.*"}, MaxAge: retention},
		{Name: "REPLIES", Subjects: []string{"reply.*"}, MaxAge: retention},
		{Name: "CASES", Subjects: []string{"case.*"}, BySubject: true},
		{Name: "PURGED", Subjects: []string{"purged.*"}},
		{Name: "VOTES", Subjects: []string{"vote.*"}},
		{Name: "LEDGER", Subjects: []string{"ledger.>"}},
		{Name: "LEARNED", Subjects: []string{"learned.*"}},
		{Name: "PAPERS", Subjects: []string{"paper.*.*"}, MaxAge: retention},
		{Name: "SHIFTS", Subjects: []string{"shift.*"}, MaxAge: retention},
		{Name: "NOTICES", Subjects: []string{"notice.>", "held.>", "delivery.>"}, MaxAge: retention},
		{Name: "CHANNELS", Subjects: []string{"channel.*"}, LastOnly: true},
		{Name: "ALERTS", Subjects: []string{"alert.*", "hush.*", "watch.*"}},
		{Name: "ITEMS", Subjects: []string{"item.*"}, BySubject: true},
		{Name: "AUDIT", Subjects: []string{"audit.*"}},
		{Name: "SETTINGS", Subjects: []string{"settings.*"}},
		{Name: streamTimers, Subjects: []string{"timer.>", "due.>"}, Schedules: true, LastOnly: true},
		{Name: streamDead, Subjects: []string{"dead.*"}, MaxAge: retention},
		{Name: streamAgain, Subjects: []string{"again.*"}, MaxAge: retention, Once: true},
	}
}

// known is what the bus remembers of a stream.
type known struct {
	name     string
	subjects []string
	replicas int
	once     bool // a work queue: only its one reader may have a consumer
	handle   jetstream.Stream
}

// EnsureStreams creates the streams or changes them to what is asked; it may be repeated.
func (b *Bus) EnsureStreams(ctx context.Context, streams []Stream) error {
	for _, s := range streams {
		if s.Replicas == 0 {
			s.Replicas = b.most
		}
		if s.Replicas == 0 { // whoever runs a cluster has set their number there
			if have, err := lookUp(ctx, b, s.Name); err == nil {
				s.Replicas = have.CachedInfo().Config.Replicas
			}
		}
		h, err := ask(ctx, b, "stream "+s.Name, func(ctx context.Context) (jetstream.Stream, error) {
			return b.js.CreateOrUpdateStream(ctx, s.config())
		})
		if err != nil {
			return err
		}
		b.streams.add(h)
	}
	return nil
}

func (s Stream) config() jetstream.StreamConfig {
	c := jetstream.StreamConfig{
		Name:               s.Name,
		Subjects:           s.Subjects,
		MaxAge:             s.MaxAge,
		Storage:            jetstream.FileStorage,
		Replicas:           max(s.Replicas, 1),
		Duplicates:         dedupe,
		AllowAtomicPublish: true,
		AllowMsgSchedules:  s.Schedules,
		// a due message that nobody takes must go some day, and one that was put back from the
		// archive no later than it would have gone
		AllowMsgTTL: s.Schedules || s.MaxAge > 0,
		// Direct reads may be answered by a replica that lags; with one there is none.
		AllowDirect: s.Replicas <= 1,
	}
	if s.MaxAge > 0 && s.MaxAge < dedupe {
		c.Duplicates = s.MaxAge
	}
	if s.BySubject {
		// The server has blocks of 4 MB instead of 8 where subjects have a limit; this one is out
		// of reach.
		c.MaxMsgsPerSubject = 1 << 40
	}
	if s.LastOnly {
		c.MaxMsgsPerSubject = 1
	}
	if s.Once {
		c.Retention = jetstream.WorkQueuePolicy
	}
	return c
}

// streams are those that the log has told of.
type streams struct {
	mu sync.Mutex
	by map[string]*known
}

// add keeps a stream as the server describes it.
func (s *streams) add(h jetstream.Stream) *known {
	c := h.CachedInfo().Config
	k := &known{name: c.Name, subjects: c.Subjects, replicas: c.Replicas,
		once: c.Retention == jetstream.WorkQueuePolicy, handle: h}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.by[c.Name] = k
	return k
}

// forget drops what the log told of a stream.
func (s *streams) forget(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.by, name)
}

// named is the stream of that name, nil when the log has not told of it.
func (s *streams) named(name string) *known {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.by[name]
}

// taking is the stream that takes a subject, nil when the log has told of none.
func (s *streams) taking(subject string) *known {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.by {
		if slices.ContainsFunc(k.subjects, func(p string) bool { return matches(p, subject) }) {
			return k
		}
	}
	return nil
}

// stream finds a stream by name, asking the server only once.
func (b *Bus) stream(ctx context.Context, name string) (*known, error) {
	if k := b.streams.named(name); k != nil {
		return k, nil
	}
	h, err := lookUp(ctx, b, name)
	if err != nil {
		return nil, err
	}
	return b.streams.add(h), nil
}

// lookUp asks the log for a stream.
func lookUp(ctx context.Context, b *Bus, name string) (jetstream.Stream, error) {
	return ask(ctx, b, "stream "+name, func(ctx context.Context) (jetstream.Stream, error) { return b.js.Stream(ctx, name) })
}

// streamOf finds the stream that takes a subject.
func (b *Bus) streamOf(ctx context.Context, subject string) (*known, error) {
	if k := b.streams.taking(subject); k != nil {
		return k, nil
	}
	name, err := ask(ctx, b, "subject "+subject, func(ctx context.Context) (string, error) {
		return b.js.StreamNameBySubject(ctx, subject)
	})
	if err != nil {
		return nil, err
	}
	return b.stream(ctx, name)
}

// matches reports whether a subject falls under a pattern with * and >.
func matches(pattern, subject string) bool {
	for {
		p, prest, pmore := strings.Cut(pattern, ".")
		if p == ">" {
			return subject != ""
		}
		s, srest, smore := strings.Cut(subject, ".")
		if p != "*" && p != s || s == "" || pmore != smore {
			return false
		}
		if !pmore {
			return true
		}
		pattern, subject = prest, srest
	}
}

// validSubject reports whether messages may be published to a subject.
func validSubject(s string) bool {
	if s == "" || len(s) > 250 {
		return false
	}
	for token := range strings.SplitSeq(s, ".") {
		if token == "" || strings.ContainsFunc(token, func(r rune) bool {
			return r <= ' ' || r == '*' || r == '>' || r == 0x7f
		}) {
			return false
		}
	}
	return true
}
