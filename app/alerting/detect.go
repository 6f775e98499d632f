package alerting

import (
	"io"
	"time"

	"huiying/analyzers/alert"
	"huiying/opinion"
	"huiying/responders/alerts"
)

// detects is detection as a Follower uses it.
type detects struct {
	*alert.Detector
	path  func(code string) []string
	level func(source string) opinion.Level
}

// Detects makes detection that knows nothing yet, or that of a saved state. path is a place with all that
// it lies in, from the province down; level that of a source's home.
func Detects(o alert.Options, state io.Reader, path func(string) []string,
	level func(string) opinion.Level) (Detector, error) {
	d := alert.New(o)
	if state != nil {
		var err error
		if d, err = alert.Load(state, o); err != nil {
			return nil, err
		}
	}
	return detects{d, path, level}, nil
}

// Observe tells of a finding that was said at a moment.
func (d detects) Observe(f opinion.Finding, at time.Time) []alerts.Change {
	r := alert.ReportOf(f, f.ID, d.path(f.Place()), d.level(f.Source))
	r.At = at
	return changes(d.Detector.Observe(r))
}

// Tick tells that time passed.
func (d detects) Tick(now time.Time) []alerts.Change { return changes(d.Detector.Tick(now)) }

// dids are what detection says, in the words of the desk.
var dids = map[alert.Did]alerts.Did{alert.Rang: alerts.Rang, alert.Grew: alerts.Grew,
	alert.Settled: alerts.Ended, alert.Joined: alerts.Joined, alert.Replied: alerts.Replied}

func changes(all []alert.Event) (out []alerts.Change) {
	for _, e := range all {
		out = append(out, alerts.Change{Did: dids[e.Did], At: e.At, Into: e.Into, Alert: e.Alert})
	}
	return out
}
