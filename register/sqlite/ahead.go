package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"go.uber.org/zap"

	"huiying/bus"
	"huiying/opinion"
)

// mostAtHand is how many events are taken into the register by who wrote them. It is for what a
// person does to a case.
const mostAtHand = 20

// errLater: the register takes these events when it comes to them in the log.
var errLater = errors.New("not ahead of the log")

// own says whether events are a change of one case that is there.
func own(before []opinion.Case, events [][]opinion.Event) bool {
	return len(before) == 1 && before[0].Version > 0 && len(events[0]) > 0 && len(events[0]) <= mostAtHand
}

// takeOwn takes events that were just written into the register before those that others wrote
// before them, and says whether it did. Beside an import hundreds of events lie in between, and
// whoever changes a case would wait for all of them to see his own. Only the order of one case's
// events matters: so it is for a change of one case that the register has as it was before, and
// that is bound to no other case by a merge. Where the register comes to the events in the log, it
// passes over them.
func (s *writer) takeOwn(ctx context.Context, before opinion.Case, msgs []bus.Message, seqs []uint64) bool {
	if !s.at.isRunning() || before.Into != "" || len(before.Absorbed) > 0 {
		return false
	}
	in := make([]bus.Msg, len(msgs))
	for i, m := range msgs {
		if seqs[i] == 0 { // it was there already, from an earlier try
			return false
		}
		in[i] = bus.Msg{Subject: m.Subject, Data: m.Data, Seq: seqs[i]}
	}
	own := hear(in)
	for _, h := range own {
		if h.bad != nil || h.e.Type == opinion.MoveMerge || h.e.Type == opinion.MoveAbsorb ||
			h.e.Type == opinion.MovePurge {
			return false
		}
	}
	err := s.write(ctx, func(ctx context.Context, tx txn) error {
		now, err := loadCurrent(ctx, tx, before.ID)
		if err != nil {
			return err
		}
		if s.db.fast.Load() || own[0].e.Follows(now.c) != nil {
			return errLater
		}
		return s.applyEvents(ctx, tx, own)
	})
	if err != nil && !errors.Is(err, errLater) {
		s.opts.Log.Warn("a change could not be taken into the register ahead of the log", zap.Error(err))
	}
	return err == nil
}

// had says whether the register has an event already, from who wrote it.
func had(ctx context.Context, tx txn, h heard) (bool, error) {
	var at uint64
	err := tx.scan(ctx, []any{&at}, `SELECT seq FROM events WHERE case_id = ? AND n = ?`, h.e.Case, h.e.Seq)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return at == h.seq, err
}

// lastEvent is the newest event that the register has, 0 for none. It may be ahead of the position.
func (s *file) lastEvent(ctx context.Context) (seq uint64, err error) {
	err = s.read(func(db *sql.DB) error {
		return db.QueryRowContext(ctx, `SELECT coalesce(max(seq), 0) FROM events`).Scan(&seq)
	})
	if err != nil {
		return 0, fmt.Errorf("register: %w", err)
	}
	return seq, nil
}
