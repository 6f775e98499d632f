package casestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"huiying/bus"
	"huiying/opinion"
)

// errNoFinding is the reason of a fault; it never carries words of the message.
var errNoFinding = errors.New("no finding: unreadable JSON or no id")

const insertFinding = `INSERT OR IGNORE INTO findings
 (id, seq, issue, copy, title, url, source, kind, topic, topic_name, division, path, severity, demand, unit, said, collected)
 VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`

const upsertIssue = `INSERT INTO issues
 (id, size, mentions, first, last, title, topic, topic_name, division, path, severity, rank, demand, unit)
 VALUES (?,?,1,?,?,?,?,?,?,?,?,?,?,?)
 ON CONFLICT DO UPDATE SET size = size + excluded.size, mentions = mentions + 1,
  first = min(first, excluded.first), last = max(last, excluded.last),
  severity = CASE WHEN excluded.rank < rank THEN excluded.severity ELSE severity END,
  rank = min(rank, excluded.rank)`

// row is what the register keeps of a finding: never its text.
type row struct {
	id                     string
	seq                    uint64
	issue                  string
	copy                   bool
	title, url             string
	source, kind           string
	topic, topicName       string
	division, path         string
	severity, demand, unit string
	said, collected        int64
}

func (s *Store) rowOf(f opinion.Finding, seq uint64) row {
	return row{
		id: f.ID, seq: seq, issue: f.Issue.ID, copy: f.Issue.Copy, title: opinion.Clip(f.Title, 200), url: f.URL,
		source: f.Source, kind: string(f.Kind), topic: f.Topic.ID, topicName: f.Topic.Name,
		division: f.Place(), path: s.pathOf(f.Place()), severity: string(f.Severity.Level),
		demand: string(f.Demand.ID), unit: f.Route.Lead, said: ns(f.When()), collected: ns(f.CollectedAt),
	}
}

// applyFindings takes a batch of findings. Only one that was not there before is counted.
func (s *Store) applyFindings(ctx context.Context, tx *sql.Tx, in []bus.Msg) error {
	insert, err := tx.PrepareContext(ctx, insertFinding)
	if err != nil {
		return err
	}
	defer insert.Close()
	issue, err := tx.PrepareContext(ctx, upsertIssue)
	if err != nil {
		return err
	}
	defer issue.Close()
	title, err := tx.PrepareContext(ctx, `UPDATE titles SET title = ? WHERE mention = ?`)
	if err != nil {
		return err
	}
	defer title.Close()
	gone, err := forgottenIn(ctx, tx)
	if err != nil {
		return err
	}
	n := tally{}
	for _, m := range in {
		var f opinion.Finding
		if err := json.Unmarshal(m.Data, &f); err != nil || f.ID == "" {
			if err := s.fault(ctx, tx, streamFindings, m.Seq, "", errNoFinding); err != nil {
				return err
			}
			continue
		}
		if gone[f.ID] {
			if err := again(ctx, tx, f.ID, m.Seq); err != nil {
				return err
			}
			continue
		}
		r := s.rowOf(f, m.Seq)
		res, err := insert.ExecContext(ctx, r.id, r.seq, r.issue, r.copy, r.title, r.url, r.source, r.kind, r.topic, r.topicName,
			r.division, r.path, r.severity, r.demand, r.unit, r.said, r.collected)
		if err != nil {
			return err
		}
		if added, err := res.RowsAffected(); err != nil {
			return err
		} else if added == 0 {
			if err := again(ctx, tx, f.ID, m.Seq); err != nil {
				return err
			}
			continue
		}
		n.count(r, s.opts.Path, 1)
		if _, err := title.ExecContext(ctx, r.title, r.id); err != nil { // its case came first
			return err
		}
		if r.issue == "" {
			continue
		}
		if err := r.intoIssue(ctx, issue); err != nil {
			return err
		}
	}
	return n.add(ctx, tx)
}

// intoIssue adds the row to its issue with the statement upsertIssue. Heading, topic and
// place stay those of the issue's first finding.
func (r row) intoIssue(ctx context.Context, stmt *sql.Stmt) error {
	rank := opinion.Severity(r.severity).Rank()
	if rank == 0 {
		rank = 9 // none weighs least
	}
	_, err := stmt.ExecContext(ctx, r.issue, independent(r), r.said, r.said, r.title, r.topic, r.topicName,
		r.division, r.path, r.severity, rank, r.demand, r.unit)
	return err
}

