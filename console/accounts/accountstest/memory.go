// Package accountstest keeps for tests, in memory, what the log keeps for accounts: notes and the
// office's record.
package accountstest

import (
	"context"
	"sync"
)

// Memory is accounts.Bucket and accounts.Log. Its zero value is empty. Fields are for tests to look
// at and to damage, under its lock where somebody else is at work.
type Memory struct {
	sync.Mutex
	Notes map[string][]byte
	Log   [][]byte // nil entries were erased
	Fail  error    // of Append
}

func (m *Memory) note(key string, value []byte) {
	if m.Notes == nil {
		m.Notes = map[string][]byte{}
	}
	m.Notes[key] = value
}

// Get reads a note.
func (m *Memory) Get(_ context.Context, key string) ([]byte, bool, error) {
	m.Lock()
	defer m.Unlock()
	v, ok := m.Notes[key]
	return v, ok, nil
}

// Put writes a note.
func (m *Memory) Put(_ context.Context, key string, value []byte) error {
	m.Lock()
	defer m.Unlock()
	m.note(key, value)
	return nil
}

// Change rewrites a note by f; nothing where f gives nothing.
func (m *Memory) Change(_ context.Context, key string, f func([]byte, bool) ([]byte, error)) error {
	m.Lock()
	defer m.Unlock()
	v, ok := m.Notes[key]
	v, err := f(v, ok)
	if err == nil && v != nil {
		m.note(key, v)
	}
	return err
}

// Delete drops a note.
func (m *Memory) Delete(_ context.Context, key string) error {
	m.Lock()
	defer m.Unlock()
	delete(m.Notes, key)
	return nil
}

// Keys lists the keys.
func (m *Memory) Keys(context.Context) (out []string, _ error) {
	m.Lock()
	defer m.Unlock()
	for k := range m.Notes {
		out = append(out, k)
	}
	return out, nil
}

// Append adds entries to the record.
func (m *Memory) Append(_ context.Context, _ string, _ uint64, entries [][]byte) error {
	m.Lock()
	defer m.Unlock()
	if m.Fail != nil {
		return m.Fail
	}
	m.Log = append(m.Log, entries...)
	return nil
}

// Read goes through the record, past what was erased.
func (m *Memory) Read(_ context.Context, from uint64, fn func(uint64, []byte) error) error {
	m.Lock()
	all := m.Log
	m.Unlock()
	for i := max(int(from), 1) - 1; i < len(all); i++ {
		if all[i] != nil && fn(uint64(i+1), all[i]) != nil {
			return nil
		}
	}
	return nil
}

// Last is how many entries there ever were.
func (m *Memory) Last(context.Context) (uint64, error) {
	m.Lock()
	defer m.Unlock()
	return uint64(len(m.Log)), nil
}
