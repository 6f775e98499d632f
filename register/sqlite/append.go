package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/opinion"
	"huiying/register"
)

// patience is how long a writer waits for the register to see what it wrote. The events are
// stored by then, so running out of it is no failure. Tests have more of it: they look at once.
const patience = 10 * time.Second

// mostEvents is how many events go out in one atomic write; the log takes no more.
const mostEvents = 1000

// Load returns a case as the register has it, or the zero Case when there is none. While Run
// does not follow the log, it reads the case's own history from the log instead.
func (s *writer) Load(ctx context.Context, id string) (opinion.Case, error) {
	if !s.at.isRunning() {
		return s.fromLog(ctx, id)
	}
	c, _, err := s.stored(ctx, id)
	if errors.Is(err, register.ErrNotFound) {
		return opinion.Case{}, nil
	}
	return c, err
}

// stored is the case in the register and the sequence of its last event.
func (s *writer) stored(ctx context.Context, id string) (c opinion.Case, seq uint64, err error) {
	var raw string
	err = s.read(func(db *sql.DB) error {
		err := db.QueryRowContext(ctx, `SELECT json, seq FROM cases WHERE id = ?`, id).Scan(&raw, &seq)
		if err == nil {
			err = decode(raw, &c)
		}
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return c, 0, fmt.Errorf("case %s: %w", id, register.ErrNotFound)
	}
	return c, seq, err
}

// fromLog folds the case from its subject.
func (s *writer) fromLog(ctx context.Context, id string) (opinion.Case, error) {
	msgs, err := s.bus.History(ctx, streamCases, opinion.CaseSubject(id))
	if err != nil {
		return opinion.Case{}, fmt.Errorf("history of case %s: %w", id, err)
	}
	var c opinion.Case
	for _, m := range msgs {
		var e opinion.Event
		if err := json.Unmarshal(m.Data, &e); err != nil {
			return c, fmt.Errorf("case %s, message %d: %w", id, m.Seq, err)
		}
		if err := e.Check(c); err != nil {
			return c, err
		}
		c = c.Apply(e)
	}
	return c, nil
}

// Append writes events of one case behind the version that before has, all or none (a
// thousand at most), and waits until the register has seen them. A *register.Conflict means that
// somebody else was faster.
func (s *writer) Append(ctx context.Context, before opinion.Case, events ...opinion.Event) error {
	if len(events) > mostEvents {
		return fmt.Errorf("case %s: %d events at once, at most %d", before.ID, len(events), mostEvents)
	}
	return s.AppendAll(ctx, []opinion.Case{before}, [][]opinion.Event{events})
}

// AppendAll writes events of many cases: events[i] belong behind before[i]. Up to a thousand
// events are one atomic write. After a *register.Conflict each case may or may not have been
// written; load them again.
func (s *writer) AppendAll(ctx context.Context, before []opinion.Case, events [][]opinion.Event) error {
	seen := make(map[string]bool, len(events))
	for _, list := range events {
		if len(list) > 0 {
			if seen[list[0].Case] {
				return fmt.Errorf("case %s twice in one write; its second events are decided on the state after the first", list[0].Case)
			}
			seen[list[0].Case] = true
		}
	}
	last, taken, err := s.put(ctx, before, events)
	var stale *register.Conflict
	switch {
	case errors.As(err, &stale): // the register knows already
		return err
	case errors.Is(err, bus.ErrConflict):
		s.catchUp(ctx)
		return &register.Conflict{Err: err}
	case err != nil:
		return err
	case taken:
	case last == 0: // all of it was there already
		s.catchUp(ctx)
	default:
		s.waitOwn(ctx, last)
	}
	return nil
}

// put writes events into the log, and those of one case into the register if it can. It tells the
// sequence of the last one, 0 where all was there already, and whether the register has them.
func (s *writer) put(ctx context.Context, before []opinion.Case,
	events [][]opinion.Event) (last uint64, taken bool, err error) {
	change := own(before, events)
	if change {
		defer s.priority.enter()()
	}
	for _, part := range parts(before, events) {
		msgs, err := s.messages(ctx, part)
		if err != nil {
			return 0, false, err
		}
		ack, err := s.publish(ctx, part, msgs)
		if err != nil {
			return 0, false, fmt.Errorf("publish events: %w", err)
		}
		for i := range part {
			part[i].wrote(ack.Seqs)
			last = max(last, *part[i].seq)
		}
		if change {
			taken = s.takeOwn(ctx, before[0], msgs, ack.Seqs)
		}
	}
	return last, taken, nil
}

// piece is what one write takes of one case. The pieces of a case share seq, the sequence
// that the next of them expects.
type piece struct {
	c      opinion.Case // before
	events []opinion.Event
	seq    *uint64
	end    int // index of its last message in the write
}

// wrote takes the sequence of its last event. A write whose first answer was lost is found to
// be there already and has none; the register then has what is needed.
func (p *piece) wrote(seqs []uint64) {
	if p.end < len(seqs) {
		*p.seq = seqs[p.end]
	}
}

// parts lays the events of many cases into writes of at most mostEvents.
func parts(before []opinion.Case, events [][]opinion.Event) [][]piece {
	var out [][]piece
	var now []piece
	room := mostEvents
	for i, c := range before {
		seq := new(uint64)
		for left := events[i]; len(left) > 0; {
			if len(left) > room && len(now) > 0 { // a case is cut only when it fills a write alone
				out, now, room = append(out, now), nil, mostEvents
			}
			n := min(len(left), room)
			now = append(now, piece{c: c, events: left[:n], seq: seq})
			c.Version, c.LastHash = left[n-1].Seq, left[n-1].Hash
			c.ID = left[n-1].Case
			left, room = left[n:], room-n
		}
	}
	if len(now) > 0 {
		out = append(out, now)
	}
	return out
}

// messages of one write. The first message of each case carries what the log must have.
func (s *writer) messages(ctx context.Context, part []piece) ([]bus.Message, error) {
	var msgs []bus.Message
	for i := range part {
		p := &part[i]
		expect := *p.seq
		if expect == 0 {
			var err error
			if expect, err = s.sequence(ctx, p.c); err != nil {
				return nil, err
			}
		}
		told := "" // the mention that made a case, or joined it, is also why it is dispatched
		for j, e := range p.events {
			told = cmp.Or(e.Mention, told)
			data, err := json.Marshal(e)
			if err != nil {
				return nil, fmt.Errorf("event of case %s: %w", e.Case, err)
			}
			m := bus.Message{Subject: opinion.CaseSubject(e.Case), ID: e.Hash, Data: data}
			if j == 0 {
				m.Expect = &expect
			}
			msgs = append(msgs, bus.CarryFrom(ctx, told, m))
		}
		p.end = len(msgs) - 1
	}
	return msgs, nil
}

// sequence is the last one that the subject may have for the case to be of its version.
func (s *writer) sequence(ctx context.Context, c opinion.Case) (uint64, error) {
	if c.Version == 0 {
		return 0, nil
	}
	var version, seq uint64
	err := s.read(func(db *sql.DB) error {
		// of the case, not of its last event: a damaged message behind it has a sequence too
		return db.QueryRowContext(ctx, `SELECT version, seq FROM cases WHERE id = ?`, c.ID).Scan(&version, &seq)
	})
	switch {
	case err != nil && !errors.Is(err, sql.ErrNoRows):
		return 0, fmt.Errorf("register: %w", err)
	case version == c.Version:
		return seq, nil
	case version > c.Version:
		return 0, &register.Conflict{Err: bus.ErrConflict}
	}
	return s.find(ctx, c.ID, c.LastHash)
}

// find looks up an event's sequence in the log.
func (s *writer) find(ctx context.Context, id, hash string) (uint64, error) {
	msgs, err := s.bus.History(ctx, streamCases, opinion.CaseSubject(id))
	if err != nil {
		return 0, fmt.Errorf("history of case %s: %w", id, err)
	}
	for _, m := range msgs {
		var e opinion.Event
		if json.Unmarshal(m.Data, &e) == nil && e.Hash == hash {
			return m.Seq, nil
		}
	}
	return 0, fmt.Errorf("case %s: the log does not have the version that was loaded: %w", id, opinion.ErrGap)
}

// waitOwn lets a command read its own writes.
func (s *writer) waitOwn(ctx context.Context, seq uint64) {
	if !s.at.isRunning() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, cmp.Or(s.opts.patience, patience))
	defer cancel()
	if err := s.at.wait(ctx, streamCases, seq); err != nil {
		s.opts.Log.Warn("event stored, register behind", zap.Error(err))
	}
}

// catchUp lets the register see what the other writer wrote, so that the next Load is fresh.
func (s *writer) catchUp(ctx context.Context) {
	if seq, err := s.bus.LastSeq(ctx, streamCases); err == nil {
		s.waitOwn(ctx, seq)
	}
}
