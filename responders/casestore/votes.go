package casestore

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"huiying/bus"
	"huiying/opinion"
)

var errNoVotes = errors.New("no votes: unreadable JSON, no case, or a sum below nothing")

// Vote writes sums of votes into the log. The id tells a repeated attempt from further votes.
func (s *Store) Vote(ctx context.Context, in []opinion.Votes) error {
	for _, v := range in {
		v.Hour = v.Hour.UTC().Truncate(time.Hour)
		data, err := json.Marshal(v)
		if err != nil {
			return err
		}
		if _, err := s.bus.Publish(ctx, bus.Message{Subject: opinion.VoteSubject(v.Case), ID: "vote-" + rand.Text(), Data: data}); err != nil {
			return fmt.Errorf("write votes: %w", err)
		}
	}
	return nil
}

func (s *Store) applyVotes(ctx context.Context, tx *sql.Tx, in []bus.Msg) error {
	for _, m := range in {
		var v opinion.Votes
		if err := json.Unmarshal(m.Data, &v); err != nil || v.Case == "" || v.Satisfied < 0 || v.Unsatisfied < 0 {
			if err := s.fault(ctx, tx, streamVotes, m.Seq, "", errNoVotes); err != nil {
				return err
			}
			continue
		}
		if _, err := tx.ExecContext(ctx, `INSERT INTO votes VALUES (?,?,?,?) ON CONFLICT DO UPDATE SET yes = yes + excluded.yes, no = no + excluded.no`,
			v.Case, hourOf(v.Hour), v.Satisfied, v.Unsatisfied); err != nil {
			return err
		}
	}
	return nil
}

// Votes sums the votes on a case since a moment (its hour included). Below opinion.LeastVotes
// it says nothing.
func (s *Store) Votes(ctx context.Context, id string, since time.Time) (satisfied, unsatisfied int, err error) {
	err = s.read(func(db *sql.DB) error {
		return db.QueryRowContext(ctx, `SELECT coalesce(sum(yes), 0), coalesce(sum(no), 0) FROM votes WHERE case_id = ? AND hour >= ?`,
			id, hourOf(since)).Scan(&satisfied, &unsatisfied)
	})
	if err != nil {
		return 0, 0, fmt.Errorf("register: %w", err)
	}
	if satisfied+unsatisfied < opinion.LeastVotes {
		return 0, 0, nil
	}
	return satisfied, unsatisfied, nil
}

// votesOnTurns notes on each turn what readers thought of its answer: votes from the hour of the
// answer to the case's next turn. Most cases have none, so the few that have are read at once.
func (s *Store) votesOnTurns(ctx context.Context, turns []opinion.Turn) error {
	type hour struct {
		id      string
		at      int64
		yes, no int
	}
	rows, err := query(ctx, s, `SELECT case_id, hour, yes, no FROM votes`, nil,
		func(r *sql.Rows) (h hour, err error) { err = r.Scan(&h.id, &h.at, &h.yes, &h.no); return })
	if err != nil || len(rows) == 0 {
		return err
	}
	by := map[string][]hour{}
	for _, h := range rows {
		by[h.id] = append(by[h.id], h)
	}
	began, err := s.begun(ctx)
	if err != nil {
		return err
	}
	for i := range turns {
		t := &turns[i]
		if t.Answered.IsZero() {
			continue
		}
		end, ended := began[turnOf{t.Case, t.N + 1}]
		for _, h := range by[t.Case] {
			if h.at >= hourOf(t.Answered) && (!ended || h.at < end) {
				t.Satisfied, t.Unsatisfied = t.Satisfied+h.yes, t.Unsatisfied+h.no
			}
		}
		if t.Satisfied+t.Unsatisfied < opinion.LeastVotes {
			t.Satisfied, t.Unsatisfied = 0, 0
		}
	}
	return nil
}

type turnOf struct {
	id string
	n  int
}

// begun are the hours in which the turns of cases with votes began.
func (s *Store) begun(ctx context.Context) (map[turnOf]int64, error) {
	type beginning struct {
		turnOf
		at int64
	}
	rows, err := query(ctx, s, `SELECT case_id, n, began FROM turns WHERE case_id IN (SELECT case_id FROM votes)`, nil,
		func(r *sql.Rows) (b beginning, err error) { err = r.Scan(&b.id, &b.n, &b.at); return })
	out := make(map[turnOf]int64, len(rows))
	for _, b := range rows {
		out[b.turnOf] = b.at / int64(time.Hour)
	}
	return out, err
}
