package sqlite

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"huiying/opinion"
	"huiying/register"
)

// applyEvents takes a batch of events: each into the history, and folded into its case.
func (s *projector) applyEvents(ctx context.Context, tx txn, in []heard) error {
	cases := tx.batch
	var order []*current
	var past []heard
	for _, h := range in {
		id := h.e.Case
		if id == "" {
			if err := s.fault(ctx, tx, streamCases, h.seq, "", h.bad); err != nil {
				return err
			}
			continue
		}
		now := cases[id]
		if now == nil {
			var err error
			if now, err = loadCurrent(ctx, tx, id); err != nil {
				return err
			}
			cases[id] = now
		}
		if h.e.Seq <= now.c.Version {
			own, err := had(ctx, tx, h)
			if err != nil {
				return err
			}
			if own {
				continue
			}
		}
		if now.seq = max(now.seq, h.seq); !now.touched {
			now.touched, order = true, append(order, now)
		}
		err := h.e.Follows(now.c)
		if err == nil {
			err = h.bad
		}
		if err != nil {
			if err := s.fault(ctx, tx, streamCases, h.seq, id, err); err != nil {
				return err
			}
			continue
		}
		past = append(past, h)
		if err := s.fold(ctx, tx, now, h); err != nil {
			return err
		}
	}
	if err := saveEvents(ctx, tx, past); err != nil {
		return err
	}
	for _, now := range order {
		if now.c.Version == 0 { // nothing of it could be applied
			continue
		}
		tx.turned[now.c.ID] = true
		if err := s.save(ctx, tx, now); err != nil {
			return err
		}
	}
	return nil
}

// eventsAtOnce is how many events one statement writes: a call of the driver costs about as much as
// a row.
const eventsAtOnce = 32

// saveEvents writes the history.
func saveEvents(ctx context.Context, tx txn, past []heard) error {
	for few := range slices.Chunk(past, eventsAtOnce) {
		args := make([]any, 0, 8*len(few))
		for _, h := range few {
			args = append(args, h.seq, h.e.Case, h.e.Seq, string(h.e.Type), ns(h.e.At), h.e.Unit, h.e.OK, h.raw)
		}
		text := `INSERT INTO events (seq, case_id, n, type, at, unit, ok, json) VALUES (?,?,?,?,?,?,?,?)` + strings.Repeat(`,(?,?,?,?,?,?,?,?)`, len(few)-1)
		if _, err := tx.exec(ctx, text, args...); err != nil {
			return err
		}
	}
	return nil
}

