package notify

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"

	"huiying/opinion"
	"huiying/words"
)

var at = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC) // a Monday, 10:00 in Shanghai

func zone(t interface{ Fatal(...any) }, name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func clock(t interface{ Fatal(...any) }, s string) Clock {
	k, err := ParseClock(s)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func rules() Rules {
	return Rules{
		Superior: func(u string) string { return map[string]string{"water": "city", "road": "nobody"}[u] },
		Tell: []Rule{
			{Unit: "water", Channels: []string{"w"}}, {Unit: "power", Channels: []string{"p"}},
			{Unit: "city", Channels: []string{"c"}},
			{Role: "coordinator", Channels: []string{"desk"}},
			{Role: "leader", Channels: []string{"boss"}, Kinds: []Kind{Heavy}},
			{Role: "administrator", Channels: []string{"ops"}},
		},
	}
}

func running(duty opinion.Duty, unit string, done time.Time) opinion.Case {
	return opinion.Case{ID: "c1", State: opinion.Handling, Lead: unit,
		Severity: opinion.SeverityIII, Topic: "t", Division: "98", Due: at.Add(time.Hour),
		Clocks: []opinion.Timed{{Duty: duty, Unit: unit, Due: at.Add(time.Hour), Done: done}}}
}

func TestWhoIsToldWhat(t *testing.T) {
	open := running(opinion.DutyAnswer, "water", time.Time{})
	heavy := open
	heavy.Severity = opinion.SeverityI
	twice := open
	twice.InARow = 2
	triage := opinion.Case{ID: "c1", State: opinion.Triage}
	for name, tc := range map[string]struct {
		e    opinion.Event
		c    opinion.Case
		want string // kind to channel, in order
	}{
		"dispatch, lead and co": {opinion.Event{Type: opinion.MoveDispatch, Unit: "water",
			Co: []string{"power"}}, open, "dispatch>w assist>p"},
		"a unit without a rule": {opinion.Event{Type: opinion.MoveDispatch, Unit: "road"}, open, ""},
		"remind": {opinion.Event{Type: opinion.MoveRemind, Unit: "water",
			Duty: opinion.DutyAnswer}, open, "remind>w"},
		"due":  {opinion.Event{Type: opinion.MoveOverdue}, open, "due>w"},
		"urge": {opinion.Event{Type: opinion.MoveUrge}, open, "urge>w"},
		"what was met is not urged": {opinion.Event{Type: opinion.MoveUrge},
			running(opinion.DutyAnswer, "water", at), ""},
		"escalate to the superior": {opinion.Event{Type: opinion.MoveEscalate}, open, "escalate>c"},
		"whose superior has no rule": {opinion.Event{Type: opinion.MoveEscalate},
			running(opinion.DutyAnswer, "road", time.Time{}), "escalate>desk"},
		"return":       {opinion.Event{Type: opinion.MoveReturn, Unit: "water"}, open, "return>desk"},
		"return again": {opinion.Event{Type: opinion.MoveReturn, Unit: "water"}, twice, "arbitrate>desk"},
		"extension":    {opinion.Event{Type: opinion.MoveAsk}, open, "ask>desk"},
		"due time moved": {opinion.Event{Type: opinion.MoveRecount, Moved: []opinion.Duty{opinion.DutyAnswer}},
			opinion.Case{State: opinion.Handling, Lead: "water",
				Clocks: []opinion.Timed{{Duty: opinion.DutyAnswer}, {Duty: opinion.DutyComplete}}},
			"recount>w"},
		"answer in doubt": {opinion.Event{Type: opinion.MoveDoubt},
			opinion.Case{State: opinion.Answered, Lead: "water"}, "doubt>desk"},
		"a contested case": {opinion.Event{Type: opinion.MoveContest, Unit: "water"},
			opinion.Case{State: opinion.Closed, Lead: "water", Contested: true}, "contest>desk"},
		"a contested case that was decided": {opinion.Event{Type: opinion.MoveContest, Unit: "water"},
			opinion.Case{State: opinion.Closed, Lead: "water"}, ""},
		"the source corrects a report": {opinion.Event{Type: opinion.MoveAmend,
			Unit: "desk"}, open, "amend>w"},
		"a reply stands at the source": {opinion.Event{Type: opinion.MoveFind,
			Unit: "desk"}, open, "found>w"},
		"a reply to what nobody works on":         {opinion.Event{Type: opinion.MoveFind, Unit: "water"}, triage, ""},
		"a corrected report that nobody works on": {opinion.Event{Type: opinion.MoveAmend, Unit: "water"}, triage, ""},
		"a corrected report says danger": {opinion.Event{Type: opinion.MoveAmend, Unit: "water",
			Danger: []string{"119"}}, triage, "danger>desk danger>boss"},
		"a doubt that was decided": {opinion.Event{Type: opinion.MoveDoubt},
			opinion.Case{State: opinion.Verified, Lead: "water"}, ""},
		"answer not accepted": {opinion.Event{Type: opinion.MoveVerify}, open, "redo>w"},
		"answer accepted":     {opinion.Event{Type: opinion.MoveVerify, OK: true}, open, ""},
		"heavy case": {opinion.Event{Type: opinion.MoveOpen,
			Severity: opinion.SeverityI}, heavy, "heavy>desk heavy>boss"},
		"a report makes it heavy": {opinion.Event{Type: opinion.MoveJoin,
			Severity: opinion.SeverityII}, heavy, "heavy>desk heavy>boss"},
		"light case":          {opinion.Event{Type: opinion.MoveOpen, Severity: opinion.SeverityIV}, open, ""},
		"reopened for triage": {opinion.Event{Type: opinion.MoveReopen}, triage, ""},
		"news of last week is no news": {opinion.Event{Type: opinion.MoveDispatch, Unit: "water",
			At: at.Add(-8 * 24 * time.Hour)}, open, ""},
	} {
		t.Run(name, func(t *testing.T) {
			tc.e.Case, tc.e.Seq = "c1", 7
			if tc.e.At.IsZero() {
				tc.e.At = at
			}
			got := Decide(tc.e, tc.c, rules(), at)
			var words []string
			for _, n := range got {
				words = append(words, string(n.Kind)+">"+n.Channel)
				if n.Reason == "" || n.Key == "" || n.Case != "c1" {
					t.Errorf("notice without reason, key or case: %+v", n)
				}
			}
			if s := strings.Join(words, " "); s != tc.want {
				t.Errorf("told %q, want %q", s, tc.want)
			}
			later := Decide(tc.e, tc.c, rules(), at.Add(time.Hour))
			if len(later) != len(got) || len(got) > 0 && (later[0].Key != got[0].Key ||
				!later[0].Tell.Equal(got[0].Tell)) {
				t.Error("deciding again later decides something else")
			}
		})
	}
}

func TestAHeavyCaseIsToldOnceForEachLevel(t *testing.T) {
	c := opinion.Case{ID: "c1", State: opinion.Dispatched, Lead: "water", Severity: opinion.SeverityII}
	first := Decide(opinion.Event{Type: opinion.MoveOpen, Case: "c1", Seq: 1, At: at, Unit: "road",
		Severity: opinion.SeverityII}, c, rules(), at)
	again := Decide(opinion.Event{Type: opinion.MoveJoin, Case: "c1", Seq: 4, At: at,
		Severity: opinion.SeverityII}, c, rules(), at)
	worse := Decide(opinion.Event{Type: opinion.MoveJoin, Case: "c1", Seq: 5, At: at,
		Severity: opinion.SeverityI}, c, rules(), at)
	if first[0].Key != again[0].Key || first[0].Key == worse[0].Key {
		t.Error("a further report of the same level is news, or a worse one is not")
	}
}

func TestTwoRulesForOneChannelTellItOnceAndSoonest(t *testing.T) {
	r := Rules{Tell: []Rule{
		{Role: "coordinator", Channels: []string{"x"}, When: DeliveryHours{Digest: []Clock{600}, Zone: time.UTC}},
		{Role: "monitor", Kinds: []Kind{Doubt}, Channels: []string{"x"}},
	}}
	got := Signal(Notice{Kind: Doubt, At: at}, "1", r)
	if len(got) != 1 || !got[0].Tell.IsZero() {
		t.Errorf("%+v", got)
	}
}

// TestDangerRingsAtOnce: the first report, whatever its severity, at night and before a digest; a rule
// that was written for heavy cases hears of it too.
func TestDangerRingsAtOnce(t *testing.T) {
	night := DeliveryHours{Quiet: true, From: clock(t, "09:00"), To: clock(t, "18:00"),
		Zone: zone(t, "Asia/Shanghai"), Digest: []Clock{clock(t, "20:00")}}
	r := rules()
	for i := range r.Tell {
		r.Tell[i].When = night
	}
	e := opinion.Event{Case: "c1", Seq: 1, Type: opinion.MoveOpen, At: at,
		Severity: opinion.SeverityIII, Danger: []string{"119", "120"}}
	c := opinion.Case{ID: "c1", State: opinion.Triage, Severity: opinion.SeverityIII, Danger: e.Danger}
	told := Decide(e, c, r, at)
	if len(told) != 2 { // desk and boss
		t.Fatalf("%+v", told)
	}
	for _, n := range told {
		if n.Kind != Danger || !n.Urgent || !n.Tell.IsZero() || !slices.Equal(n.Call, e.Danger) {
			t.Errorf("%+v", n)
		}
		if _, text := Write(n, Words{Lang: "zh-CN"}); !strings.Contains(text, "119 120") {
			t.Errorf("whom to call is not said: %s", text)
		}
	}
	e.Type, e.Seq = opinion.MoveJoin, 2
	for i, again := range Decide(e, c, r, at) {
		if again.Key != told[i].Key {
			t.Errorf("a second report in danger rings again: %+v", again)
		}
	}
}

func TestQuietHours(t *testing.T) {
	night := func(z string) DeliveryHours {
		return DeliveryHours{Quiet: true, From: clock(t, "22:00"), To: clock(t, "07:00"), Zone: zone(t, z)}
	}
	noon := DeliveryHours{Quiet: true, From: clock(t, "12:00"), To: clock(t, "13:30"), Zone: zone(t, "Asia/Shanghai")}
	weekdays := func(d time.Time) bool { return d.Weekday() != time.Saturday && d.Weekday() != time.Sunday }
	digest := night("Asia/Shanghai")
	digest.Digest = []Clock{clock(t, "14:00"), clock(t, "08:30")}
	working := night("Asia/Shanghai")
	working.Working = weekdays
	restOnly := DeliveryHours{Zone: zone(t, "Asia/Shanghai"), Working: weekdays}
	for _, tc := range []struct {
		hours    DeliveryHours
		at, want string // RFC 3339; "" = at once
	}{
		{night("Asia/Shanghai"), "2026-11-23T21:59:59+08:00", ""},
		{night("Asia/Shanghai"), "2026-11-23T22:00:00+08:00", "2026-11-24T07:00:00+08:00"},
		{night("Asia/Shanghai"), "2026-11-24T00:00:00+08:00", "2026-11-24T07:00:00+08:00"},
		{night("Asia/Shanghai"), "2026-11-24T06:59:59+08:00", "2026-11-24T07:00:00+08:00"},
		{night("Asia/Shanghai"), "2026-11-24T07:00:00+08:00", ""},
		{night("Asia/Shanghai"), "2026-11-23T15:00:00Z", "2026-11-24T07:00:00+08:00"}, // 23:00 there
		{night("Asia/Urumqi"), "2026-11-23T15:00:00Z", ""},                            // 21:00 there
		{night("Europe/Berlin"), "2026-03-28T23:30:00+01:00", "2026-03-29T07:00:00+02:00"},
		{noon, "2026-11-23T12:10:00+08:00", "2026-11-23T13:30:00+08:00"},
		{digest, "2026-11-23T10:00:00+08:00", "2026-11-23T14:00:00+08:00"},
		{digest, "2026-11-23T14:00:01+08:00", "2026-11-24T08:30:00+08:00"},
		{working, "2026-11-20T23:00:00+08:00", "2026-11-23T07:00:00+08:00"}, // Friday night to Monday
		{working, "2026-11-21T12:00:00+08:00", "2026-11-23T07:00:00+08:00"},
		{restOnly, "2026-11-21T12:00:00+08:00", "2026-11-23T00:00:00+08:00"},
		{DeliveryHours{}, "2026-11-21T03:00:00+08:00", ""},
	} {
		moment, _ := time.Parse(time.RFC3339, tc.at)
		got := tc.hours.Next(moment)
		want, _ := time.Parse(time.RFC3339, tc.want)
		if !got.Equal(want) {
			t.Errorf("%s: %s, want %q", tc.at, got, tc.want)
		}
	}
}

func TestNoHourIsToldInQuietAndNothingWaitsForEver(t *testing.T) {
	zones := []*time.Location{time.UTC, zone(t, "Asia/Shanghai"), zone(t, "Europe/Berlin"),
		zone(t, "America/St_Johns"), zone(t, "Australia/Lord_Howe")}
	rapid.Check(t, func(t *rapid.T) {
		c := DeliveryHours{Quiet: rapid.Bool().Draw(t, "quiet"),
			From: Clock(rapid.IntRange(0, 1439).Draw(t, "from")),
			To:   Clock(rapid.IntRange(0, 1439).Draw(t, "to")),
			Zone: rapid.SampledFrom(zones).Draw(t, "zone")}
		if c.From == c.To {
			c.Quiet = false
		}
		for _, k := range rapid.SliceOfN(rapid.IntRange(0, 1439), 0, 3).Draw(t, "digest") {
			if !c.Hushed(Clock(k)) {
				c.Digest = append(c.Digest, Clock(k))
			}
		}
		moment := at.Add(time.Duration(rapid.Int64Range(0, 400*24*3600).Draw(t, "s")) * time.Second)
		got := c.Next(moment)
		if got.IsZero() {
			if len(c.Digest) == 0 && !c.free(moment) {
				t.Fatalf("told at once in quiet hours")
			}
			return
		}
		if got.Before(moment) || got.Sub(moment) > 50*time.Hour || !c.free(got) {
			t.Fatalf("of %s told at %s", moment, got)
		}
	})
}

func TestWhatIsUrgentNeverWaits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hours := DeliveryHours{Quiet: true, From: Clock(rapid.IntRange(0, 700).Draw(t, "from")),
			To: Clock(rapid.IntRange(701, 1439).Draw(t, "to")), Zone: time.UTC, Digest: []Clock{5}}
		r := Rules{Tell: []Rule{{Unit: "water", Channels: []string{"w"}, When: hours},
			{Role: "leader", Channels: []string{"b"}, When: hours}}}
		c := opinion.Case{ID: "c", State: opinion.Dispatched, Lead: "water",
			Severity: rapid.SampledFrom([]opinion.Severity{opinion.SeverityI,
				opinion.SeverityII}).Draw(t, "sev")}
		e := opinion.Event{Case: "c", Seq: 1,
			At:   at.Add(time.Duration(rapid.IntRange(0, 86400).Draw(t, "s")) * time.Second),
			Unit: "water", Severity: c.Severity,
			Type: rapid.SampledFrom([]opinion.Move{opinion.MoveOpen, opinion.MoveDispatch}).Draw(t, "move")}
		got := Decide(e, c, r, e.At)
		if len(got) == 0 || slices.ContainsFunc(got, func(n Notice) bool { return !n.Tell.IsZero() }) {
			t.Fatalf("%+v", got)
		}
	})
}

