package sqlite

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"huiying/register"
)

// decode reads a value as the register keeps it. One that cannot be read is damage, whatever it says:
// nothing was stored that could not be.
func decode(raw string, v any) error {
	if err := json.Unmarshal([]byte(raw), v); err != nil {
		return fmt.Errorf("%w (a stored %T cannot be read: %w)", register.ErrDamaged, v, err)
	}
	return nil
}

// damaged says whether SQLite found the file itself broken, or holds what cannot be read.
func damaged(err error) bool {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_MISMATCH,
			sqlite3.SQLITE_TOOBIG:
			return true
		}
		// tables, indexes or keys that are not those that this program made
		return e.Code()&0xff == sqlite3.SQLITE_CONSTRAINT || strings.Contains(e.Error(), "no such ")
	}
	return errors.Is(err, register.ErrDamaged) ||
		err != nil && strings.Contains(err.Error(), "sql: Scan error")
}

// met looks at what reading or writing came to. Damage gets its name, whoever met it, and wakes Run, which
// builds the register again.
func (d *database) met(err error) error {
	if !damaged(err) {
		return err
	}
	if !errors.Is(err, register.ErrDamaged) {
		err = fmt.Errorf("%w (%w)", register.ErrDamaged, err)
	}
	select {
	case d.hurt <- err:
	default: // Run knows
	}
	return err
}

// Damaged says whether an error of a process comes from a register that is broken.
func Damaged(err error) bool { return damaged(err) || errors.Is(err, errUnfit) }

// Drop deletes the file of a register that no process has open, and what SQLite keeps beside it. It is
// built again from the log.
func Drop(path string) error {
	for _, f := range []string{path, path + "-wal", path + "-shm"} {
		if err := os.Remove(f); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}
