package fetch

import (
	"context"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// pace lets one request at a time start per host, with a gap between two starts. It goes
// by the machine's clock, not by Options.Now: it holds real requests apart.
type pace struct {
	gap   time.Duration
	mu    sync.Mutex
	hosts map[string]*turn
}

type turn struct {
	limit *rate.Limiter
	used  time.Time
}

const (
	mostHosts = 4096             // beyond, hosts not asked for idleHost are forgotten
	idleHost  = 10 * time.Minute // longer than any gap
)

func newPace(gap time.Duration) *pace { return &pace{gap: gap, hosts: map[string]*turn{}} }

// wait blocks until host may be asked again. delay is what the host itself asks for
// (Crawl-delay); the longer of both holds. It ends early, with an error, when ctx ends or
// would end before the turn comes.
func (p *pace) wait(ctx context.Context, host string, delay time.Duration) error {
	gap := max(p.gap, delay)
	if gap <= 0 {
		return ctx.Err()
	}
	if err := p.turn(host, gap).Wait(ctx); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return context.DeadlineExceeded // the turn would come after the caller's deadline
	}
	return nil
}

func (p *pace) turn(host string, gap time.Duration) *rate.Limiter {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := time.Now()
	if len(p.hosts) >= mostHosts {
		for h, t := range p.hosts {
			if now.Sub(t.used) > idleHost {
				delete(p.hosts, h)
			}
		}
	}
	t := p.hosts[host]
	if t == nil {
		t = &turn{limit: rate.NewLimiter(rate.Every(gap), 1)}
		p.hosts[host] = t
	}
	t.used = now
	if want := rate.Every(gap); t.limit.Limit() != want {
		t.limit.SetLimit(want)
	}
	return t.limit
}
