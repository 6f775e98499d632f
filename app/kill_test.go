package app

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/bus"
	"huiying/index"
	"huiying/opinion"
	"huiying/register"
)

// A process that is killed at any moment of an import and started again has every
// acknowledged record once, and doubles no case.
func TestKilledAtAnyMomentNothingIsLostOrDoubled(t *testing.T) {
	noLeaks(t)
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 1))
	n, rounds := size(1500), size(5)+1
	t.Logf("seed %d, %d records, %d kills", seed, n, rounds)

	w := newWorld(t, "import: {batch: 50}")
	records := told(seed, n)
	again := append(records[:n:n], records[:50]...) // some stand in the file twice
	file := write(t, filepath.Join(t.TempDir(), "letters.jsonl"), jsonl(again))
	receipt := filepath.Join(t.TempDir(), "receipt")
	args := w.imports(file, "--receipt", receipt)

	for round := range rounds {
		killAtRandom(t, r, round, receipt, n, args)
	}
	last := huiying(t, args...)
	if last.code != 0 {
		t.Fatalf("the last import ended with %d\n%s", last.code, last.said())
	}
	if !strings.Contains(last.out.String(), fmt.Sprintf("%d records", len(again))) {
		t.Errorf("the last import says %q", last.out.String())
	}
	acknowledged := receipts(t, receipt)
	if len(acknowledged) != n {
		t.Errorf("%d ids acknowledged, want %d", len(acknowledged), n)
	}
	h, shut := w.house(t, w.load(t))
	caughtUp(t, h)
	onceInRegister(t, h, acknowledged)
	onceInIndex(t, h, acknowledged)
	casesAreWhole(t, h)
	if dead, err := h.Bus.DeadLetters().Count(t.Context()); err != nil || dead != 0 {
		t.Errorf("%d dead letters (%v)", dead, err)
	}
	shut()

	more := huiying(t, w.imports(file, "--json")...)
	var tally tallied
	if err := json.Unmarshal([]byte(more.out.String()), &tally); err != nil || more.code != 0 {
		t.Fatalf("import again: code %d, %v\n%s", more.code, err, more.said())
	}
	if tally.Added != 0 || tally.Known != len(again) || tally.Faults != 0 {
		t.Errorf("the same file again: %+v, want nothing added", tally)
	}
}

// killAtRandom runs an import and kills it: during the start, between two acknowledgements,
// or while the steps work on what was acknowledged.
func killAtRandom(t *testing.T, r *rand.Rand, round int, receipt string, n int, args []string) {
	t.Helper()
	// The file is acknowledged faster than it is analysed: spread the kills over both.
	before := len(receipts(t, receipt))
	after := before + 1 + r.IntN(2*n/9)
	wait := []time.Duration{0, 300 * time.Millisecond, 3 * time.Second}[round%3]
	if before == n {
		wait = 3 * time.Second
	}
	if wait > 0 {
		wait = time.Duration(r.Int64N(int64(wait)))
	}
	c := start(t, args...)
	for begun := time.Now(); !c.over() && time.Since(begun) < time.Minute; time.Sleep(2 * time.Millisecond) {
		if len(receipts(t, receipt)) >= min(after, n) {
			break
		}
	}
	select {
	case <-time.After(wait):
	case <-c.ended:
	}
	if c.over() {
		if c.code != 0 {
			t.Fatalf("round %d: ended by itself with %d\n%s", round, c.code, c.said())
		}
		t.Logf("round %d: came to its end", round)
		return
	}
	c.kill()
	t.Logf("round %d: killed with %d acknowledged, %v later", round, len(receipts(t, receipt)), wait)
}

// onceInRegister looks for exactly the given mentions.
func onceInRegister(t *testing.T, h *App, ids map[string]bool) {
	t.Helper()
	list := make([]string, 0, len(ids))
	for id := range ids {
		list = append(list, id)
	}
	known, err := h.Store.Known(t.Context(), list)
	if err != nil {
		t.Fatal(err)
	}
	for id := range ids {
		if !known[id] {
			t.Errorf("mention %s was acknowledged and is not in the register", id)
		}
	}
	stats, err := h.Store.Stats(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if stats.Findings != len(ids) || stats.Faults != 0 {
		t.Errorf("the register counts %d findings and %d faults, want %d and none", stats.Findings, stats.Faults, len(ids))
	}
	seen := map[string]int{}
	for f := (register.IssueQuery{Size: 200}); ; {
		page, err := h.Store.Issues(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range page.Items {
			for next := ""; ; {
				rows, more, err := h.Store.IssueMentions(t.Context(), i.ID, 200, next)
				if err != nil {
					t.Fatal(err)
				}
				for _, m := range rows {
					seen[m.ID]++
				}
				if next = more; next == "" {
					break
				}
			}
		}
		if f.Cursor = page.Next; f.Cursor == "" {
			break
		}
	}
	once(t, "the register's issues", seen, ids)
}

func onceInIndex(t *testing.T, h *App, ids map[string]bool) {
	t.Helper()
	seen := map[string]int{}
	for _, f := range hits(t, h, index.Query{}) {
		seen[f.ID]++
	}
	once(t, "the index", seen, ids)
}

func once(t *testing.T, where string, seen map[string]int, want map[string]bool) {
	t.Helper()
	for id := range want {
		if seen[id] != 1 {
			t.Errorf("mention %s is in %s %d times", id, where, seen[id])
		}
	}
	for id := range seen {
		if !want[id] {
			t.Errorf("mention %s is in %s and was never acknowledged", id, where)
		}
	}
}

// casesAreWhole looks at every case: one opening, one issue, a chain that holds, in the log
// and in the register.
func casesAreWhole(t *testing.T, h *App) {
	t.Helper()
	opened, issueOf, chain := map[string]int{}, map[string]string{}, map[string]opinion.Case{}
	if _, err := h.Bus.Read(t.Context(), "CASES", "", 1, func(m bus.Msg) error {
		var e opinion.Event
		if err := json.Unmarshal(m.Data, &e); err != nil {
			return err
		}
		if err := e.Check(chain[e.Case]); err != nil {
			t.Errorf("the log's history breaks: %v", err)
		}
		chain[e.Case] = chain[e.Case].Apply(e)
		if e.Type == opinion.MoveOpen {
			opened[e.Case]++
			if other, twice := issueOf[e.Issue]; twice && other != e.Case {
				t.Errorf("issue %s has the cases %s and %s", e.Issue, other, e.Case)
			}
			issueOf[e.Issue] = e.Case
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(opened) == 0 {
		t.Error("no case was opened at all")
	}
	listed := 0
	for f := (register.CaseQuery{Size: 200}); ; {
		page, err := h.Store.Cases(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range page.Items {
			listed++
			if opened[c.ID] != 1 {
				t.Errorf("case %s was opened %d times", c.ID, opened[c.ID])
			}
			if _, err := h.Store.Verify(t.Context(), c.ID); err != nil {
				t.Errorf("case %s does not verify: %v", c.ID, err)
			}
			if c.Version != chain[c.ID].Version {
				t.Errorf("case %s has version %d in the register and %d in the log", c.ID, c.Version, chain[c.ID].Version)
			}
		}
		if f.Cursor = page.Next; f.Cursor == "" {
			break
		}
	}
	if listed != len(opened) {
		t.Errorf("the register lists %d cases, the log opened %d", listed, len(opened))
	}
}
