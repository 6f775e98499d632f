package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"huiying/bus"
	"huiying/opinion"
	"huiying/register"
)

var errNoLine = errors.New("no lines of the balance: unreadable JSON, or nothing in it")

// lineOf is the line of a finding that is in no case.
func (s *projector) lineOf(f opinion.Finding) opinion.LedgerLine {
	d := opinion.Disposed{Rule: opinion.RuleUnclear}
	if s.opts.Dispose != nil {
		d = s.opts.Dispose(f)
	}
	return opinion.LedgerLine{Mention: f.ID, Source: f.Source, Received: f.Received(),
		Severity: f.Severity.Level, Rule: d.Rule, By: d.By}
}

// rankOf orders severities, the heaviest first; none weighs least.
func rankOf(s opinion.Severity) int {
	if r := s.Rank(); r > 0 {
		return r
	}
	return 9
}

// enter writes a line into the ledger, or what it says now into the one that is there. One that was
// purged stays as it is.
func enter(ctx context.Context, tx txn, l opinion.LedgerLine) error {
	res, err := tx.exec(ctx, `UPDATE ledger SET held = ?, rule = ?, by = ?, rank = ? WHERE mention = ? AND gone = 0 AND held <> 'known'`,
		string(l.Rule.Disposition()), string(l.Rule), l.By, rankOf(l.Severity), l.Mention)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n > 0 {
		return err
	}
	return addLine(ctx, tx, l)
}

// settle writes the line that a purge left. A finding that came after the purge may have been read
// before it, for the two come from different streams: what it says does not count.
func settle(ctx context.Context, tx txn, l opinion.LedgerLine) error {
	if _, err := tx.exec(ctx, `UPDATE ledger SET rank = ?, held = iif(held = 'known', held, ?),
		rule = iif(held = 'known', rule, ?), by = iif(held = 'known', by, ?) WHERE mention = ?`,
		rankOf(l.Severity), string(l.Rule.Disposition()), string(l.Rule), l.By, l.Mention); err != nil {
		return err
	}
	return addLine(ctx, tx, l)
}

// addLine adds a line that may be there already. One that was replaced is known.
func addLine(ctx context.Context, tx txn, l opinion.LedgerLine) error {
	_, err := tx.exec(ctx, `INSERT INTO ledger (mention, source, received, day, held, rule, by, rank, cases, gone)
		SELECT ?1, ?2, ?3, ?4, iif(r.older IS NULL, ?5, 'known'), iif(r.older IS NULL, ?6, 'replaced'), iif(r.older IS NULL, ?7, ''), ?8, (SELECT count(*) FROM placed WHERE mention = ?1), (SELECT count(*) FROM forgotten WHERE id = ?1)
		FROM (SELECT 1) LEFT JOIN replaced r ON r.older = ?1 WHERE NOT EXISTS (SELECT 1 FROM ledger WHERE mention = ?1)`,
		l.Mention, l.Source, ns(l.Received), dayIn(l.Received), string(l.Rule.Disposition()),
		string(l.Rule), l.By, rankOf(l.Severity))
	return err
}

const placeIn = `INSERT INTO placed SELECT ?1, ?2, 0 WHERE NOT EXISTS (SELECT 1 FROM placed WHERE mention = ?1 AND case_id = ?2)`

// placing follows which mentions a case has. One that is purged stays counted as one of the case.
func placing(ctx context.Context, tx txn, was opinion.Case, e opinion.Event) error {
	if e.Mention == "" {
		return nil
	}
	text := ""
	switch e.Type {
	case opinion.MoveOpen, opinion.MoveJoin:
		text = placeIn
	case opinion.MoveSplit:
		text = `DELETE FROM placed WHERE mention = ? AND case_id = ?`
	case opinion.MoveAmend: // the newer text takes the place of the older one
		_, err := tx.exec(ctx, `DELETE FROM placed WHERE mention = ? AND case_id = ?`, e.Replaces, e.Case)
		if err != nil {
			return err
		}
		text = placeIn
	case opinion.MovePurge:
		text = `UPDATE placed SET purged = 1 WHERE mention = ? AND case_id = ?`
	default:
		return nil
	}
	_, err := tx.exec(ctx, text, e.Mention, e.Case)
	return err
}

// lineColumns and scanLine read lines.
const lineColumns = `SELECT mention, source, received, rank, rule, by FROM ledger`

func scanLine(r *sql.Rows) (l opinion.LedgerLine, err error) {
	var received int64
	var rank int
	err = r.Scan(&l.Mention, &l.Source, &received, &rank, &l.Rule, &l.By)
	if l.Received = fromNS(received); rank <= len(opinion.Severities) {
		l.Severity = opinion.Severities[rank-1]
	}
	return l, err
}

