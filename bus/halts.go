package bus

import (
	"fmt"
	"sync"
	"time"
)

// halts are streams that take nothing, with the reason.
type halts struct {
	mu  sync.Mutex
	why map[string]string
}

func (h *halts) of(stream string) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if why := h.why[stream]; why != "" {
		return fmt.Errorf("%w: %s", ErrDamaged, why)
	}
	return nil
}

// quiet is how long nothing may come of what the log has promised: one that is damaged may never
// hand it out.
const quiet = 30 * time.Second
