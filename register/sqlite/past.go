package sqlite

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"huiying/opinion"
	"huiying/register"
)

// EventsOf lists the events of some moves within [from, to), in order of time.
func (p Part) EventsOf(ctx context.Context, from, to time.Time, moves ...opinion.Move) ([]opinion.Event, error) {
	list, err := json.Marshal(moves)
	if err != nil {
		return nil, err
	}
	var w where
	w.and("type IN (SELECT value FROM json_each(?)) AND at >= ? AND at < ?", string(list), ns(from), ns(to))
	if p.division != "" {
		in := p.within(&where{}, "path")
		w.and("EXISTS (SELECT 1 FROM cases c"+in.with("c.id = case_id").sql()+")", in.args...)
	}
	return query(ctx, p.file, `SELECT json FROM events`+w.sql()+` ORDER BY at, case_id, n`, w.args, scanEvent)
}

// CaseAt folds a case's history up to a moment: what happened then or later is not in it. It
// fails with ErrNotFound for a case that was not open yet.
func (s *cases) CaseAt(ctx context.Context, id string, at time.Time) (opinion.Case, error) {
	cases, err := s.casesAt(ctx, []string{id}, at)
	if c, there := cases[id]; there || err != nil {
		return c, err
	}
	return opinion.Case{}, fmt.Errorf("case %s: %w", opinion.Clip(id, 40), register.ErrNotFound)
}

// OpenAt hands over the cases that were open at a moment, as they stood then, by id. A case that
// nothing happened to since is as the register has it; only the others are folded anew. Two narrow
// indexes name the cases first: one of ended cases alone is long, and no row of it is read.
func (p Part) OpenAt(ctx context.Context, at time.Time, do func(opinion.Case) error) error {
	ids, err := query(ctx, p.file, `SELECT id FROM cases INDEXED BY cases_load WHERE open = 1
		UNION SELECT id FROM cases INDEXED BY cases_updated WHERE updated >= ? ORDER BY 1`, []any{ns(at)},
		func(r *sql.Rows) (id string, err error) { err = r.Scan(&id); return })
	if err != nil {
		return err
	}
	for part := range slices.Chunk(ids, 500) {
		if err := p.openOf(ctx, part, at, do); err != nil {
			return err
		}
	}
	return nil
}

func (p Part) openOf(ctx context.Context, ids []string, at time.Time, do func(opinion.Case) error) error {
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	var w where
	w.and("c.id IN (SELECT value FROM json_each(?)) AND +c.opened < ? AND (c.open = 1 OR c.updated >= ?)", string(list), ns(at), ns(at))
	rows, err := query(ctx, p.file, `SELECT c.json, '', c.updated FROM cases c`+p.within(&w,
		"+c.path").sql()+` ORDER BY c.id`, w.args, scanCase)
	if err != nil {
		return err
	}
	var since []string
	for _, r := range rows {
		if r.key >= ns(at) {
			since = append(since, r.ID)
		}
	}
	then, err := p.casesAt(ctx, since, at)
	if err != nil {
		return err
	}
	for _, r := range rows {
		c := r.Case
		if r.key >= ns(at) {
			c = then[r.ID]
		}
		if c.ID == "" || !c.State.Open() {
			continue
		}
		if err := do(c); err != nil {
			return err
		}
	}
	return nil
}

// casesAt folds the histories of cases up to a moment; those that were not open yet are not among
// them.
func (s *cases) casesAt(ctx context.Context, ids []string, at time.Time) (map[string]opinion.Case, error) {
	out, over := make(map[string]opinion.Case, len(ids)), map[string]bool{}
	list, err := json.Marshal(ids)
	if err != nil || len(ids) == 0 {
		return out, err
	}
	return out, each(ctx, s.file, `SELECT json FROM events WHERE case_id IN (SELECT value FROM json_each(?)) ORDER BY case_id, n`, []any{string(list)}, scanEvent, func(e opinion.Event) {
		if over[e.Case] = over[e.Case] || !e.At.Before(at); !over[e.Case] {
			out[e.Case] = out[e.Case].Apply(e)
		}
	})
}

// IssuesAt lists the issues of which something was said within [from, to), whole hours, with
// what was said of them in that time, and from past until from.
func (p Part) IssuesAt(ctx context.Context, past, from, to time.Time) ([]register.IssueAt, error) {
	sum := func(where string) string {
		return `coalesce((SELECT sum(reports) FROM heat WHERE issue = i.id AND ` + where + `), 0)`
	}
	of := p.within(&where{}, "path")
	in := p.within(&where{}, "i.path").with("t.today > 0")
	args := append([]any{hourUp(to), hourOf(past), hourOf(from)}, of.args...)
	return query(ctx, p.file, `SELECT i.id, i.topic, i.topic_name, i.division, i.severity, i.first,
		`+sum(`hour < ?`)+`, t.today, `+sum(`hour >= ? AND hour < ?`)+`,
		coalesce((SELECT id FROM cases`+of.with("issue = i.id AND opened < ?").sql()+` ORDER BY opened, id LIMIT 1), '')
		FROM `+heardIn+` t JOIN issues i ON i.id = t.issue`+in.sql()+` ORDER BY 1`,
		append(append(args, ns(to), hourOf(from), hourUp(to)), in.args...),
		func(r *sql.Rows) (i register.IssueAt, err error) {
			var first int64
			err = r.Scan(&i.ID, &i.Topic, &i.TopicName, &i.Division, &i.Severity, &first, &i.Size,
				&i.Today, &i.Before, &i.Case)
			i.First = fromNS(first)
			return i, err
		})
}

// NamedBy tells by which mention's heading each issue is known, "" where it was forgotten.
func (s *cases) NamedBy(ctx context.Context, issues []string) (map[string]string, error) {
	return s.pairs(ctx, `SELECT i.id, coalesce((SELECT f.id FROM findings f WHERE f.issue = i.id AND f.later = '' AND f.title = i.title ORDER BY f.said, f.id LIMIT 1), '')
		FROM issues i WHERE i.title <> '' AND i.id IN (SELECT value FROM json_each(?))`, issues)
}

// Headings are the headings of mentions by id, without those that were forgotten.
func (s *cases) Headings(ctx context.Context, mentions []string) (map[string]string, error) {
	return s.pairs(ctx, `SELECT id, title FROM findings WHERE title <> '' AND id IN (SELECT value FROM json_each(?))`, mentions)
}

func (s *cases) pairs(ctx context.Context, text string, ids []string) (map[string]string, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, err
	}
	rows, err := query(ctx, s.file, text, []any{string(list)}, func(r *sql.Rows) (p [2]string,
		err error) {
		err = r.Scan(&p[0], &p[1])
		return
	})
	out := make(map[string]string, len(rows))
	for _, p := range rows {
		out[p[0]] = p[1]
	}
	return out, err
}
