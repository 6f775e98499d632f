package casestore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"huiying/opinion"
)

// EventsOf lists the events of some moves within [from, to), in order of time.
func (s *Store) EventsOf(ctx context.Context, from, to time.Time, moves ...opinion.Move) ([]opinion.Event, error) {
	list, err := json.Marshal(moves)
	if err != nil {
		return nil, err
	}
	return query(ctx, s, `SELECT json FROM events WHERE type IN (SELECT value FROM json_each(?)) AND at >= ? AND at < ? ORDER BY at, case_id, n`,
		[]any{string(list), ns(from), ns(to)}, scanEvent)
}

// CaseAt folds a case's history up to a moment: what happened then or later is not in it. It
// fails with ErrNotFound for a case that was not open yet.
func (s *Store) CaseAt(ctx context.Context, id string, at time.Time) (opinion.Case, error) {
	events, err := s.History(ctx, id)
	if err != nil {
		return opinion.Case{}, err
	}
	var c opinion.Case
	for _, e := range events {
		if !e.At.Before(at) {
			break
		}
		c = c.Apply(e)
	}
	if c.ID == "" {
		return c, fmt.Errorf("case %s: %w", opinion.Clip(id, 40), ErrNotFound)
	}
	return c, nil
}

// OpenAt hands over the cases that were open at a moment, as they stood then, by id. A case that
// nothing happened to since is as the register has it; only the others are folded anew. Two narrow
// indexes name the cases first: one of ended cases alone is long, and no row of it is read.
func (s *Store) OpenAt(ctx context.Context, at time.Time, do func(opinion.Case) error) error {
	ids, err := query(ctx, s, `SELECT id FROM cases INDEXED BY cases_load WHERE open = 1
		UNION SELECT id FROM cases INDEXED BY cases_updated WHERE updated >= ? ORDER BY 1`, []any{ns(at)},
		func(r *sql.Rows) (id string, err error) { err = r.Scan(&id); return })
	if err != nil {
		return err
	}
	for part := range slices.Chunk(ids, 500) {
		if err := s.openOf(ctx, part, at, do); err != nil {
			return err
		}
	}
	return nil
}

func (s *Store) openOf(ctx context.Context, ids []string, at time.Time, do func(opinion.Case) error) error {
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	rows, err := query(ctx, s, `SELECT c.json, '', 0, c.updated FROM cases c
		WHERE c.id IN (SELECT value FROM json_each(?)) AND +c.opened < ? AND (c.open = 1 OR c.updated >= ?) ORDER BY c.id`,
		[]any{string(list), ns(at), ns(at)}, scanCase)
	if err != nil {
		return err
	}
	for _, r := range rows {
		c := r.Case
		if r.key >= ns(at) {
			if c, err = s.CaseAt(ctx, r.ID, at); errors.Is(err, ErrNotFound) {
				continue
			} else if err != nil {
				return err
			}
		}
		if !c.State.Open() {
			continue
		}
		if err := do(c); err != nil {
			return err
		}
	}
	return nil
}

// IssueAt is what was said about an issue up to the end of a stretch of time.
type IssueAt struct {
	ID, Topic, TopicName, Division string
	Severity                       opinion.Severity
	First                          time.Time
	Size                           int    // independent reports up to the end
	Today                          int    // within the stretch
	Before                         int    // before it, from past on
	Case                           string // opened before the end
}

// IssuesAt lists the issues of which something was said within [from, to), whole hours, with
// what was said of them in that time, and from past until from.
func (s *Store) IssuesAt(ctx context.Context, past, from, to time.Time) ([]IssueAt, error) {
	sum := func(where string) string {
		return `coalesce((SELECT sum(reports) FROM heat WHERE issue = i.id AND ` + where + `), 0)`
	}
	return query(ctx, s, `SELECT * FROM (SELECT i.id, i.topic, i.topic_name, i.division, i.severity, i.first,
		`+sum(`hour < ?`)+`, `+sum(`hour >= ? AND hour < ?`)+` AS today, `+sum(`hour >= ? AND hour < ?`)+`,
		coalesce((SELECT id FROM cases WHERE issue = i.id AND opened < ? ORDER BY opened, id LIMIT 1), '')
		FROM issues i WHERE i.last >= ? AND i.first < ?) WHERE today > 0 ORDER BY 1`,
		[]any{hourUp(to), hourOf(from), hourUp(to), hourOf(past), hourOf(from), ns(to), ns(from), ns(to)},
		func(r *sql.Rows) (i IssueAt, err error) {
			var first int64
			err = r.Scan(&i.ID, &i.Topic, &i.TopicName, &i.Division, &i.Severity, &first, &i.Size, &i.Today, &i.Before, &i.Case)
			i.First = fromNS(first)
			return i, err
		})
}

// NamedBy tells by which mention's heading each issue is known, "" where it was forgotten.
func (s *Store) NamedBy(ctx context.Context, issues []string) (map[string]string, error) {
	return s.pairs(ctx, `SELECT i.id, coalesce((SELECT f.id FROM findings f WHERE f.issue = i.id AND f.title = i.title ORDER BY f.said, f.id LIMIT 1), '')
		FROM issues i WHERE i.title <> '' AND i.id IN (SELECT value FROM json_each(?))`, issues)
}

// Headings are the headings of mentions by id, without those that were forgotten.
func (s *Store) Headings(ctx context.Context, mentions []string) (map[string]string, error) {
	return s.pairs(ctx, `SELECT id, title FROM findings WHERE title <> '' AND id IN (SELECT value FROM json_each(?))`, mentions)
}

func (s *Store) pairs(ctx context.Context, text string, ids []string) (map[string]string, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	rows, err := query(ctx, s, text, []any{string(list)}, func(r *sql.Rows) (p [2]string, err error) { err = r.Scan(&p[0], &p[1]); return })
	out := make(map[string]string, len(rows))
	for _, p := range rows {
		out[p[0]] = p[1]
	}
	return out, err
}
