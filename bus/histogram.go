package bus

import (
	"slices"
	"sync"
	"time"
)

// Histogram counts lengths of time by upper bounds in seconds.
type Histogram struct {
	Below map[float64]uint64 // by bound: how many were at most that
	Count uint64
	Sum   float64 // seconds
}

// bounds reach from a quick write to a day's backlog.
var bounds = [...]float64{0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 60, 600, 3600, 86400}

// meter is a Histogram in the making.
type meter struct {
	mu    sync.Mutex
	in    [len(bounds) + 1]uint64
	total time.Duration
}

// observe counts one length. A clock that was set back makes it 0.
func (m *meter) observe(d time.Duration) {
	d = max(d, 0)
	at, _ := slices.BinarySearch(bounds[:], d.Seconds())
	m.mu.Lock()
	defer m.mu.Unlock()
	m.in[at]++
	m.total += d
}

func (m *meter) read() Histogram {
	m.mu.Lock()
	defer m.mu.Unlock()
	h := Histogram{Below: make(map[float64]uint64, len(bounds)), Sum: m.total.Seconds()}
	for i, n := range m.in {
		h.Count += n
		if i < len(bounds) {
			h.Below[bounds[i]] = h.Count
		}
	}
	return h
}
