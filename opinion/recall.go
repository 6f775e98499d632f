package opinion

import "time"

// Before is what a case in triage that no unit ever had was before a person gave it away: what a
// recall (撤回) brings back. It lasts until anything else happens to the case but a further report.
type Before struct {
	Move   Move      `json:"move"` // dispatch, dismiss, merge, refer
	At     time.Time `json:"at"`
	Lead   string    `json:"lead"`
	Co     []string  `json:"co,omitempty"`
	Clocks []Timed   `json:"clocks,omitempty"`
}

// before is what can be recalled after e happened to was.
func before(was Case, e Event) *Before {
	switch e.Type {
	case MoveJoin, MoveAmend, MovePurge, MoveFind:
		return was.Before
	case MoveDispatch, MoveDismiss, MoveMerge, MoveRefer:
		if was.State == Triage && was.Dispatch.IsZero() && e.By != "system" {
			return &Before{Move: e.Type, At: e.At, Lead: was.Lead, Co: was.Co, Clocks: was.Clocks}
		}
	}
	return nil
}

// recalled is the case as it stood in triage. Its clock there goes on as if nobody had touched it,
// so that nobody wins time by giving a case away and taking it back; the unit's begins at the next
// dispatch.
func (c Case) recalled() Case {
	b := c.Before
	if b == nil {
		return c
	}
	c.Lead, c.Co, c.Clocks = b.Lead, b.Co, b.Clocks
	c.Clock, c.Due, c.Dispatch, c.ClosedAt = nil, time.Time{}, time.Time{}, time.Time{}
	c.Outcome, c.Into, c.Statutory = "", "", ""
	return c
}
