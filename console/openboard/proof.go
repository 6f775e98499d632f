package openboard

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"math/bits"
	"strconv"
	"strings"
	"sync"
	"time"
)

// A proof of work limits whoever sends much without keeping an address: a browser finds a number whose
// hash with the page's challenge begins with so many zero bits. Checking it is one hash.
const (
	proofBits   = 16               // less than a second of an ordinary telephone
	proofFor    = 30 * time.Minute // how long a challenge holds
	proofsKept  = 20_000           // challenges that were used, at most
	proofLength = 100              // of what is sent back, at most
)

// proofs makes challenges and takes each once. Its key is of this process: a challenge of another
// console proves nothing here.
type proofs struct {
	mu   sync.Mutex
	key  [32]byte
	made bool
	used map[string]time.Time
}

// challenge is a new one: when it was made, what makes it differ from others, and a seal.
func (p *proofs) challenge(now time.Time) string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // it never fails: a machine without randomness ends the program
	return p.sealed(strconv.FormatInt(now.Unix(), 16) + "." + hex.EncodeToString(b[:]))
}

func (p *proofs) sealed(said string) string {
	p.mu.Lock()
	if !p.made {
		_, _ = rand.Read(p.key[:])
		p.made = true
	}
	mac := hmac.New(sha256.New, p.key[:])
	p.mu.Unlock()
	mac.Write([]byte(said))
	return said + "." + hex.EncodeToString(mac.Sum(nil)[:16])
}

// take says whether a challenge of ours was solved, in time and for the first time.
func (p *proofs) take(challenge, nonce string, now time.Time) bool {
	if len(challenge)+len(nonce) > proofLength || nonce == "" {
		return false
	}
	end := strings.LastIndexByte(challenge, '.')
	if end < 0 || !hmac.Equal([]byte(p.sealed(challenge[:end])), []byte(challenge)) {
		return false
	}
	made, _, _ := strings.Cut(challenge, ".")
	at, err := strconv.ParseInt(made, 16, 64)
	age := now.Sub(time.Unix(at, 0))
	if err != nil || age < -time.Minute || age > proofFor || zeros(challenge+"."+nonce) < proofBits {
		return false
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.used == nil {
		p.used = map[string]time.Time{}
	}
	if _, again := p.used[challenge]; again {
		return false
	}
	if len(p.used) >= proofsKept {
		for c, until := range p.used {
			if now.After(until) {
				delete(p.used, c)
			}
		}
	}
	if len(p.used) >= proofsKept {
		return false
	}
	p.used[challenge] = now.Add(proofFor)
	return true
}

// zeros is how many zero bits the hash of a text begins with.
func zeros(said string) int {
	sum := sha256.Sum256([]byte(said))
	n := 0
	for _, b := range sum {
		if b != 0 {
			return n + bits.LeadingZeros8(b)
		}
		n += 8
	}
	return n
}
