package bus

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel/trace"
	"go.uber.org/zap"
)

// Options say where the log is.
type Options struct {
	Dir  string // the embedded server's data; one process at a time
	URL  string // a NATS server elsewhere (2.12 or later, with JetStream); "" = embedded in Dir
	Name string // shown by the server; "huiying" when empty
	Log  *zap.Logger

	// Filling: an embedded log that nobody uses yet. Its server syncs nothing by itself; each stream
	// is synced when Paste has put it back, and everything when the log is closed.
	Filling bool

	// Ends is the highest number that each stream of an embedded log is known to have had. A log whose
	// files have less is refused as damaged, as is one whose files are not as they were written.
	Ends map[string]uint64

	Login    Login        // for URL
	Replicas int          // copies of each stream in a cluster; 0 = as many as it has, 1 when new
	Tracer   trace.Tracer // nil = no traces
}

// Bus is an open log. All its methods may be called from many goroutines.
type Bus struct {
	nc   *nats.Conn
	js   jetstream.JetStream
	log  *zap.Logger
	tell trace.Tracer   // nil when nobody traces
	most int            // copies of each stream; 0 = leave them
	srv  *server.Server // nil when remote
	dir  string
	lock *flock.Flock
	late bool // what is written is synced later: the log is being filled

	life context.Context // ends when Close begins
	stop context.CancelFunc

	still   sync.Mutex    // held while the log is told what is in hand
	replays sync.RWMutex  // held for reading by each replay
	room    chan struct{} // bounds atomic batches under way: the server takes 50 a stream

	streams streams
	halts   halts         // streams that were found damaged
	quiet   time.Duration // how long nothing may come of what the log has promised
	within  time.Duration // how long one question to it may take

	mu      sync.Mutex
	steps   map[string]*progress
	running map[string]int // readers and steps by name, for Close to wait for
	idle    chan struct{}  // closed when Close waits and nothing runs
	closing bool
}

// answerWithin bounds one question to the log. A batch of a thousand on a slow disk takes its
// time; a log that is silent this long is ill.
const answerWithin = 30 * time.Second

// ackWithin bounds one try to store something in a cluster, where silence means that the leader of
// the stream went: another is there within seconds, and is asked again (publishWithRetry).
const ackWithin = 5 * time.Second

// Open opens the log, starting the embedded server when no URL is given. It fails with words
// that say what to do when the directory is in use, not writable or full, or the server is
// out of reach or too old.
func Open(ctx context.Context, o Options) (*Bus, error) {
	if o.Log == nil {
		o.Log = zap.NewNop()
	}
	if o.Name == "" {
		o.Name = "huiying"
	}
	b := &Bus{
		log: o.Log, dir: o.Dir, tell: o.Tracer, most: o.Replicas, late: o.Filling && o.URL == "", quiet: quiet, within: answerWithin,
		room:    make(chan struct{}, 16),
		streams: streams{by: map[string]*known{}}, steps: map[string]*progress{}, running: map[string]int{},
	}
	b.life, b.stop = context.WithCancel(context.Background())
	err := b.connect(ctx, o)
	if err != nil {
		return nil, errors.Join(err, b.shut(ctx))
	}
	return b, nil
}

