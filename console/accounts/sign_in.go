package accounts

import (
	"context"
	"encoding/base32"
	"slices"
	"strings"
	"time"
)

func base32Of(s string) ([]byte, error) {
	return base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ToUpper(s))
}

// tries are the failed sign-ins by one key: an address, a name from an address, a name, a device.
type tries struct {
	N     int       `json:"n"`
	Last  time.Time `json:"last"`
	Until time.Time `json:"until,omitzero"`
}

// How many failures are free, and how the wait grows: it doubles with each further one.
const (
	freePair    = 5  // of a name from one address, and of a browser that signed in before
	freeAddress = 30 // from one address, whatever the names
	freeName    = 50 // of a name from all addresses: many hands guess as one
	firstWait   = 30 * time.Second
	longestWait = time.Hour
	forgetTries = 24 * time.Hour
)

func waitAfter(n, free int) time.Duration {
	if n < free {
		return 0
	}
	d := firstWait
	for range min(n-free, 10) {
		d *= 2
	}
	return min(d, longestWait)
}

// Gate slows guessing down. Names that no account has are slowed like others, so that nobody learns
// which exist. A try is counted before it is judged: many at once gain nothing. Who guesses is slowed
// down by name and address together, so that a stranger locks a known name for nobody but himself.
type Gate struct {
	Notes Bucket
	Now   func() time.Time
}

const nameKey, addressKey, pairKey, deviceKey = "n/", "p/", "q/", "d/"

// counted is a key under which tries are counted, and how many are free.
type counted struct {
	key  string
	free int
}

// keys are those that count a knock. The device is known to be one.
func (k Knock) keys() []counted {
	if k.Device != "" {
		return []counted{{deviceKey + hashOf(k.Device)[:32], freePair}}
	}
	return []counted{{addressKey + hashOf(k.Address)[:32], freeAddress},
		{pairKey + hashOf(k.Name + "\n" + k.Address)[:32], freePair}, {nameKey + hashOf(k.Name)[:32], freeName}}
}

// Try counts a knock, and says how long to wait when there were too many.
func (g Gate) Try(ctx context.Context, knock Knock) (wait time.Duration, err error) {
	for _, k := range knock.keys() {
		now := g.Now()
		locked := false
		t, err := change(ctx, g.Notes, k.key, func(t *tries, _ bool) error {
			if locked = now.Before(t.Until); locked {
				return nil
			}
			if now.Sub(t.Last) > forgetTries {
				*t = tries{}
			}
			t.N, t.Last = t.N+1, now.UTC()
			if w := waitAfter(t.N, k.free); w > 0 {
				t.Until = now.Add(w).UTC()
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
		if locked {
			return t.Until.Sub(now), nil
		}
	}
	return 0, nil
}

// Passed forgets the tries that a right one ends; of its address, only that one.
func (g Gate) Passed(ctx context.Context, knock Knock) error {
	for _, k := range knock.keys() {
		if !strings.HasPrefix(k.key, addressKey) {
			if err := g.Notes.Delete(ctx, k.key); err != nil {
				return err
			}
			continue
		}
		if _, err := change(ctx, g.Notes, k.key, func(t *tries, _ bool) error {
			t.N, t.Until = max(t.N-1, 0), time.Time{}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// Sweep forgets what is a day old.
func (g Gate) Sweep(ctx context.Context) error {
	keys, err := g.Notes.Keys(ctx)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if !slices.ContainsFunc([]string{nameKey, addressKey, pairKey, deviceKey},
			func(prefix string) bool { return strings.HasPrefix(k, prefix) }) {
			continue
		}
		t, ok, err := load[tries](ctx, g.Notes, k)
		if err == nil && ok && g.Now().Sub(t.Last) > forgetTries {
			err = g.Notes.Delete(ctx, k)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// SignIn checks a name and a password. wait is how long to wait when there were too many tries. An
// account with a second factor is not in yet: Second is next.
func (b *Directory) SignIn(ctx context.Context, g Gate, k Knock, password string) (a Account,
	wait time.Duration, err error) {
	k.Name = CleanID(k.Name)
	k = b.known(k)
	if wait, err = g.Try(ctx, k); err != nil {
		return a, 0, err
	}
	if wait > 0 {
		return a, wait, ErrLocked
	}
	found, ok, err := load[Account](ctx, b.Notes, accountKey+k.Name)
	if err != nil {
		return a, 0, err
	}
	if !ok {
		found = Account{}
	}
	if !b.matches(found.Password, password) || found.Disabled {
		return a, 0, ErrWrong
	}
	if found.Factor != "" {
		return found, 0, nil // the tries count until the second factor is right, too
	}
	return found, 0, b.cameIn(ctx, g, k)
}

// Second checks the second factor of somebody whose password was right.
func (b *Directory) Second(ctx context.Context, g Gate, k Knock, code string) (a Account,
	wait time.Duration, err error) {
	k = b.known(k)
	if wait, err = g.Try(ctx, k); err != nil {
		return a, 0, err
	}
	if wait > 0 {
		return a, wait, ErrLocked
	}
	if err = b.second(ctx, k.Name, code); err != nil {
		return a, 0, err
	}
	if err = b.cameIn(ctx, g, k); err != nil {
		return a, 0, err
	}
	a, err = b.Get(ctx, k.Name)
	if err == nil && a.Disabled {
		err = ErrWrong
	}
	return a, 0, err
}

func (b *Directory) cameIn(ctx context.Context, g Gate, k Knock) error {
	if err := g.Passed(ctx, k); err != nil {
		return err
	}
	_, err := b.Change(ctx, k.Name, func(a *Account) error { a.LastIn = b.Now().UTC(); return nil })
	return err
}
