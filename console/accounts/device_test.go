package accounts

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

// A stranger who guesses locks the name for himself; many of them together lock it for whoever has not
// signed in before, and for nobody else.
func TestAStrangerCannotLockANameForItsOwner(t *testing.T) {
	b, g, _, c := newBook(t)
	member(t, b, "zhang", "handler")
	try := func(address, device, password string) error {
		_, _, err := b.SignIn(t.Context(), g, Knock{"zhang", address, device}, password)
		return err
	}
	for range 3 * freePair {
		_ = try("192.0.2.66", "", "wrong password")
	}
	if err := try("192.0.2.66", "", good); !errors.Is(err, ErrLocked) {
		t.Errorf("the stranger's address: %v", err)
	}
	if err := try("192.0.2.1", "", good); err != nil {
		t.Errorf("the owner from elsewhere: %v", err)
	}
	device := b.device("zhang")
	for i := range freeName {
		if err := try(fmt.Sprint("198.51.100.", i), "", "wrong password"); !errors.Is(err, ErrWrong) {
			t.Fatalf("stranger %d: %v", i, err)
		}
	}
	for _, note := range []string{"", "x", b.device("li"), "signed in zhang"} {
		if err := try("192.0.2.1", note, good); !errors.Is(err, ErrLocked) {
			t.Errorf("with the note %q: %v", note, err)
		}
	}
	if err := try("192.0.2.1", device, good); err != nil {
		t.Errorf("the owner's own browser: %v", err)
	}
	for range freePair {
		_ = try("192.0.2.1", device, "wrong password")
	}
	if err := try("192.0.2.1", device, good); !errors.Is(err, ErrLocked) {
		t.Errorf("who guesses with a stolen note: %v", err)
	}
	c.t = c.t.Add(deviceFor + time.Hour)
	if k := b.known(Knock{"zhang", "", device}); k.Device != "" {
		t.Error("a note of half a year ago counts")
	}
}
