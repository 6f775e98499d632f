package notify

import (
	"encoding/json"
	"fmt"
	"huiying/opinion"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestTheNextAttempt(t *testing.T) {
	n := Notice{Key: "k", Channel: "x", Kind: Urge, Case: "c1", To: "unit:water", Reason: "urge goes to unit water"}
	again := n
	again.Replay = 1
	begun, told, failed := Attempt{State: Begun}, Attempt{State: Told}, Attempt{State: Failed}
	toldAgain := Attempt{State: Told, Replay: 1}
	for name, x := range map[string]struct {
		n    Notice
		past []Attempt
		want string // number, and whether it may arrive twice; "" for none
	}{
		"the first":                          {n, nil, "1"},
		"after a failure":                    {n, []Attempt{begun, failed}, "2"},
		"after a death":                      {n, []Attempt{begun}, "2 twice"},
		"after a death and a failure":        {n, []Attempt{begun, begun, failed}, "3"},
		"after a failure and a death":        {n, []Attempt{begun, failed, begun}, "3 twice"},
		"told":                               {n, []Attempt{begun, told}, ""},
		"told, after two deaths":             {n, []Attempt{begun, begun, told}, ""},
		"asked for again":                    {again, []Attempt{begun, told}, "2"},
		"asked for again, and told":          {again, []Attempt{begun, told, begun, toldAgain}, ""},
		"asked for again, and a death since": {again, []Attempt{begun, told, begun}, "3 twice"},
	} {
		got, ok := Begin(x.n, x.past, at)
		s := ""
		if ok {
			s = fmt.Sprint(got.N)
			if got.Twice {
				s += " twice"
			}
			if got.State != Begun || got.Key != "k" || got.Why == "" || got.Notice == nil ||
				got.Replay != x.n.Replay || !got.At.Equal(at) {
				t.Errorf("%s: %+v", name, got)
			}
		}
		if s != x.want {
			t.Errorf("%s: %q, want %q", name, s, x.want)
		}
	}
	if got, _ := Begin(Notice{Key: "t", Kind: Test}, nil, at); got.Notice != nil {
		t.Error("a test is kept, to be told again")
	}
}

func TestAttemptsEnd(t *testing.T) {
	a, _ := Begin(Notice{Key: "k", Channel: "x", Kind: Urge}, nil, at)
	if got := a.Told(at.Add(time.Second)); got.State != Told || got.Took != time.Second ||
		got.Notice != nil || got.N != 1 || got.Error != "" {
		t.Errorf("%+v", got)
	}
	if got := a.Failed(at.Add(time.Second), "status_503",
		strings.Repeat("长", 500)+"\x00"); got.State != Failed || got.Code != "status_503" ||
		len([]rune(got.Error)) > mostWords+1 {
		t.Errorf("%+v", got)
	}
}

func TestTheLogShowsTheLastWordOfEachAttempt(t *testing.T) {
	n := Notice{Key: "k", Channel: "x", Kind: Urge}
	first, _ := Begin(n, nil, at)
	second, _ := Begin(n, []Attempt{first}, at.Add(time.Minute))
	other := Attempt{Key: "k", Channel: "y", N: 1, State: Begun, At: at.Add(30 * time.Second)}
	got := LastWords([]Attempt{first, other, second, second.Told(at.Add(2 * time.Minute))})
	var words []string
	for _, a := range got {
		words = append(words, fmt.Sprint(a.Channel, a.N, a.State))
	}
	if s := strings.Join(words, " "); s != "x2told y1begun x1begun" || got[0].Notice == nil ||
		got[0].Took != time.Minute {
		t.Errorf("%s, %+v", s, got[0])
	}
}

func TestWhatCanBeToldAgain(t *testing.T) {
	n := Notice{Key: "k", Channel: "x", Kind: Urge, Case: "c1"}
	begun, _ := Begin(n, nil, at)
	past := []Attempt{begun, begun.Told(at)}
	for turn := 1; turn <= 2; turn++ {
		got, subject, ok := Again(past)
		if !ok || got.Key != "k" || got.Case != "c1" || got.Replay != turn || subject != "notice.x.again-k" {
			t.Fatalf("%+v, %s, %v", got, subject, ok)
		}
		a, due := Begin(got, past, at)
		if !due {
			t.Fatalf("turn %d is not told", turn)
		}
		past = append(past, a, a.Told(at))
	}
	for name, past := range map[string][]Attempt{
		"nothing": nil, "aged": {{Key: "k", State: Told}},
		"with files": {{Key: "k", Notice: &Notice{Key: "k", Channel: "x", Kind: Briefing}}},
	} {
		if got, _, ok := Again(past); ok {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// The log of earlier versions is read as it was written.
func TestOldLinesOfTheLog(t *testing.T) {
	var a Attempt
	const old = `{"key":"k","channel":"x","kind":"urge","n":1,"state":"begun","at":"2026-11-23T02:00:00Z","notice":{"key":"k","channel":"x","kind":"urge","to":"unit:water","reason":"r","at":"2026-11-23T02:00:00Z","case":"c1"}}`
	if err := json.Unmarshal([]byte(old), &a); err != nil || a.Notice == nil || a.Notice.Case != "c1" {
		t.Fatalf("%+v, %v", a, err)
	}
	if again, err := json.Marshal(a); err != nil || string(again) != old {
		t.Errorf("%s, %v", again, err)
	}
}

func TestAChannelIsLeftAloneForLonger(t *testing.T) {
	var h Health
	failed := Attempt{State: Failed, At: at, Code: "away", Error: "away"}
	for i, want := range []struct {
		state string
		pause time.Duration
	}{{"late", 0}, {"late", 0}, {"failing", 10 * time.Second}, {"failing", 20 * time.Second},
		{"failing", 40 * time.Second}} {
		h = h.After(failed, at, 3, 0)
		if h.State(3) != want.state || h.Pause(at) != want.pause || h.Failures != i+1 || h.Code != "away" {
			t.Errorf("after %d failures: %s, %v, %+v; want %v", i+1, h.State(3), h.Pause(at), h, want)
		}
	}
	for range 60 {
		h = h.After(failed, at, 3, 0)
	}
	if h.Pause(at) != MostPause || h.Pause(at.Add(MostPause)) != 0 || h.Pause(at.Add(time.Hour)) != 0 {
		t.Errorf("left alone for %v", h.Pause(at))
	}
	h = h.After(Attempt{State: Told, At: at}, at, 3, 0)
	if h.State(3) != "ok" || h.Pause(at) != 0 || h.Code != "" || !h.LastSuccess.Equal(at) {
		t.Errorf("after a success: %+v", h)
	}
	if (Health{}).State(3) != "new" {
		t.Error("what was never used is not new")
	}
}

func TestWhatTheOtherSideAsksForIsGranted(t *testing.T) {
	failed := Attempt{State: Failed, At: at}
	if h := (Health{}).After(failed, at, 3, 9*time.Second); h.Pause(at) != 9*time.Second {
		t.Errorf("%+v", h)
	}
	if h := (Health{}).After(failed, at, 3, 24*time.Hour); h.Pause(at) != MostPause {
		t.Errorf("a day is granted: %+v", h)
	}
}

func TestBackoff(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(-3, 200).Draw(t, "attempt")
		if d := Backoff(n); d < 5*time.Second || d > time.Hour || Backoff(n+1) < d {
			t.Fatalf("attempt %d waits %v", n, d)
		}
	})
	total := time.Duration(0)
	for n := range MostAttempts {
		total += Backoff(n)
	}
	if total < 40*time.Hour || total > 60*time.Hour {
		t.Errorf("it is tried for %v, not for about two days", total)
	}
}

// Each trouble of a source is told once for each time that it begins: a fault when it lasts, a
// silence by a kind of its own.
func TestSourcesInTroubleAreTold(t *testing.T) {
	for _, c := range []struct {
		s    SourceHealth
		kind Kind // "": nothing is told
	}{
		{SourceHealth{State: opinion.SourceWorking}, ""},
		{SourceHealth{State: opinion.SourceNew}, ""},
		{SourceHealth{State: opinion.SourceUnchanged}, ""},
		{SourceHealth{State: opinion.SourceFailing, Code: "slow", Failures: 2}, ""},
		{SourceHealth{State: opinion.SourceFailing, Code: "slow", Failures: 3}, Faulty},
		{SourceHealth{State: opinion.SourceBlocked, Code: "blocked", Failures: 1}, ""},
		{SourceHealth{State: opinion.SourceBlocked, Code: "blocked", Failures: 2}, Faulty},
		{SourceHealth{State: opinion.SourceLayout, Code: "changed_layout", Failures: 2}, Faulty},
		{SourceHealth{State: opinion.SourceGone, Code: "status_404", Failures: 2}, Faulty},
		{SourceHealth{State: opinion.SourceLate, Code: "overdue"}, Faulty},
		{SourceHealth{State: opinion.SourceLate, Code: "silent"}, Silence},
	} {
		c.s.ID, c.s.Since = "board", at
		n, once, is := c.s.Notice()
		if is != (c.kind != "") || n.Kind != c.kind {
			t.Errorf("%+v: %+v, %v", c.s, n, is)
		}
		if !is {
			continue
		}
		if want := "board " + string(c.s.State) + " " + c.s.Code; n.Subject != want {
			t.Errorf("subject %q, want %q", n.Subject, want)
		}
		later := c.s
		later.Code, later.Failures = "other", c.s.Failures+7
		if c.kind == Silence {
			later.Code = c.s.Code
		}
		if _, same, _ := later.Notice(); same != once {
			t.Errorf("%+v: the same trouble is news", later)
		}
		later.Since = at.Add(time.Hour)
		if _, again, _ := later.Notice(); again == once {
			t.Errorf("%+v: a trouble that began anew is no news", later)
		}
	}
}

func TestDeadLettersAreTold(t *testing.T) {
	letters := []Letter{{"analyze", 3}, {TellStep("oa"), 9}, {"respond", 7}}
	if n, once, is := DeadLetters(letters); !is || n.Subject != "2" || once != "7" || n.Kind != Dead {
		t.Errorf("%+v, %s, %v", n, once, is)
	}
	if _, _, is := DeadLetters(letters[1:2]); is {
		t.Error("a dead channel is told of by channels")
	}
}
