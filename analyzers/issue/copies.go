package issue

// copies finds mentions by parts of their signatures. Each of its places keeps the latest
// mention that fell there and nobody clears one: who looks compares the mention's own
// signature, so that an entry that is old, or of another text, does no harm.
type copies struct {
	places []uint32 // bands times 1<<bits numbers of mentions, plus one; 0: none
	bits   uint8
}

func newCopies(bits uint8) copies {
	return copies{places: make([]uint32, bands<<bits), bits: bits}
}

func (c *copies) place(sig *signature, band int) *uint32 {
	h := mix(sig.band(band)) >> (64 - c.bits)
	return &c.places[uint64(band)<<c.bits+h]
}

func (c *copies) add(sig *signature, seq uint32) {
	for i := range bands {
		*c.place(sig, i) = seq + 1
	}
}

// look calls do for each mention that shares a band with sig.
func (c *copies) look(sig *signature, l *log, do func(e *entry)) {
	for i := range bands {
		seq := *c.place(sig, i)
		if seq == 0 || !l.holds(seq-1) {
			continue
		}
		if e := l.at(seq - 1); e.sketched && e.sig.band(i) == sig.band(i) {
			do(e)
		}
	}
}

// fill makes room for twice as many mentions once there are as many as places.
func (c *copies) fill(l *log) {
	if l.len() <= 1<<c.bits {
		return
	}
	*c = newCopies(c.bits + 1)
	l.each(func(seq uint32, e *entry) {
		if e.sketched {
			c.add(&e.sig, seq)
		}
	})
}
