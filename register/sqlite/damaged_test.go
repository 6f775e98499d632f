package sqlite

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/register"
)

// lived fills a register with something of each kind, and leaves it in order. want is what it holds.
func lived(t *testing.T, b *bus.Bus, path string) (want string) {
	t.Helper()
	s, err := Open(t.Context(), b, path, Options{patience: waittest.Limit})
	check(t, err)
	stop := run(t, s)
	fill(t, b, s, 6)
	f := reportOf(7, opinion.KindBoard, "标题")
	publish(t, b, f)
	events := life(f, toDispatch, toSign, toAnswer, toVerify, toClose)
	write(t, b, s, events)
	g := reportOf(8, opinion.KindBoard, "另一个")
	publish(t, b, g)
	write(t, b, s, life(g, toDispatch, toSign, toAnswer, opinion.Event{Type: opinion.MoveVerify, Reason: "打不开"}))
	lead := fold(events...).Lead
	_, err = s.WritePaper(t.Context(), opinion.Paper{Case: opinion.CaseID(g.Issue.ID), Unit: lead},
		opinion.PaperEvent{Case: opinion.CaseID(g.Issue.ID), Unit: lead, Act: opinion.PaperAssign, Post: "一科", At: t0})
	check(t, err)
	reply, err := json.Marshal(opinion.FoundReply{Mention: f.ID, Source: f.Source, Text: "已修好",
		TextHash: opinion.TextHash("已修好"), SeenAt: t0})
	check(t, err)
	_, err = b.Publish(t.Context(), bus.Message{Subject: "reply." + f.Source, Data: reply})
	check(t, err)
	check(t, s.Vote(t.Context(), []opinion.Votes{{Case: events[0].Case, Hour: t0, Satisfied: 2}}))
	seen(t, b, s)
	want = dump(t, s)
	stop()
	return want
}

// questions are asked of a register that has lived: each reads another part of what is stored.
func questions(s *Store) map[string]func(context.Context) error {
	released, back := opinion.CaseID("released7"), opinion.CaseID("released8")
	from, to := t0.AddDate(0, -1, 0), t0.AddDate(0, 1, 0)
	return map[string]func(context.Context) error{
		"cases": func(ctx context.Context) error {
			var all error
			for _, order := range []string{register.ByDue, "opened", "updated", "severity", "place", "unit", "reports"} {
				_, err := s.Cases(ctx, register.CaseQuery{Order: order})
				all = errors.Join(all, err)
			}
			return all
		},
		"file":   func(ctx context.Context) error { _, err := s.File(ctx, released); return err },
		"load":   func(ctx context.Context) error { _, err := s.Load(ctx, released); return err },
		"verify": func(ctx context.Context) error { _, err := s.CaseAt(ctx, released, to); return err },
		"with": func(ctx context.Context) error {
			_, err := s.CasesWith(ctx, opinion.MoveOpen, from, to)
			return err
		},
		"open":    func(ctx context.Context) error { return s.EachOpen(ctx, func(opinion.Case) error { return nil }) },
		"ringing": func(ctx context.Context) error { return s.Ringing(ctx, to, func(opinion.Case) error { return nil }) },
		"turns":   func(ctx context.Context) error { return s.EachTurn(ctx, nil, func(opinion.Turn) {}) },
		"desk": func(ctx context.Context) error {
			var all error
			for _, section := range []opinion.DeskSection{opinion.DeskSign, opinion.DeskWorking, opinion.DeskAnswered} {
				_, err := s.Desk(ctx, register.DeskQuery{Unit: "unit1", Sections: []opinion.DeskSection{section}})
				all = errors.Join(all, err)
			}
			_, err := s.DeskLoad(ctx, "unit1", t0)
			_, err2 := s.Deadlines(ctx, "unit1", from, to, 100)
			return errors.Join(all, err, err2)
		},
		"paper":   func(ctx context.Context) error { _, err := s.Paper(ctx, back, "unit1"); return err },
		"replies": func(ctx context.Context) error { _, err := s.Replies(ctx, []string{finding(7).ID}); return err },
		"released": func(ctx context.Context) error {
			_, err := s.Released(ctx, register.ReleasedQuery{})
			_, err2 := s.ReleasedCase(ctx, released)
			return errors.Join(err, err2)
		},
		"waiting": func(ctx context.Context) error { _, err := s.Waiting(ctx, register.WaitingQuery{At: t0}); return err },
		"issues": func(ctx context.Context) error {
			_, err := s.Issues(ctx, register.IssueQuery{})
			_, _, err2 := s.IssueMentions(ctx, "i1", 100, "")
			_, err3 := s.Reports(ctx, "i1")
			return errors.Join(err, err2, err3)
		},
		"ledger": func(ctx context.Context) error {
			_, err := s.Ledger(ctx, register.LedgerQuery{})
			_, err2 := s.Balance(ctx, register.BalanceQuery{})
			_, err3 := s.Stand(ctx, finding(1).ID)
			return errors.Join(err, err2, err3)
		},
		"counts": func(ctx context.Context) error {
			_, err := s.Stats(ctx)
			_, err2 := s.Series(ctx, from, to, "day")
			_, err3 := s.UnitLoad(ctx, t0)
			_, err4 := s.Counts(ctx, from, to, "topic")
			_, _, err5 := s.Votes(ctx, released, from)
			_, err6 := s.Arrivals(ctx, from, to)
			return errors.Join(err, err2, err3, err4, err5, err6)
		},
	}
}

