package recount_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"huiying/opinion"
	"huiying/register"
	"huiying/register/recount"
)

// at is the beginning of a day of +08:00.
var at = time.Date(2026, 11, 21, 16, 0, 0, 0, time.UTC)

func message(t *testing.T, v any) []byte {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func found(id string) (f opinion.Finding) {
	f.ID, f.Source, f.CollectedAt = id, "mailbox", at.Add(time.Hour)
	return f
}

// What came in and was never judged is asked for by name; what was purged is not.
func TestWhatIsOnNoLineIsNamed(t *testing.T) {
	b := recount.New(func(opinion.Finding) opinion.Disposed { return opinion.Disposed{Rule: opinion.RuleUnclear} })
	for _, id := range []string{"m1", "m2", "m3"} {
		b.Mention(message(t, found(id).Mention))
	}
	b.Finding(message(t, found("m1")))
	b.Purged(message(t, opinion.Purged{Mention: "m3", At: at}))
	if got := b.Unjudged(); len(got) != 1 || got[0].Mention != "m2" || got[0].Source != "mailbox" {
		t.Errorf("on no line are %+v", got)
	}
	if got := b.Of("mailbox", at); len(got) != 1 || got[0] != "m1" {
		t.Errorf("of the day are %v", got)
	}
}

// Each sum on which two counts differ is named, with both; the order of entries says nothing.
func TestADifferenceIsNamed(t *testing.T) {
	waits := register.Entry{Source: "mailbox", Day: at, Is: opinion.DispositionWaiting, Why: "unclear", N: 3}
	cases := register.Entry{Source: "mailbox", Day: at, Is: opinion.DispositionCase, N: 7}
	log := []register.Entry{waits, cases}
	if d := recount.Differ(log, []register.Entry{cases, waits}); len(d) != 0 {
		t.Errorf("the same twice: %v", d)
	}
	fewer := waits
	fewer.N = 2
	more := cases
	more.Day = at.AddDate(0, 0, 1)
	got := recount.Differ(log, []register.Entry{fewer, cases, more})
	if len(got) != 2 || !strings.Contains(got[0].String(),
		"mailbox on 2026-11-22: the log counts 3 (waiting, unclear), the register 2") ||
		got[1].Log != 0 || got[1].Register != 7 {
		t.Errorf("%v", got)
	}
}
