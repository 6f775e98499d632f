package accounts

import (
	"context"
	"encoding/base32"
	"strings"
	"time"
)

func base32Of(s string) ([]byte, error) {
	return base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ToUpper(s))
}

// tries are the failed sign-ins of a name or from an address.
type tries struct {
	N     int       `json:"n"`
	Last  time.Time `json:"last"`
	Until time.Time `json:"until,omitzero"`
}

// How many failures are free, and how the wait grows: it doubles with each further one.
const (
	freeName    = 5
	freeAddress = 30
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
// which exist. A try is counted before it is judged: many at once gain nothing.
type Gate struct {
	Notes Bucket
	Now   func() time.Time
}

const nameKey, addressKey = "n/", "p/"

// Try counts a try by a name from an address, and says how long to wait when there were too many.
func (g Gate) Try(ctx context.Context, name, address string) (wait time.Duration, err error) {
	for _, k := range []struct {
		key  string
		free int
	}{{addressKey + hashOf(address)[:32], freeAddress}, {nameKey + hashOf(name)[:32], freeName}} {
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

// Passed forgets the tries of a name; of its address, only the one that was right.
func (g Gate) Passed(ctx context.Context, name, address string) error {
	if err := g.Notes.Delete(ctx, nameKey+hashOf(name)[:32]); err != nil {
		return err
	}
	_, err := change(ctx, g.Notes, addressKey+hashOf(address)[:32], func(t *tries, _ bool) error {
		t.N, t.Until = max(t.N-1, 0), time.Time{}
		return nil
	})
	return err
}

// Sweep forgets what is a day old.
func (g Gate) Sweep(ctx context.Context) error {
	keys, err := g.Notes.Keys(ctx)
	if err != nil {
		return err
	}
	for _, k := range keys {
		if !strings.HasPrefix(k, nameKey) && !strings.HasPrefix(k, addressKey) {
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
func (b *Directory) SignIn(ctx context.Context, g Gate, name, password, address string) (a Account,
	wait time.Duration, err error) {
	name = CleanID(name)
	if wait, err = g.Try(ctx, name, address); err != nil {
		return a, 0, err
	}
	if wait > 0 {
		return a, wait, ErrLocked
	}
	found, ok, err := load[Account](ctx, b.Notes, accountKey+name)
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
	return found, 0, b.cameIn(ctx, g, found.ID, address)
}

// Second checks the second factor of somebody whose password was right.
func (b *Directory) Second(ctx context.Context, g Gate, id, code, address string) (a Account,
	wait time.Duration, err error) {
	if wait, err = g.Try(ctx, id, address); err != nil {
		return a, 0, err
	}
	if wait > 0 {
		return a, wait, ErrLocked
	}
	if err = b.second(ctx, id, code); err != nil {
		return a, 0, err
	}
	if err = b.cameIn(ctx, g, id, address); err != nil {
		return a, 0, err
	}
	a, err = b.Get(ctx, id)
	if err == nil && a.Disabled {
		err = ErrWrong
	}
	return a, 0, err
}

func (b *Directory) cameIn(ctx context.Context, g Gate, id, address string) error {
	if err := g.Passed(ctx, id, address); err != nil {
		return err
	}
	_, err := b.Change(ctx, id, func(a *Account) error { a.LastIn = b.Now().UTC(); return nil })
	return err
}