// A digest is gathered again and again while things come in, with kills in between.
func TestADigestLosesNothingAndTellsNothingTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.IntRange(1, 7).Draw(t, "most")
		var held []Notice
		told, counts := map[string]bool{}, map[string]int{}
		for range rapid.IntRange(1, 6).Draw(t, "rounds") {
			for range rapid.IntRange(0, 9).Draw(t, "new") {
				n := rapid.IntRange(0, 30).Draw(t, "n")
				held = append(held, Notice{Key: fmt.Sprint(n), At: at.Add(time.Duration(n) * time.Minute)})
			}
			shuffled := rapid.Permutation(held).Draw(t, "order")
			a, b := Gather("x", at, held, told, most), Gather("x", at, shuffled, told, most)
			if len(a) != len(b) || len(a) > 0 && a[0].Key != b[0].Key {
				t.Fatal("the order of reading changes the digest")
			}
			for _, d := range a {
				if len(d.Items) > most || len(d.Items) == 0 {
					t.Fatalf("%d items of at most %d", len(d.Items), most)
				}
				for _, n := range d.Items {
					counts[n.Key]++
					told[n.Key] = true
				}
			}
		}
		for _, n := range held {
			if counts[n.Key] != 1 {
				t.Fatalf("%s told %d times", n.Key, counts[n.Key])
			}
		}
	})
}

