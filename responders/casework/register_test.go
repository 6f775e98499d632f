package casework

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/opinion"
	"huiying/register/sqlite"
)

// TestTheRegisterTakesWhateverMayBeDecided writes random histories, in lots as they may come, and
// lets a register follow each of them. It takes all, and holds in the end what one holds that reads
// the log from its start.
func TestTheRegisterTakesWhateverMayBeDecided(t *testing.T) {
	env, b, dir := testEnv(t), bustest.Start(t), t.TempDir()
	store, stop := follow(t, b, filepath.Join(dir, "followed.db"))
	round := 0
	rapid.Check(t, func(rt *rapid.T) {
		if round++; round > 25 { // each round costs durable writes
			return
		}
		seed := rapid.Uint64().Draw(rt, "seed")
		pick := chance(&seed)
		issue := fmt.Sprint("round", round)
		publishAll(t, b, store, "FINDINGS", reportsOf(t, issue))
		history := decidedAtRandom(pick, env, issue)
		for len(history) > 0 {
			n := min(1+pick(8), len(history))
			lot := make([]bus.Message, n)
			for i, e := range history[:n] {
				lot[i] = message(t, opinion.CaseSubject(e.Case), e)
			}
			publishAll(t, b, store, "CASES", lot)
			history = history[n:]
		}
	})
	faults, err := store.Skipped(t.Context())
	if err != nil || len(faults) > 0 {
		t.Errorf("not taken: %v %v", faults, err)
	}
	stop()
	again, stop := follow(t, b, filepath.Join(dir, "again.db"))
	for _, stream := range []string{"FINDINGS", "CASES"} {
		arrived(t, b, again, stream)
	}
	stop()
	sameTables(t, filepath.Join(dir, "followed.db"), filepath.Join(dir, "again.db"))
}

// decidedAtRandom is the history of a case that random commands lead to.
func decidedAtRandom(pick func(int) int, env Env, issue string) []opinion.Event {
	var c opinion.Case
	var history []opinion.Event
	asked := pick(4) == 0
	now, ended := t0, 0
	for range 150 {
		now = now.Add(time.Duration(pick([]int{600, 36 * 3600}[pick(2)])) * time.Second)
		cmd := anyCommand(pick, c, env, now)
		if cmd.Mention = issue + cmd.Mention; cmd.Finding != nil {
			cmd.Finding.ID, cmd.Finding.Issue.ID = issue+cmd.Finding.ID, issue
		}
		if c.Version == 0 {
			first := finding(0, issue)
			first.ID = issue + first.ID
			cmd.Move, cmd.By, cmd.Finding = opinion.MoveOpen, System, &first
			if asked {
				cmd.Move, cmd.By, cmd.Ref, cmd.Unit = opinion.MoveRegister, "coordinator",
					"依申请〔2026〕"+strings.TrimPrefix(issue, "round")+"号", "county"
			}
		} else if cmd.Move == opinion.MovePurge && len(c.Mentions) > 0 && pick(2) == 0 {
			cmd.Mention = c.Mentions[0]
		}
		if c.Version > 0 && !c.State.Open() {
			if ended++; ended > afterlife {
				break
			}
		}
		events, err := Decide(c, cmd, env, now)
		if err != nil {
			continue
		}
		c, history = fold(c, events), append(history, events...)
	}
	return history
}

// reportsOf are the findings that anyCommand speaks of.
func reportsOf(t *testing.T, issue string) []bus.Message {
	t.Helper()
	var out []bus.Message
	for n := range 40 {
		f := finding(n, issue)
		f.ID, f.Title = issue+f.ID, fmt.Sprintf("%s第%d条", issue, n)
		if n%3 == 0 {
			f.Kind = opinion.KindHotline
		}
		out = append(out, message(t, opinion.FindingSubject(f), f))
	}
	return out
}

func message(t *testing.T, subject string, what any) bus.Message {
	t.Helper()
	raw, err := json.Marshal(what)
	if err != nil {
		t.Fatal(err)
	}
	return bus.Message{Subject: subject, Data: raw}
}

// follow opens a register on a log and lets it follow until stop.
func follow(t *testing.T, b *bus.Bus, path string) (s *sqlite.Store, stop func()) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), b, path, sqlite.Options{Rings: Earliest})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	return s, func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the register ended: %v", err)
		}
		if err := s.Close(); err != nil {
			t.Errorf("closing the register: %v", err)
		}
	}
}

// publishAll writes to a stream and waits until the register has it.
func publishAll(t *testing.T, b *bus.Bus, s *sqlite.Store, stream string, msgs []bus.Message) {
	t.Helper()
	if _, err := b.Publish(t.Context(), msgs...); err != nil {
		t.Fatal(err)
	}
	arrived(t, b, s, stream)
}

func arrived(t *testing.T, b *bus.Bus, s *sqlite.Store, stream string) {
	t.Helper()
	last, err := b.LastSeq(t.Context(), stream)
	if err == nil {
		err = s.WaitFor(t.Context(), stream, last)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// sameTables compares two registers row by row, but for the numbers by which they know their own
// rows.
func sameTables(t *testing.T, one, two string) {
	t.Helper()
	db, err := sql.Open("sqlite", one)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(t.Context(), `ATTACH ? AS other`, two); err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, table := range texts(t, db, `SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
		AND name NOT GLOB '*_words_*' AND name NOT GLOB '*_headed_*' AND name NOT IN ('meta', 'released_words') ORDER BY name`) {
		columns := strings.Join(texts(t, db,
			`SELECT name FROM pragma_table_info(?) WHERE name <> 'number' AND NOT (name = 'n' AND pk = 1)`, table), ", ")
		for _, pair := range [][2]string{{"main", "other"}, {"other", "main"}} {
			q := fmt.Sprintf(`SELECT count(*) FROM (SELECT %s FROM %s.%s EXCEPT SELECT %s FROM %s.%s)`, columns, pair[0], table, columns, pair[1], table)
			if n := texts(t, db, q)[0]; n != "0" {
				t.Errorf("table %s: %s rows of %s are not in %s", table, n, pair[0], pair[1])
			}
		}
		if texts(t, db, `SELECT count(*) FROM `+table)[0] != "0" {
			compared++
		}
	}
	if compared < 15 {
		t.Errorf("only %d tables hold anything: the test looks at too little", compared)
	}
}

func texts(t *testing.T, db *sql.DB, q string, args ...any) (out []string) {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), q, args...)
	if err != nil {
		t.Fatalf("%s: %v", q, err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
