package opinion

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestAShiftIsSignedByTwo(t *testing.T) {
	at := time.Date(2026, 11, 30, 8, 0, 0, 0, Beijing)
	telephone := "1380013" + "8000"
	s, err := Shift{By: "li", From: at.Add(-8 * time.Hour), To: at, Note: " 停水专班回电 " + telephone, Cases: []string{"c1", ""},
		TakenBy: "li", Taken: at}.HandOver(Shift{})
	if err != nil || s.ID == "" || !s.Waits() || len(s.Cases) != 1 || strings.Contains(s.Note, telephone) {
		t.Fatalf("%+v %v", s, err)
	}
	if again, _ := (Shift{By: "li", From: s.From, To: at, Note: s.Note, Cases: s.Cases}).HandOver(Shift{}); again.ID != s.ID {
		t.Error("the same has two names")
	}
	if _, err := s.TakeOver("li", "", at); !errors.Is(err, ErrShiftOwn) {
		t.Errorf("signed twice by one: %v", err)
	}
	taken, err := s.TakeOver("wang", "已看 "+telephone, at.Add(time.Minute))
	if err != nil || taken.Waits() || taken.TakenBy != "wang" || strings.Contains(taken.Reply, telephone) {
		t.Errorf("%+v %v", taken, err)
	}
	if _, err := taken.TakeOver("wu", "", at); !errors.Is(err, ErrShiftTaken) {
		t.Errorf("taken twice: %v", err)
	}
	if _, err := (Shift{By: "", Note: "x"}).HandOver(Shift{}); err != nil {
		t.Errorf("where nobody signs in: %v", err)
	}
}

func TestWhatAShiftRefuses(t *testing.T) {
	waits := Shift{ID: "s1", By: "li"}
	for name, x := range map[string]struct {
		s, before Shift
		want      error
	}{
		"nothing":                    {Shift{By: "li", Note: " "}, Shift{}, ErrShiftBare},
		"a long note":                {Shift{By: "li", Note: strings.Repeat("长", LongestShiftNote+1)}, Shift{}, ErrShiftLong},
		"many cases":                 {Shift{By: "li", Cases: strings.Split(strings.Repeat("c ", 40), " ")}, Shift{}, ErrShiftLong},
		"of a desk that waits":       {Shift{By: "wang", Note: "x"}, waits, ErrShiftWaits},
		"anew by who handed it over": {Shift{By: "li", Note: "x"}, waits, nil},
		"of a desk that was taken":   {Shift{By: "wang", Note: "x"}, Shift{ID: "s1", By: "li", Taken: time.Unix(1, 0)}, nil},
	} {
		if _, err := x.s.HandOver(x.before); !errors.Is(err, x.want) {
			t.Errorf("%s: %v, want %v", name, err, x.want)
		}
	}
}