// stored are the columns of a register that hold values which must be read, by table: JSON, and the numbers
// that times and counts are. SQLite itself keeps another kind out of the key of a row.
func stored(t *testing.T, path string) (texts []string, numbers map[string][]string) {
	t.Helper()
	db, err := Raw(path)
	check(t, err)
	defer db.Close()
	rows, err := db.Query(`SELECT m.name, p.name, p.type FROM sqlite_master m, pragma_table_info(m.name) p
		WHERE m.type = 'table' AND m.sql LIKE 'CREATE TABLE%' AND p.name <> 'number' AND NOT (p.type = 'INTEGER' AND p.pk AND m.sql NOT LIKE '%WITHOUT ROWID%')
		AND m.name NOT LIKE 'released\_words%' ESCAPE '\' AND m.name NOT LIKE '%\_headed\_%' ESCAPE '\' AND m.name <> 'meta'`)
	check(t, err)
	defer rows.Close()
	numbers = map[string][]string{}
	for rows.Next() {
		var table, column, kind string
		check(t, rows.Scan(&table, &column, &kind))
		switch {
		case column == "json":
			texts = append(texts, table)
		case kind == "INTEGER":
			numbers[table] = append(numbers[table], column)
		}
	}
	check(t, rows.Err())
	return texts, numbers
}

// A stored value that cannot be read ends no process and no later one: whoever meets it gets an error that
// says so, and the register is built again meanwhile.
func TestAStoredValueThatCannotBeReadIsDamage(t *testing.T) {
	b := bustest.Start(t)
	whole := filepath.Join(t.TempDir(), "whole.db")
	want := lived(t, b, whole)
	texts, numbers := stored(t, whole)
	if len(texts) < 5 || len(numbers) < 20 {
		t.Fatalf("%d and %d tables", len(texts), len(numbers))
	}
	for _, table := range texts {
		for name, to := range map[string]string{"cut": `substr(json, 1, length(json) / 2)`,
			"time": `replace(json, '2026-11', '2026-91')`} {
			t.Run(table+" "+name, func(t *testing.T) {
				if spoilt(t, b, whole, want, table, `json = `+to) == 0 {
					t.Error("nobody met it")
				}
			})
		}
	}
	for table, columns := range numbers {
		var set []string
		for _, c := range columns {
			set = append(set, fmt.Sprintf(`%[1]q = 'x' || %[1]q`, c))
		}
		t.Run(table+" numbers", func(t *testing.T) { spoilt(t, b, whole, want, table, strings.Join(set, ", ")) })
	}
}

// spoilt spoils columns of a copy of a register, asks it everything, and says how many questions met it.
func spoilt(t *testing.T, b *bus.Bus, whole, want, table, set string) (met int) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "r.db")
	raw, err := os.ReadFile(whole)
	check(t, err)
	check(t, os.WriteFile(path, raw, 0o600))
	db, err := Raw(path)
	check(t, err)
	_, err = db.Exec(`UPDATE OR IGNORE ` + table + ` SET ` + set)
	check(t, errors.Join(err, db.Close()))
	s, err := Open(t.Context(), b, path, Options{patience: waittest.Limit})
	check(t, err)
	run(t, s)
	for name, ask := range questions(s) {
		if err := ask(t.Context()); Damaged(err) {
			met++
		} else if err != nil && !errors.Is(err, register.ErrNotFound) { // it is being built
			t.Errorf("%s: %v", name, err)
		}
	}
	if met > 0 {
		waittest.Until(t, "it is built again", func() bool { return dump(t, s) == want })
	}
	seen(t, b, s)
	for name, ask := range questions(s) {
		if err := ask(t.Context()); err != nil {
			t.Errorf("afterwards %s: %v", name, err)
		}
	}
	return met
}
