package alerts

import (
	"slices"
	"strings"
	"time"

	"huiying/opinion"
	"huiying/words"
)

// Act is what somebody of the office wants done to an alert.
type Act struct {
	Move   opinion.AlertMove
	Who    string // the account
	By     string // its role, for the history
	To     string // hand: the account that takes it over; "": the desk
	Reason string
	Case   string
	Watch  string
	At     time.Time
}

func refuse(code string) error {
	return &words.Refusal{Code: "alert_" + code, Phrase: words.Of("alert.refused." + code)}
}

// mostReason bounds a reason or a note.
const mostReason = 500

// Do decides what an act on an alert leads to. What belongs to it and is quiet goes the same way when
// it is dismissed or led on.
func (d Desk) Do(id string, act Act) ([]opinion.AlertEvent, error) {
	f, ok := d.file(opinion.Alert{ID: id})
	act.Reason = strings.TrimSpace(act.Reason)
	switch {
	case !ok || f.ID != id:
		return nil, refuse("unknown")
	case !slices.Contains(opinion.AlertPersonMoves, act.Move):
		return nil, refuse("move")
	case !f.State.Open():
		return nil, refuse("closed")
	case act.Move == opinion.AlertTake && f.State == opinion.AlertTaken && f.Who == act.Who:
		return nil, nil
	case act.Move == opinion.AlertHand && f.State != opinion.AlertTaken:
		return nil, refuse("not_taken")
	case act.Move == opinion.AlertDismiss && act.Reason == "":
		return nil, refuse("reason")
	case act.Move == opinion.AlertLead && act.Case == "" && act.Watch == "":
		return nil, refuse("nowhere")
	case opinion.TellsPerson(act.Reason):
		return nil, refuse("person")
	}
	e := opinion.AlertEvent{ID: id, Type: act.Move, At: act.At, By: act.By, Who: act.Who, To: act.To,
		Reason: opinion.Clip(act.Reason, mostReason), Case: act.Case, Watch: act.Watch}
	out := []opinion.AlertEvent{e}
	if act.Move == opinion.AlertDismiss || act.Move == opinion.AlertLead {
		for _, g := range d.Files {
			if g.State == opinion.AlertQuiet && g.Group == id {
				e.ID = g.ID
				out = append(out, e)
			}
		}
	}
	return out, nil
}

// LongestHush bounds how long something is silenced at a time.
const LongestHush = 30 * 24 * time.Hour

// Hush checks what somebody wants silenced, and completes it.
func Hush(h opinion.Hush) (opinion.Hush, error) {
	h.Reason = opinion.Clip(strings.TrimSpace(h.Reason), mostReason)
	switch {
	case h.Wide():
		return h, refuse("wide")
	case h.Reason == "":
		return h, refuse("reason")
	case opinion.TellsPerson(h.Reason):
		return h, refuse("person")
	case !h.Until.After(h.At) || h.Until.Sub(h.At) > LongestHush:
		return h, refuse("until")
	case h.Kind != "" && !h.Kind.Known():
		return h, refuse("kind")
	}
	h.ID, h.Ended, h.Why = opinion.HushID(h), time.Time{}, ""
	return h, nil
}

// idle is how long something is silenced though nothing fits it.
const idle = 72 * time.Hour

// Why a silence ended before its time.
const (
	EndedIdle = "idle" // nothing fitted it for idle
	EndedDone = "done" // all that it kept quiet has ended
)

// Sweep ends what is silenced for nothing, and lets rise what a silence that is over kept quiet. A
// silence is over by its time, by somebody's word, or because nothing fits it.
func (d Desk) Sweep(now time.Time) (rise []opinion.AlertEvent, over []opinion.Hush) {
	holds := map[string]bool{}
	for _, h := range d.Hushes {
		last, quiet, kept := h.At, 0, 0
		for _, f := range d.Files {
			if f.Silence == h.ID {
				kept++
				if last = later(last, f.Updated); f.State == opinion.AlertQuiet {
					quiet++
				}
			}
		}
		active := h.Active(now)
		if active && quiet == 0 && now.Sub(last) >= idle {
			active, h.Ended, h.Why = false, now, EndedIdle
			if kept > 0 {
				h.Why = EndedDone
			}
			over = append(over, h)
		}
		holds[h.ID] = active
	}
	for _, f := range d.Files {
		if f.State == opinion.AlertQuiet && f.Silence != "" && !holds[f.Silence] {
			rise = append(rise, event(f.ID, opinion.AlertRise, Change{At: now}))
		}
	}
	return rise, over
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