func TestWhatANoticeSays(t *testing.T) {
	n := Notice{Kind: Urge, Case: "c0123456789", Topic: "t", Division: "98",
		Severity: opinion.SeverityIII, Unit: "water", Due: at}
	w := Words{Product: "回应", Link: "https://h.example", Zone: zone(t, "Asia/Shanghai"),
		Unit: func(string) string { return "样例水务局" }}
	subject, text := Write(n, w)
	if subject != "【回应】催办 c0123456（III级）" {
		t.Error(subject)
	}
	for _, want := range []string{"样例水务局", "2026-11-23 10:00 +08:00", "https://h.example/cases/c0123456789"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q lacks %q", text, want)
		}
	}
	if strings.Contains(text, "标题") {
		t.Error("a title without leave")
	}
	w.Lang, w.Title = "en", func(string) string { return "sample heading" }
	subject, text = Write(Notice{Kind: Digest, Items: []Notice{n, n}}, w)
	if subject != "[回应] Digest: 2" || strings.Count(text, "sample heading") != 2 {
		t.Errorf("%s\n%s", subject, text)
	}
	for _, k := range append(slices.Clone(Kinds), Digest, Test) {
		if !words.Has("notify.kind."+string(k)) || k.Name("en") == string(k) {
			t.Errorf("no word for %s", k)
		}
	}
}

func FuzzParseQuiet(f *testing.F) {
	f.Add("22:00-07:00")
	f.Add("24:00-07:0é")
	f.Fuzz(func(t *testing.T, s string) {
		from, to, err := ParseQuiet(s)
		if err == nil && (from == to || from < 0 || to > 1439 || len(s) != 11) {
			t.Errorf("%q is %d-%d", s, from, to)
		}
	})
}
