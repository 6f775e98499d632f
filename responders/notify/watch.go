package notify

import (
	"strconv"
	"strings"
	"time"

	"huiying/opinion"
)

// WatchEvery is how often sources and dead letters are looked at: no case tells of them.
const WatchEvery = 5 * time.Minute

// SourceHealth is how a source does.
type SourceHealth struct {
	ID       string
	State    opinion.SourceState
	Code     string    // why
	Failures int       // in a row
	Since    time.Time // when the state began
}

// How many visits in a row must fail before somebody is told. A site that is away for an hour is no
// news; one that shuts its door says so at each visit.
const (
	tellFailing = 3
	tellSettled = 2
)

// Notice is the notice of a source whose state asks for people, with what makes it this one, and
// whether there is one: one notice for each time that a state begins. Silence has a kind of its own:
// nothing failed, and somebody has to ask why nothing comes.
func (s SourceHealth) Notice() (n Notice, once string, is bool) {
	kind, enough := Faulty, true
	switch s.State.Trouble() {
	case opinion.SourceQuiet:
		if s.Failures == 0 && s.Code == "silent" {
			kind = Silence
		}
	case opinion.SourceBroken:
		enough = s.Failures >= tellSettled && (s.State != opinion.SourceFailing || s.Failures >= tellFailing)
	case opinion.NoTrouble:
		enough = false
	}
	if !enough {
		return Notice{}, "", false
	}
	return Notice{Kind: kind, Subject: s.ID + " " + string(s.State) + " " + s.Code},
		s.ID + " " + string(s.State) + " " + strconv.FormatInt(s.Since.Unix(), 10), true
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
