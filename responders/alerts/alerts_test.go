package alerts

import (
	"errors"
	"testing"
	"time"

	"huiying/opinion"
	"huiying/words"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, opinion.Beijing)

func surge(id, issue string) opinion.Alert {
	return opinion.Alert{ID: id, At: noon, Kind: opinion.AlertSurge, Issue: issue, Topic: "water/supply",
		Division: "980101", Expected: .5, Seen: 6, Severity: opinion.SeverityIII}
}

// shelf folds what was decided, as the log does.
type shelf struct {
	t     *testing.T
	files map[string]opinion.AlertFile
	Desk
}

func (s *shelf) apply(events []opinion.AlertEvent) []opinion.AlertEvent {
	for _, e := range events {
		s.files[e.ID] = s.files[e.ID].Apply(e)
	}
	s.Files = nil
	for _, f := range s.files {
		s.Files = append(s.Files, f)
	}
	return events
}

func (s *shelf) found(did Did, a opinion.Alert, at time.Time) []opinion.AlertEvent {
	return s.apply(s.Found(Change{Did: did, At: at, Alert: a}))
}

func (s *shelf) do(id string, act Act) {
	s.t.Helper()
	act.At = noon
	events, err := s.Do(id, act)
	if err != nil {
		s.t.Fatal(err)
	}
	s.apply(events)
}

func (s *shelf) is(id string, want opinion.AlertState) {
	s.t.Helper()
	if got := s.files[id].State; got != want {
		s.t.Errorf("alert %s is %q, want %q", id, got, want)
	}
}

func empty(t *testing.T) *shelf { return &shelf{t: t, files: map[string]opinion.AlertFile{}} }

func TestAMatterRingsOnce(t *testing.T) {
	s := empty(t)
	s.found(Rang, surge("a1", "i1"), noon)
	s.is("a1", opinion.AlertRinging)
	if again := s.found(Rang, surge("a1", "i1"), noon); again != nil {
		t.Errorf("the same alert rings again: %+v", again)
	}
	if other := s.found(Rang, surge("a1-by-another", "i1"), noon.Add(time.Minute)); other != nil {
		t.Errorf("another process found the same, and it rings again: %+v", other)
	}
	lighter := surge("a2", "i1")
	lighter.Kind = opinion.AlertReach
	s.found(Rang, lighter, noon)
	s.is("a2", opinion.AlertQuiet)
	if s.files["a2"].Group != "a1" {
		t.Errorf("it belongs to %q", s.files["a2"].Group)
	}
	s.found(Rang, surge("a3", "i3"), noon) // another issue of that topic there
	s.is("a3", opinion.AlertRinging)
	s.found(Ended, surge("a1", "i1"), noon.Add(time.Hour))
	s.is("a1", opinion.AlertEnded)
	s.is("a2", opinion.AlertRinging) // its own cause holds
	if again := s.found(Ended, surge("a1", "i1"), noon.Add(time.Hour)); again != nil {
		t.Errorf("it ends twice: %+v", again)
	}
}

func TestAHeavierAlertMutesTheLighter(t *testing.T) {
	s := empty(t)
	reach := surge("r", "i1")
	reach.Kind = opinion.AlertReach
	s.found(Rang, reach, noon)
	s.do("r", Act{Move: opinion.AlertTake, Who: "m1"})
	s.found(Rang, surge("s", "i1"), noon)
	s.is("r", opinion.AlertQuiet)
	s.is("s", opinion.AlertTaken)
	if s.files["s"].Who != "m1" {
		t.Errorf("who had the lighter one lost it to %q", s.files["s"].Who)
	}
	s.do("s", Act{Move: opinion.AlertDismiss, Who: "m1", Reason: "计划停水"})
	s.is("s", opinion.AlertDismissed)
	s.is("r", opinion.AlertDismissed) // it goes the same way
	again := surge("t", "i1")
	s.found(Rang, again, noon.Add(time.Hour)) // somebody has decided an hour ago
	s.is("t", opinion.AlertQuiet)
	grave := surge("u", "i1")
	grave.Severity = opinion.SeverityI
	s.found(Rang, grave, noon.Add(2*time.Hour))
	if s.files["u"].ID != "" {
		t.Error("an open alert about the same is one thing")
	}
	grown := again
	grown.Grown, grown.Severity = 9, opinion.SeverityI
	s.found(Grew, grown, noon.Add(2*time.Hour))
	if s.files["t"].Grown != 9 {
		t.Error("what came since is not told")
	}
}

