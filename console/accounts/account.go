package accounts

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"huiying/opinion"
	"huiying/words"
)

// Roles are what somebody of the office can be (console/access says what each does).
var Roles = []string{"monitor", "handler", "head", "leader", "auditor", "openness", "administrator"}

// Administrator is the role that keeps accounts.
const Administrator = "administrator"

// Account is one of the office. Secrets in it are hashed or sealed.
type Account struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Role     string    `json:"role"`
	Unit     string    `json:"unit,omitempty"`
	Division string    `json:"division,omitempty"`
	Disabled bool      `json:"disabled,omitempty"`
	Password string    `json:"password,omitempty"` // argon2id in PHC form
	Once     bool      `json:"once,omitempty"`     // the password must be changed before anything else
	Factor   string    `json:"factor,omitempty"`   // sealed secret of the second factor
	Step     int64     `json:"step,omitempty"`     // of the last code, which works once
	Recovery []string  `json:"recovery,omitempty"` // hashes of codes that stand in for it, once each
	Single   string    `json:"single,omitempty"`   // issuer and subject of single sign-on
	Epoch    int       `json:"epoch,omitempty"`    // sessions of an earlier one have ended
	Made     time.Time `json:"made"`
	LastIn   time.Time `json:"last_in,omitzero"`
}

// Directory (账号簿) is all accounts and tokens.
type Directory struct {
	Notes Bucket
	Now   func() time.Time
	// Cost of a password's hash; the zero value is the usual one.
	Cost Cost
	// Seal keeps what must be read again; nil: no second factors here.
	Seal *Seal
	// Office are words that everybody here knows: no password is made of them.
	Office []string
	// Unknown says that a unit or a division does not exist, and which do; "" names none. nil: what
	// is named is not looked up.
	Unknown func(unit, division string) (words.Phrase, bool)

	hashing sync.Mutex // one hash at a time: each takes memory that a flood of sign-ins would multiply
}

const accountKey, tokenKey, singleKey = "a/", "t/", "s/"

