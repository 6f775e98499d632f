package facts

import (
	"time"

	"huiying/opinion"
)

// SourceRow is a source with its health.
type SourceRow struct {
	ID       string              `json:"id"`
	Name     string              `json:"name"`
	Kind     opinion.SourceKind  `json:"kind"`
	URL      string              `json:"url,omitempty"`
	Division string              `json:"division,omitempty"`
	Every    time.Duration       `json:"-"` // 0: not visited, mentions are brought in
	State    opinion.SourceState `json:"state"`
	// Reason is why, as a short code: silent, overdue, or that of its last fault.
	Reason string    `json:"reason,omitempty"`
	Since  time.Time `json:"since,omitzero"` // when the state that asks for people began

	Failures   int       `json:"failures,omitempty"`            // in a row
	FirstCode  string    `json:"first_error_code,omitempty"`    // of the first of them
	FirstError time.Time `json:"first_error_at,omitzero"`       // when it was
	LastItem   time.Time `json:"last_item,omitzero"`            // day of the newest item, or the visit that brought one
	Silent     int       `json:"silent_days"`                   // whole days without an item
	Usual      int       `json:"usual_days,omitempty"`          // its rhythm; 0: not known yet
	Allowed    int       `json:"allowed_days,omitempty"`        // of silence, before it is late
	Workdays   bool      `json:"counts_working_days,omitempty"` // the three above are working days

	LastTry     time.Time `json:"last_try,omitzero"`
	LastSuccess time.Time `json:"last_success,omitzero"`
	LastNew     time.Time `json:"last_new,omitzero"`
	NextTry     time.Time `json:"next_try,omitzero"`
	LastError   string    `json:"last_error,omitempty"`
	Code        string    `json:"last_error_code,omitempty"`
	Collected   uint64    `json:"collected"`
	Refused     uint64    `json:"refused"`
}

// SourceVisit is one visit of a source.
type SourceVisit struct {
	At       time.Time     `json:"at"`
	Took     time.Duration `json:"-"`
	Millis   int64         `json:"took_ms"`
	Status   int           `json:"status,omitempty"`
	Requests int           `json:"requests"`
	Bytes    int64         `json:"bytes"`
	New      int           `json:"new"`
	Refused  int           `json:"refused"`
	Code     string        `json:"code,omitempty"`
}

// SourceDay is how many items of a source were published on a day.
type SourceDay struct {
	Day time.Time `json:"day"` // its beginning
	N   int       `json:"n"`
}

// SourceReport is a source with its last visits.
type SourceReport struct {
	SourceRow
	Visits []SourceVisit `json:"visits"` // latest first
	Days   []SourceDay   `json:"days"`   // those that brought items, oldest first
}

// SourceTally counts sources by what their state asks of people.
type SourceTally struct {
	OK      int `json:"ok"`
	Late    int `json:"late"`
	Failing int `json:"failing"` // also those that are blocked, gone, or of another layout
}

// Add counts one more source.
func (t *SourceTally) Add(s opinion.SourceState) {
	switch s.Trouble() {
	case opinion.SourceBroken:
		t.Failing++
	case opinion.SourceQuiet:
		t.Late++
	case opinion.NoTrouble:
		t.OK++
	}
}