func TestAnAlertIsTakenHandedOverAndLed(t *testing.T) {
	s := empty(t)
	s.found(Rang, surge("a", "i1"), noon)
	for _, c := range []struct {
		act  Act
		code string
	}{
		{Act{Move: opinion.AlertHand}, "alert_not_taken"}, {Act{Move: opinion.AlertDismiss}, "alert_reason"},
		{Act{Move: opinion.AlertLead}, "alert_nowhere"}, {Act{Move: opinion.AlertEnd}, "alert_move"},
		{Act{Move: opinion.AlertDismiss, Reason: "打过13800138000"}, "alert_person"},
	} {
		var no *words.Refusal
		if _, err := s.Do("a", c.act); !errors.As(err, &no) || no.Code != c.code {
			t.Errorf("%+v: %v, want %s", c.act, err, c.code)
		}
	}
	s.do("a", Act{Move: opinion.AlertTake, Who: "m1"})
	s.is("a", opinion.AlertTaken)
	s.do("a", Act{Move: opinion.AlertHand, Who: "m1", Reason: "夜班请跟进"})
	s.is("a", opinion.AlertRinging)
	s.do("a", Act{Move: opinion.AlertTake, Who: "m2"})
	s.do("a", Act{Move: opinion.AlertLead, Who: "m2", Case: "c1"})
	s.is("a", opinion.AlertLed)
	s.found(Ended, surge("a", "i1"), noon.Add(time.Hour))
	if f := s.files["a"]; f.State != opinion.AlertLed || f.Ended.IsZero() || f.Case != "c1" || len(f.History) != 6 {
		t.Errorf("%+v", f)
	}
	if _, err := s.Do("a", Act{Move: opinion.AlertTake, Who: "m1"}); err == nil {
		t.Error("what is over is taken")
	}
}

func TestASilenceHidesNoDangerAndEnds(t *testing.T) {
	s := empty(t)
	h, err := Hush(opinion.Hush{Owner: "m1", Reason: "计划停水", At: noon, Until: noon.Add(7 * 24 * time.Hour),
		Topic: "water", Division: "9801"})
	if err != nil {
		t.Fatal(err)
	}
	s.Hushes = []opinion.Hush{h}
	s.Below = func(string) []string { return []string{"98", "9801", "980101"} }
	s.found(Rang, surge("a", "i1"), noon)
	s.is("a", opinion.AlertQuiet)
	grave := surge("b", "i2")
	grave.Severity = opinion.SeverityII
	s.found(Rang, grave, noon)
	s.is("b", opinion.AlertRinging)
	s.Pressing = func(a opinion.Alert) bool { return a.Issue == "i3" }
	s.found(Rang, surge("c", "i3"), noon)
	s.is("c", opinion.AlertRinging)

	s.found(Ended, surge("a", "i1"), noon.Add(time.Hour))
	s.is("a", opinion.AlertEnded)
	if _, over := s.Sweep(noon.Add(24 * time.Hour)); over != nil {
		t.Errorf("it ends after a day: %+v", over)
	}
	_, over := s.Sweep(noon.Add(80 * time.Hour))
	if len(over) != 1 || over[0].Why != EndedDone || over[0].Ended.IsZero() {
		t.Errorf("nothing fits it any more: %+v", over)
	}
	s.found(Rang, surge("d", "i4"), noon.Add(2*time.Hour))
	s.is("d", opinion.AlertQuiet)
	s.Hushes[0].Ended = noon.Add(3 * time.Hour)
	rise, _ := s.Sweep(noon.Add(3 * time.Hour))
	s.apply(rise)
	s.is("d", opinion.AlertRinging)
	for _, bad := range []opinion.Hush{{Reason: "x", At: noon, Until: noon.Add(time.Hour)},
		{Topic: "water", At: noon, Until: noon.Add(time.Hour)},
		{Topic: "water", Reason: "x", At: noon, Until: noon.Add(31 * 24 * time.Hour)}} {
		if _, err := Hush(bad); err == nil {
			t.Errorf("%+v is silenced", bad)
		}
	}
}