var idForm = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{1,63}$`)

// CleanID is how a name to sign in with is kept.
func CleanID(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// Invalid is an ErrInvalid that tells in the reader's language what is wrong and what would do.
type Invalid struct{ words.Refusal }

func (*Invalid) Is(target error) bool { return target == ErrInvalid }

func invalid(p words.Phrase) error {
	return &Invalid{words.Refusal{Code: "invalid", Phrase: p}}
}

// Check says what is wrong with an account's facts.
func (a Account) Check() error {
	switch {
	case !idForm.MatchString(a.ID):
		return invalid(words.Of("account.bad_id"))
	case strings.TrimSpace(a.Name) == "" || len(a.Name) > 200:
		return invalid(words.Of("account.bad_name"))
	case !slices.Contains(Roles, a.Role):
		return invalid(words.Unknown("role", a.Role, named(Roles)))
	case (a.Role == "handler" || a.Role == "head") && a.Unit == "":
		return invalid(words.Of("account.needs_unit", words.Of("role."+a.Role)))
	}
	return nil
}

// check is Check, and whether the unit and the division exist.
func (b *Directory) check(a Account) error {
	if err := a.Check(); err != nil || b.Unknown == nil {
		return err
	}
	if p, unknown := b.Unknown(a.Unit, a.Division); unknown {
		return invalid(p)
	}
	return nil
}

func named(ids []string) []words.Named {
	out := make([]words.Named, len(ids))
	for i, id := range ids {
		out[i].ID = id
	}
	return out
}

// Get is one account.
func (b *Directory) Get(ctx context.Context, id string) (Account, error) {
	a, ok, err := load[Account](ctx, b.Notes, accountKey+id)
	if err == nil && !ok {
		err = fmt.Errorf("%w: %q", ErrNotFound, id)
	}
	return a, err
}

// List is every account, by id.
func (b *Directory) List(ctx context.Context) ([]Account, error) {
	keys, err := b.Notes.Keys(ctx)
	if err != nil {
		return nil, err
	}
	var out []Account
	for _, k := range keys {
		if !strings.HasPrefix(k, accountKey) {
			continue
		}
		a, ok, err := load[Account](ctx, b.Notes, k)
		if err != nil {
			return nil, err
		}
		if ok {
			out = append(out, a)
		}
	}
	slices.SortFunc(out, func(x, y Account) int { return strings.Compare(x.ID, y.ID) })
	return out, nil
}

// Add makes an account with a one-time password, which it returns: it is shown once and kept
// nowhere.
func (b *Directory) Add(ctx context.Context, a Account) (Account, string, error) {
	a.ID, a.Name = CleanID(a.ID), opinion.OfficerName(a.Name)
	if opinion.TellsPerson(a.ID) { // it stands in histories and in the record: a telephone does not belong there
		return a, "", invalid(words.Of("account.id_of_person"))
	}
	if err := b.check(a); err != nil {
		return a, "", err
	}
	once := OneTimePassword()
	hash, err := b.hash(once)
	if err != nil {
		return a, "", err
	}
	a.Password, a.Once, a.Made = hash, true, b.Now().UTC()
	return a, once, b.insert(ctx, a)
}

func (b *Directory) insert(ctx context.Context, a Account) error {
	_, err := change(ctx, b.Notes, accountKey+a.ID, func(x *Account, ok bool) error {
		if ok {
			return fmt.Errorf("%w: %s", ErrTaken, a.ID)
		}
		*x = a
		return nil
	})
	return err
}

// Change changes an account. What decides what it may do ends its sessions.
func (b *Directory) Change(ctx context.Context, id string, f func(*Account) error) (Account, error) {
	return change(ctx, b.Notes, accountKey+id, func(x *Account, ok bool) error {
		if !ok {
			return fmt.Errorf("%w: %q", ErrNotFound, id)
		}
		was := *x
		if err := f(x); err != nil {
			return err
		}
		if was.Unit != x.Unit || was.Division != x.Division || was.Role != x.Role || was.Name != x.Name {
			if err := b.check(*x); err != nil {
				return err
			}
		}
		if was.Role != x.Role || was.Unit != x.Unit || was.Division != x.Division || was.Disabled != x.Disabled {
			x.Epoch++
		}
		return nil
	})
}

// Disable lets an account in no more, or again. The last administrator stays.
func (b *Directory) Disable(ctx context.Context, id string, off bool) (Account, error) {
	if off {
		if err := b.notLast(ctx, id); err != nil {
			return Account{}, err
		}
	}
	return b.Change(ctx, id, func(a *Account) error { a.Disabled = off; return nil })
}

// Assign gives an account another role, unit or division.
func (b *Directory) Assign(ctx context.Context, id, name, role, unit, division string) (Account, error) {
	if role != Administrator {
		if err := b.notLast(ctx, id); err != nil {
			return Account{}, err
		}
	}
	return b.Change(ctx, id, func(a *Account) error {
		a.Name, a.Role, a.Unit, a.Division = opinion.OfficerName(name), role, unit, division
		return nil
	})
}

// notLast refuses to take away the only administrator.
func (b *Directory) notLast(ctx context.Context, id string) error {
	all, err := b.List(ctx)
	if err != nil {
		return err
	}
	mine, others := false, 0
	for _, a := range all {
		if a.Role == Administrator && !a.Disabled {
			mine = mine || a.ID == id
			if a.ID != id {
				others++
			}
		}
	}
	if mine && others == 0 {
		return ErrLast
	}
	return nil
}

// Reset gives an account a new one-time password, takes its second factor away and ends its
// sessions.
func (b *Directory) Reset(ctx context.Context, id string) (string, error) {
	once := OneTimePassword()
	hash, err := b.hash(once)
	if err != nil {
		return "", err
	}
	_, err = b.Change(ctx, id, func(a *Account) error {
		a.Password, a.Once, a.Factor, a.Recovery, a.Step = hash, true, "", nil, 0
		a.Epoch++
		return nil
	})
	return once, err
}

// EndSessions ends every session of an account.
func (b *Directory) EndSessions(ctx context.Context, id string) (Account, error) {
	return b.Change(ctx, id, func(a *Account) error { a.Epoch++; return nil })
}

// OfficeWords are the names that everybody of an office knows, the longest first: one may hold another.
func OfficeWords(region string, units []opinion.Unit) []string {
	out := []string{"huiying", region, words.Say(words.First, "product")}
	for _, u := range units {
		out = append(out, u.Name, u.ID)
	}
	slices.SortFunc(out, func(x, y string) int { return len(y) - len(x) })
	return out
}

// FirstWith makes the first administrator where there is no account at all, with the password that they
// chose.
func (b *Directory) FirstWith(ctx context.Context, id, name, password string) error {
	all, err := b.List(ctx)
	if err != nil || len(all) > 0 {
		return err
	}
	a, once, err := b.Add(ctx, Account{ID: id, Name: name, Role: Administrator})
	if err == nil {
		_, err = b.SetPassword(ctx, a.ID, once, password)
	}
	return err
}

// First makes the first administrator where there is no account at all, and says its one-time
// password; "" when there are accounts.
func (b *Directory) First(ctx context.Context) (id, once string, err error) {
	all, err := b.List(ctx)
	if err != nil || len(all) > 0 {
		return "", "", err
	}
	a, once, err := b.Add(ctx, Account{ID: "admin", Name: words.Say(words.First,
		"role.administrator"), Role: Administrator})
	return a.ID, once, err
}