// fold takes one event into its case.
func (s *projector) fold(ctx context.Context, tx txn, now *current, h heard) error {
	e := h.e
	if err := s.noteDecision(ctx, tx, now.c, e); err != nil {
		return err
	}
	was := now.c
	now.c = was.Apply(e)
	now.events = append(now.events, e)
	if s.opts.Applied != nil {
		tx.told.applied = append(tx.told.applied, register.Applied{Was: was.State, Event: e, Case: now.c})
	}
	if n := len(now.turns); n > 0 && opinion.Untaken(was, e) {
		if _, err := tx.exec(ctx, `DELETE FROM turns WHERE case_id = ? AND n = ?`, e.Case,
			now.turns[n-1].N); err != nil {
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
	return placing(ctx, tx, was, e)
}

// save writes a changed case once for a batch.
func (s *projector) save(ctx context.Context, tx txn, now *current) error {
	c, fresh := now.c, now.was.Version == 0
	if err := s.saveCase(ctx, tx, now); err != nil {
		return err
	}
	if mention := firstOf(c); fresh || mention != firstOf(now.was) {
		if _, err := tx.exec(ctx, `INSERT INTO titles (id, number, mention, title)
			VALUES (?1, (SELECT number FROM cases WHERE id = ?1), ?2, coalesce((SELECT title FROM findings WHERE id = ?2), ?3))
			ON CONFLICT DO UPDATE SET mention = excluded.mention, title = excluded.title WHERE mention <> excluded.mention`, c.ID, mention, c.Ref); err != nil {
			return err
		}
	}
	if err := place(ctx, tx, c, fresh); err != nil {
		return err
	}
	if err := s.saveParties(ctx, tx, now.was, c); err != nil {
		return err
	}
	if err := s.saveTurns(ctx, tx, now.turns); err != nil {
		return err
	}
	return s.saveParts(ctx, tx, now.parts)
}

// caseColumns are the columns of cases beside its id.
var caseColumns = []string{"version", "seq", "state", "open", "unit", "issue", "mention", "topic",
	"division", "path", "severity", "due", "owed",
	"overdue", "reports", "promised", "contested", "opened", "updated", "source", "unsure", "danger", "urgent", "decide",
	"rings", "holders", "json"}

var insertCase = `INSERT INTO cases (id, ` + strings.Join(caseColumns,
	", ") + `) VALUES (?` + strings.Repeat(",?", len(caseColumns)) + `)`

// columnsOf are what caseColumns hold of a case, but for the last.
func (s *projector) columnsOf(c opinion.Case, seq uint64) []any {
	owed := !c.NextDue().IsZero()
	return []any{c.Version, seq, string(c.State), c.State.Open(), c.Lead, c.Issue, firstOf(c),
		c.Topic, c.Division, s.pathOf(c.Division), string(c.Severity),
		dueColumn(c, owed), owed, c.Overdue, c.Reports, len(c.Promised()), c.Contested, ns(c.Opened), ns(c.Updated),
		c.Source, c.Unsure, len(c.Danger) > 0, c.Urgent != "", decideColumn(c), s.ringsColumn(c),
		holdersColumn(c)}
}

// saveCase writes the columns that changed and no others: SQLite writes an index anew whenever one
// of its columns is assigned, and there are many.
func (s *projector) saveCase(ctx context.Context, tx txn, now *current) error {
	raw, err := json.Marshal(now.c)
	if err != nil {
		return err
	}
	all := append(s.columnsOf(now.c, now.seq), string(raw))
	if now.was.Version == 0 {
		_, err = tx.exec(ctx, insertCase, append([]any{now.c.ID}, all...)...)
		return err
	}
	old := append(s.columnsOf(now.was, 0), "")
	var names []string
	var args []any
	for i, v := range all {
		if v != old[i] {
			names, args = append(names, caseColumns[i]), append(args, v)
		}
	}
	_, err = tx.exec(ctx, `UPDATE cases SET `+strings.Join(names, " = ?, ")+` = ? WHERE id = ?`,
		append(args, now.c.ID)...)
	return err
}

// firstOf is the mention that a case is known by.
func firstOf(c opinion.Case) string {
	if len(c.Mentions) == 0 {
		return ""
	}
	return c.Mentions[0]
}

// ringsColumn is when a case must be looked at again for its clocks: nil for never.
func (s *projector) ringsColumn(c opinion.Case) any {
	if s.opts.Rings == nil { // nobody says when: always
		if len(c.Running()) == 0 {
			return nil
		}
		return int64(0)
	}
	at := s.opts.Rings(c)
	if at.IsZero() {
		return nil
	}
	return ns(at)
}

// decideColumn is when a case in triage must have a unit, and when a contested one must be decided.
func decideColumn(c opinion.Case) int64 {
	if t, ok := c.TimedOf(opinion.DutyTriage, ""); ok && c.State == opinion.Triage {
		return ns(t.Due)
	}
	if t, ok := c.TimedOf(opinion.DutyDecide, ""); ok && c.Contested {
		return ns(t.Due)
	}
	return 0
}

// dueColumn is the moment an answer, or the first information before it, is due, or the end of
// time where none is owed, so that
// a list by due time ends with those that nobody waits for.
func dueColumn(c opinion.Case, owed bool) int64 {
	if !owed {
		return neverDue
	}
	return ns(c.NextDue())
}
