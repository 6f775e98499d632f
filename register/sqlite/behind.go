package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"huiying/bus"
)

// How what is written to an old case is told from what comes too late. The log's server looks for the last event of a case in
// a block of megabytes that it reads for it, and nobody else writes meanwhile; where the log ends it knows at any moment.
const (
	longAgo     = 10_000                // events since the case's last one, from where on that block is not in hand
	mostEnds    = 5                     // times that the end of the log is asked for before the cases are
	hearsWithin = 10 * time.Millisecond // that the log's new end may take to be heard
	turnWithin  = 50 * time.Millisecond // that others who write to old cases may take
)

// publish stores one write. Where it is about old cases of which nothing was said since, as far as the log has been heard,
// it is stored behind the end of what was heard: if the log ends there, so do their histories. Where it does not, or
// somebody is in the way, the log looks for each case's last event; that decides in any case, so trying changes
// nothing but the time it takes.
func (s *writer) publish(ctx context.Context, part []piece, msgs []bus.Message) (bus.Ack, error) {
	var cases []expected
	for _, p := range part {
		at := p.end + 1 - len(p.events)
		if seq := *msgs[at].Expect; seq > 0 {
			cases = append(cases, expected{p.events[0].Case, seq, at})
		}
	}
	if s.unapplied.anyOld(cases, s.longAgo) {
		ack, err := s.behindTheEnd(ctx, cases, msgs)
		if !errors.Is(err, bus.ErrConflict) {
			return ack, err
		}
	}
	return s.send(ctx, msgs)
}

func (s *writer) send(ctx context.Context, msgs []bus.Message) (bus.Ack, error) {
	ack, err := s.bus.Publish(ctx, msgs...)
	if err == nil && ack.Stored == len(msgs) {
		s.unapplied.wrote(ack.Seqs[0], msgs)
	}
	return ack, err
}

// behindTheEnd fails with bus.ErrConflict where a write cannot be stored without looking for the cases' last events.
func (s *writer) behindTheEnd(ctx context.Context, cases []expected, msgs []bus.Message) (bus.Ack, error) {
	late := time.NewTimer(turnWithin)
	defer late.Stop()
	select {
	case s.unapplied.turn <- struct{}{}:
		defer func() { <-s.unapplied.turn }()
	case <-late.C:
		return bus.Ack{}, bus.ErrConflict
	case <-ctx.Done():
		return bus.Ack{}, ctx.Err()
	}
	for range mostEnds {
		end, old, err := s.silentSince(ctx, cases)
		if err != nil || len(old) == 0 {
			return bus.Ack{}, errors.Join(err, bus.ErrConflict)
		}
		out := slices.Clone(msgs)
		for _, x := range old { // young cases, and new ones, are asked for as ever
			out[x.at].Expect = nil
		}
		out[0].After = &end
		ack, err := s.send(ctx, out)
		if !errors.Is(err, bus.ErrConflict) {
			return ack, err
		}
		if !s.unapplied.beyond(ctx, end, hearsWithin) { // much is on its way, or a young case has moved on
			break
		}
	}
	return bus.Ack{}, bus.ErrConflict
}

// silentSince tells which of some cases are old, and up to where nothing was said of those since their last events, which the
// register has. There are none where it cannot be said of all that are.
func (s *writer) silentSince(ctx context.Context, cases []expected) (end uint64, old []expected, err error) {
	err = s.read(func(db *sql.DB) error { // the file is not exchanged meanwhile
		upTo, found := s.unapplied.silent(s.db, cases, s.longAgo) // first: what is taken after it is in the rows
		if len(found) == 0 || s.db.fast.Load() {
			return nil
		}
		still, err := haveLast(ctx, db, found)
		if still {
			end, old = upTo, found
		}
		return err
	})
	return end, old, err
}

// haveLast says whether the register has just these last events of the cases.
func haveLast(ctx context.Context, db *sql.DB, cases []expected) (bool, error) {
	want := make(map[string]uint64, len(cases))
	for _, x := range cases {
		want[x.id] = x.seq
	}
	raw, err := json.Marshal(want)
	if err != nil {
		return false, err
	}
	var n int
	err = db.QueryRowContext(ctx, `SELECT count(*) FROM json_each(?) AS w CROSS JOIN cases AS c ON c.id = w.key AND c.seq = w.value`, string(raw)).Scan(&n)
	return n == len(cases), err
}
