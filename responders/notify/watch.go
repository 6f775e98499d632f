package notify

import (
	"strconv"
	"strings"
	"time"
)

// WatchEvery is how often sources and dead letters are looked at: no case tells of them.
const WatchEvery = 5 * time.Minute

// SourceHealth is how a source does.
type SourceHealth struct {
	ID          string
	State       string // ok, late, failing, new
	Code        string // of its last fault
	LastSuccess time.Time
}

// Silent is the notice of a source that is silent, with what makes it this one, and whether it is:
// one notice for each state that it comes to after a success.
func (s SourceHealth) Silent() (n Notice, once string, is bool) {
	if s.State != "failing" && s.State != "late" {
		return Notice{}, "", false
	}
	return Notice{Kind: Silence, Subject: s.ID + " " + s.State + " " + s.Code},
		s.ID + " " + s.State + " " + strconv.FormatInt(s.LastSuccess.Unix(), 10), true
}

// TellStep is the step that sends what is told by a channel.
func TellStep(channel string) string { return tellSteps + channel }

const tellSteps = "tell-"

// Letter is a message that a step could not finish.
type Letter struct {
	Step string
	Seq  uint64
}

// DeadLetters is the notice of those there are, with what makes it this one, and whether there is
// one: a new letter makes a new notice. A dead channel is not told of by channels.
func DeadLetters(all []Letter) (n Notice, once string, is bool) {
	count, newest := 0, uint64(0)
	for _, l := range all {
		if !strings.HasPrefix(l.Step, tellSteps) {
			count, newest = count+1, max(newest, l.Seq)
		}
	}
	return Notice{Kind: Dead, Subject: strconv.Itoa(count)}, strconv.FormatUint(newest, 10), count > 0
}
