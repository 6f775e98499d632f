package bus

import (
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestMatches(t *testing.T) {
	for _, tc := range []struct {
		pattern, subject string
		want             bool
	}{
		{"mention.*", "mention.a", true},
		{"mention.*", "mention.a.b", false},
		{"mention.*", "mention", false},
		{"mention.*", "finding.a", false},
		{"timer.>", "timer.case.a", true},
		{"timer.>", "timer.a", true},
		{"timer.>", "timer", false},
		{"due.case.*", "due.case.a", true},
		{"due.case.*", "due.crawl.a", false},
		{">", "a.b", true},
		{"a", "a", true},
		{"a", "a.b", false},
		{"a.b", "a", false},
	} {
		if got := matches(tc.pattern, tc.subject); got != tc.want {
			t.Errorf("matches(%q, %q) = %v", tc.pattern, tc.subject, got)
		}
	}
}

func TestStreamsOfTheHouse(t *testing.T) {
	const keep = 180 * 24 * time.Hour
	ages := map[string]time.Duration{"MENTIONS": keep, "FINDINGS": keep, "CASES": 0, "PURGED": 0,
		"PAPERS": keep, "SHIFTS": keep, "REPLIES": keep, "VOTES": 0, "TIMERS": 0, "DEAD": keep, "AGAIN": keep,
		"NOTICES": keep, "CHANNELS": 0, "AUDIT": 0, "SETTINGS": 0, "LEDGER": 0, "LEARNED": 0, "ALERTS": 0, "ITEMS": 0}
	for _, s := range Streams(keep) {
		want, ok := ages[s.Name]
		if !ok || s.MaxAge != want {
			t.Errorf("%s is kept %v, want %v", s.Name, s.MaxAge, want)
		}
		delete(ages, s.Name)
		if c := s.config(); !c.AllowAtomicPublish || c.AllowMsgSchedules != (s.Name == "TIMERS") {
			t.Errorf("%s: %+v", s.Name, c)
		}
	}
	if len(ages) > 0 {
		t.Errorf("missing: %v", ages)
	}
	if c := (Stream{Name: "S", MaxAge: time.Minute}).config(); c.Duplicates > c.MaxAge {
		t.Error("the server refuses a duplicate window longer than the age")
	}
}

func TestATimeIsRoundedUpToAWholeSecond(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(0, 1<<33).Draw(t, "s"),
			rapid.Int64Range(0, 999_999_999).Draw(t, "ns")).In(time.FixedZone("", 8*3600))
		up := wholeSecond(at)
		if up.Before(at) || up.Sub(at) >= time.Second || up.Nanosecond() != 0 {
			t.Fatalf("%v became %v", at, up)
		}
		back, err := time.Parse(time.RFC3339, up.Format(time.RFC3339))
		if err != nil || !back.Equal(up) {
			t.Fatalf("%v is written as %v", up, back)
		}
	})
}

func TestAKeyIsEscapedAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		key := rapid.OneOf(rapid.String(), rapid.StringMatching(`[a.=%0-9A-F/]*`)).Draw(t, "key")
		e := escape(key)
		if strings.Trim(e, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_/=") != "" || unescape(e) != key {
			t.Fatalf("%q is written as %q and read as %q", key, e, unescape(e))
		}
	})
}

func TestTheWaitGrowsAndIsBounded(t *testing.T) {
	last := time.Duration(0)
	for n := 1; n < 100; n++ {
		d := growing(n)
		if d < last || d < time.Second || d > 10*time.Minute {
			t.Fatalf("after %d failures: %v after %v", n, d, last)
		}
		last = d
	}
	if last != 10*time.Minute || growing(0) < time.Second {
		t.Fatalf("ends at %v, begins at %v", last, growing(0))
	}
}

func TestADeadLetterIsReadAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		when := time.Unix(rapid.Int64Range(1, 1<<33).Draw(t, "s"), 5).UTC()
		l := letter{
			origin: origin{Stream: "CASES",
				Subject: "case." + rapid.StringMatching(`[a-z]{1,9}`).Draw(t, "id"),
				Seq:     rapid.Uint64().Draw(t, "seq"), Time: when},
			step: "notify", reason: rapid.StringMatching(`[a-z ，。]{0,20}[a-z]`).Draw(t, "reason"),
			attempts: rapid.IntRange(1, 99).Draw(t, "n"), first: when.Add(time.Second),
			header: map[string]string{"Kind": rapid.StringMatching(`[a-z]*`).Draw(t, "kind")},
			data:   []byte("text"),
		}
		m := l.message(place{"CASES", 7})
		got := readLetter(Msg{Header: m.Header, Data: m.Data})
		l.reason = strings.TrimSpace(l.reason)
		if !reflect.DeepEqual(got, l) {
			t.Fatalf("%+v\nread as\n%+v", l, got)
		}
	})
}

// FuzzReadLetter: whatever stands in the headers, a letter can be listed, and what is written
// of it again is fit for a header and reads the same.
func FuzzReadLetter(f *testing.F) {
	f.Add("Dead-Seq", "12", "Dead-Reason", "no channel\r\nat all")
	f.Add("Dead-Attempts", "-1", "Dead-First", "yesterday")
	f.Add("Dead-Time", "2026-11-22T00:00:00.5Z", "Kind", "\xff\x00")
	f.Fuzz(func(t *testing.T, k1, v1, k2, v2 string) {
		l := readLetter(Msg{Header: map[string]string{k1: v1, k2: v2}})
		if l.attempts < 0 {
			t.Fatalf("%+v", l)
		}
		m := l.message(place{"S", 1})
		reason := m.Header[headReason]
		if !utf8.ValidString(reason) || strings.ContainsAny(reason, "\r\n\x00") || len(reason) > reasonMost {
			t.Fatalf("reason %q", reason)
		}
		again := readLetter(Msg{Header: m.Header})
		if again.Seq != l.Seq || again.attempts != l.attempts || !again.Time.Equal(l.Time) ||
			!again.first.Equal(l.first) || len(again.header) != len(l.header) {
			t.Fatalf("%+v\nread again as\n%+v", l, again)
		}
	})
}
