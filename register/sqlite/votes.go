package sqlite

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
func (s *counts) Vote(ctx context.Context, in []opinion.Votes) error {
	for _, v := range in {
		v.Hour = v.Hour.UTC().Truncate(time.Hour)
		data, err := json.Marshal(v)
		if err != nil {
			return err
		}
		if _, err := s.bus.Publish(ctx, bus.Message{Subject: opinion.VoteSubject(v.Case),
			ID: "vote-" + rand.Text(), Data: data}); err != nil {
			return fmt.Errorf("write votes: %w", err)
		}
	}
	return nil
}

func (s *projector) applyVotes(ctx context.Context, tx txn, in []bus.Msg) error {
	for _, m := range in {
		var v opinion.Votes
		if err := json.Unmarshal(m.Data, &v); err != nil || v.Case == "" || v.Satisfied < 0 || v.Unsatisfied < 0 {
			if err := s.fault(ctx, tx, streamVotes, m.Seq, "", errNoVotes); err != nil {
				return err
			}
			continue
		}
		if _, err := tx.exec(ctx, `INSERT INTO votes VALUES (?,?,?,?) ON CONFLICT DO UPDATE SET yes = yes + excluded.yes, no = no + excluded.no`,
			v.Case, hourOf(v.Hour), v.Satisfied, v.Unsatisfied); err != nil {
			return err
		}
		tx.turned[v.Case] = true
	}
	return nil
}

// Votes sums the votes on a case since a moment (its hour included). Below opinion.LeastVotes
// it says nothing.
func (s *counts) Votes(ctx context.Context, id string, since time.Time) (satisfied, unsatisfied int, err error) {
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

// ballots are the votes on cases, with what tells on which of a case's turns they were cast.
type ballots struct {
	by    map[string][]ballot
	began map[turnOf]int64 // the hours in which turns of cases with votes began
}

type ballot struct{ hour, yes, no int64 }

type turnOf struct {
	id string
	n  int
}

// ballots reads the votes on some cases. Most cases have none, so the few that have are read at
// once.
func (s *file) ballots(ctx context.Context, which string, args []any) (ballots, error) {
	b := ballots{map[string][]ballot{}, map[turnOf]int64{}}
	type keyed struct {
		turnOf
		ballot
	}
	err := each(ctx, s, `SELECT case_id, hour, yes, no FROM votes`+which, args, func(r *sql.Rows) (k keyed, err error) {
		err = r.Scan(&k.id, &k.hour, &k.yes, &k.no)
		return k, err
	}, func(k keyed) { b.by[k.id] = append(b.by[k.id], k.ballot) })
	if err != nil || len(b.by) == 0 {
		return b, err
	}
	return b, each(ctx, s, `SELECT case_id, n, began FROM turns WHERE case_id IN (SELECT case_id FROM votes`+which+`)`, args, func(r *sql.Rows) (k keyed, err error) {
		err = r.Scan(&k.id, &k.n, &k.hour)
		return k, err
	}, func(k keyed) { b.began[k.turnOf] = k.hour / int64(time.Hour) })
}

// on notes on a turn what readers thought of its answer: votes from the hour of the answer to the
// case's next turn.
func (b ballots) on(t *opinion.Turn) {
	if t.Answered.IsZero() || len(b.by[t.Case]) == 0 {
		return
	}
	end, ended := b.began[turnOf{t.Case, t.N + 1}]
	for _, v := range b.by[t.Case] {
		if v.hour >= hourOf(t.Answered) && (!ended || v.hour < end) {
			t.Satisfied, t.Unsatisfied = t.Satisfied+int(v.yes), t.Unsatisfied+int(v.no)
		}
	}
	if t.Satisfied+t.Unsatisfied < opinion.LeastVotes {
		t.Satisfied, t.Unsatisfied = 0, 0
	}
}
