package dispatch

import "math/bits"

// table finds the position of a key among sorted keys, mostly in one look: a slot is the key above
// its position+1, 0 an empty slot.
type table struct {
	slots []uint64
	shift int
}

const (
	placeBits   = 64 - keyBits
	maxFeatures = 1<<placeBits - 2
)

func newTable(keys []uint64) table {
	size := bits.Len(uint(len(keys)*2 + 1))
	t := table{slots: make([]uint64, 1<<size), shift: 64 - size}
	for i, key := range keys {
		h := t.home(key)
		for t.slots[h] != 0 {
			h = (h + 1) & (len(t.slots) - 1)
		}
		t.slots[h] = key<<placeBits | uint64(i+1)
	}
	return t
}

func (t table) home(key uint64) int { return int(key * 0x9e3779b97f4a7c15 >> t.shift) }

// get returns -1 for an unknown key.
func (t table) get(key uint64) int32 {
	for h := t.home(key); ; h = (h + 1) & (len(t.slots) - 1) {
		if s := t.slots[h]; s == 0 || s>>placeBits == key {
			return int32(s&(1<<placeBits-1)) - 1
		}
	}
}
