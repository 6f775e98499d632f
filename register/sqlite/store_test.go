package sqlite

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"huiying/bus"
	"huiying/bus/bustest"
	"huiying/internal/waittest"
	"huiying/opinion"
	"huiying/register"
)

func TestCaseFromOpenToClose(t *testing.T) {
	b, s := newStore(t)
	ctx := t.Context()
	publish(t, b, finding(1))
	o := openEvent(1, t0)
	c := fold(o)
	d := dispatchEvent(c, t0.Add(time.Minute))
	if err := s.Append(ctx, opinion.Case{}, o, d); err != nil {
		t.Fatal(err)
	}
	// the command has seen its own events
	got, err := s.Load(ctx, c.ID)
	if err != nil || got.State != opinion.Dispatched || got.Version != 2 || got.Clock == nil {
		t.Fatalf("loaded %+v, %v", got, err)
	}
	answer := next(got, opinion.Event{Type: opinion.MoveSign, At: t0.Add(time.Hour), By: "unit:unit1"})
	if err := s.Append(ctx, got, answer); err != nil {
		t.Fatal(err)
	}
	if err := s.Append(ctx, got, next(got, opinion.Event{Type: opinion.MoveExtend, At: t0, By: "x"})); !isConflict(err) {
		t.Errorf("written behind an old version: %v", err)
	}
	seen(t, b, s)
	row, err := s.Case(ctx, c.ID)
	if err != nil || row.Title != "路灯不亮1" || row.State != opinion.Signed {
		t.Fatalf("row %+v, %v", row, err)
	}
	history, err := s.History(ctx, c.ID)
	if err != nil || len(history) != 3 || history[2].Type != opinion.MoveSign {
		t.Fatalf("history %v, %v", history, err)
	}
	if n, err := s.Verify(ctx, c.ID); n != 3 || err != nil {
		t.Errorf("verify: %d, %v", n, err)
	}
	if _, err := s.Case(ctx, "nowhere"); !errors.Is(err, register.ErrNotFound) {
		t.Errorf("unknown case: %v", err)
	}
	if c, err := s.Load(ctx, "nowhere"); err != nil || c.Version != 0 {
		t.Errorf("unknown case loads as %+v, %v", c, err)
	}
}

func isConflict(err error) bool {
	var c *register.Conflict
	return errors.As(err, &c) && c.Conflict()
}

