package casestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"math"

	"huiying/bus"
	"huiying/opinion"
)

var errNoEvent = errors.New("no event of a case: unreadable JSON or no id")

const upsertCase = `INSERT INTO cases
 (id, version, seq, state, open, unit, issue, mention, topic, division, path, severity, due, owed, overdue, promised, opened, updated, source, unsure, decide, json)
 VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)
 ON CONFLICT DO UPDATE SET version=excluded.version, seq=excluded.seq, state=excluded.state, open=excluded.open, unit=excluded.unit,
  issue=excluded.issue, mention=excluded.mention, topic=excluded.topic, division=excluded.division, path=excluded.path,
  severity=excluded.severity, due=excluded.due, owed=excluded.owed, overdue=excluded.overdue, promised=excluded.promised, opened=excluded.opened,
  updated=excluded.updated, source=excluded.source, unsure=excluded.unsure, decide=excluded.decide, json=excluded.json`

// current is a case while a batch is folded into it.
type current struct {
	c     opinion.Case
	seq   uint64
	turns []opinion.Turn // the last one, and those that began since
	parts []opinion.Turn // of co-units
}

// applyEvents takes a batch of events: each into the history, and folded into its case.
func (s *Store) applyEvents(ctx context.Context, tx *sql.Tx, in []bus.Msg) error {
	insert, err := tx.PrepareContext(ctx, `INSERT OR IGNORE INTO events (case_id, n, seq, type, at, json) VALUES (?,?,?,?,?,?)`)
	if err != nil {
		return err
	}
	defer insert.Close()
	cases := map[string]*current{}
	var order []string
	for _, m := range in {
		var e opinion.Event
		if err := json.Unmarshal(m.Data, &e); err != nil || e.Case == "" || opinion.CaseSubject(e.Case) != m.Subject {
			if err := s.fault(ctx, tx, streamCases, m.Seq, "", errNoEvent); err != nil {
				return err
			}
			continue
		}
		now := cases[e.Case]
		if now == nil {
			if now, err = loadCurrent(ctx, tx, e.Case); err != nil {
				return err
			}
			cases[e.Case] = now
			order = append(order, e.Case)
		}
		now.seq = m.Seq
		if err := e.Check(now.c); err != nil {
			if err := s.fault(ctx, tx, streamCases, m.Seq, e.Case, err); err != nil {
				return err
			}
			continue
		}
		if _, err := insert.ExecContext(ctx, e.Case, e.Seq, m.Seq, string(e.Type), ns(e.At), string(m.Data)); err != nil {
			return err
		}
		if err := s.noteDecision(ctx, tx, now.c, e); err != nil {
			return err
		}
		was := now.c
		now.c = was.Apply(e)
		s.applied = append(s.applied, Applied{was.State, e, now.c})
		if n := len(now.turns); n > 0 && opinion.Untaken(was, e) {
			if _, err := tx.ExecContext(ctx, `DELETE FROM turns WHERE case_id = ? AND n = ?`, e.Case, now.turns[n-1].N); err != nil {
				return err
			}
		}
		now.turns = opinion.Turned(now.turns, was, e, now.c)
		if err := now.assisted(ctx, tx, was, e); err != nil {
			return err
		}
		if e.Type == opinion.MovePurge {
			if err := s.forget(ctx, tx, e.Mention); err != nil {
				return err
			}
		}
	}
	return s.save(ctx, tx, cases, order)
}

func loadCurrent(ctx context.Context, tx *sql.Tx, id string) (*current, error) {
	var raw string
	now := &current{}
	err := tx.QueryRowContext(ctx, `SELECT json, seq FROM cases WHERE id = ?`, id).Scan(&raw, &now.seq)
	if errors.Is(err, sql.ErrNoRows) {
		return now, nil
	}
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal([]byte(raw), &now.c); err != nil {
		return nil, err
	}
	if !now.c.Dispatch.IsZero() { // before that no unit had it
		now.turns, err = lastTurns(ctx, tx, now.c)
	}
	if err == nil && len(now.c.Co) > 0 {
		now.parts, err = partsOf(ctx, tx, id)
	}
	return now, err
}

// save writes each changed case once.
func (s *Store) save(ctx context.Context, tx *sql.Tx, cases map[string]*current, order []string) error {
	stmt, err := tx.PrepareContext(ctx, upsertCase)
	if err != nil {
		return err
	}
	defer stmt.Close()
	title, err := tx.PrepareContext(ctx, `INSERT INTO titles (id, mention, title) VALUES (?1, ?2, coalesce((SELECT title FROM findings WHERE id = ?2), ?3))
		ON CONFLICT DO UPDATE SET mention = excluded.mention, title = excluded.title WHERE mention <> excluded.mention`)
	if err != nil {
		return err
	}
	defer title.Close()
	desks, err := openDesks(ctx, tx)
	if err != nil {
		return err
	}
	defer desks.close()
	for _, id := range order {
		c, seq := cases[id].c, cases[id].seq
		if c.Version == 0 { // nothing of it could be applied
			continue
		}
		raw, err := json.Marshal(c)
		if err != nil {
			return err
		}
		mention := ""
		if len(c.Mentions) > 0 {
			mention = c.Mentions[0]
		}
		owed := !c.NextDue().IsZero()
		if _, err := stmt.ExecContext(ctx, c.ID, c.Version, seq, string(c.State), c.State.Open(), c.Lead, c.Issue, mention,
			c.Topic, c.Division, s.pathOf(c.Division), string(c.Severity), dueColumn(c, owed), owed, c.Overdue, len(c.Promised()), ns(c.Opened), ns(c.Updated), c.Source, c.Unsure, decideColumn(c), string(raw)); err != nil {
			return err
		}
		if _, err := title.ExecContext(ctx, c.ID, mention, c.Ref); err != nil {
			return err
		}
		if err := desks.place(ctx, c); err != nil {
			return err
		}
		if err := saveParties(ctx, tx, c); err != nil {
			return err
		}
		if err := s.saveTurns(ctx, tx, cases[id].turns); err != nil {
			return err
		}
		if err := s.saveParts(ctx, tx, cases[id].parts); err != nil {
			return err
		}
	}
	return nil
}

// decideColumn is when a case in triage must have a unit.
func decideColumn(c opinion.Case) int64 {
	if t, ok := c.TimedOf(opinion.DutyTriage, ""); ok && c.State == opinion.Triage {
		return ns(t.Due)
	}
	return 0
}

// dueColumn is the moment an answer, or the first information before it, is due, or the end of
// time where none is owed, so that
// a list by due time ends with those that nobody waits for.
func dueColumn(c opinion.Case, owed bool) int64 {
	if !owed {
		return math.MaxInt64
	}
	return ns(c.NextDue())
}
