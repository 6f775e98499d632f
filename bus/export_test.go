package bus

import "time"

// StandStill keeps what tells the log that messages are being worked on from running, and the
// caller with it, as a stopped process does.
func (b *Bus) StandStill(d time.Duration) {
	b.still.Lock()
	defer b.still.Unlock()
	time.Sleep(d)
}
