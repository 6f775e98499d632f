package accounts

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/trustelem/zxcvbn"
	"golang.org/x/crypto/argon2"
)

// Cost of one hash.
type Cost struct {
	Memory  uint32 // KiB
	Passes  uint32
	Threads uint8
}

// usual is what OWASP asks for at least (2024): 19 MiB, two passes, one lane.
var usual = Cost{Memory: 19 << 10, Passes: 2, Threads: 1}

// Lengths of a password, in characters. There is no rule about kinds of characters: length is what
// counts (NIST SP 800-63B).
const (
	LeastPassword = 10
	mostPassword  = 128
)

// What a guesser tries first here, beside the common passwords and patterns that zxcvbn knows.
var ours = []string{"huiying", "woaini", "woaizuguo", "12345", "zhengfu", "xinfang", "banshi"}

const (
	leastGuesses = 3  // of zxcvbn's 4: 10^8 guesses and more
	weighed      = 64 // characters; whatever stands behind them makes it only better
)

// leastOwn is how much of a password must be left without the office's own words.
const leastOwn = 6

// GoodPassword says whether a password may be taken for an account: long enough, and none that is found
// in a list of common ones, with the account's name in it, by a row of the keyboard or by repeating, or
// that is little more than a word of the office (OWASP ASVS 5.0, 6.2.4 and 6.2.11). office are names that
// everybody knows here: of the product, of units, of places.
func GoodPassword(p, id string, office ...string) error {
	n := utf8.RuneCountInString(p)
	if n < LeastPassword || n > mostPassword || !utf8.ValidString(p) {
		return ErrWeak
	}
	if len(id) > 3 && strings.Contains(strings.ToLower(p), id) {
		return ErrWeak
	}
	rest := strings.ToLower(p)
	for _, word := range office {
		if len(word) > 3 { // of letters four, of Chinese characters two
			rest = strings.ReplaceAll(rest, strings.ToLower(word), "")
		}
	}
	if utf8.RuneCountInString(rest) < leastOwn {
		return ErrWeak
	}
	front := string([]rune(p)[:min(n, weighed)])
	if zxcvbn.PasswordStrength(front, append([]string{id}, ours...)).Score < leastGuesses {
		return ErrWeak
	}
	return nil
}

// OneTimePassword is random and can be read out.
func OneTimePassword() string {
	s := strings.ToLower(rand.Text()[:20]) // 100 bits
	return s[:5] + "-" + s[5:10] + "-" + s[10:15] + "-" + s[15:]
}

func (b *Directory) hash(password string) (string, error) {
	b.hashing.Lock()
	defer b.hashing.Unlock()
	c := b.Cost
	if c == (Cost{}) {
		c = usual
	}
	salt := make([]byte, 16)
	_, _ = rand.Read(salt) // never fails (crypto/rand)
	key := argon2.IDKey([]byte(password), salt, c.Passes, c.Memory, c.Threads, 32)
	enc := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.Memory, c.Passes,
		c.Threads, enc(salt), enc(key)), nil
}

// matches compares a password with a hash in PHC form. It takes as long for an empty hash.
func (b *Directory) matches(hash, password string) bool {
	known := hash != ""
	if !known {
		hash = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		if c := b.Cost; c != (Cost{}) {
			hash = fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", c.Memory, c.Passes, c.Threads)
		}
	}
	c, salt, want, err := parsePHC(hash)
	if err != nil || len(password) > 4*mostPassword {
		return false
	}
	b.hashing.Lock()
	got := argon2.IDKey([]byte(password), salt, c.Passes, c.Memory, c.Threads, uint32(len(want)))
	b.hashing.Unlock()
	return subtle.ConstantTimeCompare(got, want) == 1 && known
}

func parsePHC(s string) (c Cost, salt, key []byte, err error) {
	part := strings.Split(s, "$")
	var version int
	bad := fmt.Errorf("%w: this is no argon2id hash", ErrInvalid)
	if len(part) != 6 || part[1] != "argon2id" {
		return c, nil, nil, bad
	}
	if _, err = fmt.Sscanf(part[2], "v=%d", &version); err != nil || version != argon2.Version {
		return c, nil, nil, bad
	}
	if _, err = fmt.Sscanf(part[3], "m=%d,t=%d,p=%d", &c.Memory, &c.Passes,
		&c.Threads); err != nil || c.Passes < 1 || c.Passes > 16 || c.Memory > 1<<20 ||
		c.Threads < 1 {
		return c, nil, nil, bad
	}
	if salt, err = base64.RawStdEncoding.DecodeString(part[4]); err != nil {
		return c, nil, nil, bad
	}
	if key, err = base64.RawStdEncoding.DecodeString(part[5]); err != nil || len(key) < 16 || len(key) > 64 {
		return c, nil, nil, bad
	}
	return c, salt, key, nil
}

// SetPassword gives an account the password that its owner chose, and ends its other sessions.
func (b *Directory) SetPassword(ctx context.Context, id, old, next string) (Account, error) {
	a, err := b.Get(ctx, id)
	if err != nil {
		return a, err
	}
	if !b.matches(a.Password, old) {
		return a, ErrWrong
	}
	if err := GoodPassword(next, id, b.Office...); err != nil {
		return a, err
	}
	if old == next {
		return a, ErrWeak
	}
	hash, err := b.hash(next)
	if err != nil {
		return a, err
	}
	return b.Change(ctx, id, func(a *Account) error {
		a.Password, a.Once = hash, false
		a.Epoch++
		return nil
	})
}

// Prove says whether a password is that of an account.
func (b *Directory) Prove(ctx context.Context, id, password string) error {
	a, err := b.Get(ctx, id)
	if err == nil && !b.matches(a.Password, password) {
		err = ErrWrong
	}
	return err
}
