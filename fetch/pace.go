package fetch

import (
	"context"
	"fmt"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// pace lets one request at a time run per host, with a gap between two starts, and so many a day;
// a host that asks for rest gets it. The gap goes by the machine's clock, for it holds real requests
// apart; days and rest go by now.
type pace struct {
	gap    time.Duration
	daily  int // most requests to one host in a day; 0: any number
	now    func() time.Time
	recall func(context.Context, string) HostState // nil: nothing is remembered

	mu      sync.Mutex
	hosts   map[string]*turn
	changed map[string]HostState // since they were last asked for
}

// HostState is what of a host outlives the process.
type HostState struct {
	Day   string    `json:"day,omitempty"`   // that Asked counts, in UTC+8
	Asked int       `json:"asked,omitempty"` // requests on that day
	Rest  time.Time `json:"rest,omitzero"`   // the host asked to be left alone until then
}

// turn is what is known of one host.
type turn struct {
	busy chan struct{} // holds a token while a request runs
	used time.Time

	// guarded by busy
	limit *rate.Limiter // nil: not asked yet
	known bool          // state was recalled
	state HostState
}

const (
	mostHosts = 4096             // beyond, hosts not asked for idleHost are forgotten
	idleHost  = 48 * time.Hour   // longer than a day's count, and than most rests
	restMost  = 30 * time.Second // a rest that is waited for; a longer one postpones the request
)

// beijing is the zone in which a day begins.
var beijing = time.FixedZone("UTC+8", 8*60*60)

func newPace(o Options) *pace {
	return &pace{gap: o.PerHost, daily: o.Daily, now: o.Now, recall: o.Recall,
		hosts: map[string]*turn{}, changed: map[string]HostState{}}
}

// PostponedError is a request that was not made because the host is to be left alone for a while.
// Nobody failed: it is to be made later.
type PostponedError struct {
	Host  string
	Why   error // ErrBudget or ErrRest
	After time.Duration
}

// Error says when it goes on.
func (e *PostponedError) Error() string {
	return fmt.Sprintf("%s: %v; it goes on in %s", e.Host, e.Why, e.After.Round(time.Minute))
}

// Unwrap is why.
func (e *PostponedError) Unwrap() error { return e.Why }

// hold waits until no other request to the host runs. leave lets the next one in.
func (p *pace) hold(ctx context.Context, host string) (t *turn, leave func(), err error) {
	t = p.turn(host)
	select {
	case t.busy <- struct{}{}:
		return t, func() { <-t.busy }, nil
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
}

// wait blocks until host may be asked again, and keeps it until leave is called. delay is what the
// host itself asks for (Crawl-delay); the longer of both holds. It ends early, with an error, when
// ctx ends or would end before the turn comes, when the host asked for a longer rest, and when the
// day's requests are used up.
func (p *pace) wait(ctx context.Context, host string, delay time.Duration) (leave func(), err error) {
	t, leave, err := p.hold(ctx, host)
	if err != nil {
		return nil, err
	}
	if err := p.admit(ctx, t, host, max(p.gap, delay)); err != nil {
		leave()
		return nil, err
	}
	return leave, nil
}

// admit waits for the turn of a request to a host that is held, and counts it.
func (p *pace) admit(ctx context.Context, t *turn, host string, gap time.Duration) error {
	if !t.known && p.recall != nil {
		t.state, t.known = p.recall(ctx, host), true
	}
	now, s := p.now().In(beijing), &t.state
	if left := s.Rest.Sub(now); left > restMost {
		return &PostponedError{host, ErrRest, left}
	} else if left > 0 {
		select {
		case <-time.After(left):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if day := now.Format(time.DateOnly); s.Day != day {
		s.Day, s.Asked = day, 0
	}
	if p.daily > 0 && s.Asked >= p.daily {
		y, m, d := now.Date()
		tomorrow := time.Date(y, m, d+1, 0, 0, 0, 0, beijing)
		return &PostponedError{host, fmt.Errorf("%w (%d)", ErrBudget, p.daily), tomorrow.Sub(now)}
	}
	if gap > 0 {
		if want := rate.Every(gap); t.limit == nil {
			t.limit = rate.NewLimiter(want, 1)
		} else if t.limit.Limit() != want {
			t.limit.SetLimit(want)
		}
		if err := t.limit.Wait(ctx); err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return context.DeadlineExceeded // the turn would come after the caller's deadline
		}
	}
	s.Asked++
	p.note(host, *s)
	return ctx.Err()
}

// restAfter leaves the host of a held turn alone for as long as its answer asks for.
func (p *pace) restAfter(host string, d time.Duration) {
	if d <= 0 {
		return
	}
	t := p.turn(host)
	t.state.Rest = p.now().Add(d)
	p.note(host, t.state)
}

// note keeps a state for changes.
func (p *pace) note(host string, s HostState) {
	if p.recall == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.changed[host] = s
}

// changes are the states that changed since this was last asked.
func (p *pace) changes() map[string]HostState {
	p.mu.Lock()
	defer p.mu.Unlock()
	out := p.changed
	p.changed = map[string]HostState{}
	return out
}

// turn is what is known of a host.
func (p *pace) turn(host string) *turn {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	t := p.hosts[host]
	if t == nil {
		p.forget(now)
		t = &turn{busy: make(chan struct{}, 1)}
		p.hosts[host] = t
	}
	t.used = now
	return t
}

func (p *pace) forget(now time.Time) {
	if len(p.hosts) < mostHosts {
		return
	}
	for h, t := range p.hosts {
		if now.Sub(t.used) > idleHost {
			delete(p.hosts, h)
		}
	}
}
