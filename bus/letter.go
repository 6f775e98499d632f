package bus

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Headers of a dead letter. Other headers are those of the message that died.
const (
	headPrefix   = "Dead-"
	headStep     = "Dead-Step"
	headStream   = "Dead-Stream"
	headSubject  = "Dead-Subject"
	headSeq      = "Dead-Seq"
	headTime     = "Dead-Time"
	headReason   = "Dead-Reason"
	headAttempts = "Dead-Attempts"
	headFirst    = "Dead-First"
)

// reasonMost bounds the reason in bytes: with all else it must fit in the headroom.
const reasonMost = 1000

// origin is where a message came from before it died.
type origin struct {
	Stream, Subject string
	Seq             uint64
	Time            time.Time
}

// letter is a dead letter as it is stored.
type letter struct {
	origin
	step, reason string
	attempts     int
	first        time.Time
	header       map[string]string
	data         []byte
}

// message writes the letter. Its id is the place of the delivery, so that a step which is
// killed between burying and acknowledging buries once; a replayed message has a place of its
// own and may die again.
func (l letter) message(at place) Message {
	h := make(map[string]string, len(l.header)+8)
	for k, v := range l.header {
		if !strings.HasPrefix(k, headPrefix) {
			h[k] = v
		}
	}
	h[headStep], h[headStream], h[headSubject] = l.step, l.Stream, l.Subject
	h[headSeq], h[headAttempts] = strconv.FormatUint(l.Seq, 10), strconv.Itoa(l.attempts)
	h[headTime], h[headFirst] = l.Time.UTC().Format(time.RFC3339Nano), l.first.UTC().Format(time.RFC3339Nano)
	h[headReason] = oneLine(l.reason, reasonMost)
	return Message{
		Subject: "dead." + l.step,
		ID:      fmt.Sprintf("dead.%s.%s.%d", l.step, at.stream, at.seq),
		Data:    l.data,
		Header:  h,
	}
}

// readLetter reads what message wrote. Whatever is missing or spoilt stays zero: a damaged
// letter can still be listed and dropped.
func readLetter(m Msg) letter {
	l := letter{data: m.Data}
	for k, v := range m.Header {
		switch k {
		case headStep:
			l.step = v
		case headStream:
			l.Stream = v
		case headSubject:
			l.Subject = v
		case headSeq:
			l.Seq, _ = strconv.ParseUint(v, 10, 64)
		case headAttempts:
			if n, err := strconv.Atoi(v); err == nil && n > 0 {
				l.attempts = n
			}
		case headTime:
			l.Time, _ = time.Parse(time.RFC3339Nano, v)
		case headFirst:
			l.first, _ = time.Parse(time.RFC3339Nano, v)
		case headReason:
			l.reason = v
		default:
			if !strings.HasPrefix(k, headPrefix) {
				if l.header == nil {
					l.header = make(map[string]string, len(m.Header))
				}
				l.header[k] = v
			}
		}
	}
	return l
}

// oneLine makes a text fit for a header: valid UTF-8, no control characters, at most most bytes.
func oneLine(s string, most int) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "?"))
	if len(s) > most {
		s = strings.ToValidUTF8(s[:most], "")
	}
	return strings.TrimSpace(s)
}
