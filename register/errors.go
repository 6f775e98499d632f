package register

import (
	"errors"
	"fmt"

	"huiying/opinion"
)

// ErrNotFound: the register has no such case, issue or mention. Errors of single questions are
// a *Missing, which is one.
var ErrNotFound = errors.New("not in the register")

// ErrCursor: the cursor was not made by this program. Ask again without one.
var ErrCursor = errors.New("unknown cursor; ask for the first page again")

// ErrDamaged: what the register has stored cannot be read. It is built again from the log by itself;
// ask later.
var ErrDamaged = errors.New("the register is damaged, and is built again from the log")

// Missing says what the register does not have.
type Missing struct {
	What string // case, issue, mention or answer
	ID   string
}

// Error names what is missing, and its id cut to 40 runes: it may be anybody's words.
func (m *Missing) Error() string {
	return fmt.Sprintf("%s %s: %v", m.What, opinion.Clip(m.ID, 40), ErrNotFound)
}

// Is makes every Missing an ErrNotFound.
func (m *Missing) Is(target error) bool { return target == ErrNotFound }

// Conflict says that somebody else wrote to a case or its papers in between. Read again and decide
// anew.
type Conflict struct{ Err error }

// Error is that of the cause.
func (c *Conflict) Error() string { return c.Err.Error() }

// Unwrap returns the cause.
func (c *Conflict) Unwrap() error { return c.Err }

// Conflict says true; it lets a caller know this error without knowing its type.
func (c *Conflict) Conflict() bool { return true }
