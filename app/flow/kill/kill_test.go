package kill_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"huiying/app/apptest"
	"huiying/internal/flowtest"
)

// A process that is killed at any moment of an import and started again has every
// acknowledged record once, and doubles no case.
func TestKilledAtAnyMomentNothingIsLostOrDoubled(t *testing.T) {
	flowtest.NoLeaks(t)
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 1))
	n, rounds := flowtest.Size(1000), flowtest.Size(5)+1
	t.Logf("seed %d, %d records, %d kills", seed, n, rounds)

	w := flowtest.NewWorld(t, "import: {batch: 33}")
	records := flowtest.Told(seed, n)
	again := append(records[:n:n], records[:33]...) // some stand in the file twice
	file := flowtest.Write(t, filepath.Join(t.TempDir(), "letters.jsonl"), flowtest.JSONL(again))
	receipt := filepath.Join(t.TempDir(), "receipt")
	args := w.Imports(file, "--receipt", receipt)

	for round := range rounds {
		killAtRandom(t, r, round, receipt, n, args)
	}
	last := flowtest.Run(t, args...)
	if last.Code != 0 {
		t.Fatalf("the last import ended with %d\n%s", last.Code, last.Said())
	}
	if !strings.Contains(last.Out.String(), fmt.Sprintf("%d records", len(again))) {
		t.Errorf("the last import says %q", last.Out.String())
	}
	acknowledged := flowtest.Receipts(t, receipt)
	if len(acknowledged) != n {
		t.Errorf("%d ids acknowledged, want %d", len(acknowledged), n)
	}
	h := apptest.Open(t, w, w.Load(t))
	apptest.CaughtUp(t, h.App)
	apptest.OnceInRegister(t, h.App, acknowledged)
	apptest.OnceInIndex(t, h.App, acknowledged)
	apptest.CasesAreWhole(t, h.App)
	if dead, err := h.Bus().DeadLetters().Count(t.Context()); err != nil || dead != 0 {
		t.Errorf("%d dead letters (%v)", dead, err)
	}
	h.Stop()

	more := flowtest.Run(t, w.Imports(file, "--json")...)
	var tally flowtest.Tally
	if err := json.Unmarshal([]byte(more.Out.String()), &tally); err != nil || more.Code != 0 {
		t.Fatalf("import again: code %d, %v\n%s", more.Code, err, more.Said())
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
	before := len(flowtest.Receipts(t, receipt))
	after := before + 1 + r.IntN(2*n/9)
	wait := []time.Duration{0, 300 * time.Millisecond, 3 * time.Second}[round%3]
	if before == n {
		wait = 3 * time.Second
	}
	if wait > 0 {
		wait = time.Duration(r.Int64N(int64(wait)))
	}
	c := flowtest.Start(t, args...)
	flowtest.Until(t, "enough is acknowledged, or it has ended", func() bool {
		return c.Over() || len(flowtest.Receipts(t, receipt)) >= min(after, n)
	})
	select {
	case <-time.After(wait):
	case <-c.Ended:
	}
	if c.Over() {
		if c.Code != 0 {
			t.Fatalf("round %d: ended by itself with %d\n%s", round, c.Code, c.Said())
		}
		t.Logf("round %d: came to its end", round)
		return
	}
	c.Kill()
	t.Logf("round %d: killed with %d acknowledged, %v later", round, len(flowtest.Receipts(t, receipt)), wait)
}
