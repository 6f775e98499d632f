package accounts

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// Bucket keeps small values by key, durably, for every process that works on the same log.
type Bucket interface {
	Get(ctx context.Context, key string) (value []byte, ok bool, err error)
	Put(ctx context.Context, key string, value []byte) error
	// Change sets the value to what f makes of it. It calls f again when another process was
	// faster, and changes nothing when f fails or gives nil.
	Change(ctx context.Context, key string, f func(old []byte, ok bool) ([]byte, error)) error
	Delete(ctx context.Context, key string) error
	Keys(ctx context.Context) ([]string, error)
}

// Errors that callers test.
var (
	ErrNotFound = errors.New("there is no such account")
	ErrTaken    = errors.New("there is such an account already")
	ErrWrong    = errors.New("name, password or code is wrong")
	ErrLocked   = errors.New("too many failed tries; wait and try again")
	ErrWeak     = errors.New("the password is too short, too long or too common")
	ErrInvalid  = errors.New("not valid")
	ErrLast     = errors.New("this is the last administrator who can sign in")
)

func load[T any](ctx context.Context, n Bucket, key string) (out T, ok bool, err error) {
	raw, ok, err := n.Get(ctx, key)
	if err != nil || !ok {
		return out, false, err
	}
	if err := json.Unmarshal(raw, &out); err != nil {
		return out, false, fmt.Errorf("note %s is damaged: %w", key, err)
	}
	return out, true, nil
}

// change is Bucket.Change over a value that is kept as JSON.
func change[T any](ctx context.Context, n Bucket, key string, f func(x *T, ok bool) error) (out T, err error) {
	err = n.Change(ctx, key, func(old []byte, ok bool) ([]byte, error) {
		var x T
		if ok {
			if err := json.Unmarshal(old, &x); err != nil {
				return nil, fmt.Errorf("note %s is damaged: %w", key, err)
			}
		}
		if err := f(&x, ok); err != nil {
			return nil, err
		}
		out = x
		return json.Marshal(x)
	})
	return out, err
}
