package openboard

import (
	"crypto/rand"
	"crypto/sha256"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"huiying/console/kit"
)

// The limits of voting, a day of +08:00.
const (
	votesADay   = 30      // from one address, on all cases
	ballotsKept = 200_000 // at most; beyond them the day is full
)

// ballots (投票箱) remembers, in memory and until midnight only, that somebody voted on a case: as a
// hash of address and case under a salt of that day. No address is kept, the salt is never
// written, and with it gone no hash leads back.
type ballots struct {
	mu   sync.Mutex
	day  string
	salt [32]byte
	cast map[[32]byte]int
}

// take says whether a vote counts, and if not, whether it is a second one on the same case.
func (b *ballots) take(who netip.Addr, id string, now time.Time) (counts, again bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if day := now.In(kit.Shanghai).Format("2006-01-02"); day != b.day {
		b.day, b.cast = day, map[[32]byte]int{}
		_, _ = rand.Read(b.salt[:]) // it never fails: a machine without randomness ends the program
	}
	one, all := b.hash(who, id), b.hash(who, "")
	switch {
	case b.cast[one] > 0:
		return false, true
	case b.cast[all] >= votesADay || len(b.cast) >= ballotsKept:
		return false, false
	}
	b.cast[one], b.cast[all] = 1, b.cast[all]+1
	return true, false
}

func (b *ballots) hash(who netip.Addr, id string) [32]byte {
	a := who.As16()
	return sha256.Sum256(append(append(b.salt[:len(b.salt):len(b.salt)], a[:]...), id...))
}

// addressOf is where a request comes from, for counting it and for nothing else. A neighbour on
// this machine is a proxy that names whom it speaks for. Of IPv6 a household holds a whole /64.
func addressOf(r *http.Request) netip.Addr {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	a, _ := netip.ParseAddr(host)
	if a.IsLoopback() {
		if via := r.Header.Values("X-Forwarded-For"); len(via) > 0 {
			last := via[len(via)-1]
			if b, err := netip.ParseAddr(strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])); err == nil {
				a = b
			}
		}
	}
	if a = a.Unmap(); a.Is6() {
		if p, err := a.WithZone("").Prefix(64); err == nil {
			return p.Addr()
		}
	}
	return a
}