func TestFiftyWritersLoseNothing(t *testing.T) {
	b, s := newStore(t)
	ctx := t.Context()
	o := openEvent(1, t0)
	id := o.Case
	var wg sync.WaitGroup
	errs := make(chan error, 50)
	for n := range 50 {
		wg.Go(func() {
			errs <- retry(func() error {
				c, err := s.Load(ctx, id)
				if err != nil {
					return err
				}
				if c.Version == 0 {
					return errors.Join(s.Append(ctx, c, o), &register.Conflict{Err: bus.ErrConflict}) // open, then come again
				}
				return s.Append(ctx, c, next(c, opinion.Event{Type: opinion.MoveJoin, At: t0, By: "system", Mention: fmt.Sprint("w", n)}))
			})
		})
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	seen(t, b, s)
	c, err := s.Load(ctx, id)
	if err != nil || c.Reports != 51 || c.Version != 51 {
		t.Fatalf("reports %d, version %d, %v: want 51", c.Reports, c.Version, err)
	}
	if n, err := s.Verify(ctx, id); n != 51 || err != nil {
		t.Errorf("chain: %d, %v", n, err)
	}
}

func TestAppendAllManyCases(t *testing.T) {
	b, s := newStore(t)
	ctx := t.Context()
	var before []opinion.Case
	var events [][]opinion.Event
	for n := range 700 { // 1,400 events: two atomic writes
		o := openEvent(n, t0)
		before = append(before, opinion.Case{})
		events = append(events, []opinion.Event{o, dispatchEvent(fold(o), t0)})
	}
	if err := s.AppendAll(ctx, before, events); err != nil {
		t.Fatal(err)
	}
	st, err := s.Stats(ctx)
	if err != nil || st.Cases != 700 || st.ByState[opinion.Dispatched] != 700 {
		t.Fatalf("stats %+v, %v", st, err)
	}
	// the same call once more is either a conflict or silent, and adds nothing
	if err := s.AppendAll(ctx, before, events); err != nil && !isConflict(err) {
		t.Fatal(err)
	}
	if n, err := b.Count(ctx, streamCases); err != nil || n != 1400 {
		t.Errorf("%d events in the log, %v", n, err)
	}
	// one case that moved on keeps the others of the write out: all or none
	c := fold(events[0]...)
	if err := s.Append(ctx, c, next(c, opinion.Event{Type: opinion.MoveSign, At: t0, By: "x"})); err != nil {
		t.Fatal(err)
	}
	stale := []opinion.Case{fold(events[1]...), c}
	err = s.AppendAll(ctx, stale, [][]opinion.Event{
		{next(stale[0], opinion.Event{Type: opinion.MoveSign, At: t0, By: "x"})}, {next(c, opinion.Event{Type: opinion.MoveExtend, At: t0, By: "x"})}})
	if !isConflict(err) {
		t.Fatalf("got %v", err)
	}
	if c, _ := s.Load(ctx, stale[0].ID); c.Version != 2 {
		t.Errorf("half a write: version %d", c.Version)
	}
	if err := s.AppendAll(ctx, []opinion.Case{c, c}, [][]opinion.Event{{events[0][0]}, {events[0][0]}}); err == nil || isConflict(err) {
		t.Errorf("one case twice in a write: %v", err)
	}
	if err := s.AppendAll(ctx, nil, nil); err != nil {
		t.Errorf("nothing to write: %v", err)
	}
}

func TestLoadAndAppendWithoutRegister(t *testing.T) {
	b := bustest.Start(t)
	ctx := t.Context()
	s, err := Open(ctx, b, filepath.Join(t.TempDir(), "r.db"), Options{patience: waittest.Limit})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	o := openEvent(1, t0)
	if err := s.Append(ctx, opinion.Case{}, o); err != nil {
		t.Fatal(err)
	}
	c, err := s.Load(ctx, o.Case)
	if err != nil || c.Version != 1 {
		t.Fatalf("loaded %+v, %v", c, err)
	}
	if err := s.Append(ctx, c, dispatchEvent(c, t0)); err != nil {
		t.Fatal(err)
	}
	if err := s.Append(ctx, c, next(c, opinion.Event{Type: opinion.MoveDismiss, At: t0, By: "x"})); !isConflict(err) {
		t.Errorf("got %v, want a conflict", err)
	}
}

func TestOneProcessAtATime(t *testing.T) {
	b, s := newStore(t)
	if _, err := Open(t.Context(), b, s.path, Options{patience: waittest.Limit}); !errors.Is(err, ErrInUse) {
		t.Errorf("got %v, want ErrInUse", err)
	}
}

func TestDamagedEventDoesNotBlindTheRegister(t *testing.T) {
	b, s := newStore(t)
	ctx := t.Context()
	o := openEvent(1, t0)
	c := fold(o)
	check(t, s.Append(ctx, opinion.Case{}, o))
	forged := dispatchEvent(c, t0)
	forged.Unit = "somebody else"
	check(t, s.Append(ctx, c, forged))
	if _, err := b.Publish(ctx, bus.Message{Subject: "case.x", Data: []byte("{")}, bus.Message{Subject: "finding.000000", Data: []byte("{")}); err != nil {
		t.Fatal(err)
	}
	seen(t, b, s)
	faults, err := s.Faults(ctx)
	if err != nil || len(faults) != 3 {
		t.Fatalf("faults %+v, %v", faults, err)
	}
	if got, err := s.Load(ctx, c.ID); err != nil || got.State != opinion.Triage {
		t.Errorf("a forged event was applied: %+v, %v", got, err)
	}
	if _, err := s.Verify(ctx, c.ID); err == nil {
		t.Error("verify does not name the forged event")
	}
	// the case can go on behind the damage
	check(t, s.Append(ctx, c, dispatchEvent(c, t0.Add(time.Hour))))
	if got, _ := s.Load(ctx, c.ID); got.State != opinion.Dispatched {
		t.Errorf("state %s", got.State)
	}
}

func TestForget(t *testing.T) {
	b, s := newStore(t)
	ctx := t.Context()
	var fs []opinion.Finding
	for n := range 40 {
		fs = append(fs, finding(n))
	}
	ack := publish(t, b, fs...)
	o := openEvent(8, t0)
	check(t, s.Append(ctx, opinion.Case{}, o))
	seen(t, b, s)
	ids, err := s.FindByURL(ctx, "https://A.gov.cn:443/8?utm_source=x")
	if err != nil || !slices.Equal(ids, []string{"m0008"}) {
		t.Fatalf("by address: %v, %v", ids, err)
	}
	twice := publish(t, b, finding(8)) // a step ran twice
	seen(t, b, s)
	seqs, err := s.Sequences(ctx, "m0008")
	if err != nil || !slices.Equal(seqs, []uint64{ack.Seqs[8], twice.Seqs[0]}) {
		t.Fatalf("sequences %d, %v", seqs, err)
	}
	if cases, err := s.CasesOf(ctx, "m0008"); err != nil || !slices.Equal(cases, []string{o.Case}) {
		t.Fatalf("cases %v, %v", cases, err)
	}
	for _, seq := range seqs {
		check(t, b.Erase(ctx, streamFindings, seq))
	}
	c := fold(o)
	check(t, s.Append(ctx, c, next(c, opinion.Event{Type: opinion.MovePurge, At: t0, By: "coordinator", Mention: "m0008"})))
	check(t, s.Purge(ctx, "m0008", t0)) // once more changes nothing
	if _, err := s.Mention(ctx, "m0008"); !errors.Is(err, register.ErrNotFound) {
		t.Errorf("still there: %v", err)
	}
	publish(t, b, finding(8)) // collected again
	seen(t, b, s)
	if _, err := s.Mention(ctx, "m0008"); !errors.Is(err, register.ErrNotFound) {
		t.Error("a forgotten mention came back")
	}
	if known, err := s.Known(ctx, []string{"m0001", "m0008", "m9999"}); err != nil || !known["m0001"] || !known["m0008"] || known["m9999"] {
		t.Errorf("known %v, %v", known, err)
	}
	if row, _ := s.Case(ctx, o.Case); row.Title != "" || len(row.Mentions) != 0 {
		t.Errorf("the case still shows it: %+v", row)
	}
	seen(t, b, s)
	want := dump(t, s)
	check(t, s.Rebuild(ctx))
	seen(t, b, s)
	same(t, s, want, "after a rebuild")
}

func TestNoTextInTheRegister(t *testing.T) {
	b, s := newStore(t)
	fill(t, b, s, 5)
	if strings.Contains(dump(t, s), "正文不进台账") {
		t.Error("the text of a mention is in the register")
	}
}
