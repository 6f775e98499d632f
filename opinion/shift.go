package opinion

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Shift (班次) is what one turn at the triage desk hands over to the next (交接班): what came, what is open,
// what the next must know, signed over by the account that goes and the account that comes. It tells of
// the office's work and of nobody outside it.
type Shift struct {
	ID   string    `json:"id"`   // hash of what was handed over
	Desk string    `json:"desk"` // division of the desk; "" for the whole region
	From time.Time `json:"from"`
	To   time.Time `json:"to"` // when it was handed over
	By   string    `json:"by"` // account that goes; "" where nobody signs in

	Came  ShiftCame `json:"came"`
	Open  ShiftOpen `json:"open"`
	Cases []string  `json:"cases,omitempty"` // that the next must look at
	Note  string    `json:"note,omitempty"`  // what the next must know

	Taken   time.Time `json:"taken,omitzero"`
	TakenBy string    `json:"taken_by,omitempty"` // account that comes
	Reply   string    `json:"reply,omitempty"`
}

// ShiftCame counts what came during a shift, and what had become of it at its end.
type ShiftCame struct {
	Letters int `json:"letters"` // judged since the hour in which the shift began
	Cases   int `json:"cases"`   // opened
	Waiting int `json:"waiting"` // of these: still in triage
	Given   int `json:"given"`   // with a unit
	Settled int `json:"settled"` // dismissed, merged, referred or closed
}

// ShiftOpen counts what was open at the end of a shift, whenever it came.
type ShiftOpen struct {
	Waiting   int `json:"waiting"`
	Unsure    int `json:"unsure"`
	Contested int `json:"contested"`
	Letters   int `json:"letters"` // of which nobody knows whether they ask
}

// The bounds of what a shift hands over.
const (
	LongestShiftNote = 2000 // characters
	MostShiftCases   = 30
)

// Why a shift is not handed over, or not taken.
var (
	ErrShiftBare  = errors.New("a shift hands over a note or cases")
	ErrShiftLong  = errors.New("a shift hands over a shorter note and fewer cases")
	ErrShiftTaken = errors.New("the shift was taken already")
	ErrShiftOwn   = errors.New("a shift is taken by another account than the one that hands it over")
	ErrShiftWaits = errors.New("the shift before is not taken yet")
)

// HandOver is the shift as it is signed by the account that goes: what was typed without identifiers of
// persons, and named by its content. Before is the desk's last shift; its zero value where there is none.
// Who handed over and sees more to say hands over anew; nobody hands over a desk that was not taken.
func (s Shift) HandOver(before Shift) (Shift, error) {
	s.Note = Typed(s.Note)
	s.Cases = slices.DeleteFunc(slices.Clone(s.Cases), func(id string) bool { return id == "" })
	s.Taken, s.TakenBy, s.Reply, s.ID = time.Time{}, "", "", ""
	switch {
	case before.Waits() && before.By != s.By:
		return s, ErrShiftWaits
	case s.Note == "" && len(s.Cases) == 0:
		return s, ErrShiftBare
	case utf8.RuneCountInString(s.Note) > LongestShiftNote || len(s.Cases) > MostShiftCases:
		return s, ErrShiftLong
	}
	raw, err := json.Marshal(s)
	sum := sha256.Sum256(raw)
	s.ID = "s" + hex.EncodeToString(sum[:12])
	return s, err
}

// Waits says whether nobody has taken it yet.
func (s Shift) Waits() bool { return s.ID != "" && s.Taken.IsZero() }

// TakeOver is the shift as it is signed by the account that comes.
func (s Shift) TakeOver(by, reply string, at time.Time) (Shift, error) {
	reply = Typed(reply)
	switch {
	case !s.Waits():
		return s, ErrShiftTaken
	case by != "" && by == s.By:
		return s, ErrShiftOwn
	case utf8.RuneCountInString(reply) > LongestShiftNote:
		return s, ErrShiftLong
	}
	s.Taken, s.TakenBy, s.Reply = at, by, strings.TrimSpace(reply)
	return s, nil
}