// Stand says where a mention is, or ErrNotFound.
func (s *counts) Stand(ctx context.Context, mention string) (out register.Stand, err error) {
	var received int64
	err = s.read(func(db *sql.DB) error {
		return db.QueryRowContext(ctx, `SELECT stands, why, who, received FROM ledger WHERE mention = ?`, mention).Scan(&out.Is, &out.Rule, &out.By, &received)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return out, &register.Missing{What: "mention", ID: mention}
	}
	if err != nil {
		return out, fmt.Errorf("register: %w", err)
	}
	out.Received = fromNS(received)
	out.Cases, err = s.CasesOf(ctx, mention)
	return out, err
}

// linesOf are the lines of mentions.
func (s *file) linesOf(ctx context.Context, mentions ...string) ([]opinion.LedgerLine, error) {
	list, err := json.Marshal(mentions)
	if err != nil {
		return nil, err
	}
	return query(ctx, s, lineColumns+` WHERE mention IN (SELECT value FROM json_each(?)) ORDER BY mention`, []any{string(list)}, scanLine)
}

// Door writes into the log what came to a source's door and was not let in.
func (s *counts) Door(ctx context.Context, d opinion.Door) error {
	d.At = d.At.UTC()
	return s.tellLedger(ctx, opinion.DoorSubject(d.Source), d)
}

func (s *file) tellLedger(ctx context.Context, subject string, what any) error {
	data, err := json.Marshal(what)
	if err != nil {
		return err
	}
	if _, err := s.bus.Publish(ctx, bus.Message{Subject: subject, Data: data}); err != nil {
		return fmt.Errorf("write the balance: %w", err)
	}
	return nil
}

// applyLedger takes what the log says of the balance beside the mentions themselves.
func (s *projector) applyLedger(ctx context.Context, tx txn, in []bus.Msg) error {
	for _, m := range in {
		apply := applyDoor
		if m.Subject == opinion.KeptSubject {
			apply = applyKept
		}
		bad, err := apply(ctx, tx, m.Data)
		if err == nil && bad {
			err = s.fault(ctx, tx, streamLedger, m.Seq, "", errNoLine)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func applyDoor(ctx context.Context, tx txn, data []byte) (bad bool, err error) {
	var d opinion.Door
	if err := json.Unmarshal(data, &d); err != nil || d.Source == "" || d.Known < 0 {
		return true, nil
	}
	add := func(is opinion.Disposition, why string, n int) error {
		if n <= 0 {
			return nil
		}
		_, err := tx.exec(ctx, `INSERT INTO balance VALUES (?,?,?,?,'',?) ON CONFLICT DO UPDATE SET n = n + excluded.n`,
			d.Source, dayIn(d.At), string(is), why, n)
		return err
	}
	if err := add(opinion.DispositionKnown, "", d.Known); err != nil {
		return false, err
	}
	for why, n := range d.Refused {
		if err := add(opinion.DispositionRefused, why, n); err != nil {
			return false, err
		}
	}
	return false, nil
}

func applyKept(ctx context.Context, tx txn, data []byte) (bad bool, err error) {
	var k opinion.Kept
	if err := json.Unmarshal(data, &k); err != nil {
		return true, nil
	}
	for _, l := range k.Lines {
		waited := l.Rule.Disposition() == opinion.DispositionWaiting
		if waited {
			l.Rule, l.By = opinion.RuleForgotten, ""
		}
		if err := addLine(ctx, tx, l); err != nil {
			return false, err
		}
		if !waited {
			continue
		}
		if _, err := tx.exec(ctx, `UPDATE ledger SET held = ?, rule = ?, by = '', gone = 1 WHERE mention = ? AND gone = 0 AND held <> 'known'`,
			string(l.Rule.Disposition()), string(l.Rule), l.Mention); err != nil {
			return false, err
		}
	}
	return false, nil
}

// Line is a mention's line of the balance; false where there is none.
func (s *file) Line(ctx context.Context, mention string) (l opinion.LedgerLine, known bool, err error) {
	lines, err := s.linesOf(ctx, mention)
	if err != nil || len(lines) == 0 {
		return l, false, err
	}
	return lines[0], true, nil
}

// Keep writes a line into the log that is to outlive its mention's messages.
func (s *projector) Keep(ctx context.Context, l opinion.LedgerLine) error {
	return s.tellLedger(ctx, opinion.KeptSubject, opinion.Kept{Lines: []opinion.LedgerLine{l}})
}

// keepLines writes lines into the log before their mentions' words are dropped: the log forgets the
// findings themselves after the same time.
func (s *projector) keepLines(ctx context.Context, mentions []string) error {
	lines, err := s.linesOf(ctx, mentions...)
	if err != nil || len(lines) == 0 {
		return err
	}
	return s.tellLedger(ctx, opinion.KeptSubject, opinion.Kept{Lines: lines})
}
