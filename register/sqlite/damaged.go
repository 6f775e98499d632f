package sqlite

import (
	"encoding/json"
	"errors"
	"os"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// damaged says whether SQLite found the file itself broken, or holds what cannot be decoded.
func damaged(err error) bool {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		switch e.Code() & 0xff {
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT, sqlite3.SQLITE_MISMATCH:
			return true
		}
		// tables, indexes or keys that are not those that this program made
		return e.Code()&0xff == sqlite3.SQLITE_CONSTRAINT || strings.Contains(e.Error(), "no such ")
	}
	if _, bad := errors.AsType[*json.SyntaxError](err); bad {
		return true
	}
	if _, bad := errors.AsType[*json.UnmarshalTypeError](err); bad {
		return true
	}
	return err != nil && strings.Contains(err.Error(), "sql: Scan error")
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
