package registertest

import (
	"errors"
	"slices"
	"testing"

	"huiying/bus"
	"huiying/opinion"
	"huiying/register"
)

func forget(t *testing.T, b *bus.Bus, s Register) {
	ctx := t.Context()
	var fs []opinion.Finding
	for n := range 40 {
		fs = append(fs, Finding(n))
	}
	ack := Publish(t, b, fs...)
	o := OpenEvent(8, Start)
	check(t, s.Append(ctx, opinion.Case{}, o))
	Seen(t, b, s)
	ids, err := s.FindByURL(ctx, "https://A.gov.cn:443/8?utm_source=x")
	if err != nil || !slices.Equal(ids, []string{"m0008"}) {
		t.Fatalf("by address: %v, %v", ids, err)
	}
	twice := Publish(t, b, Finding(8)) // a step ran twice
	Seen(t, b, s)
	seqs, err := s.Sequences(ctx, "m0008")
	if err != nil || !slices.Equal(seqs, []uint64{ack.Seqs[8], twice.Seqs[0]}) {
		t.Fatalf("sequences %d, %v", seqs, err)
	}
	if cases, err := s.CasesOf(ctx, "m0008"); err != nil || !slices.Equal(cases, []string{o.Case}) {
		t.Fatalf("cases %v, %v", cases, err)
	}
	for _, seq := range seqs {
		check(t, b.Erase(ctx, "FINDINGS", seq))
	}
	c := Fold(o)
	purged := opinion.Event{Type: opinion.MovePurge, At: Start, By: "coordinator", Mention: "m0008"}
	check(t, s.Append(ctx, c, Next(c, purged)))
	check(t, s.Purge(ctx, "m0008", Start)) // once more changes nothing
	if _, err := s.Mention(ctx, "m0008"); !errors.Is(err, register.ErrNotFound) {
		t.Errorf("still there: %v", err)
	}
	Publish(t, b, Finding(8)) // collected again
	Seen(t, b, s)
	if _, err := s.Mention(ctx, "m0008"); !errors.Is(err, register.ErrNotFound) {
		t.Error("a forgotten mention came back")
	}
	known, err := s.Known(ctx, []string{"m0001", "m0008", "m9999"})
	if err != nil || !known["m0001"] || !known["m0008"] || known["m9999"] {
		t.Errorf("known %v, %v", known, err)
	}
	if row, _ := s.Case(ctx, o.Case); row.Title != "" || len(row.Mentions) != 0 {
		t.Errorf("the case still shows it: %+v", row)
	}
	check(t, s.Rebuild(ctx))
	Seen(t, b, s)
	if _, err := s.Mention(ctx, "m0008"); !errors.Is(err, register.ErrNotFound) {
		t.Error("a forgotten mention came back with a rebuild")
	}
}
