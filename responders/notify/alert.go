package notify

import (
	"cmp"
	"time"

	"huiying/opinion"
)

// AlertNotice is what the office is told of an event of an alert, with what makes it this one, and
// whether it is told at all: that it rings, once; and that it rises where it was silenced. f is the
// alert as it is now: what is over is no news. What is not grave can wait for its hour.
func AlertNotice(e opinion.AlertEvent, f opinion.AlertFile, r Rules, now time.Time) (Notice, string, bool) {
	news := e.Type == opinion.AlertRing && e.Again == "" || e.Type == opinion.AlertRise
	if !news || !f.State.Open() || now.Sub(e.At) > cmp.Or(r.Stale, staleAfter) {
		return Notice{}, "", false
	}
	return Notice{Kind: Alert, At: e.At, Alert: f.ID, Topic: f.Topic, Division: f.Division, Severity: f.Severity,
		Urgent: f.Severity.Grave(), Subject: AlertSubject(f.Alert)}, f.ID + " " + string(e.Type), true
}
