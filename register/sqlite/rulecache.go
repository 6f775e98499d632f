package sqlite

import (
	"sync"

	"huiying/register"
)

// ruleCache keeps the rules in memory, for routing asks them for every text.
type ruleCache struct {
	mu   sync.Mutex
	turn int // goes up when rules change, so that what was read before is not kept
	all  map[string]register.DispatchRule
}

func (b *ruleCache) drop() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.turn++
	b.all = nil
}

func (b *ruleCache) get() (map[string]register.DispatchRule, int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.all, b.turn
}

func (b *ruleCache) keep(all map[string]register.DispatchRule, turn int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.turn == turn {
		b.all = all
	}
}
