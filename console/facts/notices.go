package facts

import (
	"time"
)

// NoticeChannel is a way of telling the office, with its health.
type NoticeChannel struct {
	ID          string    `json:"id"`
	By          string    `json:"by"`    // mail, webhook, wecom, dingtalk, feishu
	State       string    `json:"state"` // ok, late (failed lately), failing, new
	Failures    int       `json:"failures"`
	Waiting     uint64    `json:"waiting"`
	LastTry     time.Time `json:"last_try,omitzero"`
	LastSuccess time.Time `json:"last_success,omitzero"`
	NextTry     time.Time `json:"next_try,omitzero"`
	Code        string    `json:"code,omitempty"`
	Error       string    `json:"error,omitempty"`
	Told        []string  `json:"told"` // unit:<id> and role:<name>
}

// NoticeDelivery is one attempt to tell something, as it is shown. The line that is kept
// (notify.Attempt) holds the notice itself and has keys of its own, by which old lines are read.
type NoticeDelivery struct {
	Key     string    `json:"key"`
	Channel string    `json:"channel"`
	Kind    string    `json:"kind"`
	To      string    `json:"to,omitempty"`
	Why     string    `json:"why,omitempty"`
	Case    string    `json:"case,omitempty"`
	Items   int       `json:"items,omitempty"`
	N       int       `json:"attempt"`
	Replay  int       `json:"replay,omitempty"`
	State   string    `json:"state"` // told, failed, begun
	At      time.Time `json:"at"`
	Took    string    `json:"took,omitempty"`
	Code    string    `json:"code,omitempty"`
	Error   string    `json:"error,omitempty"`
	Twice   bool      `json:"maybe_twice,omitempty"`
	Again   bool      `json:"replayable"`
}

// NoticeQuery narrows the delivery log. Empty fields narrow nothing.
type NoticeQuery struct {
	Channel, State, Kind, Case string
	Size                       int
}