// independent is 1 for a report of its own and 0 for a copy.
func independent(r row) int {
	if r.copy {
		return 0
	}
	return 1
}

// mark is one counter: an hour, a kind of key and the key.
type mark struct {
	hour    int64
	by, key string
}

// tally gathers a batch's counts, so that a busy hour is one row to write and not a thousand.
type tally map[mark]int

// count adds n for every counter that a finding belongs to. A place counts for itself and
// for everything above it.
func (t tally) count(r row, path func(string) []string, n int) {
	hour := r.said / int64(time.Hour)
	add := func(by, key string) {
		if key != "" {
			t[mark{hour, by, key}] += n
		}
	}
	add(ByAll, "all")
	add(ByTopic, r.topic)
	add(ByUnit, r.unit)
	add(BySource, r.source)
	add(BySeverity, r.severity)
	add(ByDemand, r.demand)
	if r.division != "" {
		for _, code := range path(r.division) {
			add(ByDivision, code)
		}
	}
}

func (t tally) add(ctx context.Context, tx *sql.Tx) error {
	stmt, err := tx.PrepareContext(ctx, `INSERT INTO counters (hour, by, key, n) VALUES (?,?,?,?) ON CONFLICT DO UPDATE SET n = n + excluded.n`)
	if err != nil {
		return err
	}
	defer stmt.Close()
	less := false
	for m, n := range t {
		if _, err := stmt.ExecContext(ctx, m.hour, m.by, m.key, n); err != nil {
			return err
		}
		less = less || n < 0
	}
	if less { // what was taken back leaves no empty row behind
		_, err = tx.ExecContext(ctx, `DELETE FROM counters WHERE n = 0`)
	}
	return err
}

// again notes where the log holds a finding once more, so that purge can erase it there too.
func again(ctx context.Context, tx *sql.Tx, id string, seq uint64) error {
	_, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO again VALUES (?, ?)`, id, seq)
	return err
}

func forgottenIn(ctx context.Context, tx *sql.Tx) (map[string]bool, error) {
	rows, err := tx.QueryContext(ctx, `SELECT id FROM forgotten`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	gone := map[string]bool{}
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		gone[id] = true
	}
	return gone, rows.Err()
}

// forget takes one mention out of findings, counters and its issue. The tombstone keeps the
// same text from coming back when it is collected again.
func (s *Store) forget(ctx context.Context, tx *sql.Tx, id string) error {
	if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO forgotten VALUES (?)`, id); err != nil {
		return err
	}
	for _, stmt := range []string{`DELETE FROM again WHERE id = ?`, `UPDATE titles SET title = '' WHERE mention = ?`} {
		if _, err := tx.ExecContext(ctx, stmt, id); err != nil {
			return err
		}
	}
	var r row
	err := tx.QueryRowContext(ctx, `DELETE FROM findings WHERE id = ? RETURNING issue, copy, topic, division, severity, demand, unit, source, said`, id).
		Scan(&r.issue, &r.copy, &r.topic, &r.division, &r.severity, &r.demand, &r.unit, &r.source, &r.said)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	n := tally{}
	n.count(r, s.opts.Path, -1)
	if err := n.add(ctx, tx); err != nil {
		return err
	}
	return s.refold(ctx, tx, r.issue)
}

// refold builds an issue anew from the findings that are left.
func (s *Store) refold(ctx context.Context, tx *sql.Tx, issue string) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM issues WHERE id = ?`, issue); err != nil {
		return err
	}
	rows, err := tx.QueryContext(ctx, `SELECT copy, said, title, topic, topic_name, division, path, severity, demand, unit
		FROM findings WHERE issue = ? ORDER BY seq`, issue)
	if err != nil {
		return err
	}
	var left []row
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.copy, &r.said, &r.title, &r.topic, &r.topicName, &r.division, &r.path, &r.severity, &r.demand, &r.unit); err != nil {
			return errors.Join(err, rows.Close())
		}
		left = append(left, r)
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	stmt, err := tx.PrepareContext(ctx, upsertIssue)
	if err != nil {
		return err
	}
	defer stmt.Close()
	for _, r := range left {
		r.issue = issue
		if err := r.intoIssue(ctx, stmt); err != nil {
			return err
		}
	}
	return nil
}
