package main

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"huiying/bus"
	"huiying/opinion"
	"huiying/responders/casework"
)

// logState is what the log says, read on from where it was read last.
type logState struct {
	at       map[string]uint64 // sequence read, by stream
	mentions map[string]int    // how often each id stands in MENTIONS
	byURL    map[string]map[string]bool
	findings map[string]int
	issues   map[string]map[string]bool // by heading: how a story was grouped
	cases    map[string]opinion.Case
	events   map[string][]opinion.Move // of each case, by number
	told     map[string]map[string]bool
	rings    map[ring]int
	late     []time.Duration // of notes that a time ran out, since the last comparison
	broken   []string
}

// ring is what is said once at most.
type ring struct {
	Case string
	Move opinion.Move
	Duty opinion.Duty
	Unit string
	Due  time.Time
}

func newLogState() *logState {
	return &logState{at: map[string]uint64{}, mentions: map[string]int{},
		byURL: map[string]map[string]bool{}, findings: map[string]int{},
		issues: map[string]map[string]bool{}, cases: map[string]opinion.Case{},
		events: map[string][]opinion.Move{}, told: map[string]map[string]bool{},
		rings: map[ring]int{}}
}

func put(into map[string]map[string]bool, key, value string) {
	if into[key] == nil {
		into[key] = map[string]bool{}
	}
	into[key][value] = true
}

// read takes what is new.
func (s *logState) read(ctx context.Context, b *bus.Bus) error {
	for stream, take := range map[string]func(bus.Msg) error{"MENTIONS": s.mention,
		"FINDINGS": s.finding, "CASES": s.event} {
		last, err := b.Read(ctx, stream, "", s.at[stream]+1, take)
		s.at[stream] = max(last, s.at[stream])
		if err != nil {
			return fmt.Errorf("read %s: %w", stream, err)
		}
	}
	return nil
}

func (s *logState) mention(m bus.Msg) error {
	var x opinion.Mention
	if err := json.Unmarshal(m.Data, &x); err != nil {
		s.broken = append(s.broken, fmt.Sprintf("MENTIONS %d cannot be read", m.Seq))
		return nil
	}
	s.mentions[x.ID]++
	put(s.byURL, x.URL, x.ID)
	return nil
}

func (s *logState) finding(m bus.Msg) error {
	var f opinion.Finding
	if err := json.Unmarshal(m.Data, &f); err != nil {
		s.broken = append(s.broken, fmt.Sprintf("FINDINGS %d cannot be read", m.Seq))
		return nil
	}
	s.findings[f.ID]++
	put(s.issues, f.Title, f.Issue.ID)
	return nil
}

func (s *logState) event(m bus.Msg) error {
	var e opinion.Event
	if err := json.Unmarshal(m.Data, &e); err != nil {
		s.broken = append(s.broken, fmt.Sprintf("CASES %d cannot be read", m.Seq))
		return nil
	}
	c := s.cases[e.Case]
	if err := e.Check(c); err != nil {
		s.broken = append(s.broken, err.Error())
		return nil
	}
	s.cases[e.Case] = c.Apply(e)
	s.events[e.Case] = append(s.events[e.Case], e.Type)
	switch e.Type {
	case opinion.MoveOpen, opinion.MoveJoin:
		put(s.told, e.Mention, e.Case)
	case opinion.MoveRemind, opinion.MoveOverdue, opinion.MoveLapse, opinion.MoveUrge, opinion.MoveEscalate:
		s.rings[ring{e.Case, e.Type, e.Duty, e.Unit, e.Due}]++
	}
	if e.Type == opinion.MoveOverdue || e.Type == opinion.MoveLapse {
		s.late = append(s.late, e.At.Sub(e.Due))
	}
	return nil
}

// soon is as far as short clocks reach; there are others, of working days.
const soon = 10 * time.Minute

// waiting says how many cases will soon be told something by their clocks, and which of them
// should have been told long ago.
func (s *logState) waiting(now time.Time) (n int, overdue []string) {
	for id, c := range s.cases {
		if r, ok := casework.Next(c, now); ok && r.At.Before(now.Add(soon)) {
			n++
			if late := now.Sub(r.At); late > time.Minute {
				overdue = append(overdue, fmt.Sprintf("case %s: %s of %s was due %s ago", id,
					r.Move, r.Duty, late.Round(time.Second)))
			}
		}
	}
	return n, overdue
}
