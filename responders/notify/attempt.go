package notify

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"huiying/opinion"
)

// States of an attempt.
const (
	Begun  = "begun" // the message leaves; without an end, a process died in between
	Told   = "told"
	Failed = "failed"
)

// Attempt is one line of the delivery log. It begins when the message leaves and ends when the
// other side has spoken.
type Attempt struct {
	Key     string        `json:"key"`
	Channel string        `json:"channel"`
	Kind    Kind          `json:"kind"`
	To      string        `json:"to,omitempty"`
	Why     string        `json:"why,omitempty"`
	Case    string        `json:"case,omitempty"`
	Items   int           `json:"items,omitempty"`
	N       int           `json:"n"`
	Replay  int           `json:"replay,omitempty"`
	State   string        `json:"state"` // begun, told, failed
	At      time.Time     `json:"at"`
	Took    time.Duration `json:"took,omitempty"`
	Code    string        `json:"code,omitempty"`
	Error   string        `json:"error,omitempty"`
	Twice   bool          `json:"twice,omitempty"` // an earlier attempt has no end: it may have arrived
	Notice  *Notice       `json:"notice,omitempty"`
}

// Begin is the next attempt at a notice, by the lines that the log has of it, and whether there is
// to be one: what was told is not told again, unless somebody asked for it since.
func Begin(n Notice, past []Attempt, at time.Time) (Attempt, bool) {
	a := Attempt{Key: n.Key, Channel: n.Channel, Kind: n.Kind, To: n.To, Why: n.Reason,
		Case: n.Case, Items: len(n.Items),
		Replay: n.Replay, State: Begun, At: at}
	for _, was := range past {
		switch was.State {
		case Begun:
			a.Twice, a.N = true, a.N+1
		case Told:
			if was.Replay >= n.Replay {
				return Attempt{}, false
			}
			a.Twice = false
		default:
			a.Twice = false
		}
	}
	a.N++
	if n.Kind != Test {
		a.Notice = &n
	}
	return a, true
}

// Told is the line for an attempt that the other side took at a moment.
func (a Attempt) Told(at time.Time) Attempt {
	a.Took, a.State, a.Notice = at.Sub(a.At), Told, nil
	return a
}

// Failed is the line for one that it did not take: code is a word for programs, words are cut to
// what a line of the log takes.
func (a Attempt) Failed(at time.Time, code, words string) Attempt {
	a.Took, a.State, a.Notice = at.Sub(a.At), Failed, nil
	a.Code, a.Error = code, opinion.Clip(opinion.CleanText(words), mostWords)
	return a
}

// mostWords is how many characters of an error the delivery log keeps.
const mostWords = 200

// LastWords makes one line of each attempt, what is known of it last, the latest attempt first.
// lines are in the order of the log.
func LastWords(lines []Attempt) []Attempt {
	var out []Attempt
	at := map[string]int{}
	for _, a := range lines {
		id := a.Channel + a.Key + strconv.Itoa(a.N)
		if i, ok := at[id]; ok && a.State != Begun {
			a.Notice = out[i].Notice
			out[i] = a
			continue
		}
		at[id] = len(out)
		out = append(out, a)
	}
	slices.SortStableFunc(out, func(a, b Attempt) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.N, a.N)) })
	return out
}

// Again is the notice that is told once more, by the lines that the log has of it, with the subject
// under which it is asked for. Its key stays, so that a receiver can know it. false where the log
// has no such notice, or one that had files, which are not kept.
func Again(past []Attempt) (n Notice, subject string, ok bool) {
	most := 0
	for _, a := range past {
		most = max(most, a.Replay)
		if a.Notice != nil {
			n = *a.Notice
		}
	}
	if n.Key == "" || n.Kind == Briefing {
		return Notice{}, "", false
	}
	n.Replay = most + 1
	return n, NoticeSubject(n.Channel, "again-"+n.Key), true
}

// MostAttempts is about two days of trying; then the notice is a dead letter.
const MostAttempts = 60

// Backoff is how long after a failed attempt, counted from 1, the next one is made: 5 s, doubling
// to an hour.
func Backoff(attempt int) time.Duration {
	return min(5*time.Second<<min(max(attempt-1, 0), 12), time.Hour)
}