func (b *Bus) connect(ctx context.Context, o Options) (err error) {
	opts := []nats.Option{
		nats.Name(o.Name), nats.MaxReconnects(-1), nats.ReconnectWait(time.Second),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
			b.log.Warn("log connection", zap.Error(err))
		}),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				b.log.Warn("log connection lost, trying again", zap.Error(err))
			}
		}),
	}
	var where string
	if o.URL == "" {
		if err := b.embed(ctx, o); err != nil {
			return err
		}
		opts = append(opts, nats.InProcessServer(b.srv), nats.NoReconnect())
		where = "the embedded log"
	} else {
		b.dir = ""
		login, err := o.Login.options()
		if err != nil {
			return err
		}
		opts = append(opts, login...)
		where = withoutPassword(o.URL)
		if deadline, ok := ctx.Deadline(); ok {
			opts = append(opts, nats.Timeout(max(time.Until(deadline), time.Millisecond)))
		}
	}
	if b.nc, err = nats.Connect(o.URL, opts...); err != nil {
		return fmt.Errorf("cannot reach %s: %w: %s", where, err, advice(err))
	}
	if !atLeast(b.nc.ConnectedServerVersion(), 2, 12) {
		return fmt.Errorf("%s is NATS %s, but timers and batches need 2.12 or later: upgrade the server", where, b.nc.ConnectedServerVersion())
	}
	acks := answerWithin
	if o.URL != "" {
		acks = ackWithin
	}
	b.js, err = jetstream.New(b.nc,
		jetstream.WithDefaultTimeout(answerWithin), jetstream.WithPublishAsyncTimeout(acks),
		jetstream.WithPublishAsyncMaxPending(16<<10))
	if err != nil {
		return err
	}
	if _, err = ask(ctx, b, where+" does not answer for JetStream", b.js.AccountInfo); err != nil {
		return fmt.Errorf("%w: enable jetstream in the server's configuration", err)
	}
	return nil
}

// Close ends every Run and Follow, waits until each has finished what it has in hand, and
// shuts the server down so that the next start is quick. When ctx ends first, it names what
// was still busy and closes all the same; nothing acknowledged is lost by that.
func (b *Bus) Close(ctx context.Context) error {
	b.mu.Lock()
	if b.closing {
		b.mu.Unlock()
		return nil
	}
	b.closing = true
	idle := make(chan struct{})
	if len(b.running) == 0 {
		close(idle)
	} else {
		b.idle = idle
	}
	b.mu.Unlock()

	b.stop()
	var busy error
	select {
	case <-idle:
	case <-ctx.Done():
		b.mu.Lock()
		var names []string
		for n := range b.running {
			names = append(names, n)
		}
		b.mu.Unlock()
		slices.Sort(names)
		busy = fmt.Errorf("closed while %s had work in hand: it will be done again at the next start: %w", strings.Join(names, ", "), ctx.Err())
	}
	return errors.Join(busy, b.shut(ctx))
}

// shut lets go of connection, server and lock, in that order.
func (b *Bus) shut(ctx context.Context) error {
	b.stop()
	if b.nc != nil {
		flush, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
		_ = b.nc.FlushWithContext(flush) // the last acknowledgements; lost ones only repeat work
		cancel()
		b.nc.Close()
	}
	if b.srv != nil {
		b.srv.Shutdown()
		b.srv.WaitForShutdown()
	}
	if b.lock != nil {
		var late error
		if b.late {
			late = syncDir(b.dir)
		}
		return errors.Join(late, b.lock.Unlock())
	}
	return nil
}

// enter registers something that runs until ctx ends or the bus closes.
func (b *Bus) enter(ctx context.Context, name string) (context.Context, func(), error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closing {
		return nil, nil, ErrClosed
	}
	b.running[name]++
	ctx, cancel := context.WithCancel(ctx)
	unhook := context.AfterFunc(b.life, cancel)
	return ctx, func() {
		unhook()
		cancel()
		b.mu.Lock()
		defer b.mu.Unlock()
		if b.running[name]--; b.running[name] == 0 {
			delete(b.running, name)
		}
		if b.idle != nil && len(b.running) == 0 {
			close(b.idle)
			b.idle = nil
		}
	}, nil
}

func withoutPassword(raw string) string {
	parts := strings.Split(raw, ",")
	for i, p := range parts {
		u, err := url.Parse(strings.TrimSpace(p))
		if err != nil {
			return "the NATS server" // an address that cannot be read may hold a password anywhere
		}
		parts[i] = u.Redacted()
	}
	return strings.Join(parts, ",")
}

func atLeast(version string, major, minor int) bool {
	var a, b int
	if _, err := fmt.Sscanf(version, "%d.%d", &a, &b); err != nil {
		return false
	}
	return a > major || a == major && b >= minor
}
