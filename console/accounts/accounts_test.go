package accounts

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"
	"go.uber.org/goleak"

	"huiying/console/accounts/accountstest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// clock is a time that a test moves.
type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

func newBook(t *testing.T) (*Directory, Gate, *accountstest.Memory, *clock) {
	t.Helper()
	m, c := &accountstest.Memory{}, &clock{time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	seal, err := NewSeal([]byte("a key of a test"))
	if err != nil {
		t.Fatal(err)
	}
	return &Directory{Notes: m, Now: c.now, Cost: Cost{64, 1, 1}, Seal: seal}, Gate{m, c.now}, m, c
}

const good = "correct horse battery"

func member(t *testing.T, b *Directory, id, role string) {
	t.Helper()
	_, once, err := b.Add(t.Context(), Account{ID: id, Name: id, Role: role, Unit: "u"})
	if err == nil {
		_, err = b.SetPassword(t.Context(), id, once, good)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Whoever set the office up is its first administrator, by the password that they chose; where there are
// accounts nobody becomes one.
func TestTheFirstAdministratorOfASetUp(t *testing.T) {
	b, g, _, _ := newBook(t)
	for _, id := range []string{"guanli", "another"} {
		if err := b.FirstWith(t.Context(), id, "系统管理员", good); err != nil {
			t.Fatal(err)
		}
	}
	all, err := b.List(t.Context())
	if err != nil || len(all) != 1 || all[0].ID != "guanli" || all[0].Role != Administrator || all[0].Once {
		t.Errorf("accounts %+v, %v", all, err)
	}
	if _, _, err := b.SignIn(t.Context(), g, Knock{Name: "guanli", Address: "192.0.2.1"}, good); err != nil {
		t.Error(err)
	}
}

func TestSigningInAndItsLock(t *testing.T) {
	b, g, m, c := newBook(t)
	member(t, b, "zhang", "handler")
	in := func(name, password string) (time.Duration, error) {
		_, wait, err := b.SignIn(t.Context(), g, Knock{Name: name, Address: "192.0.2.1"}, password)
		return wait, err
	}
	if _, err := in(" Zhang ", good); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"zhang", "nobody"} { // alike, so that nobody learns who has an account
		for i := range freePair {
			if _, err := in(name, "wrong password"); !errors.Is(err, ErrWrong) {
				t.Fatalf("%s, try %d: %v", name, i, err)
			}
		}
		if wait, err := in(name, good); !errors.Is(err, ErrLocked) || wait <= 0 || wait > time.Minute {
			t.Errorf("%s after %d failures: %v, %v", name, freePair, wait, err)
		}
	}
	c.t = c.t.Add(time.Minute)
	if _, err := in("zhang", "wrong password"); !errors.Is(err, ErrWrong) {
		t.Errorf("after the wait: %v", err)
	}
	if wait, _ := in("zhang", good); wait <= 30*time.Second {
		t.Errorf("the second wait is %v, no longer than the first", wait)
	}
	c.t = c.t.Add(2 * longestWait)
	if _, err := in("zhang", good); err != nil {
		t.Errorf("the right password after the wait: %v", err)
	}
	if _, err := b.Disable(t.Context(), "zhang", true); err != nil {
		t.Fatal(err)
	}
	if _, err := in("zhang", good); !errors.Is(err, ErrWrong) {
		t.Errorf("a disabled account: %v", err)
	}
	for k, v := range m.Notes {
		if strings.Contains(string(v), good) || strings.Contains(k, "zhang") && !strings.HasPrefix(k, accountKey) {
			t.Errorf("note %s holds what it should not: %s", k, v)
		}
	}
	c.t = c.t.Add(48 * time.Hour)
	if err := g.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	for k := range m.Notes {
		if strings.HasPrefix(k, nameKey) || strings.HasPrefix(k, addressKey) || strings.HasPrefix(k, pairKey) {
			t.Errorf("old tries stay: %s", k)
		}
	}
}

func TestAnAddressThatTriesManyNamesWaits(t *testing.T) {
	b, g, _, _ := newBook(t)
	for i := range freeAddress {
		if _, _, err := b.SignIn(t.Context(), g, Knock{Name: fmt.Sprint("name", i), Address: "192.0.2.9"}, "x"); !errors.Is(err, ErrWrong) {
			t.Fatalf("try %d: %v", i, err)
		}
	}
	if _, _, err := b.SignIn(t.Context(), g, Knock{Name: "another", Address: "192.0.2.9"}, "x"); !errors.Is(err, ErrLocked) {
		t.Errorf("the next name: %v", err)
	}
	if _, _, err := b.SignIn(t.Context(), g, Knock{Name: "another", Address: "192.0.2.10"}, "x"); !errors.Is(err, ErrWrong) {
		t.Errorf("another address: %v", err)
	}
}

func TestPasswords(t *testing.T) {
	b, _, _, _ := newBook(t)
	for _, bad := range []string{"", "short", "1234567890", "Password123", strings.Repeat("a", 12),
		"password1234", "1qaz2wsx3edc", "a123456789", "huiying2026", "woaini1314", "P@ssw0rd12", "qwertyuiop12",
		strings.Repeat("长", 129), "zhang-and-more", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"} {
		if err := GoodPassword(bad, "zhang"); !errors.Is(err, ErrWeak) {
			t.Errorf("%q was taken", bad)
		}
	}
	if err := GoodPassword("一二三四五六七八九十", "zhang"); err != nil {
		t.Errorf("ten characters: %v", err)
	}
	for p, fine := range map[string]bool{"澄川市住建局2026!": false, "Water-Bureau12": false, "澄川市住建局的猫爱吃鱼呢": true} {
		if err := GoodPassword(p, "zhang", "澄川市住建局", "住建局", "water-bureau"); (err == nil) != fine {
			t.Errorf("%q: %v", p, err)
		}
	}
	hash, err := b.hash(good)
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=64,t=1,p=1$") ||
		!b.matches(hash, good) || b.matches(hash, good+"x") || b.matches("", good) ||
		b.matches("x", good) {
		t.Errorf("hash %q, %v", hash, err)
	}
}

func FuzzParsePHC(f *testing.F) {
	f.Add("$argon2id$v=19$m=64,t=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
	f.Fuzz(func(t *testing.T, s string) {
		if c, _, key, err := parsePHC(s); err == nil && (c.Passes == 0 || c.Threads == 0 || len(key) < 16) {
			t.Errorf("%q was taken", s)
		}
	})
}

func TestTheSecondFactor(t *testing.T) {
	b, g, m, c := newBook(t)
	member(t, b, "zhang", "handler")
	o, err := NewFactor("huiying", "zhang")
	if err != nil || o.PNG == "" {
		t.Fatal(err)
	}
	code := func() string { s, _ := totp.GenerateCode(o.Secret, c.t); return s }
	if _, err := b.TakeFactor(t.Context(), "zhang", o.Secret, "000000"); !errors.Is(err, ErrWrong) {
		t.Errorf("a wrong code was taken: %v", err)
	}
	codes, err := b.TakeFactor(t.Context(), "zhang", o.Secret, code())
	if err != nil || len(codes) != recoveryCodes {
		t.Fatal(err)
	}
	if raw := string(m.Notes[accountKey+"zhang"]); strings.Contains(raw, o.Secret) || strings.Contains(raw, codes[0]) {
		t.Error("a secret is kept as it is")
	}
	second := func(code string) error {
		_, _, err := b.Second(t.Context(), g, Knock{Name: "zhang", Address: "192.0.2.1"}, code)
		return err
	}
	if err := second(code()); !errors.Is(err, ErrWrong) {
		t.Errorf("a code worked twice: %v", err)
	}
	c.t = c.t.Add(time.Minute)
	if err := second(code()); err != nil {
		t.Errorf("the next code: %v", err)
	}
	if err := second(strings.ToUpper(codes[3])); err != nil {
		t.Errorf("a recovery code: %v", err)
	}
	if err := second(codes[3]); !errors.Is(err, ErrWrong) {
		t.Errorf("a recovery code worked twice: %v", err)
	}
	if _, err := b.Reset(t.Context(), "zhang"); err != nil {
		t.Fatal(err)
	}
	if a, _ := b.Get(t.Context(), "zhang"); a.Factor != "" || !a.Once || len(a.Recovery) > 0 {
		t.Errorf("after a reset: %+v", a)
	}
}

func TestTheLastAdministratorStays(t *testing.T) {
	b, _, _, _ := newBook(t)
	id, once, err := b.First(t.Context())
	if err != nil || once == "" {
		t.Fatal(err)
	}
	if _, again, _ := b.First(t.Context()); again != "" {
		t.Error("a second first administrator")
	}
	if _, err := b.Disable(t.Context(), id, true); !errors.Is(err, ErrLast) {
		t.Errorf("disabled: %v", err)
	}
	if _, err := b.Assign(t.Context(), id, "x", "auditor", "", ""); !errors.Is(err, ErrLast) {
		t.Errorf("another role: %v", err)
	}
	member(t, b, "second", Administrator)
	if _, err := b.Disable(t.Context(), id, true); err != nil {
		t.Error(err)
	}
	if _, _, err := b.Add(t.Context(), Account{ID: "second", Name: "x", Role: "auditor"}); !errors.Is(err, ErrTaken) {
		t.Errorf("a name twice: %v", err)
	}
}

func TestTokens(t *testing.T) {
	b, _, m, c := newBook(t)
	member(t, b, "zhang", "handler")
	tok, sent, err := b.Issue(t.Context(), "zhang", "import of the hotline", []string{"read"}, c.t.AddDate(0, 0, 2))
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range m.Notes {
		if strings.Contains(string(v)+k, strings.Split(sent, "_")[2]) {
			t.Errorf("note %s holds the secret", k)
		}
	}
	if _, a, err := b.Use(t.Context(), sent); err != nil || a.ID != "zhang" {
		t.Errorf("use: %v", err)
	}
	for _, bad := range []string{"", "x", "hy_" + tok.ID + "_x", "hy__", sent + "x"} {
		if _, _, err := b.Use(t.Context(), bad); !errors.Is(err, ErrWrong) {
			t.Errorf("%q: %v", bad, err)
		}
	}
	if all, _ := b.Tokens(t.Context(), "zhang"); len(all) != 1 || all[0].Used.IsZero() {
		t.Errorf("tokens: %+v", all)
	}
	if err := b.Withdraw(t.Context(), "other", tok.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("another's token: %v", err)
	}
	c.t = c.t.AddDate(0, 0, 3)
	if _, _, err := b.Use(t.Context(), sent); !errors.Is(err, ErrWrong) {
		t.Errorf("after its end: %v", err)
	}
	if _, _, err := b.Issue(t.Context(), "zhang", "x", []string{"everything"},
		c.t.AddDate(0, 0, 2)); !errors.Is(err, ErrInvalid) {
		t.Errorf("an unknown scope: %v", err)
	}
}

// What was recorded cannot be changed, left out or cut off unseen.
func TestTheRecordShowsEveryGapAndChange(t *testing.T) {
	m := &accountstest.Memory{}
	c := &clock{time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	for range 2 {
		r, err := NewRecord(t.Context(), m, c.now, func(err error) { t.Error(err) })
		if err != nil {
			t.Fatal(err)
		}
		for i := range 5 {
			r.Note(t.Context(), Entry{Who: "zhang", What: "read", Object: fmt.Sprint("GET /cases/", i)})
		}
		if err := r.Must(t.Context(), Entry{Who: "zhang", What: "change"}); err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	whole := m.Log
	verify := func() int {
		_, _, broken, err := Verify(t.Context(), m, func(string) {})
		if err != nil {
			t.Fatal(err)
		}
		return broken
	}
	if len(whole) != 14 || verify() != 0 {
		t.Fatalf("%d entries, %d faults", len(whole), verify())
	}
	for i := range whole {
		m.Log = append([][]byte{}, whole...)
		m.Log[i] = nil // erased
		if i < len(whole)-1 && verify() == 0 {
			t.Errorf("entry %d is gone and nobody sees it", i+1)
		}
		var e Entry
		if err := json.Unmarshal(whole[i], &e); err != nil {
			t.Fatal(err)
		}
		e.Who = "li"
		m.Log[i], _ = json.Marshal(e)
		if verify() == 0 {
			t.Errorf("entry %d was changed and nobody sees it", i+1)
		}
		e.Hash = e.sum()
		m.Log[i], _ = json.Marshal(e)
		if i < 6 && verify() == 0 {
			t.Errorf("entry %d was changed with its hash and nobody sees it", i+1)
		}
	}
	// the end of an earlier chain, cut off and renumbered: the next chain names what is gone
	m.Log = append(append([][]byte{}, whole[:6]...), whole[7:]...)
	if verify() == 0 {
		t.Error("the end of a chain is gone and nobody sees it")
	}
	m.Log = whole
	rows, next, err := Page(t.Context(), m, Filter{What: "read"}, 0, 7, 1000)
	if err != nil || len(rows) != 7 || next == 0 || rows[0].Seq < rows[6].Seq {
		t.Errorf("a page: %d rows, next %d, %v", len(rows), next, err)
	}
}

func TestARecordThatCannotBeWrittenIsTold(t *testing.T) {
	m := &accountstest.Memory{}
	now := func() time.Time { return time.Unix(0, 0) }
	r, err := NewRecord(t.Context(), m, now, func(error) {})
	if err != nil {
		t.Fatal(err)
	}
	m.Lock()
	m.Fail = errors.New("disk full")
	m.Unlock()
	if err := r.Must(t.Context(), Entry{What: "change"}); err == nil {
		t.Error("an entry that is not on disk was called recorded")
	}
	m.Lock()
	m.Fail = nil
	m.Unlock()
	if err := r.Must(t.Context(), Entry{What: "change"}); err != nil {
		t.Error(err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if _, _, broken, err := Verify(t.Context(), m, func(s string) { t.Log(s) }); broken > 0 || err != nil {
		t.Errorf("after the trouble: %d faults, %v", broken, err)
	}
}
